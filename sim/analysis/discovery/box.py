"""A box: what it admits of each column, and how one side of it is moved in or out.

A column of numbers is bounded below and above, one of words by the set of words admitted. A cut lies half way
between two values, as in EMA workbench.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.model.world import Array

SHARE = 0.05  # of the points, that one peel takes away or one paste takes in (alpha)


class Bounds(NamedTuple):
    """The numbers admitted; infinite on a side that is open."""

    low: float = -np.inf
    high: float = np.inf

    def admits(self, column: Array) -> Array:
        return (column >= self.low) & (column <= self.high)


class Words(frozenset[str]):
    """The words admitted."""

    def admits(self, column: Array) -> Array:
        return np.isin(column, list(self))


Box = dict[str, Bounds | Words]  # restricted columns alone


def inside(box: Box, frame: pd.DataFrame) -> Array:
    """Which points of a table lie in a box, (points,) of booleans."""
    kept = np.ones(len(frame), bool)
    for name, limit in box.items():
        kept &= limit.admits(frame[name].to_numpy())
    return kept


def peels(box: Box, frame: pd.DataFrame) -> list[Box]:
    """Every box that is smaller by one peel; `frame` holds the points of the box."""
    made: list[Box] = []
    for name in frame:
        column = frame[name].to_numpy()
        if _is_words(column):
            here = sorted(set(column))
            made += [{**box, name: Words(set(here) - {word})} for word in here if len(here) > 1]
        else:
            bounds = box.get(name, Bounds())
            assert isinstance(bounds, Bounds)
            made.append({**box, name: bounds._replace(high=_cut(column, 1 - SHARE))})
            made.append({**box, name: bounds._replace(low=_cut(column, SHARE))})
    return made


def pastes(box: Box, frame: pd.DataFrame) -> list[Box]:
    """Every box that is larger by one paste; `frame` holds all points that may be taken in."""
    made: list[Box] = []
    for name, limit in box.items():
        rest = {other: one for other, one in box.items() if other != name}
        beside = frame.loc[inside(rest, frame), name].to_numpy()
        if isinstance(limit, Words):
            made += [{**box, name: Words(limit | {word})} for word in sorted(set(beside) - limit)]
            continue
        below, above = beside[beside <= limit.low], beside[beside >= limit.high]
        made.append({**box, name: Bounds(_cut(below, 1 - SHARE) if len(below) else -np.inf, limit.high)})
        made.append({**box, name: Bounds(limit.low, _cut(above, SHARE) if len(above) else np.inf)})
    return [_restricted(one) for one in made]


def opened(box: Box) -> list[tuple[str, Box]]:
    """Every box that is wider by one side, with the column it is of."""
    made: list[tuple[str, Box]] = []
    for name, limit in box.items():
        if isinstance(limit, Words):
            made.append((name, {other: one for other, one in box.items() if other != name}))
            continue
        for closed, wider in ((limit.low, limit._replace(low=-np.inf)), (limit.high, limit._replace(high=np.inf))):
            if np.isfinite(closed):
                made.append((name, _restricted({**box, name: wider})))
    return made


def _restricted(box: Box) -> Box:
    return {name: limit for name, limit in box.items() if limit != Bounds()}


def _is_words(column: Array) -> bool:
    return column.dtype.kind not in "if"


def _cut(column: Array, share: float) -> float:
    """Where the column is cut so that about a share lies below: half way to the next value that is another."""
    values = np.sort(column)
    place = (len(values) - 1) * share
    below, above = int(np.floor(place)), int(np.ceil(place))
    while share > 0.5 and values[below] == values[above] and below > 0:
        below -= 1
    while share <= 0.5 and values[below] == values[above] and above < len(values) - 1:
        above += 1
    return float((values[below] + values[above]) / 2)
