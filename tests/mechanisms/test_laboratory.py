"""The paired design itself: the same variant differs by nothing, a verdict follows the interval, no row is missing."""

import numpy as np
import pytest

from sim.analysis.validation.laboratory import AsPlayed, Finding, Laboratory
from sim.analysis.validation.mechanisms import MECHANISMS
from sim.analysis.validation.rows import HOLDS, MISSES, TIPS, Row
from sim.analysis.validation.variant import case_of, ended
from sim.model.world import DORMANT


def test_every_mechanism_has_one_row():
    assert sorted(row.name for row in MECHANISMS.values()) == sorted(f"M{n}" for n in range(1, 29))
    for function, row in MECHANISMS.items():
        assert function.startswith(f"m{int(row.name[1:]):02}_")


def test_a_change_of_nothing_changes_nothing(flagship):
    laboratory = Laboratory(flagship.scenario, replications=3, months=3)
    same = AsPlayed.but(choice__rationality=4.5)  # its default, but another variant to the cache
    finding = laboratory.contrast("nothing", AsPlayed, same, "sum(alignment[PRK,RUS])", 0)
    assert (finding.figure, finding.low, finding.high, finding.n) == (0.0, 0.0, 0.0, 3)
    assert finding.holds


def test_an_event_reaches_the_run_from_its_month_on(flagship):
    laboratory = Laboratory(flagship.scenario, replications=2, months=4)
    record = laboratory.record(AsPlayed.but(ended("rus_prk_2024"), ("stability", "PRK", 0.1, "", range(2, 4))))
    rows = np.array(flagship.scenario.labels.treaties) == "rus_prk_2024"
    assert (record.status[:, 1:, rows] == DORMANT).all()
    prk = flagship.scenario.labels.codes.index("PRK")
    assert (record.stability[:, :3, prk] > 0.3).all()
    assert (record.stability[:, 3:, prk] < 0.3).all()


def test_what_the_variant_leaves_out_is_left_out(flagship):
    calendar = flagship.scenario.events
    case = case_of(flagship.scenario, AsPlayed._replace(without=("tariffs",)))
    assert len(case.setting.calendar.month) == len(calendar) - calendar.count("tariffs")


@pytest.mark.parametrize(
    ("sign", "low", "high", "holds"),
    [(1, 0.1, 0.2, True), (1, -0.1, 0.2, False), (-1, -0.2, -0.1, True), (-1, 0.1, 0.2, False), (0, -0.1, 0.1, True),
     (0, 0.1, 0.2, False)],
)  # fmt: skip
def test_the_interval_decides(sign, low, high, holds):
    finding = Finding("it", (low + high) / 2, low, high, sign, 10)
    assert finding.holds == holds
    row = Row("M0", "it", lambda laboratory: [finding], tips="", miss="", note="")
    assert row.verdict([finding]) == (HOLDS if holds else MISSES)
    assert row._replace(tips="x").verdict([finding]) == (TIPS if holds else MISSES)


def test_no_effect_may_be_one_too_small_to_matter():
    small = Finding("it", 0.01, 0.009, 0.011, 0, 10)
    assert not small.holds
    assert small.within(0.02).holds
    assert not small.within(0.01).holds


def test_a_rise_may_be_too_small_to_count():
    rise = Finding("it", 0.01, 0.009, 0.011, 1, 10)
    assert rise.within(0.008).holds
    assert not rise.within(0.009).holds
    fall = rise._replace(figure=-0.01, low=-0.011, high=-0.009, sign=-1)
    assert fall.within(0.008).holds
    assert not fall.within(0.01).holds
