"""Fans, triangles, treaties and ties against the histories they sum up."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from sim.analysis.history import QUANTILES, fan, fans, known, paths, pooled, ties, treaties, triangle
from sim.analysis.series import Kept, courses
from sim.model.world import DENOUNCED, IN_FORCE

TILT = "tilt_PRK_RUS_CHN"
MONTHS = pd.DataFrame({"month": range(4), "date": ["start", "2025-01", "2025-02", "2025-03"]})


@pytest.fixture(scope="module")
def result(flagship):
    """A short run with its series."""
    return flagship.run(replications=6, seed=3, record="steps")


@pytest.fixture(scope="module")
def kept(result):
    return Kept(next(result.blocks()), result.scenario, result.plan)


def test_a_fan_holds_quantiles_and_runs_that_end_at_them():
    series = np.random.default_rng(1).normal(size=(101, 4)).cumsum(axis=1)
    table = fan(series, np.arange(500, 601), MONTHS)
    for name, quantile in QUANTILES.items():
        np.testing.assert_allclose(table[name], np.quantile(series, quantile, axis=0))
    order = np.argsort(series[:, -1])
    assert list(table.filter(like="run ")) == [f"run {500 + order[k]}" for k in (95, 50, 5)]
    np.testing.assert_array_equal(table[f"run {500 + order[50]}"], series[order[50]])


def test_the_runs_of_a_sweep_are_told_by_point():
    series = np.arange(4.0)[:, None] + np.zeros(4)
    table = fan(series, np.array([0, 1, 0, 1]), MONTHS, np.array([0, 0, 1, 1]))
    assert paths(table) == ["point 1, run 1", "point 0, run 1", "point 0, run 0"]


def test_one_replication_is_its_own_fan():
    table = fan(np.array([[1.0, 2, 3, 4]]), np.array([17]), MONTHS)
    assert list(table.filter(like="run ")) == ["run 17"]
    for name in (*QUANTILES, "mean"):
        assert list(table[name]) == [1, 2, 3, 4]


@pytest.mark.filterwarnings("error")
def test_months_without_a_value_are_left_out():
    gap = np.array([[np.nan, 1, np.nan, 3], [np.nan, 2, np.nan, np.nan]])
    table = fan(gap, np.array([0, 1]), MONTHS)
    assert list(table["month"]) == [1, 3]
    assert list(table.filter(like="run ")) == ["run 0"]
    with pytest.raises(ValueError, match="no run"):
        fan(np.full((2, 4), np.nan), np.array([0, 1]), MONTHS)


def test_a_triangle_agrees_with_the_outcomes(result, kept):
    table = triangle(kept, result.scenario, ("CHN", "PRK", "RUS"))
    sums = table.groupby(["of", "month"])["share"].sum()
    np.testing.assert_allclose(sums, 1)
    last = table[table["month"] == result.scenario.months].set_index(["of", "kind"])["share"]
    roles = result.outcomes["role_PRK_in_CHN_PRK_RUS"]
    assert last["PRK", "pivot"] == (roles == 3).mean()
    assert last["PRK", "indeterminate"] == roles.isna().mean()
    kinds = result.outcomes["triad_CHN_PRK_RUS"]
    assert last["type", "stable marriage, PRK outcast"] == (kinds == 3).mean()


def test_treaties_add_up_to_the_outcomes(result, kept):
    table = treaties(kept, result.scenario)
    outcomes = result.outcomes
    assert table["invoked"].sum() == pytest.approx(outcomes["invoked"].mean())
    assert table["abandoned"].sum() == pytest.approx(outcomes["abandonments"].mean())
    assert table["entrapped"].sum() == pytest.approx(outcomes["entrapments"].mean())
    np.testing.assert_allclose(table["invoked"], table["honoured"] + table["abandoned"])
    start = table[table["month"] == 0].set_index("promise")["in_force"]
    assert start["CHN → PRK"] == 1
    assert table["in_force"].between(0, 1).all()


def test_promises_that_never_bound_are_left_out(result, kept):
    table = treaties(kept, result.scenario)
    shown, seldom = known(table)
    never = set(table["promise"]) - set(shown["promise"])
    assert never
    gone = table[table["promise"].isin(never - set(seldom))]
    assert (gone[["in_force", "invoked", "abandoned", "entrapped"]] == 0).all(axis=None)
    assert not known(table.iloc[:0])[0].size


def test_a_promise_that_is_seldom_made_is_named_and_has_no_row(result, kept):
    table = treaties(kept, result.scenario)
    one = set(table["promise"]) - set(known(table)[0]["promise"])
    rare = sorted(one)[0]
    table.loc[(table["promise"] == rare) & (table["month"] > 40), "in_force"] = 0.01
    shown, seldom = known(table)
    assert seldom == [rare]
    assert rare not in set(shown["promise"])
    table.loc[(table["promise"] == rare) & (table["month"] == 41), "abandoned"] = 0.01
    assert rare in set(known(table)[0]["promise"])


def test_duties_to_sanction_have_a_row_for_their_target(result, kept):
    table = treaties(kept, result.scenario)
    rows = table[table["promise"] == "sanctions on PRK"]
    status = np.stack([kept.status[..., k] for k, name in enumerate(result.scenario.labels.treaties)
                       if name == "un_sanctions_prk"])  # fmt: skip
    np.testing.assert_allclose(rows["in_force"], np.isin(status, (IN_FORCE, DENOUNCED)).mean(axis=(0, 1)))
    assert (rows[["invoked", "honoured", "abandoned", "entrapped"]] == 0).all(axis=None)


def test_what_is_made_of_some_runs_at_a_time_is_what_is_made_of_all(result, kept):
    scenario = result.scenario
    parts = [("even", kept.part(np.array([0, 2]))), ("odd", kept.part(np.array([1, 3, 5]))),
             ("even", kept.part(np.array([4])))]  # fmt: skip
    whole = {name: kept.part(np.flatnonzero(kept.replication % 2 == k)) for k, name in enumerate(("even", "odd"))}
    makers = (partial(triangle, triple=("CHN", "PRK", "RUS")), treaties, ties)
    for make in makers:
        found = pooled(parts, partial(make, scenario=scenario))
        assert list(found) == ["even", "odd"]
        for name, runs in whole.items():
            expected = make(runs, scenario=scenario)
            pd.testing.assert_frame_equal(found[name][list(expected)], expected)
    tilts = fans(parts, TILT)
    assert paths(tilts["odd"]) == [f"run {run}" for run in _by_end(whole["odd"])]
    np.testing.assert_allclose(tilts["even"]["p50"], np.median(courses(whole["even"], TILT), axis=0))


def _by_end(kept):
    return kept.replication[np.argsort(-courses(kept, TILT)[:, -1])]


def test_ties_are_leverage_read_from_the_other_end(result, kept):
    table = ties(kept, result.scenario)
    assert list(table["month"].unique()) == [0, 16, 32, 48]
    last = table[table["month"] == 48].set_index(["supplier", "client"])["dependence"]
    for supplier, client in (("CHN", "PRK"), ("USA", "KOR")):
        assert last[supplier, client] == pytest.approx(result.outcomes[f"leverage_{supplier}_{client}"].mean())
