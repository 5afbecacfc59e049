"""Paired comparison against SciPy and against what its interval and sample size promise."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.analysis.paired import paired


def two(seed=0, n=60, effect=0.3, own=0.5):
    """Two variants that share most of their luck."""
    rng = np.random.default_rng(seed)
    luck = rng.normal(0, 1, n)
    a, b = (pd.DataFrame({"replication": np.arange(n), "x": luck + rng.normal(0, own, n)}) for _ in "ab")
    b["x"] += effect
    return a, b


def test_figures_equal_scipy():
    a, b = two()
    row = paired(a, b, ["x"]).loc["x"]
    test = stats.ttest_rel(b["x"], a["x"])
    interval = test.confidence_interval(0.95)
    assert row["difference"] == pytest.approx((b["x"] - a["x"]).mean())
    assert [row["low"], row["high"]] == pytest.approx([interval.low, interval.high])
    assert row["error"] == pytest.approx(row["difference"] / test.statistic)
    assert row["correlation"] == pytest.approx(np.corrcoef(a["x"], b["x"])[0, 1])
    assert row["n"] == 60
    assert row["missing"] == 0


def test_the_order_of_rows_does_not_matter():
    a, b = two()
    shuffled = b.sample(frac=1, random_state=1).reset_index(drop=True)
    pd.testing.assert_frame_equal(paired(a, b, ["x"]), paired(a, shuffled, ["x"]))


def test_the_interval_covers_and_is_narrower_than_unpaired_luck():
    """A thousand experiments of 20 replications, one a column."""
    rng = np.random.default_rng(7)
    luck = rng.normal(0, 1, (20, 1000))
    a, b = luck + rng.normal(0, 0.5, luck.shape), luck + rng.normal(0.3, 0.5, luck.shape)
    frames = [pd.DataFrame(x).assign(replication=np.arange(20)) for x in (a, b)]
    table = paired(*frames, range(1000))
    low, high = stats.binom.ppf([0.001, 0.999], 1000, 0.95) / 1000
    assert low <= ((table["low"] <= 0.3) & (table["high"] >= 0.3)).mean() <= high
    unpaired = stats.ttest_ind(b, a).confidence_interval()
    assert (table["high"] - table["low"]).mean() < 0.6 * (unpaired.high - unpaired.low).mean()


@pytest.mark.parametrize("ratio", [0.1, 0.3, 1.0])
def test_needed_replications_give_80_per_cent_power_and_fewer_do_not(ratio):
    """Exact power of the paired t test by the noncentral t."""
    change = np.array([-1.0, 1.0] * 500)
    change = change / change.std(ddof=1) + ratio
    a = pd.DataFrame({"replication": range(1000), "x": np.zeros(1000)})
    needed = paired(a, a.assign(x=change), ["x"]).loc["x", "needed"]

    def power(n):
        return stats.nct.sf(stats.t.ppf(0.975, n - 1), n - 1, ratio * np.sqrt(n))

    assert power(needed + 1) >= 0.8
    assert power(needed - 2) < 0.8


def test_a_pair_with_a_missing_side_is_left_out_and_counted():
    a, b = two()
    a.loc[:4, "x"] = np.nan
    b.loc[3:9, "x"] = np.nan
    row = paired(a, b, ["x"]).loc["x"]
    assert row["n"] == 50
    assert row["missing"] == 10
    assert row["difference"] == pytest.approx((b["x"] - a["x"])[10:].mean())


@pytest.mark.filterwarnings("error")
def test_degenerate_cases_are_stated():
    a = pd.DataFrame({"replication": range(3), "same": 1.0, "shift": [1.0, 2.0, 3.0], "none": np.nan})
    b = a.assign(shift=a["shift"] + 0.5)
    table = paired(a, b, ["same", "shift", "none"])
    assert table.loc["same", ["difference", "low", "high"]].tolist() == [0, 0, 0]
    assert table.loc["same", "needed"] == np.inf
    assert np.isnan(table.loc["same", "correlation"])
    assert table.loc["shift", ["difference", "low", "high"]].tolist() == [0.5, 0.5, 0.5]
    assert table.loc["shift", "correlation"] == pytest.approx(1)
    assert table.loc["none", "n"] == 0
    assert table.loc["none"].drop(["n", "missing"]).isna().all()
    one = paired(a[:1], b[:1], ["shift"]).loc["shift"]
    assert one["difference"] == 0.5
    assert np.isnan(one["low"])
    assert np.isnan(one["needed"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda b: b[:-1], "do not match: 1 of them"),
        (lambda b: b.assign(replication=b["replication"] + 1), "do not match: 2 of them"),
        (lambda b: pd.concat([b, b[:1]]), "more than once"),
        (lambda b: b.drop(columns="x"), "second of the two has no column x"),
        (lambda b: b.drop(columns="replication"), "no column replication"),
        (lambda b: b.assign(x="much"), "not numeric"),
    ],
)
def test_what_cannot_be_paired_is_refused(change, told):
    a, b = two()
    with pytest.raises(ValueError, match=told):
        paired(a, change(b), ["x"])
