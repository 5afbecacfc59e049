"""What a sweep's runs say of a predicate: its boxes, as a table and in words."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.summary import NUMBERS
from sim.model.world import Array
from sim.outcomes.predicate import truth
from sim.run.plan import Plan, PlanError

from .box import Bounds, Words
from .prim import Found, boxes

LEAST_POINTS = 100


class Discovery(NamedTuple):
    """The boxes in which a predicate comes true, as a table, and what there is in all.

    `table` has a row for each restriction of each box: `where` (the predicate), `box` (from 1 on), `parameter`, `low`,
    `high` (of numbers; `least` and `most` are the range that was played), `words` (admitted, of what is no number), `p`
    (that chance explains the restriction, `prim.quasi_p`), and of the box `coverage` (share of the cases that it
    holds), `density` (share of its runs that are cases) and `mass` (share of the points).
    """

    where: str
    table: pd.DataFrame
    points: int  # with a run in which the predicate can be told
    cases: float  # share of runs that meet it
    missing: int  # runs in which it cannot be told


def discovered(plan: Plan, frame: pd.DataFrame, where: str, density: float | None = None) -> Discovery:
    """The boxes of a sweep's varied parameters that lead to a predicate (`sim.outcomes.predicate`), by PRIM.

    `frame` is the table of runs. A run with an undefined outcome among those named is left out; a point counts by
    the share of its runs that meet the predicate. Raises PlanError for a predicate that cannot be read, a sweep of
    too few points, and cases that are none or all.
    """
    if not plan.varied:
        raise PlanError(f"this run of {plan.scenario} varies nothing; boxes need a sweep, say sampler=lhs points=1000")
    if density is not None and not 0 < density <= 1:
        raise PlanError(f"density is {density:g}; give a share above 0 and up to 1")
    columns = frame.drop(columns=list(NUMBERS)).select_dtypes(["number", "bool"])
    numbers = {str(name): column.to_numpy(float) for name, column in columns.items()}
    try:
        met, named = truth(where, numbers)
    except ValueError as error:
        raise PlanError(f"where {where!r}: {error}") from None
    share = pd.Series(met).groupby(frame["point"].to_numpy()).mean().dropna()
    if len(share) < LEAST_POINTS:
        raise PlanError(
            f"{len(share)} points are too few to find boxes among; {LEAST_POINTS} or more are needed, "
            f"say sampler=lhs points={LEAST_POINTS * max(1, len(plan.varied) // 4)}"
        )
    if share.min() == share.max() and share.iloc[0] in (0, 1):
        told = "; ".join(
            f"{name} is {np.nanmin(numbers[name]):.3g} to {np.nanmax(numbers[name]):.3g}" for name in named
        )
        raise PlanError(f"where {where!r} is true of {'all' if share.iloc[0] else 'no'} runs, so nothing tells: {told}")
    points = pd.DataFrame({name: column[share.index] for name, column in plan.varied.items()})
    found = boxes(points, share.to_numpy(), density)
    if not found:
        wanted = f"as dense as {density:g}" if density else "in which it is more frequent than elsewhere"
        raise PlanError(f"where {where!r} ({share.mean():.1%} of runs): no box was found {wanted}")
    rows = [{"where": where, **row} for number, one in enumerate(found, start=1) for row in _rows(number, one, points)]
    return Discovery(where, pd.DataFrame(rows), len(share), float(share.mean()), int(np.isnan(met).sum()))


def _rows(number: int, found: Found, points: pd.DataFrame) -> list[dict]:
    measures = {"coverage": found.coverage, "density": found.density, "mass": found.mass}
    return [
        {
            "box": number,
            "parameter": name,
            **_limits(limit, points[name].to_numpy()),
            "p": found.doubts[name],
            **measures,
        }
        for name, limit in found.box.items()
    ]


def _limits(limit: Bounds | Words, column: Array) -> dict:
    if isinstance(limit, Words):
        return dict.fromkeys(("low", "high", "least", "most"), np.nan) | {"words": ", ".join(sorted(limit))}
    least, most = float(column.min()), float(column.max())
    return {"low": max(limit.low, least), "high": min(limit.high, most), "least": least, "most": most, "words": ""}


def in_words(row: pd.Series) -> str:
    """One restriction as a person would say it."""
    if row["words"]:
        return f"{row['parameter']} is {row['words'].replace(', ', ' or ')}"
    below, above = row["high"] < row["most"], row["low"] > row["least"]
    if below and above:
        return f"{row['parameter']} between {row['low']:.3g} and {row['high']:.3g}"
    return f"{row['parameter']} below {row['high']:.3g}" if below else f"{row['parameter']} above {row['low']:.3g}"
