"""The kept series give every outcome its months: their end, or their sum, is the outcome that was stored."""

import numpy as np
import pytest

from sim.analysis.series import Kept, calendar, courses
from sim.outcomes.families import MEASURES
from sim.run.plan import PlanError


@pytest.fixture(scope="module", params=["lesson", "flagship"])
def result(request):
    """A short run of either scenario, with its series."""
    return request.getfixturevalue(request.param).run(replications=3, seed=5, record="steps")


def names(scenario, read, unit=None):
    labels, named = scenario.labels, scenario.named
    return [
        family.name.format(*row)
        for family in MEASURES
        if family.read == read and unit in (None, family.unit) and family.unit != "code"
        for row in family.over(labels, named)
    ]


def test_the_last_month_is_the_outcome_at_the_end(result):
    kept = Kept(next(result.blocks()), result.scenario, result.plan)
    for name in names(result.scenario, "end"):
        series = courses(kept, name)
        assert series.shape == (3, result.scenario.months + 1)
        np.testing.assert_allclose(series[:, -1], result.outcomes[name], rtol=1e-12, err_msg=name)


def test_counts_come_to_the_total(result):
    kept = Kept(next(result.blocks()), result.scenario, result.plan)
    for name in names(result.scenario, "total", "count"):
        series = courses(kept, name)
        np.testing.assert_array_equal(series[:, -1], result.outcomes[name], err_msg=name)
        assert (np.diff(series) >= 0).all()


def test_the_last_year_has_the_mean_of_a_tilt(result):
    kept = Kept(next(result.blocks()), result.scenario, result.plan)
    for name in names(result.scenario, "year"):
        series = courses(kept, name)
        np.testing.assert_allclose(series[:, -12:].mean(axis=1), result.outcomes[name], rtol=1e-12)


def test_shares_follow_from_the_values_that_were_played(flagship):
    values = {"scenario.need_M_PRK": 0.5, "dependence.substitution": 1.0, "scenario.own_M_PRK": 0.6}
    result = flagship.run(replications=2, params=values, record="steps")
    kept = Kept(next(result.blocks()), result.scenario, result.plan)
    for name in ("client_share_PRK", "share_RUS_PRK", "concentration_PRK"):
        series = courses(kept, name)
        np.testing.assert_allclose(series[:, -1], result.outcomes[name], rtol=1e-12, err_msg=name)


def test_shares_of_a_sweep_follow_from_the_values_of_each_point(flagship):
    axes = {"scenario.need_M_PRK": [0.3, 0.5], "dependence.substitution": [0.2, 1.0]}
    result = flagship.sweep(axes, replications=2, record="steps")
    kept = Kept(next(result.blocks()), result.scenario, result.plan).part(np.array([1, 2, 5, 6, 7]))
    for name in ("client_share_PRK", "leverage_CHN_PRK"):
        np.testing.assert_allclose(courses(kept, name)[:, -1], result.outcomes[name][[1, 2, 5, 6, 7]], rtol=1e-12)


def test_what_has_no_months_is_refused(lesson):
    result = lesson.run(replications=1, record="steps")
    kept = Kept(next(result.blocks()), result.scenario, result.plan)
    for name in ("tilt", "triad_ALPHA_BRAVO_CHARLY"):
        with pytest.raises(PlanError, match=name):
            courses(kept, name)


def test_the_calendar_begins_before_the_first_month(lesson):
    months = calendar(lesson.scenario)
    assert list(months["date"][:3]) == ["start", "2025-01", "2025-02"]
    assert months["date"].iloc[-1] == "2026-12"
