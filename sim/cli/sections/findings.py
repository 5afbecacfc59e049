"""What came out: the headline outcomes, what postures change, what drives the outcomes of a sweep."""

from typing import NamedTuple

import pandas as pd

from sim.analysis.points import level
from sim.analysis.summary import summarise
from sim.figures.endings import headline
from sim.figures.holding import COMPARISON, SWEEP, Holding
from sim.pages.numbers import count
from sim.pages.tables import Cell, Table, number, whole, words
from sim.run.books import columns_of
from sim.study import Comparison, Study

from ..compare import sentences
from ..run import sentence


class Findings(NamedTuple):
    """The findings in sentences, and the tables behind them."""

    said: list[str]
    outcomes: Table
    effects: Table | None  # of a comparison


def findings(holding: Holding) -> Findings:
    """The headline, in words and figures."""
    first, study = holding.first, Study(holding.first.scenario)
    names = headline(holding)
    if holding.what == SWEEP:
        return Findings([_spread(holding)], _outcomes(holding, first.headline()), None)
    frame = holding.outcomes(first.plan.posture, names)
    summary = summarise(frame)
    said = [sentence(study, summary)]
    table = None
    if holding.what == COMPARISON:
        try:
            effects = Comparison(holding.runs).differences(names)
            said, table = sentences(effects, first.plan.replications), _effects(effects)
        except ValueError as error:  # some posture was broken off
            said.append(f"The postures cannot be compared run by run: {error}.")
    return Findings(said, _outcomes(holding, summary), table)


def _outcomes(holding: Holding, summary: pd.DataFrame) -> Table:
    """Mean, spread and error of each headline outcome."""
    known = columns_of(holding.first.scenario)
    rows = []
    for name, row in summary.iterrows():
        figures = [number(row[column], row["error"]) for column in ("mean", "p05", "p95", "error")]
        counts = [whole(int(row[column])) for column in ("n", "missing")]
        rows.append([Cell(str(name)), *figures, *counts, *words([known[str(name)].unit, known[str(name)].meaning])])
    of = {COMPARISON: "at baseline", SWEEP: "over all points together"}.get(holding.what, "")
    columns = ["outcome", "mean", "5 %", "95 %", "± s.e.", "runs", "not defined", "unit", "what it is"]
    return Table(f"Headline outcomes {of}".strip(), columns, rows)


def _effects(effects: pd.DataFrame) -> Table:
    rows = []
    for row in effects.itertuples():
        style = "" if row.low > 0 or row.high < 0 else "untold"
        change, low, high = (number(x, row.error, True, style) for x in (row.difference, row.low, row.high))
        base, needed = number(row.baseline, row.error, style=style), Cell(count(row.needed), row.needed)
        pairs = [whole(row.n), whole(row.missing)]
        rows.append([Cell(row.outcome), Cell(row.posture), base, change, low, high, needed, *pairs])
    columns = [
        "outcome", "posture", "at baseline", "change", "95 % from", "to", "replications needed", "pairs", "not defined",
    ]  # fmt: skip
    return Table("What each posture changes, paired run by run", columns, rows)


def _spread(holding: Holding) -> str:
    """How far the first headline outcome spreads between points."""
    name = headline(holding)[0]
    means = level(holding.by_point(name), name)
    if means.isna().all():
        return f"{name} is defined in no run."
    row = summarise(means.to_frame()).loc[name]
    low, high = number(row["p05"]).text, number(row["p95"]).text
    return (
        f"At nine of ten points the mean of {columns_of(holding.first.scenario)[name].meaning} lay between {low} and "
        f"{high}: what follows from the scenario's assumptions, not a forecast."
    )
