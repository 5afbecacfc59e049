"""Indices with intervals, and with the part that luck adds taken away.

A point's mean over R replications is its expectation and a remainder of luck, and points share their luck. Two
things follow. Variances and the parts of them that indices are shares of are too large by what luck adds, and the
jackknife over replications takes that away: squares become products of different replications (Quenouille 1956).
And an index has two sources of error, told apart and added: the points that were drawn, by the bootstrap over
blocks, and the luck that was met, by the jackknife's pseudo-values and Student's t. With one replication luck cannot
be told from the parameters.
"""

import warnings

import numpy as np
from scipy import stats

from sim.analysis.paired import CONFIDENCE
from sim.model.world import Array

from .methods import Method
from .sample import Sample

RESAMPLES = 100
MOST_GROUPS = 10  # of replications


def estimated(method: Method, sample: Sample, seed: int = 0) -> tuple[Array, Array]:
    """Values of a method's indices and half the width of their 95 % interval, both (indices, parameters).

    The sample is `defined` throughout; `seed` is that of the bootstrap. Shares of a variance that cannot be told
    from 0 are NaN, and so is the interval where neither source of error can be seen: points that were not drawn, played
    once.
    """
    groups = groups_of(sample)
    whole, pseudo = _moments(method, sample, groups)
    if groups:
        wide = stats.t.ppf((1 + CONFIDENCE) / 2, len(groups) - 1) / np.sqrt(len(groups))
        if not method.drawn:
            whole[-1, whole[-1] <= wide * np.std(pseudo[:, -1], axis=0, ddof=1)] = np.nan
    value = _ratio(whole)
    half = _of_points(method, sample, groups, seed) if method.drawn else np.zeros_like(value)
    if groups:
        apart = (pseudo[:, :-1] - value * pseudo[:, -1:]) / whole[-1]
        half = np.hypot(half, wide * np.std(apart, axis=0, ddof=1))
    elif not method.drawn:
        return value, np.full_like(half, np.nan)
    return np.where(np.isnan(half), np.nan, value), half


def _of_points(method: Method, sample: Sample, groups: list[Array], seed: int) -> Array:
    """Half the width of the interval that comes of the points that were drawn."""
    rng, blocks = np.random.default_rng(seed), len(sample.blocks)
    resampled = [sample.of(rng.integers(blocks, size=blocks)) for _ in range(RESAMPLES)]
    told = groups if method.corrected else []
    spread = np.std([_ratio(_moments(method, one, told)[0]) for one in resampled], axis=0, ddof=1)
    return stats.norm.ppf((1 + CONFIDENCE) / 2) * spread


def defined(sample: Sample) -> Sample:
    """The blocks in which every point has its outcome, in two groups of replications if there are several."""
    told, groups = np.isfinite(sample.runs), groups_of(sample)
    kept = np.sum([told[:, group].any(axis=1) for group in groups], axis=0) >= 2 if groups else told[:, 0]
    return sample.of(np.flatnonzero(kept[sample.blocks].all(axis=1)))


def groups_of(sample: Sample) -> list[Array]:
    """Replications in groups of equal size, as far as that goes; none if there is but one."""
    many = sample.runs.shape[1]
    return np.array_split(np.arange(many), min(many, MOST_GROUPS)) if many > 1 else []


def _moments(method: Method, sample: Sample, groups: list[Array]) -> tuple[Array, Array]:
    """The moments, without the part of luck if they can be corrected for it, and their pseudo-values by group."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SALib's, of a part of the sample in which the outcome does not vary
        whole = method.moments(sample)
        left = [method.moments(sample._replace(runs=np.delete(sample.runs, group, axis=1))) for group in groups]
    pseudo = np.array([len(groups) * whole - (len(groups) - 1) * one for one in left])
    return (pseudo.mean(axis=0) if groups and method.corrected else whole), pseudo


def _ratio(moments: Array) -> Array:
    return np.divide(moments[:-1], moments[-1], out=np.full_like(moments[:-1], np.nan), where=moments[-1] > 0)
