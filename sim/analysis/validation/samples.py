"""What the regularities are measured on, and ratios of totals with their intervals."""

import math
from typing import NamedTuple

import numpy as np
from scipy import stats

from sim.analysis.paired import CONFIDENCE
from sim.model.world import Array

from .laboratory import Laboratory
from .rows import Measured

DYADS = 10_000
MONTHS = 48


class Samples(NamedTuple):
    """Many random dyads, and a laboratory of the flagship."""

    laboratory: Laboratory
    dyads: int = DYADS


def rare(claim: str, events: Array, cases: Array, least: float, most: float) -> Measured:
    """Σ events / Σ cases of an event too rare for `ratio`, with the exact interval of a binomial share."""
    if cases.sum() == 0:
        return Measured(claim, math.nan, least, most, 0)
    seen = stats.binomtest(int(events.sum()), int(cases.sum()))
    low, high = seen.proportion_ci(CONFIDENCE)
    return Measured(claim, seen.statistic, least, most, int(cases.sum()), float(low), float(high))


def ratio(claim: str, above: Array, below: Array, least: float, most: float, less: float = 0.0) -> Measured:
    """Σ above / Σ below − less over cases (R each), with its interval by the delta method; NaN where Σ below is 0."""
    total, n = below.sum(), len(below)
    if total == 0:
        return Measured(claim, math.nan, least, most, n)
    figure = above.sum() / total
    error = np.std(above - figure * below, ddof=1) * math.sqrt(n) / total
    half = error * stats.norm.ppf((1 + CONFIDENCE) / 2)
    return Measured(claim, figure - less, least, most, n, figure - less - half, figure - less + half)
