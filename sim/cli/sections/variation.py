"""What was varied: postures, parameters, and how the points of a sweep were drawn."""

from typing import NamedTuple

from sim.figures.holding import COMPARISON, SWEEP, Holding
from sim.pages.tables import Cell, Table, number, whole, words
from sim.run.books import varied_columns
from sim.run.manifest import read_manifest
from sim.run.plan import own_values
from sim.run.priors import parameters_of


class Variation(NamedTuple):
    """A sentence on what was played, and the tables of what differs."""

    text: str
    tables: list[Table]


def variation(holding: Holding) -> Variation:
    """What was varied, and what was changed for all runs alike."""
    plan, scenario = holding.first.plan, holding.first.scenario
    tables = [_postures(holding)]
    if holding.what == SWEEP:
        tables.append(_varied(holding))
        text = (
            f"A sweep of {plan.points:,} points, {_drawn(holding)}; each was played {plan.replications:,} times, and "
            "a replication met the same luck at every point, so that points can be compared run by run."
        )
    elif holding.what == COMPARISON:
        text = (
            f"{len(holding.runs)} postures, {plan.replications:,} replications of each. A replication met the same "
            "luck under every posture, so that postures can be compared run by run."
        )
    else:
        many = (
            f"{plan.replications:,} replications that differ"
            if plan.replications > 1
            else "a single replication: it differs from others"
        )
        text = f"Nothing: one posture, {many} in luck alone."
    if plan.values:
        own, known = own_values(scenario), parameters_of(scenario)
        rows = [
            [Cell(name), number(value), number(own[name]), *words([known[name].unit, known[name].meaning])]
            for name, value in plan.values.items()
        ]
        tables.append(Table("Changed for all runs", ["parameter", "here", "usually", "unit", "meaning"], rows))
    return Variation(text, tables)


def _postures(holding: Holding) -> Table:
    known = holding.first.scenario.postures
    return Table("Postures", ["posture", "what it is"], [words([name, known[name]]) for name in holding.postures])


def _varied(holding: Holding) -> Table:
    plan = holding.first.plan
    rows = []
    for name, column in varied_columns(plan, holding.first.scenario).items():
        values = sorted(set(plan.varied[name].tolist()))
        ends = [number(values[0]), number(values[-1])] if name in holding.numbers else words([values[0], values[-1]])
        rows.append([Cell(name), *ends, whole(len(values)), *words([column.unit, column.meaning])])
    return Table("What varies between points", ["name", "from", "to", "values", "unit", "meaning"], rows)


def _drawn(holding: Holding) -> str:
    """How the points were drawn, as the manifest tells it."""
    assert holding.first.path
    design = (read_manifest(holding.first.path) or {}).get("design") or {}
    sampler = design.get("sampler")
    return (
        f"drawn by the sampler {sampler} (seed {holding.first.plan.seed})" if sampler else "every combination of lists"
    )
