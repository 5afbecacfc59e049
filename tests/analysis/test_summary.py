"""Summaries against NumPy by hand."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.summary import summarise, unseen


def frame():
    rng = np.random.default_rng(5)
    made = pd.DataFrame({"replication": np.arange(200), "tilt": rng.normal(0.2, 1, 200), "war": rng.random(200) < 0.1})
    made["honoured"] = np.where(rng.random(200) < 0.4, np.nan, rng.random(200))
    return made


def test_figures_equal_numpy():
    data = frame()
    table = summarise(data)
    tilt = data["tilt"].to_numpy()
    assert list(table.index) == ["tilt", "war", "honoured"]
    assert list(table.columns) == ["mean", "p05", "p95", "error", "n", "missing"]
    expected = [tilt.mean(), *np.quantile(tilt, [0.05, 0.95]), tilt.std(ddof=1) / np.sqrt(200), 200, 0]
    assert table.loc["tilt"].tolist() == pytest.approx(expected)
    assert table.loc["war", "mean"] == pytest.approx(data["war"].mean())


def test_a_missing_value_is_left_out_and_counted():
    data = frame()
    row = summarise(data).loc["honoured"]
    kept = data["honoured"].dropna().to_numpy()
    assert 0 < len(kept) < 200
    assert row["n"] == len(kept)
    assert row["missing"] == 200 - len(kept)
    assert row["mean"] == pytest.approx(kept.mean())
    assert row["error"] == pytest.approx(kept.std(ddof=1) / np.sqrt(len(kept)))
    assert row["p95"] == pytest.approx(np.quantile(kept, 0.95))


@pytest.mark.filterwarnings("error")
def test_nothing_known_is_nan_and_one_run_has_no_error():
    table = summarise(pd.DataFrame({"never": [np.nan, np.nan], "once": [np.nan, 2.0]}))
    assert table.loc["never", ["mean", "p05", "p95", "error"]].isna().all()
    assert table.loc["never", "n"] == 0
    assert table.loc["never", "missing"] == 2
    assert table.loc["once", "mean"] == 2
    assert np.isnan(table.loc["once", "error"])


def test_the_error_is_that_of_the_mean():
    """The spread of many means of 50 runs is the error stated by one."""
    draws = np.random.default_rng(6).exponential(1, (4000, 50))
    stated = [summarise(pd.DataFrame({"x": row})).loc["x", "error"] for row in draws[:200]]
    assert np.mean(stated) == pytest.approx(draws.mean(axis=1).std(), rel=0.05)


def swept(points, replications, rng):
    """An outcome whose luck is shared by all points, but for a tenth of its deviation."""
    luck = rng.normal(size=replications) + 0.1 * rng.normal(size=(points, replications))
    numbers = {
        "point": np.repeat(np.arange(points), replications),
        "replication": np.tile(np.arange(replications), points),
    }
    return pd.DataFrame(numbers | {"seed": 0, "x": (np.arange(points)[:, None] + luck).ravel()})


def test_the_error_of_many_points_is_that_of_their_lucks():
    frame = swept(50, 8, np.random.default_rng(1))
    by_luck = frame.groupby("replication")["x"].mean()
    error = summarise(frame).loc["x", "error"]
    assert error == pytest.approx(by_luck.std(ddof=1) / np.sqrt(8))
    assert summarise(frame[["x"]]).loc["x", "error"] > 0  # without numbers each row has its own luck
    twice = pd.concat([frame, frame.assign(point=frame["point"] + 50)], ignore_index=True)
    assert summarise(twice).loc["x", "error"] == pytest.approx(error)
    other = pd.concat([frame, frame.assign(seed=1)], ignore_index=True)
    assert summarise(other).loc["x", "error"] == pytest.approx(error * np.sqrt(7 / 15))  # twice as many lucks
    assert np.isnan(summarise(frame[frame["replication"] == 3]).loc["x", "error"])


def test_the_error_is_that_of_the_mean_where_points_lack_the_outcome():
    """1,500 sweeps of 6 points × 20 lucks, a column each; of each luck it is defined at fewer points or more."""
    rng = np.random.default_rng(2)
    luck = rng.normal(size=(20, 1500))
    there = rng.random((6, 20, 1500)) < rng.uniform(0.2, 1, (20, 1500))
    values = np.where(there, luck + 0.3 * rng.normal(size=there.shape), np.nan)
    numbers = pd.DataFrame({"point": np.repeat(np.arange(6), 20), "replication": np.tile(np.arange(20), 6)})
    table = summarise(pd.concat([numbers, pd.DataFrame(values.reshape(120, 1500))], axis=1))
    assert table["error"].mean() == pytest.approx(table["mean"].std(), rel=0.06)


def test_text_is_refused_by_name():
    with pytest.raises(ValueError, match="posture"):
        summarise(pd.DataFrame({"tilt": [1.0], "posture": ["baseline"]}))


@pytest.mark.parametrize("runs", [1, 10, 1000])
def test_what_was_never_seen_may_be_as_frequent_as_would_be_missed_in_a_twentieth(runs):
    assert (1 - unseen(runs)) ** runs == pytest.approx(0.05)
