"""Figures of histories month by month, of runs that kept their series: fan, triangle, treaties, network."""

from functools import partial

import numpy as np
import pandas as pd

from sim.analysis import history
from sim.analysis.series import Kept, by_month, calendar
from sim.analysis.why.words import percent
from sim.model.world import Record
from sim.outcomes.triad import INDETERMINATE
from sim.plots.fan import draw_fan, extent
from sim.plots.network import LEAST, TOLD, WIDEST, draw_network
from sim.plots.sheet import sheet, told
from sim.plots.treaties import draw_treaties
from sim.plots.triangle import NAMED, draw_triangle
from sim.run.plan import PlanError, Point

from .drawing import Drawn, Plain, column, in_all, panels, pooled_print, spans, stacked
from .holding import SWEEP, Holding

DITTMER = {  # the types of Dittmer (1981) by the signs of the ties
    "ménage à trois": "all three ties are warm",
    "romantic triangle": "the pivot is warm to two that are cold to each other",
    "stable marriage": "two are warm to each other and cold to the outcast",
    "unit veto": "all three ties are cold",
    "indeterminate": f"grey, a tie within ±{INDETERMINATE:g} is neither warm nor cold",
}
NO_LEVELS = ("count", "code", "0 or 1", "score", "month")  # units that a fan of quantiles does not show by itself


def fan_subjects(holding: Holding) -> list[str]:
    """The headline outcomes that are levels, and the tilt of each named client."""
    scenario = holding.first.scenario
    tilts = [f"tilt_{client}_{one}_{two}" for client, one, two in scenario.named.clients]
    levels = [name for name in scenario.headline if column(holding, name).unit not in NO_LEVELS]
    return list(dict.fromkeys([*levels, *tilts]))


def fan(holding: Holding, outcome: str) -> Drawn | Plain:
    """An outcome by month: where most runs are, and three of them; counts are those so far."""
    swept = holding.what == SWEEP
    tables = history.fans(holding.series(), outcome, by_point=swept)
    if not tables:
        raise PlanError(f"{outcome} is defined in no run")
    return _fan(holding, outcome, stacked(holding, tables), pooled_print(holding))


def course_of_run(
    holding: Holding, outcome: str, record: Kept | Record, point: Point, replication: int, small: str
) -> Drawn | Plain:
    """An outcome of a single run of a point by month; counts are those so far. `small` is the small print.

    Raises PlanError for an outcome without a form by month, or one that is not defined in any month.
    """
    scenario = holding.first.scenario
    series = by_month(record, scenario, point, outcome)
    if np.isnan(series).all():
        raise PlanError(f"{outcome} is defined in no month of this run")
    table = history.fan(series, np.array([replication]), calendar(scenario))
    return _fan(holding._replace(by=""), outcome, table.assign(variant=f"replication {replication}"), small)


def _fan(holding: Holding, outcome: str, table: pd.DataFrame, small: str) -> Drawn | Plain:
    """A fan, or the course of a run that stands alone, of tables of `history.fan`; `small` is the small print."""
    meant = column(holding, outcome)
    title = f"{meant.meaning.replace(' at the end', '').split(', mean of the last')[0]}, by month"
    several = len(history.paths(table)) > 1
    level = table[["p05", "p95", "mean"]]  # a mean at both ends of nine runs in ten is that of equal runs
    if level.nunique().max() == 1 and level.iloc[0].nunique() == 1:
        return Plain(f"{title}: {told(level['mean'].iloc[0])} in every month of {_runs(holding, several)}")
    number = "point and replication" if holding.what == SWEEP else "replication"
    bands = f"light 5–95 %, dark 25–75 % of runs; single runs named by {number} · " if several else ""
    size = (3.4, 2.3) if holding.by else (6.6, 3.4)
    draw = partial(draw_fan, limits=extent(table))
    figure = sheet(table, draw, title=title, note=bands + small, by=panels(holding), size=size, up=meant.unit)
    said = [_said(rows) for _, rows in table.groupby("variant", sort=False)]
    return Drawn(table, figure, f"{title}. {'; '.join(said)}.")


def _said(rows: pd.DataFrame) -> str:
    """A fan in words: where its runs end; of one run alone where it begins and ends, and how far it goes between."""
    if len(history.paths(rows)) > 1:
        return f"at the end {spans(rows.tail(1).rename(columns={'p50': 'median'}), 'median')}"
    low, high = rows.loc[rows["mean"].idxmin()], rows.loc[rows["mean"].idxmax()]
    ends = f"{told(rows['mean'].iloc[0])} at first, {told(rows['mean'].iloc[-1])} at the end"
    between = f"lowest {told(low['mean'])} ({low['date']}), highest {told(high['mean'])} ({high['date']})"
    return f"{rows['variant'].iloc[0]}: {ends}, {between}"


def _runs(holding: Holding, several: bool) -> str:
    """The runs shown, of which each met a luck of its own within its variant and point."""
    kept = [len(holding.frames[posture]) for posture in holding.shown]
    met = min(kept) // (holding.first.plan.points if holding.what == SWEEP else 1)
    return in_all(sum(kept), met) if several else "this run"


