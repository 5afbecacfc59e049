"""Figures of outcomes, one value a run: distributions, paired differences, the ladder, the shares of patrons."""

from collections.abc import Mapping

import pandas as pd

from sim.analysis import spread
from sim.analysis.spread import INDICATORS
from sim.analysis.why.words import percent
from sim.outcomes.labels import Column
from sim.plots.distribution import draw_distribution, draw_ridges
from sim.plots.forest import forest_figure
from sim.plots.happened import draw_happened
from sim.plots.intervals import draw_ladder, draw_shares
from sim.plots.sheet import sheet, told
from sim.run.books import columns_of
from sim.run.plan import PlanError
from sim.scenario import Scenario
from sim.study import BASELINE, Comparison

from .drawing import Drawn, Plain, column, fine_print, in_all, panels, pooled_print, spans, stacked, unvarying
from .holding import Holding


def headline(holding: Holding) -> list[str]:
    """The scenario's headline outcomes."""
    return holding.first.scenario.headline


def whole(holding: Holding) -> list[str]:
    """One figure of everything."""
    return [""]


def distribution(holding: Holding, outcome: str) -> Drawn | Plain:
    """A histogram, or a ridgeline if runs are set apart, with the baseline's mean to compare with."""
    return spread_of(holding, outcome, holding.endings([outcome]), pooled_print(holding))


def spread_of(holding: Holding, outcome: str, frames: Mapping[str, pd.DataFrame], small: str) -> Drawn | Plain:
    """The distribution of an outcome in runs of any choice, by name; a ridgeline if there are several.

    Of an indicator it is the share of runs in which it is 1. `frames` have the outcome and what numbers runs, `small`
    is the small print. Raises PlanError if the outcome is defined in none of them.
    """
    meant = column(holding, outcome)
    values = {name: frame[outcome].astype(float) for name, frame in frames.items()}
    every = pd.concat(list(values.values()))
    if every.notna().sum() == 0:
        raise PlanError(f"{outcome} is defined in no run")
    same = unvarying(meant, frames, outcome)
    if same:
        return same
    if spread.is_indicator(meant.unit, frames, outcome):
        return _happened(meant, spread.happened(frames, outcome, BASELINE if len(frames) > 1 else ""), small)
    signed, compared = every.min() < 0 < every.max(), len(values) > 1 and BASELINE in values
    reference = values[BASELINE].mean() if compared else 0.0 if signed else None
    table = spread.histograms(values, reference)
    line = "dashed: mean at baseline · " if compared else "dashed: zero · " if signed else ""
    note = f"below: mean (figure) and 5–95 % of runs · {line}{_where_defined(table)}{small}"
    several = len(values) > 1
    size, draw = ((6.2, 0.6 + 0.5 * len(values)), draw_ridges) if several else ((6.6, 3.4), draw_distribution)
    figure = sheet(table, draw, title=meant.meaning, note=note, size=size, along=meant.unit)
    return Drawn(table, figure, f"{meant.meaning}. {spans(table.drop_duplicates('variant'), 'mean')}.")


def _happened(meant: Column, table: pd.DataFrame, small: str) -> Drawn:
    """In what share of the runs of each variant something came about."""
    title, line = meant.told, "dashed: at baseline · " if table["reference"].notna().any() else ""
    note = f"bar and figure: share of runs in which it did, line: 95 % interval of that share · {line}{small}"
    size = (6.2, 0.7 + 0.36 * len(table))
    figure = sheet(table, draw_happened, title=title, note=note, size=size, along="share of runs")
    said = [
        f"{row.variant} {percent(row.share)} ({percent(row.low)} to {percent(row.high)})" for row in table.itertuples()
    ]
    return Drawn(table, figure, f"{title}: share of runs, with 95 % intervals: {'; '.join(said)}.")


def _where_defined(table: pd.DataFrame) -> str:
    """For the small print of several variants: in how many runs of each the outcome is defined, if not in all."""
    rows = table.drop_duplicates("variant")
    if len(rows) == 1 or not rows["missing"].any():
        return ""
    told = ", ".join(f"{row.variant} {row.n:,} of {row.n + row.missing:,}" for row in rows.itertuples())
    return f"each of the runs in which it is defined ({told}), not of pairs, of which the forest is · "


