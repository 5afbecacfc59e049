"""What a sweep costs beside the playing, in processor seconds; ratios are measured side by side in one process."""

import sys
import time

import numpy as np
import pytest

import sim.run.play
from sim.cli.overrides import jobs
from sim.cli.run import _ready
from sim.run.books import codebook_of
from sim.run.store import Store

pytestmark = pytest.mark.bench

LESSON = "scenario=triangle_lesson"


def planned(side):
    """Seconds and points of a grid of side × side, from the command line's words to the folder."""
    begun = time.process_time()
    cost, audience = (f"range(0.1,0.4,{0.3 / side})" for _ in range(2))
    asked = ["-m", LESSON, f"params.crisis.cost={cost}", f"params.crisis.audience={audience}", "replications=10"]
    (job,) = jobs("run", [*asked, f"out=plan{side}"], lambda job: 0.0)
    ready = _ready(job, several=False)
    with Store.opened(ready.out, ready.plan, {}, codebook_of(ready.plan, job.study.scenario), overwrite=True) as store:
        assert len(store.missing) == len(store.shards)
    return time.process_time() - begun, ready.plan.points


def composed(points):
    """Seconds of so many points by Hydra's own sweeper, nothing played."""
    begun = time.process_time()
    sweep = f"params.crisis.cost=range(0.1,0.6,{0.5 / points})"
    jobs("run", ["-m", LESSON, "hydra/sweeper=basic", sweep, "out=basic"], lambda job: 0.0)
    return time.process_time() - begun


def test_ten_thousand_points_are_planned_in_seconds(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["tertius"])
    planned(2)
    seconds, points = planned(100)
    composed(2)
    basic = (composed(42) - composed(2)) / 40
    ratio = basic / (seconds / points)
    print(f"{points:,} points planned in {seconds:.2f} s; {ratio:,.0f} times less a point than Hydra's own sweeper")
    assert seconds < 3
    assert ratio > 500


@pytest.mark.parametrize("points", [1, 200, 1000])
def test_planning_and_storing_ten_thousand_runs_is_a_small_share(lesson, tmp_path, monkeypatch, points):
    spent = {"build": 0.0, "play_many": 0.0, "measure": 0.0}

    def timed(name):
        inner = getattr(sim.run.play, name)

        def outer(*arguments):
            begun = time.thread_time()
            try:
                return inner(*arguments)
            finally:
                spent[name] += time.thread_time() - begun

        return outer

    lesson.run(replications=1)
    for name in spent:
        monkeypatch.setattr(sim.run.play, name, timed(name))
    begun = time.process_time()
    axes = {"crisis.cost": np.linspace(0.1, 0.6, points).tolist()}
    lesson.sweep(axes, replications=10_000 // points, out=tmp_path / "kept", workers=1)
    whole = time.process_time() - begun
    told = ", ".join(f"{name} {seconds / whole:.1%}" for name, seconds in spent.items())
    share = 1 - sum(spent.values()) / whole
    print(f"{points} points: {told}; planning and storing {share:.1%}")
    assert share < 0.1