def triples(holding: Holding) -> list[str]:
    """The triples that the scenario names."""
    return ["_".join(triple) for triple in holding.first.scenario.named.triples]


def triangle(holding: Holding, triple: str) -> Drawn | Plain:
    """Dittmer's types and the roles of each corner by month; of several variants the types alone."""
    one, two, three = triple.split("_")
    table = partial(history.triangle, scenario=holding.first.scenario, triple=(one, two, three))
    made = stacked(holding, history.pooled(holding.series(), table))
    kinds = made[(made["of"] == "type") & (made["share"] > 0)]
    if kinds["kind"].nunique() == 1:
        kind = str(kinds["kind"].iloc[0])
        what = f"{kind} ({DITTMER[kind.partition(',')[0]]})"
        return Plain(f"The triangle of {one}, {two}, {three}: {what} in every month of {_runs(holding, True)}")
    title = f"The triangle of {one}, {two}, {three}: share of runs in each type" + (
        "" if holding.by else ", and in each role by corner"
    )
    drawn = made[made["of"] == "type"] if holding.by else made
    seen = dict.fromkeys(kind.partition(",")[0] for kind in kinds["kind"])
    meant = "; ".join(f"{kind}: {DITTMER[kind]}" for kind in DITTMER if kind in seen)
    note = (
        f"Dittmer's (1981) types; none below {percent(NAMED)} throughout is named · {meant} · {pooled_print(holding)}"
    )
    by = panels(holding) or "of"
    figure = sheet(drawn, draw_triangle, title=title, note=note, by=by, size=(3.9, 2.1), across=2)
    types = made[(made["of"] == "type") & (made["month"] == made["month"].max()) & (made["share"] >= NAMED)]
    said = [f"{row.kind} {percent(row.share)} ({row.variant})" for row in types.itertuples()]
    return Drawn(made, figure, f"{title}. At the end: {', '.join(said)}.")


def treaties(holding: Holding, _: str) -> Drawn:
    """What became of each promise; several variants below each other."""
    table = partial(history.treaties, scenario=holding.first.scenario)
    made = stacked(holding, history.pooled(holding.series(), table))
    band, number = "share of runs in which it binds", "mean number a run"
    return _timeline(made, panels(holding), band, number, pooled_print(holding))


def treaties_of_run(holding: Holding, record: Kept | Record, small: str) -> Drawn:
    """What became of each promise in a single run; `small` is the small print."""
    return _timeline(history.treaties(record, holding.first.scenario), None, "while it binds", "number", small)


def _timeline(made: pd.DataFrame, by: str | None, band: str, number: str, small: str) -> Drawn:
    """Tables of `history.treaties`, drawn; `band` and `number` say what they tell. Raises PlanError if nothing."""
    table, left = history.known(made)
    if table.empty:
        raise PlanError("no promise was ever in force")
    seldom = f"not drawn: {', '.join(left)}, in force in less than {percent(history.SELDOM)} of runs · " if left else ""
    members = "sanctions: share of their members · " if table["promise"].str.startswith(history.SANCTIONS).any() else ""
    largest = table[list(history.EVENTS)].to_numpy().max()
    marks = f"ring, filled as far as honoured, and marks: {number} in the month by area, the largest {largest:.2g}"
    marks = marks if largest else "no duty was called upon"
    size, draw = (7.2, 0.7 + 0.42 * table["promise"].nunique()), partial(draw_treaties, largest=largest)
    title, note = "Promises, and what became of them", f"band: {band}; {members}{marks} · {seldom}{small}"
    figure = sheet(table, draw, title=title, note=note, by=by, size=size, across=1)
    met = table.groupby([by, "promise"] if by else "promise", sort=False)[list(history.EVENTS)].sum()
    said = [
        f"{', '.join(which) if by else which}: " + ", ".join(f"{event} {told(n)}" for event, n in row.items() if n)
        for which, row in met[met.any(axis=1)].iterrows()
    ]
    alt = f"{number[:1].upper()}{number[1:]} over all months. {'; '.join(said) or 'No duty was called upon'}."
    return Drawn(table, figure, alt)


def network(holding: Holding, _: str) -> Drawn:
    """Who depends on whom at four months; of several variants at the end."""
    scenario = holding.first.scenario
    made = stacked(holding, history.pooled(holding.series(), partial(history.ties, scenario=scenario)))
    last = made[made["month"] == made["month"].max()]
    note = (
        f"arrows from supplier to client, {WIDEST:g} points wide for all of the client's need in every panel; "
        f"below {LEAST:g} none · {pooled_print(holding)}"
    )
    title = f"Who depends on whom{' at the end' if holding.by else ''}: mean over runs"
    drawn, by = (last, panels(holding)) if holding.by else (made, "date")
    figure = sheet(drawn, draw_network, title=title, note=note, by=by, size=(3.1, 3.1), across=3 if holding.by else 2)
    heavy = last[last["dependence"] >= TOLD]
    said = [
        f"{row.client} on {row.supplier} {told(row.dependence)}{f' ({row.variant})' if holding.by else ''}"
        for row in heavy.itertuples()
    ]
    return Drawn(made, figure, f"Dependence at the end: {', '.join(said) or f'none of {TOLD:g} or more'}.")
