"""Where the points of a sweep come from: a grid of lists, samples over priors, or the one crossed with the other.

A column is what one thing is at each point, (points,); its name is a parameter's dotted path or one of
`sim.run.plan.WORDS`. The first axis turns slowest, and samples turn fastest: each cell of the grid meets the same
samples, so that they can be compared one by one.
"""

from collections.abc import Iterable, Mapping, Sequence
from numbers import Real
from typing import Any

import numpy as np

from sim.model.world import Array
from sim.scenario import Scenario, check_variant

from .plan import MOST_SEED, WORDS, PlanError, check_whole
from .priors import Interval
from .samplers import GRID, Design, drawn

MOST_POINTS = 10**8


def designed(
    scenario: Scenario,
    axes: Mapping[str, Sequence[Any] | Interval] | None = None,
    sampler: str = GRID,
    points: int | None = None,
    over: Iterable[str] = (),
    seed: int = 0,
) -> Design:
    """The points of a sweep: each combination of the lists in `axes`, each with every point that the sampler draws.

    `axes` is name → list of values, or `Interval` for a parameter to be drawn within it; `sampler`, `points` and
    `over` as in `sim.run.samplers.drawn`. Raises PlanError and OverrideError for what cannot be run.
    """
    axes, over = dict(axes or {}), list(over)
    intervals = {name: axis for name, axis in axes.items() if isinstance(axis, Interval)}
    lists = {name: list(axis) for name, axis in axes.items() if not isinstance(axis, Interval)}
    check_points(scenario, lists | {name: list(interval) for name, interval in intervals.items()})
    if sampler == GRID:
        if intervals:
            raise PlanError(f"{next(iter(intervals))}: an interval is drawn from; add sampler=sobol points=64")
        if over or points is not None:
            raise PlanError("over= and points= go with a sampler; add sampler=sobol")
        return Design(crossed(lists), {})
    if "seed" in lists:
        raise PlanError("the seed draws the sample too; give one seed with a sampler")
    design = drawn(scenario, sampler, points, over, seed, intervals)
    check_points(scenario, design.columns)
    return design._replace(columns=crossed(lists, design.columns))


def crossed(axes: Mapping[str, Sequence[Any]], samples: Mapping[str, Array] | None = None) -> dict[str, Array]:
    """The columns of every combination of the axes, each with every row of `samples`.

    Raises PlanError for an axis that is empty, repeats a value or is sampled too, and for too many points.
    """
    samples = samples or {}
    for name, values in axes.items():
        if not len(values):
            raise PlanError(f"{name} has no value to run; its list or range is empty")
        twice = _repeated(values)
        if twice is not None:
            raise PlanError(f"{name} lists {twice} twice; leave one")
        if name in samples:
            raise PlanError(f"{name} is listed and drawn; leave it out of over= or give it one value")
    drawn = len(next(iter(samples.values()))) if samples else 1
    lengths = [len(values) for values in axes.values()]
    points = drawn * int(np.prod(lengths, dtype=object)) if lengths else drawn
    if points > MOST_POINTS:
        raise PlanError(f"these are {points:,} points; a sweep holds {MOST_POINTS:,} at most")
    columns, block = {}, points
    for name, values in axes.items():
        block //= len(values)
        columns[name] = np.tile(np.repeat(np.array(list(values)), block), points // (block * len(values)))
    return columns | {name: np.tile(column, points // drawn) for name, column in samples.items()}


def check_points(scenario: Scenario, varied: Mapping[str, Iterable[Any]]) -> None:
    """Refuse axes or columns that name nothing or reach out of range. Raises PlanError, OverrideError.

    What can go wrong only between values (rows that must sum to 1) shows when a point is built.
    """
    for name, column in varied.items():
        for value in _telling(list(column)):
            if name == "seed":
                check_whole("seed", value, 0, MOST_SEED)
            elif name == "acting":
                if not isinstance(value, bool):
                    raise PlanError(f"acting is {value!r}; write true or false")
            elif name in WORDS:
                check_variant(scenario, **{name: value})
            else:
                check_variant(scenario, values={name: value})


def _telling(values: list[Any]) -> list[Any]:
    """Of many values those that one must check: what is no number, else the extremes and one that is not whole."""
    numbers = [v for v in values if isinstance(v, Real) and not isinstance(v, bool)]
    if len(numbers) < len(values) or not numbers:
        return list(dict.fromkeys(values))
    column = np.array(numbers)
    broken = np.flatnonzero(column != np.trunc(column))[:1]  # NaN is among them
    return [numbers[i] for i in dict.fromkeys([int(column.argmin()), int(column.argmax()), *broken.tolist()])]


def _repeated(values: Sequence[Any]) -> Any:
    seen = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None
