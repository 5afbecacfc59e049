"""What a folder holds for figures: a run, runs of several postures that can be set side by side, or a sweep."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from sim.analysis.spread import LADDER, share_columns
from sim.outcomes.labels import near
from sim.run.manifest import MANIFEST, difference
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

    def outcomes(self, posture: str, columns: list[str]) -> pd.DataFrame:
        """Some outcomes of the runs of a posture."""
        frame = self.frames[posture]
        return frame[columns] if set(columns) <= set(frame) else self.runs[posture].read(columns=columns)

    def by_point(self, outcome: str) -> pd.DataFrame:
        """An outcome of every run of a sweep, with its point."""
        return self.outcomes(self.first.plan.posture, ["point", outcome])

    def variants(self, outcome: str, split: bool) -> dict[str, pd.DataFrame]:
        """An outcome of every run, of a sweep with its point, by posture.

        Unless `split`, that of the baseline, or of all points of a sweep together.
        """
        if self.what != SWEEP:
            names = list(self.runs) if split else [self.first.plan.posture]
            return {name: self.outcomes(name, [outcome]) for name in names}
        frame, plan = self.by_point(outcome), self.first.plan
        if not split:
            return {f"{plan.points:,} points": frame}
        at = frame["point"].to_numpy()
        return {name: frame[(plan.varied["posture"] == name)[at]] for name in self.postures}

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
        known = {part: name for name in self.numbers for part in (name.rpartition(".")[2], name)}
        for part in asked:
            if part not in known:
                raise PlanError(f'--over: no parameter "{part}" varies here{near(part, known)}')
        return self._replace(asked=list(dict.fromkeys(known[part] for part in asked)))


def held(folder: str) -> Holding:
    """What stands in a folder.

    Raises PlanError if that is nothing to draw: no run, runs without a baseline, runs of different plans or rules
    together, no finished replication.
    """
    path = Path(folder)
    inside = [file.parent.name for file in sorted(path.glob(f"*/{MANIFEST}"))]
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
    usual = ["point"] if what == SWEEP else [*LADDER.values(), *share_columns(scenario.named)]
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
        apart = difference(base.identity(), result.plan._replace(posture=base.posture))
        if result.plan._replace(posture=base.posture) != base:
            raise PlanError(
                f"{path / name} cannot be set beside {path / BASELINE} ({apart}): "
                "they differ in more than the posture; compare them anew"
            )
