"""The patient rule induction method: boxes that hold many of the cases of interest and little else.

Friedman & Fisher (1999), as used for scenario discovery (Bryant & Lempert 2010; Kwakkel & Jaxa-Rozen 2016): a box is
peeled a slice at a time, the one whose loss raises the density most for each point lost, then pasted where that
raises it too. Of the boxes on the way that one is taken which agrees best with the cases beyond chance (Cohen 1960), or
the one of most coverage that is dense enough. Sides that chance would explain are opened again: by quasi-p, the
probability of a box so dense among as many points of the box without that side (binomial; Bryant & Lempert 2010), the
point being the unit. The search goes on among the points that are left.

EMA workbench does the same up to the choice of a box, which it leaves to its user; a test holds the one to the other.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from sim.model.world import Array

from .box import Box, inside, opened, pastes, peels

LEAST_MASS = 0.05  # of all points
DOUBT = 0.05  # quasi-p above which a restriction is dropped
MOST_BOXES = 4


class Found(NamedTuple):
    """A box: its share of all cases, the share of cases among its points, its share of all points, and for each
    column the largest quasi-p of its sides.
    """

    box: Box
    coverage: float
    density: float
    mass: float
    doubts: dict[str, float]


def boxes(frame: pd.DataFrame, cases: Array, density: float | None = None) -> list[Found]:
    """The boxes that tell most, one after the other, each of the points that those before it leave.

    `frame` has a row for each point and a column for each thing varied, numbers or words; `cases` (points,) is how
    far each is a case, 0 to 1. With `density` a box is the largest that is so dense. Ends with a box that is no
    denser than all points together, or unrestricted.
    """
    found: list[Found] = []
    left = np.ones(len(frame), bool)
    while len(found) < MOST_BOXES and cases[left].sum():
        path = list(trajectory(frame[left], cases[left], LEAST_MASS * len(frame)))
        box = _chosen(path, frame[left], cases[left], density)
        box, doubts = _undoubted(box, frame[left], cases[left])
        kept = left.copy()
        kept[left] = inside(box, frame[left])
        share, dense = float(cases[kept].sum() / cases.sum()), float(cases[kept].mean())
        if not box or dense <= cases.mean() or dense < (density or 0):
            break
        found.append(Found(box, share, dense, float(kept.mean()), doubts))
        left &= ~kept
    return found


def trajectory(frame: pd.DataFrame, cases: Array, least: float) -> Iterator[Box]:
    """The boxes from all points on, each smaller by one peel, then larger by one paste; `least` points each."""
    box: Box = {}
    yield box
    for sides, larger in ((peels, False), (pastes, True)):
        while True:
            kept = inside(box, frame)
            made = sides(box, frame if larger else frame[kept])
            gains = [_gain(cases, kept, inside(one, frame)) for one in made]
            ranks = [(gain, -len(one)) for gain, one in zip(gains, made, strict=True)]
            best = max(range(len(made)), key=ranks.__getitem__, default=None)
            if best is None or gains[best] <= 0 or inside(made[best], frame).sum() < least:
                break
            box = made[best]
            yield box


def _gain(cases: Array, before: Array, after: Array) -> float:
    """What a step adds to the density for each point that it moves; 0 if it moves none."""
    moved = abs(int(before.sum()) - int(after.sum()))
    if not moved:
        return 0.0
    return float((cases[after].mean() if after.any() else 0.0) - cases[before].mean()) / moved


def _chosen(path: list[Box], frame: pd.DataFrame, cases: Array, density: float | None) -> Box:
    held = [inside(box, frame) for box in path]
    if density is not None:
        dense = [k for k, kept in enumerate(held) if cases[kept].mean() >= density]
        return path[max(dense, key=lambda k: cases[held[k]].sum())] if dense else {}
    return path[int(np.argmax([agreement(cases, kept) for kept in held]))]


def agreement(cases: Array, kept: Array) -> float:
    """Cohen's kappa of being in a box and being a case: 1 if they are the same, 0 if they are unrelated."""
    n, m, every, caught = len(cases), kept.sum(), cases.sum(), cases[kept].sum()
    apart = m * (n - every) + every * (n - m)
    return float(2 * (n * caught - m * every) / apart) if apart else 0.0


def _undoubted(box: Box, frame: pd.DataFrame, cases: Array) -> tuple[Box, dict[str, float]]:
    """The box without the sides that chance would explain, the most doubtful opened first."""
    while True:
        doubts = [(quasi_p(box, wider, frame, cases), name, wider) for name, wider in opened(box)]
        worst = max(doubts, key=lambda told: told[0], default=None)
        if worst is None or worst[0] <= DOUBT:
            return box, {name: max(p for p, other, _ in doubts if other == name) for name in box}
        box = worst[2]


def quasi_p(box: Box, wider: Box, frame: pd.DataFrame, cases: Array) -> float:
    """The probability that so many of so many points were cases, were they as frequent as in the wider box."""
    kept, around = inside(box, frame), inside(wider, frame)
    frequency = min(1.0, float(cases[around].mean()))
    return float(stats.binomtest(round(cases[kept].sum()), int(kept.sum()), frequency, alternative="greater").pvalue)
