"""Two variants on the same luck: what the change did, run by run.

Replication r of both variants met the same draws, so the difference within r is free of most of the chance that
both share; the interval is that of the mean difference (Student's paired t; common random numbers: Law 2015, ch. 11).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from .summary import KEY, numeric

CONFIDENCE = 0.95
POWER = 0.80


def paired(frame_a: pd.DataFrame, frame_b: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """A row for each outcome in `columns`: b less a, on matched replications.

    Both frames have a row for each replication and the column `replication`. Returns `difference` (mean of b − a),
    `low` and `high` (95 % interval), `error` (its standard error), `correlation` of a and b across replications (the
    gain from common luck; NaN where one does not vary), `needed` (replications for an interval that excludes 0 with
    probability 80 %, were the difference and its spread those seen; inf where the difference is 0), `n` and
    `missing` (pairs used, and left out because either run has NaN). With fewer than two pairs all but `difference`
    is NaN.

    Raises ValueError if the replications of the two do not match one to one, or a column is absent or not numeric.
    """
    a, b = _matched(frame_a, frame_b, list(columns))
    defined = a.notna() & b.notna()
    a, b = a.where(defined), b.where(defined)
    change = b - a
    n = defined.sum()
    mean, spread = change.mean(), change.std(ddof=1)
    error = spread / np.sqrt(n.where(n > 0))
    half = error * stats.t.ppf((1 + CONFIDENCE) / 2, n.where(n > 1) - 1)
    return pd.DataFrame(
        {
            "difference": mean,
            "low": mean - half,
            "high": mean + half,
            "error": error,
            "correlation": a.corrwith(b),
            "needed": [_needed(m, s) for m, s in zip(mean, spread, strict=True)],
            "n": n,
            "missing": len(a) - n,
        },
        index=list(columns),
    )


def _matched(a: pd.DataFrame, b: pd.DataFrame, columns: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The columns of both, indexed by replication in one order."""
    for name, frame in (("first", a), ("second", b)):
        absent = [column for column in (KEY, *columns) if column not in frame.columns]
        if absent:
            raise ValueError(f"the {name} of the two has no column {', '.join(absent)}")
        twice = frame[KEY][frame[KEY].duplicated()]
        if len(twice):
            raise ValueError(f"the {name} of the two holds replication {twice.iloc[0]} more than once")
    alone = sorted(set(a[KEY]) ^ set(b[KEY]))
    if alone:
        raise ValueError(
            f"the replications do not match: {len(alone)} of them (the first is {alone[0]}) are in one of the two "
            "only; run both with the same seed and number of replications"
        )
    first, second = (numeric(frame.set_index(KEY)[columns]).sort_index() for frame in (a, b))
    return first, second


def _needed(mean: float, spread: float) -> float:
    """Replications for 80 % power of the paired t test, by Guenther's (1981) correction of the normal formula."""
    if np.isnan(spread):
        return float("nan")
    if mean == 0:
        return float("inf")
    tail = stats.norm.ppf((1 + CONFIDENCE) / 2)
    return float(max(2, np.ceil(((tail + stats.norm.ppf(POWER)) * spread / mean) ** 2 + tail**2 / 2)))
