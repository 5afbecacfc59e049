"""The course of one run in figures: an outcome month by month, and what became of each promise."""

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

import numpy as np

from sim.analysis.series import Kept
from sim.figures.drawing import Plain
from sim.figures.holding import Holding
from sim.figures.months import course_of_run, fan_subjects, treaties_of_run
from sim.pages.histories import History, run_name
from sim.pages.pictures import Picture, picture, shown
from sim.plots.sheet import small_print_of_run
from sim.result import Result
from sim.run.plan import PlanError


class Course(NamedTuple):
    """The figures, and why the outcome that was asked for is not among them, if so."""

    pictures: list[Picture | Plain]
    lacking: str


def course(
    holding: Holding, result: Result, point: int, replication: int, outcome: str, replayed: Callable[[], History]
) -> Course:
    """An outcome of a run by month, or the first level of the headline that has a form by month, and its promises.

    Of the series that are kept; where none are, the run is `replayed`.
    """
    record = _kept(result, point, replication) or replayed().record
    small = small_print_of_run(result.plan, point, run_name(result.plan, replication, point))
    pictures, lacking = [], ""
    for name in dict.fromkeys([outcome, *fan_subjects(holding)]):
        try:
            drawn = course_of_run(holding, name, record, result.plan.point(point), replication, small)
        except PlanError as error:
            lacking = lacking or str(error)
        else:
            pictures.append(shown(f"course_{name}", "an outcome by month", drawn))
            break
    with suppress(PlanError):  # a world without promises
        pictures.append(picture("promises", "what became of promises", treaties_of_run(holding, record, small)))
    return Course(pictures, lacking)


def _kept(result: Result, point: int, replication: int) -> Kept | None:
    if result.plan.record == "steps":
        for block in result.blocks(point, replication):
            runs = np.flatnonzero((block.point == point) & (block.replication == replication))
            if len(runs):
                return Kept(block, result.scenario, result.plan).part(runs)
    return None
