"""What a folder holds for figures: a run, or runs of several postures that can be set side by side."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from sim.analysis.spread import LADDER, share_columns
from sim.run.manifest import MANIFEST, difference
from sim.run.plan import PlanError
from sim.study import BASELINE, Result


class Holding(NamedTuple):
    """The runs in a folder by posture, the baseline first; all of one plan but for the posture."""

    path: Path
    runs: dict[str, Result]
    frames: dict[str, pd.DataFrame]  # of each, the outcomes that most figures want, read once
    comparison: bool

    def outcomes(self, posture: str, columns: list[str]) -> pd.DataFrame:
        """Some outcomes of the runs of a posture."""
        frame = self.frames[posture]
        return frame[columns] if set(columns) <= set(frame) else self.runs[posture].read(columns=columns)

    @property
    def first(self) -> Result:
        """The run itself, or the baseline of a comparison."""
        return next(iter(self.runs.values()))


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
    for result in runs.values():
        if result.plan.varied:
            raise PlanError(f"{result.path} holds a sweep; figures are drawn of a run or a comparison of postures")
    if len(runs) > 1:
        _check_alike(path, runs)
    scenario = next(iter(runs.values())).scenario
    usual = [*scenario.headline, *LADDER.values(), *share_columns(scenario.named)]
    frames = {name: result.read(columns=list(dict.fromkeys(usual))) for name, result in runs.items()}
    return Holding(path, runs, frames, len(runs) > 1)


def _check_alike(path: Path, runs: dict[str, Result]) -> None:
    base = runs[BASELINE].plan
    for name, result in runs.items():
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
