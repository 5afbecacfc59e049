"""What the figures share: which runs are shown, their tables under each other, and the small print."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from sim.outcomes.labels import Column
from sim.plots.sheet import small_print, told
from sim.run.books import column_of
from sim.study import Result

from .holding import Holding


class Drawn(NamedTuple):
    """A figure, the table that it was drawn from, and what it shows in words, for those who do not see it."""

    table: pd.DataFrame
    figure: Figure
    alt: str


def column(holding: Holding, outcome: str) -> Column:
    """Unit and meaning of an outcome. Raises PlanError for one that does not exist."""
    return column_of(holding.first.scenario, outcome)


def chosen(holding: Holding, split: bool) -> dict[str, Result]:
    """The runs to show by posture: all, or the baseline (of a single run, that run)."""
    return holding.runs if split else {holding.first.plan.posture: holding.first}


def stacked(runs: dict[str, Result], table: Callable[[Result], pd.DataFrame]) -> pd.DataFrame:
    """The tables of several postures under each other, told apart by the column `posture`."""
    return pd.concat([table(result).assign(posture=name) for name, result in runs.items()], ignore_index=True)


def fine_print(runs: dict[str, Result], replications: int) -> str:
    """The small print of a figure of these runs; `replications` of each are shown."""
    first = next(iter(runs.values()))
    return small_print(first.plan, replications, list(runs))


def spans(table: pd.DataFrame, centre: str) -> str:
    """In words the mean or median of each posture (a row each) and where nine runs in ten lie."""
    return "; ".join(
        f"{row['posture']}: {centre} {told(row[centre])}, nine runs in ten {told(row['p05'])} to {told(row['p95'])}"
        for _, row in table.iterrows()
    )
