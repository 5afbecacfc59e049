"""What a folder holds for figures: a run, runs of several postures that can be set side by side, or a sweep."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.points import parts
from sim.analysis.series import Kept
from sim.analysis.spread import LADDER, share_columns
from sim.analysis.summary import NUMBERS
from sim.outcomes.labels import near
from sim.run.folder import runs_in
from sim.run.manifest import MANIFEST, apart
from sim.run.plan import WORDS, PlanError
from sim.study import BASELINE, Result

RUN, COMPARISON, SWEEP = "run", "comparison", "sweep"


class Holding(NamedTuple):
    """The runs in a folder by posture, the baseline first, all of one plan but for the posture; or a sweep."""

    path: Path
    runs: dict[str, Result]
    frames: dict[str, pd.DataFrame]  # of each, the outcomes that most figures want, read once
    what: str  # RUN, COMPARISON or SWEEP
    numbers: list[str] = []  # of a sweep, the parameters that vary
    asked: list[str] = []  # those of them to draw over, if any were named
    by: str | None = None  # what varies and sets runs apart in figures, "" if nothing; None: what is usual for each

    def outcomes(self, posture: str, columns: list[str]) -> pd.DataFrame:
        """Some outcomes of the runs of a posture."""
        frame = self.frames[posture]
        return frame[columns] if set(columns) <= set(frame) else self.runs[posture].read(columns=columns)

    def by_point(self, outcome: str) -> pd.DataFrame:
        """An outcome of every run of a sweep, with its point."""
        return self.outcomes(self.first.plan.posture, ["point", outcome])

    @property
    def kept(self) -> int:
        """Runs that stand."""
        return sum(map(len, self.frames.values()))

    @property
    def planned(self) -> int:
        """Runs that were asked for; more than are kept where some are missing."""
        return sum(result.plan.rows for result in self.runs.values())

    @property
    def shown(self) -> dict[str, Result]:
        """The runs that figures show: all, or the baseline alone if nothing sets them apart."""
        return self.runs if self.by else {self.first.plan.posture: self.first}

    @property
    def groups(self) -> dict[str, np.ndarray]:
        """Of a sweep, variants by name with the points (points,) that each has: all, or parts of what it is split by.

        A number is told with the parameter's name.
        """
        plan = self.first.plan
        if not self.by:
            return {f"{plan.points:,} points": np.ones(plan.points, dtype=bool)}
        column = plan.varied[self.by]
        said = f"{self.by.rpartition('.')[2]} " if column.dtype.kind in "iufb" else ""
        return {f"{said}{name}": held for name, held in parts(column).items()}

    @property
    def variants(self) -> list[str]:
        """The names of what figures set apart, in order."""
        return list(self.groups if self.what == SWEEP else self.shown)

    def endings(self, columns: list[str]) -> dict[str, pd.DataFrame]:
        """Some outcomes of every run shown, of a sweep with what numbers it, by variant."""
        if self.what != SWEEP:
            return {name: self.outcomes(name, columns) for name in self.shown}
        frame = self.outcomes(self.first.plan.posture, [*NUMBERS, *columns])
        at = frame["point"].to_numpy()
        return {name: frame[held[at]] for name, held in self.groups.items()} if self.by else {self.variants[0]: frame}

    def series(self) -> Iterator[tuple[str, Kept]]:
        """The series of the runs shown, a block of runs at a time, each with the variant that they are of."""
        groups = self.groups.items() if self.what == SWEEP else ()
        for posture, result in self.shown.items():
            for block in result.blocks():
                kept = Kept(block, result.scenario, result.plan)
                if self.what != SWEEP:
                    yield posture, kept
                for name, held in groups:
                    runs = np.flatnonzero(held[block.point])
                    if len(runs):
                        yield name, kept.part(runs)

    @property
    def first(self) -> Result:
        """The run itself, the baseline of a comparison, or the sweep."""
        return next(iter(self.runs.values()))

    @property
    def title(self) -> str:
        """What it is, in words."""
        usual = f"run under {self.first.plan.posture}"
        return {COMPARISON: "comparison of postures", SWEEP: "sweep"}.get(self.what, usual)

    @property
    def postures(self) -> list[str]:
        """The postures that can be told apart."""
        asked = self.first.plan.varied.get("posture")
        return list(self.runs) if asked is None else list(dict.fromkeys(asked.tolist()))

    def over(self, asked: list[str]) -> "Holding":
        """The same, to be drawn over these parameters, each named by its dotted path or the last part of it.

        Raises PlanError for one that does not vary.
        """
        known = _by_last_part(self.numbers)
        for part in asked:
            if part not in known:
                raise PlanError(f'--over: no parameter "{part}" varies here{near(part, known)}')
        return self._replace(asked=list(dict.fromkeys(known[part] for part in asked)))

    def split(self, asked: str) -> "Holding":
        """The same, to be set apart by what varies under this name. Raises PlanError if nothing does."""
        varied = list(self.first.plan.varied) if self.what == SWEEP else ["posture"] * (self.what == COMPARISON)
        known = _by_last_part(varied)
        if not known:
            raise PlanError(f"{self.path} holds one posture; --by needs a comparison, or a sweep")
        if asked not in known:
            raise PlanError(f'--by: nothing called "{asked}" varies here{near(asked, known)}')
        return self._replace(by=known[asked])


def _by_last_part(names: list[str]) -> dict[str, str]:
    """Dotted paths by themselves and by their last part."""
    return {part: name for name in names for part in (name.rpartition(".")[2], name)}


def held(folder: str) -> Holding:
    """What stands in a folder.

    Raises PlanError if that is nothing to draw: no run, runs without a baseline, runs of different plans or rules
    together, no finished replication.
    """
    path = Path(folder)
    inside = runs_in(path)
    if (path / MANIFEST).exists() or BASELINE not in inside:
        result = Result.open(path)  # or the reason why not
        runs = {result.plan.posture: result}
    else:
        runs = {name: Result.open(path / name) for name in [BASELINE, *(n for n in inside if n != BASELINE)]}
    if len(runs) > 1:
        _check_alike(path, runs)
    first = next(iter(runs.values()))
    what = SWEEP if first.plan.varied else COMPARISON if len(runs) > 1 else RUN
    scenario = first.scenario
    usual = NUMBERS if what == SWEEP else [*LADDER.values(), *share_columns(scenario.named)]
    columns = list(dict.fromkeys([*scenario.headline, *usual]))
    frames = {name: result.read(columns=columns) for name, result in runs.items()}
    return Holding(path, runs, frames, what, [name for name in first.plan.varied if name not in WORDS])


def _check_alike(path: Path, runs: dict[str, Result]) -> None:
    base = runs[BASELINE].plan
    for name, result in runs.items():
        if result.plan.varied:
            raise PlanError(f"{result.path} holds a sweep, which cannot be set beside runs; name its own folder")
        if name != result.plan.posture:
            raise PlanError(
                f"{path / name} holds the posture {result.plan.posture}; "
                "a comparison keeps each in the folder of its name"
            )
        told = apart(base, result.plan._replace(posture=base.posture))
        if result.plan._replace(posture=base.posture) != base:
            raise PlanError(
                f"{path / name} cannot be set beside {path / BASELINE} ({told}): "
                "they differ in more than the posture; compare them anew"
            )
