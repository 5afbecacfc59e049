"""On any world that the schema admits: no NaN, everything within its bounds, and names are only names."""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sim.analysis.validation.relabelling import departure, relabelled
from sim.analysis.validation.wholes import played
from sim.scenario import build, parse
from tests.benchmarks.worlds import ring

from .worlds import MONTHS, worlds, written

BOUNDS = {
    "alignment": (-0.99, 0.99),
    **dict.fromkeys(("hostility", "credibility"), (0.02, 0.98)),
    **dict.fromkeys(("threat", "sanction", "conceded", "dependence", "offer", "offense", "stability"), (0, 1)),
    **dict.fromkeys(("committed", "unmet", "intensity"), (0, 1)),
    "willingness": (0, 1),
    "rung": (0, 4),
    **dict.fromkeys(("power", "sunk", "casualties", "tally", "invoked", "honoured"), (0, np.inf)),
}
OF_A_STATE_ITSELF = ("alignment", "hostility", "credibility", "willingness", "offer")  # what stands on the diagonal
RUNS = 2
ROUNDING = 1e-12


def within_bounds(record):
    """Every series is a number within its bounds; ties and rungs are the same both ways."""
    n = record.power.shape[-1]
    others = ~np.eye(n, dtype=bool)
    for name, series in record._asdict().items():
        assert np.isfinite(series).all(), f"{name} is not finite"
        if name in BOUNDS:
            low, high = BOUNDS[name]
            values = series[:, :, others] if name in OF_A_STATE_ITSELF else series
            assert values.size == 0 or (low - ROUNDING <= values.min() and values.max() <= high + ROUNDING), (
                f"{name} runs from {values.min()} to {values.max()}, not {low} to {high}"
            )
    for name in ("alignment", "rung"):
        series = getattr(record, name)
        assert np.array_equal(series, series.swapaxes(2, 3)), f"{name} is not symmetric"


def check(document, posture, activation, level):
    mine, its = parse(written(document)), parse(written(document, reverse=True))
    values = {"choice.level": float(level)}
    one, two = (played(build(scenario, posture, values, activation), MONTHS, RUNS) for scenario in (mine, its))
    within_bounds(one)
    off = departure(*(relabelled(record, mine, its) for record, its in ((one, mine), (two, its))))
    assert off < 1e-9, f"relabelled, it departs by {off}"


ASKED = {
    "document": worlds(),
    "posture": st.sampled_from(["baseline", "shifted", "switching"]),
    "activation": st.sampled_from(["simultaneous", "random", "fixed"]),
    "level": st.integers(0, 2),
}
UNHURRIED = settings(
    deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.explicit, Phase.generate]
)


@settings(UNHURRIED, max_examples=40)
@given(**ASKED)
def test_any_world_stays_within_bounds_whatever_its_order(document, posture, activation, level):
    check(document, posture, activation, level)


@pytest.mark.parametrize("level", [1, 2])
def test_forty_states_with_as_many_treaties_stay_within_bounds(level):
    scenario, _ = ring(40, 40)
    within_bounds(played(build(scenario, values={"choice.level": float(level)}), MONTHS, RUNS))


@pytest.mark.soak
@settings(UNHURRIED, max_examples=3000, derandomize=False)
@given(**ASKED)
def test_very_many_worlds(document, posture, activation, level):
    check(document, posture, activation, level)
