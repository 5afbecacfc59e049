"""Treaties as rows of obligations: a row for every promisor and beneficiary of every duty, and spare rows."""

from itertools import combinations
from typing import NamedTuple

from sim.model.params import Params
from sim.model.world import (
    ANY,
    CALLED_UPON,
    CALM,
    CONSULT,
    DEFENCE,
    DUTIES,
    EMPTY,
    FORCE,
    LEVELS,
    MILITARY_THREAT,
    NEVER,
    STATUSES,
    TROOPS,
    Obligations,
    floats,
    whole,
)  # fmt: skip

from .schema import Document, Obligation, Treaty

# the rung from which a duty binds, and the help that honours it, where the treaty does not say
USUAL = {
    "defence": (FORCE, TROOPS), "offence": (FORCE, TROOPS), "neutrality": (FORCE, CONSULT),
    "non-aggression": (FORCE, CONSULT), "consultation": (MILITARY_THREAT, CONSULT),
    **dict.fromkeys(("sanctions", "resistance", "supply"), (CALM, CONSULT)),  # never called upon
}  # fmt: skip


class Row(NamedTuple):
    """One obligation: the name of its treaty ("" for a spare row), who owes what to whom, and the columns."""

    treaty: str
    by: str
    to: str
    text: str
    columns: dict[str, float]


def months_between(start: str, date: str) -> int:
    """Months from the scenario's first month to the month of `date`: 0 for the same month."""
    return (int(date[:4]) - int(start[:4])) * 12 + int(date[5:7]) - int(start[5:7])


def status_at_start(treaty: Treaty, start: str) -> str:
    """What the treaty says of itself, else what its dates say."""
    if treaty.status:
        return treaty.status
    if treaty.expires and months_between(start, treaty.expires) <= 0:
        return "expired"
    in_force = treaty.in_force or treaty.signed
    return "signed" if in_force and months_between(start, in_force) > 0 else "in force"


def pairs_of(duty: Obligation, treaty: Treaty) -> list[tuple[str, str]]:
    """Promisor and beneficiary of every row a duty makes.

    A duty to sanction is owed to no one in particular: its promisor stands as its own beneficiary.
    """
    if duty.mutual:
        return [(a, b) for a in treaty.parties for b in treaty.parties if a != b]
    if duty.duty == "sanctions":
        return [(a, a) for a in duty.by or []]
    return [(a, b) for a in duty.by or [] for b in duty.for_ or [] if a != b]


def treaty_rows(number: int, name: str, treaty: Treaty, start: str, codes: list[str], regions: list[str]) -> list[Row]:
    """The rows of one treaty, duty by duty; `start` is the scenario's first month."""
    rows, dates = [], _dates(treaty, start)
    for duty in treaty.duties:
        region = duty.region or treaty.region
        usual_rung, usual_help = USUAL[duty.duty]
        shared = {
            **dates,
            "treaty": number,
            "duty": DUTIES.index(duty.duty),
            "adversary": codes.index(duty.against) if duty.against else ANY,
            "region": regions.index(region) if region else ANY,
            "least_rung": duty.from_rung or usual_rung,
            "least_help": LEVELS.index(duty.help) if duty.help else usual_help,
            "clause": _first(duty.clause, treaty.clause, 0.0),
            "bindingness": _first(duty.bindingness, treaty.bindingness, 0.0),
            "secret": int(treaty.secret),
        }
        aim = f" against {duty.against}" if duty.against else ""
        for by, to in pairs_of(duty, treaty):
            text = f"{name}: {by} owes {duty.duty}{f' to {to}' if to != by else ''}{aim}"
            who = {"promisor": codes.index(by), "beneficiary": codes.index(to)}
            rows.append(Row(name, by, to, text, {**shared, **who}))
    return rows


def obligation_rows(document: Document, codes: list[str], regions: list[str], params: Params) -> list[Row]:
    """The rows of all treaties in order, then a pair of spare rows for every pair of states."""
    rows = []
    for number, (name, treaty) in enumerate(document.treaties.items()):
        rows += treaty_rows(number, name, treaty, document.start, codes, regions)
    for pair, (one, two) in enumerate(combinations(codes, 2)):
        for by, to in ((one, two), (two, one)):
            text = f"pact {one}–{two}: {by} owes defence to {to}"
            spare = _spare(len(document.treaties) + pair, codes.index(by), codes.index(to), params)
            rows.append(Row("", by, to, text, spare))
    return rows


def bonds(rows: list[Row]) -> tuple[tuple[str, str, str], ...]:
    """Promisor, beneficiary and the treaties by which the one may be called upon for the other."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        if row.treaty and row.columns["duty"] < len(CALLED_UPON):
            found.setdefault((row.by, row.to), {})[row.treaty] = None
    return tuple((*pair, ", ".join(treaties)) for pair, treaties in found.items())


def obligations(rows: list[Row]) -> Obligations:
    """The rows as arrays (M,)."""
    real = {"clause", "bindingness"}
    columns = {field: [row.columns[field] for row in rows] for field in Obligations._fields}
    return Obligations(**{field: (floats if field in real else whole)(values) for field, values in columns.items()})


def _first(*values: float | None) -> float:
    return next(value for value in values if value is not None)


def _dates(treaty: Treaty, start: str) -> dict[str, float]:
    begins = treaty.in_force or treaty.signed
    return {
        "status": STATUSES.index(status_at_start(treaty, start)),
        "starts": months_between(start, begins) if begins else 0,
        "expires": months_between(start, treaty.expires) if treaty.expires else NEVER,
        "term": treaty.renews,
        "notice": treaty.notice,
        "ends": treaty.notice if status_at_start(treaty, start) == "denounced" else NEVER,
    }


def _spare(number: int, by: int, to: int, params: Params) -> dict[str, float]:
    return {
        "treaty": number, "promisor": by, "beneficiary": to, "duty": DEFENCE, "adversary": ANY, "region": ANY,
        "least_rung": FORCE, "least_help": TROOPS, "clause": params.obligation.pact_clause,
        "bindingness": params.obligation.pact_bindingness, "secret": 0, "status": EMPTY, "starts": 0,
        "expires": NEVER, "term": 0, "notice": 0, "ends": NEVER,
    }  # fmt: skip
