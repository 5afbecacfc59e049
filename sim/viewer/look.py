"""The runs of a folder as one table: each is a replication of a variant, and some of them are chosen."""

from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from threading import Lock
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.points import parts
from sim.analysis.summary import KEY
from sim.figures.drawing import Plain, fine_print
from sim.figures.endings import spread_of
from sim.figures.holding import COMPARISON, SWEEP, Holding
from sim.model.world import Array
from sim.outcomes.predicate import truth
from sim.pages.histories import History, history, run_name
from sim.pages.pictures import Picture, shown
from sim.result import Result
from sim.run.books import VARIED, columns_of, varied_columns

from .course import Course, course

NONE = "none"  # no split


class Kept(NamedTuple):
    """Which runs are chosen: those of these words and within these ranges (ends included) that meet a predicate."""

    words: tuple[tuple[str, str], ...] = ()
    ranges: tuple[tuple[str, float, float], ...] = ()
    where: str = ""

    def __str__(self) -> str:
        said = [f"{name} {value}" for name, value in self.words]
        for name, low, high in self.ranges:
            ends = [f"from {low:g}"] * (low > -np.inf) + [f"to {high:g}"] * (high < np.inf)
            said.append(f"{name} {' '.join(ends)}")
        return ", ".join([*said, *[self.where] * bool(self.where)])


class Look:
    """What a folder holds, to be looked at: columns are read when they are first wanted, the last few are held.

    `varied` is name → its value at each variant: a point of a sweep, a posture of a comparison; of a run there is one,
    and nothing varies. `variant` and `replication` (runs,) say which run a row is. Whoever draws or plays holds `lock`.
    """

    def __init__(self, holding: Holding):
        first = holding.first
        self.holding = holding
        self.outcomes = columns_of(first.scenario)
        self.varied, self.meant = first.plan.varied, varied_columns(first.plan, first.scenario)
        if holding.what == COMPARISON:
            self.varied, self.meant = {"posture": np.array(list(holding.runs))}, {"posture": VARIED["posture"]}
        self.numbers = [name for name, column in self.varied.items() if column.dtype.kind in "iuf"]
        frames = [result.read(columns=["point", KEY]) for result in holding.runs.values()]
        apart = holding.what == COMPARISON
        self.variant = np.concatenate([frame["point"] + k * apart for k, frame in enumerate(frames)])
        self.replication = np.concatenate([frame[KEY] for frame in frames])
        self.lock = Lock()
        self.column, self.chosen = lru_cache(24)(self._column), lru_cache(4)(self._chosen)
        self.spread, self.story = lru_cache(16)(self._spread), lru_cache(8)(self._story)
        self.course = lru_cache(8)(self._course)

    def name(self, variant: int) -> str:
        """What a variant is called in an address: the point of a sweep, else the posture."""
        return str(variant) if self.holding.what == SWEEP else list(self.holding.runs)[variant]

    def names(self) -> list[str]:
        """The names of all variants, if they are not the points of a sweep."""
        return [] if self.holding.what == SWEEP else list(self.holding.runs)

    def values(self, variant: int) -> dict[str, object]:
        """What varies, as it is in a variant."""
        return {name: column[variant].item() for name, column in self.varied.items()}

    def _column(self, name: str) -> Array:
        """An outcome of every run, or a parameter that varies."""
        if name in self.varied:
            return self.varied[name][self.variant].astype(float)
        held = [self.holding.outcomes(posture, [name])[name] for posture in self.holding.runs]
        return np.concatenate([column.to_numpy(dtype=float) for column in held])

    def _chosen(self, kept: Kept) -> Array:
        """The rows of the runs that are chosen. Raises ValueError for a predicate that cannot be read."""
        count = max(1, *(len(column) for column in self.varied.values())) if self.varied else 1
        fits = np.ones(count, dtype=bool)
        for name, value in kept.words:
            fits &= self.varied[name].astype(str) == value
        for name, low, high in kept.ranges:
            fits &= (low <= self.varied[name]) & (self.varied[name] <= high)
        held = fits[self.variant]
        if kept.where:
            held &= truth(kept.where, _Columns(self))[0] == 1
        return np.flatnonzero(held)

    def ordered(self, kept: Kept, outcome: str, order: str) -> Array:
        """The rows chosen: by number, or by an outcome, runs in which it is not defined last."""
        rows = self.chosen(kept)
        if order == "number":
            return rows
        sign = -1.0 if order == "highest" else 1.0
        return rows[np.argsort(sign * self.column(outcome)[rows], kind="stable")]

    def _spread(self, kept: Kept, outcome: str, split: str) -> Picture | Plain:
        """The distribution of an outcome in the runs chosen. Raises PlanError if it is defined in none of them."""
        rows, column = self.chosen(kept), self.column(outcome)
        groups = {"runs": rows}
        if split != NONE:
            groups = {name: rows[fits[self.variant[rows]]] for name, fits in parts(self.varied[split]).items()}
        frames = {
            name: pd.DataFrame({KEY: self.replication[held], outcome: column[held]}) for name, held in groups.items()
        }
        defined = {name: frame for name, frame in frames.items() if frame[outcome].notna().any()} or frames
        every = fine_print(self.holding._replace(by="posture"))  # of all postures
        said = f"{len(rows):,} of {len(self.variant):,} runs{f': {kept}' if str(kept) else ''}"
        by = "" if split == NONE else f" · by {split}"
        drawn = spread_of(self.holding, outcome, defined, f"{said}{by} · {every}")
        return shown(f"distribution_{outcome}", "distribution", drawn)

    def _story(self, variant: int, replication: int, state: str | None) -> History:
        """The history of a run, month by month, or what touched one state. Raises PlanError."""
        result, point = self.place(variant)
        return history(result, replication, point, state)

    def _course(self, variant: int, replication: int, outcome: str) -> Course:
        """The figures of a run by month. Raises PlanError if its series are not kept and it cannot be played again."""
        result, point = self.place(variant)
        replayed = partial(self.story, variant, replication, None)
        return course(self.holding, result, point, replication, outcome, replayed)

    def title(self, variant: int, replication: int) -> str:
        """A run in words."""
        result, point = self.place(variant)
        return run_name(result.plan, replication, point)

    def place(self, variant: int) -> tuple[Result, int]:
        """The result that holds a variant, and its point there."""
        if self.holding.what == SWEEP:
            return self.holding.first, variant
        return self.holding.runs[self.name(variant)], 0


class _Columns(Mapping[str, Array]):
    """Columns of numbers by name, read when asked for."""

    def __init__(self, look: Look):
        self.look = look
        self.known = [*look.numbers, *look.outcomes]

    def __getitem__(self, name: str) -> Array:
        return self.look.column(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)

    def __contains__(self, name: object) -> bool:
        return name in self.known
