"""One loop, two callers: a run stepped by hand is a run of the sweep, and neither leaves a trace on its input."""

import numpy as np
import pytest

from sim.model.play import step
from sim.model.world import Record, blank_orders, fresh
from sim.scenario import build

CASES = [("lesson", None), ("flagship", 6)]


def leaves(world):
    """Every array of a world, duties included."""
    return [array for field in world for array in (field if isinstance(field, tuple) else (field,))]


@pytest.mark.parametrize("activation", ["simultaneous", "random", "fixed"])
@pytest.mark.parametrize(("name", "months"), CASES)
def test_stepping_equals_the_sweep(request, played, stepped, parting, name, months, activation):
    scenario = request.getfixturevalue(name).scenario
    case = build(scenario, activation=activation)
    months = months or scenario.months
    batch = played(case, months, first=2, runs=2)
    for run in range(2):
        alone = stepped(case, months, replication=2 + run)
        one = {field: series[run : run + 1] for field, series in batch._asdict().items()}
        assert parting(one, alone._asdict()) == []
    assert (batch.act >= 0).any()


def test_a_switching_posture_and_several_initiatives_are_stepped_alike(lesson, played, stepped, parting):
    values = {"choice.initiatives": 2, "choice.level": 2}
    case = build(lesson.scenario, posture="erratic", values=values)
    batch = played(case, lesson.scenario.months)
    assert np.unique(batch.posture).size > 1
    assert ((batch.act >= 0).sum(axis=-1) > 1).any()
    assert parting(batch._asdict(), stepped(case, lesson.scenario.months)._asdict()) == []


def test_activation_matters(lesson, played, parting):
    runs = [played(build(lesson.scenario, activation=a), 24, runs=200) for a in ("simultaneous", "random", "fixed")]
    for one, two in zip(runs, runs[1:] + runs[:1], strict=True):
        assert parting(one._asdict(), two._asdict()) != []


@pytest.mark.parametrize("name", ["lesson", "flagship"])
def test_playing_leaves_its_input_alone(request, played, stepped, name):
    case = build(request.getfixturevalue(name).scenario)
    before = fresh(case.world)
    played(case, 3)
    stepped(case, 3)
    for old, new in zip(leaves(before), leaves(case.world), strict=True):
        assert np.array_equal(old, new)


def test_a_step_returns_arrays_of_its_own(lesson, played):
    case = build(lesson.scenario)
    orders = blank_orders(len(case.world.power), len(case.world.duties.status), int(case.params.choice.initiatives))
    later, _ = step(case.world, case.setting, case.params, orders, 0, 0, 0, played(case, 1))
    for mine, its in zip(leaves(case.world), leaves(later), strict=True):
        assert not np.shares_memory(mine, its)


@pytest.mark.parametrize("split", [(1, 1, 1, 1, 1), (2, 3), (4, 1)])
def test_splitting_replications_over_calls_changes_nothing(lesson, played, parting, split):
    case = build(lesson.scenario)
    whole, parts, first = played(case, 12, runs=5, first=7), [], 7
    for runs in split:
        parts.append(played(case, 12, runs=runs, first=first))
        first += runs
    joined = Record(*(np.concatenate(series) for series in zip(*parts, strict=True)))
    assert parting(whole._asdict(), joined._asdict()) == []


def test_seed_and_replication_make_the_luck(lesson, played, parting):
    case = build(lesson.scenario)
    usual = played(case, 12)._asdict()
    assert parting(usual, played(case, 12, seed=6)._asdict()) != []
    assert parting(usual, played(case, 12, first=1)._asdict()) != []
    assert parting(usual, played(case, 12)._asdict()) == []


def test_a_shorter_run_is_the_beginning_of_a_longer_one(lesson, played, parting):
    case = build(lesson.scenario)
    short, long = played(case, 8, runs=2), played(case, 20, runs=2)
    assert parting(short._asdict(), {name: series[:, :9] for name, series in long._asdict().items()}) == []
