"""The methods: which sample each takes, how large, and the indices that SALib makes of it.

    sobol   S1, ST: shares of the variance of the expected outcome that a parameter carries alone, and in all
            (Sobol 2001; Saltelli et al. 2010), of Saltelli's design
    first   S1 alone, of any sample that is spread evenly (RBD-FAST; Tissot & Prieur 2012)
    morris  mu, mu_star, sigma: mean, mean size and spread of the change in the outcome over a parameter's whole
            range, in units of the outcome (Morris 1991; Campolongo et al. 2007)
    pawn    how far a parameter moves the whole distribution, 0 to 1: median Kolmogorov–Smirnov distance between
            that of a tenth of its range and that of all (Pianosi & Wagener 2018); `dummy`, a parameter that does
            nothing, shows what a sample of this size gives by chance
    anova   S1, ST of a whole grid: the same shares of the variance between its points, by the means over all that
            have a value in common (Fisher's analysis of variance; Saltelli et al. 2008, ch. 1)

Beside them `luck` (`luck.py`). All but that are of a point's mean over replications. Parameters of one Dirichlet row
have the dimensions of its broken stick (`sim.run.priors`): an index is of what a part adds to those named before it.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.model.world import Array
from sim.run.plan import PlanError
from sim.run.samplers import GRID, LEVELS, salib_problem

from .sample import FREE, Sample

SLIDES = 10  # of a parameter's range, for PAWN
ENOUGH = 2048  # points for PAWN, of which more would take minutes and tell no more
DUMMY = "dummy"


class Method(NamedTuple):
    """`moments(sample)` gives what indices are ratios of: a row for each of `indices` and one of what they are shares
    of (1 if they are no shares), by parameter. `least` blocks, or points, are needed of a sample by one of `samplers`.
    """

    samplers: tuple[str, ...]
    least: int
    indices: tuple[str, ...]
    moments: Callable[[Sample], Array]
    rows: Callable[[Sample], tuple[str, ...]] = lambda sample: sample.names
    corrected: bool = True  # for what luck adds to moments
    by_point: bool = False  # whether `least` counts points, whatever a block is
    drawn: bool = True  # whether the points are a sample, and other points could have been drawn
    unasked: tuple[str, ...] | None = None  # samplers whose samples it is worked out of if no method is named; or all


def _sobol(sample: Sample) -> Array:
    from SALib.analyze.sobol import first_order, separate_output_values, total_order

    count = len(sample.names)
    y = sample.means - sample.means.mean()
    a, b, ab, _ = separate_output_values(y, count, len(sample.blocks), False)
    shares = [[index(a, ab[:, j], b) for j in range(count)] for index in (first_order, total_order)]
    return np.array([*shares, np.ones(count)]) * np.var([a, b])


def _first(sample: Sample) -> Array:
    from SALib.analyze.rbd_fast import analyze

    problem = salib_problem(len(sample.names))
    made = analyze(problem, sample.at, sample.means, num_resamples=2, seed=1)
    shares = np.nan_to_num(np.array(made["S1"], float))  # 0 where the outcome does not vary
    return np.array([shares, np.ones(len(shares))]) * sample.means.var()


def _morris(sample: Sample) -> Array:
    from SALib.analyze.morris import analyze

    problem = salib_problem(len(sample.names))
    made = analyze(problem, sample.at, sample.means, num_levels=LEVELS, num_resamples=2, seed=1)
    return np.array([made["mu"], made["mu_star"], made["sigma"], np.ones(len(sample.names))], float)


def _pawn(sample: Sample) -> Array:
    from SALib.analyze.pawn import analyze

    sample = sample.thinned(ENOUGH)
    rng, y = np.random.default_rng(len(sample.at)), sample.means
    columns = [*sample.at.T, rng.permutation(len(sample.at))]
    # equal values are told apart by lot, so that every slide has its share of the points
    ranks = [np.lexsort((rng.random(len(column)), column)).argsort() for column in columns]
    slides = [min(SLIDES, len(np.unique(column))) for column in columns]
    shifts = [
        analyze(salib_problem(1), rank[:, None], y, S=many)["median"][0]
        for rank, many in zip(ranks, slides, strict=True)
    ]
    return np.array([shifts, np.ones(len(shifts))])


def _anova(sample: Sample) -> Array:
    places = [np.unique(column, return_inverse=True)[1] for column in sample.at.T]
    y = np.empty([place.max() + 1 for place in places])
    y[tuple(places)] = sample.means
    axes = set(range(y.ndim))
    alone = [y.mean(axis=tuple(axes - {axis})).var() for axis in axes]
    without = [y.mean(axis=axis).var() for axis in axes]
    return np.array([alone, y.var() - np.array(without), np.full(y.ndim, y.var())])


METHODS = {
    "sobol": Method(("saltelli",), 64, ("S1", "ST"), _sobol),
    "first": Method(FREE, 512, ("S1",), _first),
    "morris": Method(("morris",), 10, ("mu", "mu_star", "sigma"), _morris),
    "pawn": Method(
        (*FREE, "saltelli", "morris", GRID),
        100,
        ("pawn",),
        _pawn,
        lambda sample: (*sample.names, DUMMY),
        corrected=False,
        by_point=True,
        unasked=FREE,  # beside the methods that others are made for it tells nothing but noise
    ),
    "anova": Method((GRID,), 2, ("S1", "ST"), _anova, drawn=False),
}
TELLING = ("ST", "mu_star", "S1", "pawn")  # the first of these that there is puts parameters in order
SIZES = ("S1", "ST", "mu_star", "sigma")  # not below 0, but for what was taken away for luck


def serving(sample: Sample, unasked: bool = False) -> list[str]:
    """The methods that a sample serves, by its kind; or those of them that are worked out unasked."""
    return [
        name
        for name, method in METHODS.items()
        if sample.sampler in (method.samplers if method.unasked is None or not unasked else method.unasked)
    ]


def in_order(rows: pd.DataFrame) -> list[str]:
    """The parameters of rows of one method, `parameter`, `index` and `value`: the one that matters most first."""
    order = next((name for name in TELLING if name in set(rows["index"])), rows["index"].iloc[0])
    ranked = rows[rows["index"] == order].sort_values("value", ascending=False, kind="stable")["parameter"]
    return list(dict.fromkeys([*ranked, *rows["parameter"]]))


def check_sample(name: str, sample: Sample) -> None:
    """Refuse a sample of the wrong kind or too small, saying what is needed. Raises PlanError."""
    method = METHODS[name]
    if sample.sampler not in method.samplers:
        raise PlanError(
            f"{name} needs a sample by {' or '.join(method.samplers)}, and this one is by {sample.sampler}: "
            f"{_asked(method.samplers[0], method.least, len(sample.names))}; "
            f"this sample serves {', '.join(serving(sample))}"
        )
    held = len(sample.at if method.by_point else sample.blocks)
    if held < method.least:
        unit = "points" if method.by_point else _unit(sample.sampler)
        least = -(-method.least // sample.block) if method.by_point else method.least
        mend = _asked("lhs" if sample.sampler == GRID else sample.sampler, least, len(sample.names))
        raise PlanError(f"{name} needs {method.least} {unit} and this sample has {held}: {mend}")
    full = int(np.prod([len(np.unique(column)) for column in sample.at.T]))
    if not method.drawn and len(np.unique(sample.at, axis=0)) < full:
        raise PlanError(f"{name} needs a whole grid, and of {full:,} combinations {held:,} are there")


def _asked(sampler: str, points: int, dimensions: int) -> str:
    """What to ask for, and how many points that plays."""
    if sampler in ("saltelli", "sobol"):
        points = 1 << (points - 1).bit_length()  # a power of 2
    plays = points * {"saltelli": dimensions + 2, "morris": dimensions + 1}.get(sampler, 1)
    return f"sampler={sampler} points={points} plays {plays:,} points"


def _unit(sampler: str) -> str:
    return {"saltelli": "base points", "morris": "trajectories"}.get(sampler, "points")
