"""Unit and meaning of every column that a plan fills."""

from typing import Any

from sim.outcomes.labels import Column, near
from sim.outcomes.outcomes import codebook
from sim.scenario import Scenario

from .plan import WORDS, Plan, PlanError
from .priors import parameters_of
from .steps import month_codebook, pair_codebook

KEY = {
    "point": Column("number", "the variant, as in points.parquet"),
    "replication": Column("number", "the run; equal numbers and seeds met the same luck"),
    "seed": Column("number", "with the replication, the key of the luck"),
}
VARIED = {
    "posture": Column("posture", "the posture asked for"),
    "activation": Column("word", "in what order states act within a month"),
    "acting": Column("true or false", "whether anybody acts"),
}


def columns_of(scenario: Scenario) -> dict[str, Column]:
    """Unit and meaning of every outcome; own outcomes speak for themselves."""
    return codebook(scenario.labels, scenario.named) | scenario.columns


def column_of(scenario: Scenario, outcome: str) -> Column:
    """Unit and meaning of one outcome. Raises PlanError for one that does not exist: what may have been meant."""
    known = columns_of(scenario)
    if outcome not in known:
        raise PlanError(f'there is no outcome "{outcome}"{near(str(outcome), known)}')
    return known[outcome]


def codebook_of(plan: Plan, scenario: Scenario) -> dict[str, Any]:
    """Unit and meaning of every column of every table that the plan fills."""
    books = {"runs": KEY | varied_columns(plan, scenario) | columns_of(scenario)}
    if plan.record == "steps":
        number = {"point": KEY["point"]}
        months = month_codebook(scenario.labels, scenario.obligations)
        books |= {"steps": number | pair_codebook(scenario.labels), "months": number | months}
    return {table: {name: column._asdict() for name, column in book.items()} for table, book in books.items()}


def varied_columns(plan: Plan, scenario: Scenario) -> dict[str, Column]:
    """Unit and meaning of what differs from point to point."""
    known = parameters_of(scenario)
    said = (
        KEY
        | VARIED
        | {name: Column(known[name].unit, known[name].meaning) for name in plan.varied if name not in WORDS}
    )
    return {name: said[name] for name in plan.varied}
