"""The table of a reliability diagram, against counts made by hand."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.calibration import reliability


def test_bins_hold_what_was_forecast_and_what_came():
    forecast = pd.Series([0.0, 0.05, 0.1, 0.95, 1.0, np.nan, 0.5])
    happened = pd.Series([0, 1, 0, 1, 1, 1, np.nan])
    table = reliability(forecast, happened)
    assert list(table["n"]) == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    np.testing.assert_allclose(table["forecast"].dropna(), [0.025, 0.1, 0.975])
    np.testing.assert_allclose(table["observed"].dropna(), [0.5, 0.0, 1.0])
    assert (table["base"] == 0.6).all()
    held = table[table["n"] > 0]
    assert (held["observed_low"] <= held["observed"]).all()
    assert (held["observed"] <= held["observed_high"]).all()


def test_forecasts_that_come_true_as_often_as_they_say_lie_on_the_diagonal():
    rng = np.random.default_rng(3)
    forecast = pd.Series(rng.random(200_000))
    table = reliability(forecast, pd.Series(rng.random(200_000) < forecast))
    np.testing.assert_allclose(table["observed"], table["forecast"], atol=0.01)
    inside = (table["observed_low"] <= table["forecast"]) & (table["forecast"] <= table["observed_high"])
    assert inside.sum() >= 8


@pytest.mark.parametrize(
    ("forecast", "happened", "said"),
    [([1.2], [1], "probability"), ([0.2], [0.5], "0 or 1"), ([np.nan], [1], "no case")],
)
def test_what_is_no_forecast_is_refused(forecast, happened, said):
    with pytest.raises(ValueError, match=said):
        reliability(pd.Series(forecast), pd.Series(happened))
