"""How forecasts of probability compare with what happened: the table of a reliability diagram."""

import numpy as np
import pandas as pd
from scipy import stats

CONFIDENCE = 0.95


def reliability(forecast: pd.Series, happened: pd.Series, bins: int = 10) -> pd.DataFrame:
    """A row for each bin of forecast probability: how often forecasts in it were given, and how often they came true.

    `forecast` in 0 … 1 and `happened` (0 or 1, or truth) have a row for each case; cases in which either is not defined
    are left out. Columns `low`, `high` (ends of the bin), `n`, `forecast` (mean), `observed` (share), `observed_low`,
    `observed_high` (95 %, Wilson 1927: cases are taken as independent), `base` (share over all). Empty bins are NaN.
    Raises ValueError for a forecast or outcome that is neither, and if no case is defined.
    """
    cases = pd.DataFrame({"forecast": forecast, "happened": happened}).dropna().astype(float)
    if not len(cases):
        raise ValueError("no case has both a forecast and an outcome")
    if not cases["forecast"].between(0, 1).all():
        raise ValueError("a forecast is a probability, 0 to 1")
    if not cases["happened"].isin([0, 1]).all():
        raise ValueError("an outcome either happened or not: 0 or 1")
    edges = np.linspace(0, 1, bins + 1)
    place = np.clip((cases["forecast"] * bins).astype(int), 0, bins - 1)
    grouped = cases.groupby(place)
    n, came = (grouped["happened"].agg(how).reindex(range(bins), fill_value=0) for how in ("size", "sum"))
    spans = [
        stats.binomtest(int(k), int(m)).proportion_ci(CONFIDENCE, method="wilson") if m else (np.nan, np.nan)
        for k, m in zip(came, n, strict=True)
    ]
    low, high = zip(*spans, strict=True)
    return pd.DataFrame(
        {
            "low": edges[:-1],
            "high": edges[1:],
            "n": n.to_numpy(),
            "forecast": grouped["forecast"].mean().reindex(range(bins)).to_numpy(),
            "observed": grouped["happened"].mean().reindex(range(bins)).to_numpy(),
            "observed_low": low,
            "observed_high": high,
            "base": cases["happened"].mean(),
        }
    )
