"""What many replications say: mean, spread, and the error that comes of having run only so many."""

import numpy as np
import pandas as pd

KEY = "replication"  # the column that tells replications apart
LUCK = ("seed", KEY)  # what tells one luck from another, whatever the point
NUMBERS = ("point", KEY, "seed")  # columns that are no outcomes


def summarise(frame: pd.DataFrame) -> pd.DataFrame:
    """A row for each outcome: `mean`, `p05`, `p95`, `error`, `n`, `missing`.

    `frame` has a row for each replication, a numeric column for each outcome and, if it likes, the columns
    `point`, `replication` and `seed`. `p05` and `p95` are quantiles across runs (linear interpolation), the spread
    of what can happen; `error` is the Monte Carlo standard error of the mean (`error_of_mean`), which more replications
    shrink, and more points of a sweep do not. A NaN is an outcome
    that was not defined in that run: it is left out and counted in `missing`, so that the figures are those of the
    `n` runs in which it was. With none all are NaN; with one `error` is. Codes (`triad_…`) have no meaningful mean:
    count their values instead. Raises ValueError if a column is not numeric.
    """
    values = numeric(frame.drop(columns=list(NUMBERS), errors="ignore"))
    n = values.notna().sum()
    quantiles = values.quantile([0.05, 0.95])
    return pd.DataFrame(
        {
            "mean": values.mean(),
            "p05": quantiles.loc[0.05],
            "p95": quantiles.loc[0.95],
            "error": error_of_mean(values, frame[[name for name in LUCK if name in frame]]),
            "n": n,
            "missing": len(values) - n,
        },
        index=values.columns,
    )


def error_of_mean(values: pd.DataFrame, luck: pd.DataFrame) -> pd.Series:
    """The standard error of the mean of each column over all its rows, of which those of one luck count as one.

    `luck` has the columns that tell lucks apart, row by row; without any each row has its own. Points of a sweep share
    their luck: what counts is the spread between the averages over points within a luck, sd/√R of R lucks. Where
    lucks have unequal numbers of defined rows it is the error of a ratio (Cochran 1977, eq. 2.46 and 2.50), which
    is the same where they are equal.
    """
    away = values - values.mean()
    if luck.duplicated().any():
        away = away.groupby([luck[name] for name in luck]).sum(min_count=1)
    lucks, n = away.notna().sum(), values.notna().sum()
    return np.sqrt((away**2).sum() * lucks / (lucks - 1).where(lucks > 1)) / n.where(n > 0)


def unseen(runs: float) -> float:
    """The share of runs, at most (95 %), in which what happened in none of so many runs, or in all, is otherwise.

    1 − .05^(1/runs), about 3/runs (Hanley & Lippman-Hand 1983).
    """
    return float(1.0 - 0.05 ** (1.0 / runs))


def numeric(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` in float64. Raises ValueError naming the columns that are not numeric."""
    wrong = [str(name) for name, kind in frame.dtypes.items() if not pd.api.types.is_numeric_dtype(kind)]
    if wrong:
        raise ValueError(f"not numeric, so not an outcome: {', '.join(wrong)}")
    return frame.astype(np.float64)
