"""Histograms, rungs and shares against counts by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from sim.analysis.spread import LADDER, happened, histograms, is_indicator, lucks, patron_shares, rungs
from sim.outcomes.labels import Named

VALUES = arrays.arrays(float, st.integers(1, 60), elements=st.floats(-1e6, 1e6) | st.just(np.nan))


@given(one=VALUES, two=VALUES)
def test_every_defined_run_is_in_a_bin_once(one, two):
    given = {"one": pd.Series(one), "two": pd.Series(two)}
    if np.isnan(np.concatenate([one, two])).all():
        with pytest.raises(ValueError, match="no run"):
            histograms(given)
        return
    table = histograms(given)
    for name, values in given.items():
        rows = table[table["variant"] == name]
        assert rows["runs"].sum() == values.notna().sum() == rows["n"].iloc[0]
        assert rows["missing"].iloc[0] == values.isna().sum()
        assert (rows["high"] > rows["low"]).all()
    edges = [table.loc[table["variant"] == name, "low"].tolist() for name in given]
    assert edges[0] == edges[1]


def test_counts_get_bins_of_whole_numbers():
    table = histograms({"x": pd.Series([0, 0, 1, 3])})
    assert list(table["low"]) == [-0.5, 0.5, 1.5, 2.5]
    assert list(table["runs"]) == [2, 1, 0, 1]
    assert table["mean"].iloc[0] == 1


@pytest.mark.parametrize("value", [0.0, 0.3, -2.5e5, 7])
def test_equal_values_make_one_bin_around_them(value):
    table = histograms({"x": pd.Series([value] * 5)})
    assert len(table) == 1
    assert table["low"][0] < value < table["high"][0]
    assert table["runs"][0] == 5


def test_rungs_count_what_happened_and_in_how_many_runs():
    frame = pd.DataFrame({name: [0, 2, 4, 0] for name in LADDER.values()})
    table = rungs(frame.assign(wars=[0, 0, 0, 1]))
    assert list(table["rung"]) == list(LADDER)
    assert list(table["mean"]) == [1.5, 1.5, 1.5, 0.25]
    assert list(table["some"]) == [0.5, 0.5, 0.5, 0.25]


def test_shares_have_the_client_first():
    frame = pd.DataFrame({"client_share_B": [0.4, 0.6], "share_A_B": [0.3, 0.3], "share_C_B": [0.1, 0.2]})
    table = patron_shares(frame, Named(clients=(("B", "A", "C"),)))
    assert list(table["holder"]) == ["B", "A", "C"]
    assert table["mean"].tolist() == pytest.approx([0.5, 0.3, 0.15])


def yes(count, of, **keys):
    return pd.DataFrame({"war": [1.0] * count + [0.0] * (of - count), **keys})


def test_a_share_has_the_interval_of_its_binomial():
    table = happened({"baseline": yes(30, 200), "never": yes(0, 200), "always": yes(200, 200)}, "war", "baseline")
    for row, count in zip(table.itertuples(), (30, 0, 200), strict=True):
        exact = stats.binomtest(count, 200).proportion_ci(method="exact")
        assert row.share == count / 200
        assert (row.low, row.high) == pytest.approx((exact.low, exact.high), abs=0.002)
    assert (table["reference"] == 0.15).all()
    assert happened({"baseline": yes(3, 9)}, "war")["reference"].isna().all()


def test_points_that_share_their_luck_do_not_narrow_a_share_that_none_has():
    many = yes(0, 200, point=np.repeat(np.arange(20), 10), replication=np.tile(np.arange(10), 20))
    assert lucks(many, "war") == 10
    assert happened({"x": many}, "war")["high"].iloc[0] == pytest.approx(stats.binomtest(0, 10).proportion_ci().high)


def test_what_is_undefined_is_in_no_share():
    frame = pd.concat([yes(1, 4), pd.DataFrame({"war": [np.nan]})])
    row = happened({"x": frame, "undefined": frame.tail(1)}, "war").iloc[0]
    assert (row["share"], row["n"], row["missing"]) == (0.25, 4, 1)


@pytest.mark.parametrize(
    ("unit", "values", "is_one"),
    [("0 or 1", [0, 1, np.nan], True), ("probability", [1, 1], True), ("probability", [0.5], False),
     ("count", [0, 1], False), ("share", [0, 1], False)],
)  # fmt: skip
def test_an_indicator_is_told_by_its_unit_and_its_values(unit, values, is_one):
    assert is_indicator(unit, {"x": pd.DataFrame({"y": values})}, "y") == is_one


def test_errors_of_a_sweep_count_its_lucks_and_not_its_points():
    """Ten points that all meet the same four lucks are known no better than one."""
    one = pd.DataFrame(
        {"point": 0, "replication": range(4), "seed": 0, **{name: [0, 2, 4, 0] for name in LADDER.values()}}
    )
    shares = {"client_share_B": [0.4, 0.6, 0.5, 0.7], "share_A_B": 0.3}
    ten = pd.concat([one.assign(point=point) for point in range(10)], ignore_index=True)
    assert rungs(ten)["error"].tolist() == pytest.approx(rungs(one)["error"].tolist())
    named = Named(clients=(("B", "A"),))
    errors = [
        patron_shares(frame.assign(**{name: np.resize(values, len(frame)) for name, values in shares.items()}), named)
        for frame in (one, ten)
    ]
    assert errors[0]["error"].tolist() == pytest.approx(errors[1]["error"].tolist())
