"""The points of a sweep: every combination once, in an order that can be relied on."""

import numpy as np
import pytest

from sim.run.plan import PlanError
from sim.run.points import crossed, designed
from sim.run.priors import Interval
from sim.scenario import OverrideError

COST, LEVEL = "crisis.cost", "choice.level"


def test_the_last_axis_turns_fastest():
    columns = crossed({"a": ["x", "y"], "b": [1, 2, 3]})
    assert columns["a"].tolist() == ["x", "x", "x", "y", "y", "y"]
    assert columns["b"].tolist() == [1, 2, 3, 1, 2, 3]


def test_every_cell_meets_the_same_samples():
    columns = crossed({"a": ["x", "y"]}, {"u": np.array([0.1, 0.2, 0.3])})
    assert columns["a"].tolist() == ["x"] * 3 + ["y"] * 3
    assert columns["u"].tolist() == [0.1, 0.2, 0.3] * 2


def test_nothing_varied_is_no_column(lesson):
    assert designed(lesson.scenario).columns == {}


@pytest.mark.parametrize(
    ("axes", "kind", "said"),
    [
        ({COST: []}, PlanError, "empty"),
        ({COST: [0.2, 0.3, 0.2]}, PlanError, "0.2 twice"),
        ({COST: [0.2, float("nan")]}, OverrideError, "out of range"),
        ({COST: [0.2, 99]}, OverrideError, "out of range"),
        ({COST: [0.2, "high"]}, OverrideError, "no number"),
        ({COST: [0.2, True]}, OverrideError, "no number"),
        ({LEVEL: [0, 1.5, 2]}, OverrideError, "whole"),
        ({"crisis.cst": [0.2]}, OverrideError, COST),
        ({"posture": ["detente", "reasure"]}, OverrideError, "reassure"),
        ({"activation": ["chaotic"]}, OverrideError, "simultaneous"),
        ({"acting": [True, 1]}, PlanError, "acting"),
        ({"seed": [1, -1]}, PlanError, "seed is -1"),
        ({COST: Interval(0.2, 0.3)}, PlanError, "sampler"),
        ({COST: np.linspace(0.1, 0.6, 10**5), "crisis.audience": np.linspace(0, 0.4, 10**5)}, PlanError, "at most"),
    ],
)
def test_what_cannot_be_a_sweep_is_refused(lesson, axes, kind, said):
    with pytest.raises(kind, match=said):
        designed(lesson.scenario, axes)


def test_what_is_given_and_varies_is_refused(lesson):
    with pytest.raises(PlanError, match="given and varies"):
        lesson.sweep({COST: [0.2, 0.3]}, params={COST: 0.4}, replications=1)
