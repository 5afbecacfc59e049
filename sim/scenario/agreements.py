"""Checks of treaties and standing conflicts."""

from datetime import date
from itertools import pairwise

from sim.model.world import CALLED_UPON

from .arrays import region_names
from .duties import months_between, pairs_of, status_at_start
from .reading import Path
from .report import Report
from .schema import Document, Obligation, Treaty

CONDITIONAL = ("defence", "offence")  # duties whose clause and strength decide wars: both must be stated
ON_CALL = ("region", "from_rung", "help", "clause")  # what says when a duty is called upon, and how far it goes


def check_agreements(document: Document, codes: list[str], report: Report) -> None:
    """Parties, dates and duties of every treaty; sides and stakes of every conflict."""
    regions = region_names(document, codes)
    for name, treaty in document.treaties.items():
        check_treaty(("treaties", name), treaty, document.start, codes, regions, report)
    owned: dict[frozenset[str], str] = {}
    for name, conflict in document.conflicts.items():
        path = ("conflicts", name)
        for role in ("attacker", "defender", "guarantor"):
            if (code := getattr(conflict, role)) is not None:
                report.known((*path, role), code, codes, "state")
        if conflict.attacker == conflict.defender:
            report.add((*path, "defender"), f"{name}: {conflict.attacker} fights itself", "name two states")
        if conflict.guarantor in (conflict.attacker, conflict.defender):
            report.add((*path, "guarantor"), f"{name}: the guarantor is a side of the conflict", "name a third state")
        sides = frozenset((conflict.attacker, conflict.defender))
        if sides in owned:
            report.add(path, f"{name} has the sides of {owned[sides]}", "keep one conflict for a pair")
        owned[sides] = name
        for one, two in ((conflict.attacker, conflict.defender), (conflict.defender, conflict.attacker)):
            if document.stakes.rows.get(one, {}).get(two):
                what = f"{one} has a stake in {two}, though the two fight in the conflict {name}"
                fix = "remove the stake: sides of a conflict make no demands on each other"
                report.add(("stakes", one, two), what, fix)


def check_treaty(path: Path, treaty: Treaty, start: str, codes: list[str], regions: list[str], report: Report) -> None:
    """Parties, dates and duties of one treaty, whose name is the second step of `path`."""
    for place, party in enumerate(treaty.parties):
        report.known((*path, "parties", place), party, codes, "state")
    if len(set(treaty.parties)) < len(treaty.parties):
        report.add((*path, "parties"), f"{path[1]}: a party is named twice", "name each once")
    if treaty.region:
        report.known((*path, "region"), treaty.region, regions, "region")
    _check_dates(path, treaty, start, report)
    for place, duty in enumerate(treaty.duties):
        _check_duty((*path, "duties", place), duty, treaty, codes, regions, report)


def idle_fields(kind: str) -> tuple[str, ...]:
    """What a duty of a kind has no use for and may not state."""
    if kind in CALLED_UPON:
        return ("against",) if kind == "non-aggression" else ()
    return ON_CALL if kind == "sanctions" else (*ON_CALL, "against")


def check_date(path: Path, text: str, report: Report) -> bool:
    """Whether a date that has a day is one of the calendar's."""
    if len(text) > 7:
        try:
            date.fromisoformat(text)
        except ValueError:
            report.add(path, f"there is no day {text}", "correct it, or write YYYY-MM")
            return False
    return True


def _check_dates(path: Path, treaty: Treaty, start: str, report: Report) -> None:
    named = [(key, getattr(treaty, key)) for key in ("signed", "in_force", "expires")]
    given = [(key, text) for key, text in named if text and check_date((*path, key), text, report)]
    for (before, early), (after, late) in pairwise(given):
        if late[: len(early)] < early[: len(late)]:
            report.add(
                (*path, after), f"{path[1]}: {after} {late} comes before {before} {early}", "put the dates in order"
            )
    status = status_at_start(treaty, start)
    coming = {key for key, text in given if months_between(start, text) > 0}
    if status == "in force" and coming & {"signed", "in_force"}:
        where = "in_force" if treaty.in_force else "signed"
        report.add(
            (*path, where),
            f"{path[1]} is in force at the start, yet its dates come later",
            "give the status it has at the start",
        )
    if status == "signed" and not treaty.status and "signed" in coming:
        report.add(
            (*path, "signed"), f"{path[1]} is signed after the start", "write `status: proposed`, or an earlier date"
        )
    if treaty.expires and status in ("in force", "signed", "proposed") and "expires" not in coming:
        report.add(
            (*path, "expires"), f"{path[1]} expires before it can hold", "correct the date, or write `status: expired`"
        )


def _check_duty(path: Path, duty: Obligation, treaty: Treaty, codes: list[str], regions: list[str], report: Report):
    for key, listed in (("by", duty.by), ("for", duty.for_)):
        for code in listed or []:
            if report.known((*path, key), code, codes, "state") and code not in treaty.parties and key == "by":
                what = f"{code} owes a duty of a treaty it is no party to"
                report.add((*path, key), what, "add it to the parties", rule="stranger")
    if duty.against:
        report.known((*path, "against"), duty.against, codes, "state")
    if duty.region:
        report.known((*path, "region"), duty.region, regions, "region")
    kind = duty.duty
    if duty.mutual and (duty.by or duty.for_):
        report.add(path, f"a mutual {kind} names `by` or `for`", "leave them out: it binds every party to every other")
    elif duty.mutual and kind == "sanctions":
        report.add(path, "a sanctions duty cannot be mutual", "write `by:` and `against:`", rule="mutual sanctions")
    elif not duty.mutual and not duty.by:
        report.add(path, f"a {kind} duty without promisor", "write `by:`, or `mutual: true`")
    elif not duty.mutual and kind != "sanctions" and not duty.for_:
        report.add(path, f"a {kind} duty without beneficiary", "write `for:`, or `mutual: true`")
    elif not pairs_of(duty, treaty):
        what = f"a {kind} duty that {', '.join(duty.by or [])} owes to itself"
        report.add(path, what, "name another state in `for:`", rule="to itself")
    if kind == "non-aggression" and duty.against:
        what = "a non-aggression duty is owed to its beneficiary alone"
        report.add((*path, "against"), what, "take `against:` out", rule="aimed")
    if kind not in CALLED_UPON:
        for key in (key for key in idle_fields(kind) if getattr(duty, key) is not None):
            what = f"a {kind} duty holds all the time and has no `{key}`"
            report.add((*path, key), what, "take it out", rule="idle")
    if kind == "sanctions" and not duty.against:
        report.add(path, "a sanctions duty without target", "write `against:`", rule="no target")
    if duty.against and duty.against in (duty.by or []):
        what = f"{duty.against} owes a duty against itself"
        report.add((*path, "against"), what, "take it out of `by:`", rule="against itself")
    for key in ("bindingness", "clause"):
        stated = getattr(duty, key) if getattr(duty, key) is not None else getattr(treaty, key)
        if stated is None and (kind in CONDITIONAL or key == "bindingness"):
            what, fix = f'a {kind} duty without "{key}"', f"write `{key}:` here or for the whole treaty (share, 0 to 1)"
            report.add((*path, key), what, fix, rule="unstated")
