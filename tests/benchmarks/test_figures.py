"""Figures, the report and the local page of a store of a million runs: seconds and memory, of a run and of a sweep."""

import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import httpx
import numpy as np
import psutil
import pyarrow as pa
import pytest

from sim.run.books import codebook_of
from sim.run.manifest import facts
from sim.run.play import Piece
from sim.run.points import designed
from sim.run.shards import Writing
from sim.run.store import Store

pytestmark = pytest.mark.bench

ROOT = Path(__file__).resolve().parents[2]
RUNS = 1_000_000
SEED = 11
TARGET = 15  # seconds by the clock that the figures may take
SHAPES = {
    "run": {"replications": RUNS},
    "sweep": {"replications": RUNS // 10_000, "points": 10_000},
}
OVER = ("dependence.substitution", "choice.rationality", "crisis.cost")


def synthetic(runs: pa.Table, shard, rng) -> pa.Table:
    """The rows of a shard: outcomes of real runs in another order and slightly moved, keys as the plan has them."""
    made = runs.take(rng.integers(len(runs), size=shard.rows))
    for place, name in enumerate(made.column_names):
        if pa.types.is_floating(made.schema.field(name).type):  # so that no column packs better than a real one
            column = made[name].to_numpy()
            moved = np.where(column == np.round(column), column, column * (1 + 1e-9 * rng.normal(size=len(column))))
            made = made.set_column(place, name, pa.array(moved))
    at, replication = np.divmod(np.arange(shard.first, shard.first + shard.rows), shard.plan.replications)
    keys = {"point": at, "replication": replication, "seed": np.full(shard.rows, shard.plan.seed)}
    for name, column in shard.plan.varied.items():
        keys[name] = column[at - shard.plan.first]
    outcomes = {name: made[name] for name in made.column_names if name not in keys}
    return pa.table(keys | outcomes)


def filled(study, folder, replications, points=None):
    """A finished store of so many runs, written by the store's own writers."""
    design = designed(study.scenario, sampler="lhs", points=points, over=OVER) if points else None
    plan, case = study.prepare(replications=replications, seed=SEED, design=design)
    runs = pa.Table.from_pandas(study.run(replications=500, seed=SEED).outcomes, preserve_index=False)
    rng = np.random.default_rng(SEED)
    said = facts(case.setting.reference) | {"design": design.record if design else {}}
    with Store.opened(folder, plan, said, codebook_of(plan, study.scenario), overwrite=False) as store:
        for shard in store.missing:
            with Writing(folder, shard) as writing:
                writing.add(Piece(shard.rows, (synthetic(runs, shard, rng),)))
            store.keep(writing.finished)
        store.finish()
    return sum(file.stat().st_size for file in folder.rglob("*.parquet"))


def measured(*arguments):
    """Seconds by the clock and by the processor, and MiB at most, of the command in a process of its own."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    watched = (
        f"import resource, sys; from sim.cli import main; code = main({list(map(str, arguments))}); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", watched], capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - begun, processor, int(done.stderr.split()[-1]) / 1024


def looked_at(process, asked):
    """What each page of `tertius view` takes, by the clock and by the processor, and MiB held after it."""
    where, watched = re.search(r"http\S+", process.stdout.readline())[0], psutil.Process(process.pid)
    for path in ["", *asked]:
        begun, before = time.monotonic(), sum(watched.cpu_times()[:2])
        answer = httpx.get(where + path, timeout=600)
        assert answer.status_code == 200
        yield path, time.monotonic() - begun, sum(watched.cpu_times()[:2]) - before, watched.memory_info().rss / 2**20
    process.kill()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["lesson", "flagship"])
def test_a_million_runs_are_drawn_in_seconds_and_bounded_memory(request, tertius, tmp_path, name, shape):
    study = request.getfixturevalue(name)
    size = filled(study, tmp_path / "kept", **SHAPES[shape])
    for command in ("plot", "report"):
        seconds, processor, memory = measured(command, tmp_path / "kept")
        target = f" (target {TARGET} s)" if command == "plot" else ""
        print(f"{command} of a {shape} of {RUNS:,} runs ({name}, {size / 1e6:,.0f} MB): "
              f"{seconds:.1f} s{target}, {processor:.1f} s of processor, {memory:,.0f} MiB")  # fmt: skip
        if command == "plot":
            assert memory < 1024
    asked = ["?outcome=wars&order=highest", "?where=crises+>+3"]
    asked += {"run": ["run?replication=7"], "sweep": ["?split=choice.rationality", "run?variant=7&replication=7"]}[
        shape
    ]
    for path, seconds, processor, memory in looked_at(tertius("view", "kept", "--port", "0", start=True), asked):
        print(f"  view /{path}: {seconds:.1f} s, {processor:.1f} s of processor, {memory:,.0f} MiB")
        assert memory < 1024
