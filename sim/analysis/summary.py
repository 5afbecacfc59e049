"""What many replications say: mean, spread, and the error that comes of having run only so many."""

import numpy as np
import pandas as pd

KEY = "replication"  # the column that tells replications apart
NUMBERS = ("point", KEY, "seed")  # columns that are no outcomes


def summarise(frame: pd.DataFrame) -> pd.DataFrame:
    """A row for each outcome: `mean`, `p05`, `p95`, `error`, `n`, `missing`.

    `frame` has a row for each replication, a numeric column for each outcome and, if it likes, the columns
    `point`, `replication` and `seed`. `p05` and `p95` are quantiles across runs (linear interpolation), the spread
    of what can happen;
    `error` is the Monte Carlo standard error of the mean, sd/√n, which more replications shrink. A NaN is an outcome
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
            "error": values.std(ddof=1) / np.sqrt(n.where(n > 0)),
            "n": n,
            "missing": len(values) - n,
        },
        index=values.columns,
    )


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
