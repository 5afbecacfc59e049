"""Blocks of series: every run once and in order, no more rows at a time than a bound, wherever files are cut."""

import numpy as np
import pandas as pd
import pytest

import sim.run.blocks
import sim.run.shards
from sim.run.plan import PlanError

RUNS = {"replications": 90, "seed": 7, "record": "steps"}
AXES = {"dependence.substitution": [0.1, 0.5, 0.9]}
COLUMNS = ["point", "replication", "month", "actor", "partner", "alignment"]


@pytest.fixture(scope="module")
def result(lesson, tmp_path_factory):
    """A sweep of two shards, with row groups that end within runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sim.run.shards, "GROUP", 1000)
        yield lesson.sweep(AXES, **RUNS, out=tmp_path_factory.mktemp("series") / "kept")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Blocks of twenty runs."""
    monkeypatch.setattr(sim.run.blocks, "GROUP", 1000)
    monkeypatch.setattr(sim.run.blocks, "ROWS", 3000)


def test_blocks_hold_every_run_once_and_in_order(result):
    found = list(result.blocks())
    assert [len(block.point) for block in found] == [20] * 12 + [10] + [20]
    for table, columns in (("steps", COLUMNS), ("months", COLUMNS[:3])):
        parts = [block.read(table, columns) for block in found]
        assert max(map(len, parts)) <= 3000
        pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), result.read(table, columns))
    np.testing.assert_array_equal(np.concatenate([block.point for block in found]), np.repeat([0, 1, 2], 90))
    np.testing.assert_array_equal(np.concatenate([block.replication for block in found]), np.tile(np.arange(90), 3))


def test_a_block_in_memory_is_that_of_the_folder(lesson, result):
    ours, theirs = lesson.sweep(AXES, **RUNS).blocks(), result.blocks()
    first, other = next(ours).read("steps", COLUMNS), next(theirs).read("steps", COLUMNS)
    pd.testing.assert_frame_equal(first.reset_index(drop=True), other.reset_index(drop=True), check_categorical=False)


def test_of_one_run_the_shard_that_holds_it_is_enough(result):
    found = list(result.blocks(2, 89))
    assert [len(block.point) for block in found] == [20]
    assert (found[0].point[-1], found[0].replication[-1]) == (2, 89)


def test_without_series_there_are_no_blocks(lesson):
    with pytest.raises(PlanError, match="record"):
        lesson.run(replications=1).blocks()
