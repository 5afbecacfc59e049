"""Luck's share: how much of the variance between single runs no parameter explains, with its interval.

Points share their luck, so however many there are the variance that luck brings is known from R replications alone:
its interval is that of a variance of R values, χ² with R − 1 degrees of freedom, as if all points met one and the same
luck, or with the fewer that the replications' parts of it allow where some stand far out (Satterthwaite 1946). Where
luck differs from point to point that is too wide. The variance between points has the interval of other indices. The
share's is made of both by drawing (a generalized confidence interval; Weerahandi 1993).
"""

import numpy as np
from scipy import stats

from sim.analysis.paired import CONFIDENCE
from sim.model.world import Array
from sim.run.samplers import GRID

from .intervals import estimated
from .methods import Method
from .sample import Sample

LUCK = "luck"
DRAWS = 10_000
BETWEEN = Method((), 2, ("variance",), lambda sample: np.array([[sample.means.var()], [1.0]]), lambda sample: (LUCK,))


def luck_share(sample: Sample, seed: int = 0) -> tuple[float, float, float]:
    """The share, and the ends of its 95 % interval: 0 … 1. The sample has two replications or more, and varies."""
    luck, free = _luck(sample.runs)
    if not luck > 0.0:  # none, or no point has two runs in which the outcome is defined
        return luck, luck, luck
    between, half = (float(x[0, 0]) for x in estimated(BETWEEN._replace(drawn=sample.sampler != GRID), sample, seed))
    rng = np.random.default_rng(seed)
    variances = luck * free / rng.chisquare(free, DRAWS)
    points = between + half / stats.norm.ppf((1 + CONFIDENCE) / 2) * rng.normal(size=DRAWS)
    ends = (1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2
    low, high = np.quantile(variances / (variances + np.maximum(points, 0)), ends)
    return luck / (luck + max(between, 0)), float(low), float(high)


def _luck(runs: Array) -> tuple[float, float]:
    """The mean variance within points, and its degrees of freedom."""
    many = runs.shape[1]
    within = runs[np.isfinite(runs).sum(axis=1) > 1]
    if len(within) == 0:
        return np.nan, np.nan
    parts = np.nanmean((within - np.nanmean(within, axis=1, keepdims=True)) ** 2, axis=0)
    apart = np.var(parts, ddof=1)
    free = 2 * many * parts.mean() ** 2 / apart if apart else np.inf
    return float(np.nanvar(within, axis=1, ddof=1).mean()), float(min(many - 1, free))