def forest(holding: Holding, outcome: str) -> Drawn:
    """The change each posture makes to one outcome, or to each of the headline ("")."""
    if outcome:
        column(holding, outcome)
    holding, comparison = holding.split("posture"), Comparison(holding.runs)
    try:
        table = comparison.differences([outcome] if outcome else headline(holding))
    except ValueError as error:  # some posture was broken off
        raise PlanError(str(error)) from None
    return forest_of(table, holding.first.scenario, fine_print(holding))


def forest_of(table: pd.DataFrame, scenario: Scenario, small: str) -> Drawn:
    """The forest of a comparison's `table`; outcomes that are the same in every run are said. `small`: small print."""
    title = f"{scenario.title}: change against {BASELINE}"
    known = columns_of(scenario)
    meant = {name: known[name] for name in table["outcome"].unique()}
    plain = {name: words for name, rows in table.groupby("outcome") if (words := _no_change(meant[str(name)], rows))}
    apart = table[(table["low"] > 0) | (table["high"] < 0)]
    said = [f"{row.outcome} under {row.posture} {told(row.difference)}" for row in apart.itertuples()]
    alt = f"Changes told from zero: {', '.join(said) or 'none'}; {len(table) - len(apart)} are not told from zero."
    return Drawn(table, forest_figure(table, title, small, meant, plain), alt)


def _no_change(meant: Column, rows: pd.DataFrame) -> str:
    """The sentence on an outcome that no posture changes in any run, or that is the same in all; else nothing."""
    if (rows["error"] != 0).any() or (rows["difference"] != 0).any():
        return ""
    pairs, value = int(rows["n"].min()), float(rows["baseline"].iloc[0])
    if rows["correlation"].notna().any():
        return f"No posture changes it in any of {pairs:,} runs; {told(value)} at {BASELINE}."
    word = ("no", "yes")[round(value)] if meant.unit == INDICATORS[0] else told(value)
    every = in_all(pairs * (len(rows) + 1), pairs)
    return f"{word[:1].upper()}{word[1:]} in {every}, whatever the posture."


def ladder(holding: Holding, _: str) -> Drawn:
    """How often a run reaches each rung."""
    ends = holding.endings(list(spread.LADDER.values()))
    made = stacked(holding, {name: spread.rungs(frame) for name, frame in ends.items()})
    title = "How far up the ladder: demands and crises a run, by rung"
    size = (4.4, 1.6) if holding.by else (6.6, 2.2)
    note = f"bar and first figure: mean number a run; then the share of runs with one or more · {pooled_print(holding)}"
    along = "mean number a run"
    figure = sheet(made, draw_ladder, title=title, note=note, by=panels(holding), size=size, along=along, across=2)
    said = [f"{row.rung} {told(row.mean)} ({row.variant})" for row in made.itertuples()]
    return Drawn(made, figure, f"Mean number a run: {', '.join(said)}.")


def clients(holding: Holding) -> list[str]:
    """The clients that the scenario names."""
    return list(dict.fromkeys(client for client, *_ in holding.first.scenario.named.clients))


def shares(holding: Holding, client: str) -> Drawn:
    """What a client and its patrons gain at the end; by month `fan` draws each share."""
    named = holding.first.scenario.named
    mine = named._replace(clients=tuple(row for row in named.clients if row[0] == client))
    ends = holding.endings(spread.share_columns(mine))
    made = stacked(holding, {name: spread.patron_shares(frame, mine) for name, frame in ends.items()})
    title = f"Who gains from what {client} is supplied with: Shapley shares at the end"
    note = f"dot: mean, band: 5–95 % of runs · {pooled_print(holding)}"
    size = (3.0, 0.5 + 0.36 * len(made) / len(ends)) if holding.by else (6.2, 1.9)
    along = "share of need (E4b)"
    figure = sheet(made, draw_shares, title=title, note=note, by=panels(holding), size=size, along=along)
    said = [f"{row.holder} {told(row.mean)} ({row.variant})" for row in made.itertuples()]
    return Drawn(made, figure, f"Mean shares: {', '.join(said)}.")
