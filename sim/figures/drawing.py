"""What the figures share: which runs are shown, their tables under each other, and the small print."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.spread import is_indicator, lucks
from sim.analysis.summary import unseen
from sim.analysis.why.words import percent
from sim.outcomes.labels import Column
from sim.plots.sheet import small_print, told
from sim.run.books import column_of
from sim.run.plan import PlanError

from .holding import SWEEP, Holding


class Drawn(NamedTuple):
    """A figure, the table that it was drawn from, and what it shows in words, for those who do not see it."""

    table: pd.DataFrame
    figure: Figure
    alt: str


class Plain(NamedTuple):
    """What a figure would show, where a sentence says all of it: it is the same in every run."""

    sentence: str


def column(holding: Holding, outcome: str) -> Column:
    """Unit and meaning of an outcome. Raises PlanError for one that does not exist."""
    return column_of(holding.first.scenario, outcome)


def unvarying(meant: Column, values: Mapping[str, pd.DataFrame], outcome: str) -> Plain | None:
    """The sentence on an outcome that is the same in every run of all variants in which it is defined, if it is."""
    every = pd.concat([frame[outcome] for frame in values.values()]).dropna()
    if every.nunique() != 1:
        return None
    fewest = min(lucks(frame, outcome) for frame in values.values() if frame[outcome].notna().any())
    value = float(every.iloc[0])
    yes_or_no = is_indicator(meant.unit, values, outcome)
    word = ("yes" if value else "no") if yes_or_no else f"{told(value)}"
    absent = sum(map(len, values.values())) - len(every)
    where = f" in which it is defined ({absent:,} others)" if absent else ""
    return Plain(f"{meant.told}: {word} in {in_all(len(every), fewest, where)}")


def in_all(runs: int, met: int, where: str = "") -> str:
    """`all 2,000 runs (at 95 %, otherwise in at most 0.15 %)`; `met` is how many draws of luck these runs met."""
    if runs == 1:
        return f"the one run{where}"
    shared = f"{met:,} draws of luck; " if met < runs else ""
    bound = f" ({shared}at 95 %, otherwise in at most {percent(unseen(met))})" if met > 1 else ""
    return f"all {runs:,} runs{where}{bound}"


def stacked(holding: Holding, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The tables of the variants that have one under each other, told apart by the column `variant`.

    Raises PlanError if none has.
    """
    if not tables:
        raise PlanError("none of the runs could be played")
    named = [tables[name].assign(variant=name) for name in holding.variants if name in tables]
    return pd.concat(named, ignore_index=True)


def panels(holding: Holding) -> str | None:
    """The column of a stacked table that has a panel for each of its values, if it has several."""
    return "variant" if holding.by else None


def fine_print(holding: Holding) -> str:
    """The small print of a figure of the runs shown."""
    runs = min(len(holding.frames[posture]) for posture in holding.shown)
    return small_print(holding.first.plan, runs, list(holding.shown))


def pooled_print(holding: Holding) -> str:
    """The same, of a figure in which the points of a sweep are not told apart."""
    together = "all points together · " if holding.what == SWEEP and not holding.by else ""
    return f"{together}{fine_print(holding)}"


def spans(table: pd.DataFrame, centre: str) -> str:
    """In words the mean or median of each variant (a row each) and where nine runs in ten lie."""
    return "; ".join(
        f"{row['variant']}: {centre} {told(row[centre])}, nine runs in ten {told(row['p05'])} to {told(row['p95'])}"
        for _, row in table.iterrows()
    )
