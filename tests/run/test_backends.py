"""What a backend owes: each shard it is given stands once, whole, in bytes that do not tell who made them.

The same of Dask, with a scheduler and workers that stand: `test_cluster.py`.
"""

import contextlib

import pytest

from sim.run.local import local
from sim.run.plan import LEAST_SHARD
from sim.run.points import designed
from sim.run.shards import checksum, files_of

REPLICATIONS = 40
AXES = {"posture": ["baseline", "detente"], "crisis.cost": [0.2, 0.3, 0.4, 0.5]}


@pytest.fixture(scope="module")
def plan(lesson):
    """Two shards, one of which begins in the middle of a point."""
    made, _ = lesson.prepare(replications=REPLICATIONS, design=designed(lesson.scenario, AXES))
    assert [shard.rows for shard in made.shards()] == [LEAST_SHARD, 8 * REPLICATIONS - LEAST_SHARD]
    return made


@pytest.fixture(scope="module")
def usual(plan, lesson, tmp_path_factory):
    """File → checksum, as one local worker makes them."""
    folder = tmp_path_factory.mktemp("usual")
    finished = list(local(plan.shards(), lesson.scenario, folder, 1, lambda rows: None))
    return {name: digest for one in finished for name, digest in one.sums.items()}


@pytest.mark.parametrize("workers", [1, 2])
def test_each_shard_stands_once_in_the_same_bytes(plan, lesson, tmp_path, usual, workers):
    rows = []
    finished = list(local(plan.shards(), lesson.scenario, tmp_path, workers, rows.append))
    assert {name: digest for one in finished for name, digest in one.sums.items()} == usual
    assert sorted(one.shard.first for one in finished) == [shard.first for shard in plan.shards()]
    assert sum(rows) == plan.rows
    kept = {file.relative_to(tmp_path).as_posix(): checksum(file) for file in tmp_path.rglob("*") if file.is_file()}
    assert kept == usual


def test_only_what_is_given_is_made(plan, lesson, tmp_path, usual):
    last = plan.shards()[-1]
    (finished,) = local([last], lesson.scenario, tmp_path, 1, lambda rows: None)
    assert finished.sums == {name: usual[name] for name in files_of(last)}


def test_a_backend_that_is_closed_leaves_no_half_file(plan, lesson, tmp_path):
    with contextlib.closing(local(plan.shards(), lesson.scenario, tmp_path, 2, lambda rows: None)) as made:
        first = next(made)
    left = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()}
    assert set(first.sums) <= left
    assert not [name for name in left if name.endswith(".part")]
