"""Every published regularity, R1 to R11, in its band; a known miss must miss."""

import math

import numpy as np
import pytest

from sim.analysis.validation.dyads import TARGET, demands, random_dyads
from sim.analysis.validation.laboratory import REPLICATIONS, Laboratory
from sim.analysis.validation.regularities import REGULARITIES
from sim.analysis.validation.rows import Measured
from sim.analysis.validation.samples import MONTHS, Samples, rare, ratio
from sim.model.crisis import defender_stake, demand_value, fights, resists, war_values
from sim.model.params import Params

SOAKING = 5  # times as many replications


@pytest.fixture(scope="module")
def samples(flagship):
    return Samples(Laboratory(flagship.scenario, REPLICATIONS // 2, MONTHS // 2))


@pytest.fixture(scope="module")
def large_samples(flagship):
    return Samples(Laboratory(flagship.scenario, SOAKING * REPLICATIONS, MONTHS))


def test_every_regularity_has_one_row():
    assert [row.name for row in REGULARITIES.values()] == [f"R{n}" for n in range(1, 12)]
    assert all(function.startswith(f"r{int(row.name[1:]):02}_") for function, row in REGULARITIES.items())


@pytest.mark.parametrize("row", REGULARITIES.values(), ids=REGULARITIES)
def test_regularity(row, samples, judge):
    judge(row, samples)


@pytest.mark.soak
@pytest.mark.parametrize("row", REGULARITIES.values(), ids=REGULARITIES)
def test_regularity_at_size(row, large_samples, judge):
    judge(row, large_samples)


@pytest.mark.parametrize(
    ("figure", "least", "most", "holds", "expected"),
    [(0.2, 0.2, 0.4, True, "0.2 to 0.4"), (0.41, 0.2, 0.4, False, "0.2 to 0.4"), (3, 3, 3, True, "3"),
     (1, -math.inf, 0, False, "≤ 0"), (1, 0, math.inf, True, "≥ 0"), (math.nan, 0, 1, True, "0 to 1")],
)  # fmt: skip
def test_the_band_decides(figure, least, most, holds, expected):
    measured = Measured("it", figure, least, most, 1)
    assert (measured.holds, measured.expected) == (holds, expected)


def test_a_demand_in_a_random_dyad_is_the_game_of_e10():
    """Written out for each dyad from its own numbers: an ally that backs the target adds to its strength alone."""
    dyads, params = random_dyads(50), Params()
    met, lam, p = demands(dyads, TARGET), params.choice.rationality, params.crisis
    near = np.exp(-dyads.distance / params.threat.distance)
    for r in range(50):
        aid = dyads.bindingness[r] * dyads.belief[r] * dyads.deployable[r] * dyads.power[r, 2] * near[r, 1, 2]
        attack, defence, v = dyads.power[r, 0] * near[r, 1, 0], dyads.power[r, 1] + aid, dyads.stake[r]
        held = defender_stake(v, p)
        mine, theirs = war_values(attack / (attack + defence), v, held, 0.0, 2.0, p)
        fight = fights(mine, 2.0, lam, p)
        resist = resists(fight, theirs, held, 0.0, 0.0, lam, p)
        worth = demand_value(resist, fight, mine, v, 2.0, p)
        assert (met.fight[r], met.resist[r]) == pytest.approx((fight, resist), abs=1e-12)
        assert met.rate[r] == pytest.approx(np.exp(lam * (worth - p.reserve * v)), rel=1e-12)


def test_a_ratio_covers_the_truth_as_often_as_it_says():
    chance = np.random.default_rng(4)
    covered = 0
    for _ in range(400):
        below = chance.poisson(3.0, 200)
        found = ratio("it", chance.binomial(below, 0.3), below, 0, 1)
        covered += found.low <= 0.3 <= found.high
    assert 0.9 < covered / 400 < 0.99


def test_what_was_never_seen_has_an_upper_end():
    found = rare("it", np.zeros(10), np.full(10, 10), 0, 1)
    assert (found.figure, found.low, found.n) == (0.0, 0.0, 100)
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 100))


def test_a_ratio_of_nothing_is_not_a_number():
    assert math.isnan(ratio("it", np.zeros(3), np.zeros(3), 0, 1).figure)
