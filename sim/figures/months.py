"""Figures of histories month by month, of runs that kept their series: fan, triangle, treaties, network."""

from functools import partial

import pandas as pd

from sim.analysis import history
from sim.analysis.series import Kept, by_month, calendar
from sim.analysis.summary import KEY
from sim.analysis.why.words import percent
from sim.plots.fan import draw_fan, extent
from sim.plots.network import LEAST, TOLD, WIDEST, draw_network
from sim.plots.sheet import sheet, told
from sim.plots.treaties import draw_treaties
from sim.plots.triangle import NAMED, draw_triangle
from sim.run.plan import PlanError
from sim.study import Result

from .drawing import Drawn, chosen, column, fine_print, spans, stacked
from .holding import Holding

NO_LEVELS = ("count", "code", "0 or 1", "score", "month")  # units that a fan of quantiles does not show by itself


def fan_subjects(holding: Holding) -> list[str]:
    """The headline outcomes that are levels, and the tilt of each named client."""
    scenario = holding.first.scenario
    tilts = [f"tilt_{client}_{one}_{two}" for client, one, two in scenario.named.clients]
    levels = [name for name in scenario.headline if column(holding, name).unit not in NO_LEVELS]
    return list(dict.fromkeys([*levels, *tilts]))


def fan(holding: Holding, outcome: str, split: bool) -> Drawn:
    """An outcome by month: where most runs are, and three of them; counts are those so far."""
    runs, meant = chosen(holding, split), column(holding, outcome)
    months = calendar(holding.first.scenario)
    counted: list[int] = []

    def table(result: Result) -> pd.DataFrame:
        series = by_month(Kept(result.read, result.scenario), result.scenario, result.plan, outcome)
        counted.append(len(series))
        replications = result.read("months", [KEY])[KEY].unique()
        try:
            return history.fan(series, replications, months)
        except ValueError as error:
            raise PlanError(f"{outcome}: {error}") from None

    made = stacked(runs, table)
    title = f"{meant.meaning.replace(' at the end', '').split(', mean of the last')[0]}, by month"
    note = f"light 5–95 %, dark 25–75 % of runs; single runs named by replication · {fine_print(runs, counted[0])}"
    by = "posture" if split else None
    size = (3.4, 2.3) if split else (6.6, 3.4)
    draw = partial(draw_fan, limits=extent(made))
    figure = sheet(made, draw, title=title, note=note, by=by, size=size, up=meant.unit)
    last = made.drop_duplicates("posture", keep="last").rename(columns={"p50": "median"})
    return Drawn(made, figure, f"{title}. At the end, {spans(last, 'median')}.")


def triples(holding: Holding) -> list[str]:
    """The triples that the scenario names."""
    return ["_".join(triple) for triple in holding.first.scenario.named.triples]


def triangle(holding: Holding, triple: str, split: bool) -> Drawn:
    """Dittmer's types and the roles of each corner by month; by posture the types alone."""
    runs = chosen(holding, split)
    counted: list[int] = []

    def table(result: Result) -> pd.DataFrame:
        kept = Kept(result.read, result.scenario)
        counted.append(len(kept.alignment))
        one, two, three = triple.split("_")
        return history.triangle(kept, result.scenario, (one, two, three))

    made = stacked(runs, table)
    title = f"The triangle of {', '.join(triple.split('_'))}: share of runs in each type" + (
        "" if split else ", and in each role by corner"
    )
    drawn = made[made["of"] == "type"] if split else made
    note = f"grey: a tie without a sign · {fine_print(runs, counted[0])}"
    by = "posture" if split else "of"
    figure = sheet(drawn, draw_triangle, title=title, note=note, by=by, size=(3.9, 2.1), across=2)
    types = made[(made["of"] == "type") & (made["month"] == made["month"].max()) & (made["share"] >= NAMED)]
    said = [f"{row.kind} {percent(row.share)} ({row.posture})" for row in types.itertuples()]
    return Drawn(made, figure, f"{title}. At the end: {', '.join(said)}.")


def treaties(holding: Holding, _: str, split: bool) -> Drawn:
    """What became of each promise, under one posture."""
    result = holding.first
    kept = Kept(result.read, result.scenario)
    table = history.treaties(kept, result.scenario)
    if table.empty:
        raise PlanError("no promise of one state to another was ever in force")
    largest = table[list(history.EVENTS)].to_numpy().max()
    note = (
        "band: share of runs in which it binds; ring, filled as far as honoured, and marks: "
        f"mean number in the month by area, the largest {largest:.2g}"
    )
    note = f"{note} · {fine_print(chosen(holding, False), len(kept.status))}"
    size = (7.2, 0.7 + 0.42 * table["promise"].nunique())
    figure = sheet(table, draw_treaties, title="Promises, and what became of them", note=note, size=size)
    met = table.groupby("promise", sort=False)[list(history.EVENTS)].sum()
    said = [
        f"{promise}: " + ", ".join(f"{event} {told(number)}" for event, number in row.items() if number)
        for promise, row in met[met.any(axis=1)].iterrows()
    ]
    return Drawn(table, figure, f"Mean number a run over all months. {'; '.join(said) or 'No duty was called upon'}.")


def network(holding: Holding, _: str, split: bool) -> Drawn:
    """Who depends on whom at four months, under one posture."""
    result = holding.first
    kept = Kept(result.read, result.scenario)
    table = history.ties(kept, result.scenario)
    note = (
        f"arrows from supplier to client, {WIDEST:g} points wide for all of the client's need in every panel; "
        f"below {LEAST:g} none · {fine_print(chosen(holding, False), len(kept.dependence))}"
    )
    title = "Who depends on whom: mean over runs"
    figure = sheet(table, draw_network, title=title, note=note, by="date", size=(3.1, 3.1), across=2)
    last = table[(table["month"] == table["month"].max()) & (table["dependence"] >= TOLD)]
    said = [f"{row.client} on {row.supplier} {told(row.dependence)}" for row in last.itertuples()]
    return Drawn(table, figure, f"Dependence at the end: {', '.join(said) or f'none of {TOLD:g} or more'}.")
