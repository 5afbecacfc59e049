"""Injects: news that a teacher sends, prepared in the scenario or written on the spot, and what they change.

Changes name variables of the calendar (scenarios/README.md) and take effect when the turn is resolved, at the start
of its first month. `shown` tells before sending what each would change.
"""

from dataclasses import replace
from typing import Annotated, Any

import numpy as np
from pydantic import Field, ValidationError

from sim.model.calendar import VARIABLES, apply_event
from sim.model.held import held
from sim.model.world import World, fresh
from sim.run.amend import dated
from sim.scenario.events import Dated, calendar_arrays
from sim.scenario.happenings import check_change
from sim.scenario.reading import read
from sim.scenario.report import Report
from sim.scenario.schema import Change

from .commands import Command, Desk, Entry, Facts, Rejection, command, short_id, unfit
from .links import Links
from .state import ALL, OPEN, TEACHERS, Inject, Line, Member, State
from .text import Words

MOST_CHANGES = 20


@command("inject", TEACHERS, (OPEN,))
class Tell(Command):
    """Send news to seats or `all`; `changes` as in a scenario's calendar; `prepared` names one of the scenario's."""

    text: Words
    to: Annotated[tuple[Annotated[str, Field(max_length=6)], ...], Field(min_length=1, max_length=32)] = (ALL,)
    changes: Annotated[tuple[dict[str, Any], ...], Field(max_length=MOST_CHANGES)] = ()
    prepared: Annotated[str, Field(max_length=80)] | None = None

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        unknown = [code for code in self.to if code not in (ALL, *state.seats)]
        if unknown:
            return Rejection("unknown_seat", f'there is no seat "{unknown[0]}"')
        known = state.line.scenario.play.injects if state.line.scenario.play else {}
        if self.prepared is not None and self.prepared not in known:
            return Rejection("unknown_inject", f'the scenario has prepared no inject "{self.prepared}"')
        return _faulty(self.changes, state.line) or Facts()

    def apply(self, state: State, entry: Entry) -> None:
        line = state.line
        key, changes = short_id(self.uuid), changes_of(self.changes)
        to = (ALL,) if ALL in self.to else tuple(dict.fromkeys(self.to))
        line.injects.append(Inject(key, self.text, to, self.changes, line.turn, entry.time, self.prepared))
        rows = [Dated(line.months, key, change) for change in changes]
        more = calendar_arrays(rows, line.scenario.document, line.scenario.codes)
        line.case = line.case._replace(setting=dated(line.case.setting, more))
        line.scenario = replace(line.scenario, events=(*line.scenario.events, *(row.event for row in rows)))

    def answer(self, entry: Entry, links: Links) -> dict[str, Any]:
        return {"inject": short_id(self.uuid)}


def shown(changes: tuple[dict[str, Any], ...], line: Line) -> list[dict[str, Any]] | Rejection:
    """What each change would do now: `what` is changed, its value before and after; or why it cannot be."""
    refused = _faulty(changes, line)
    if refused:
        return refused
    told = []
    for change in changes_of(changes):
        rows = calendar_arrays([Dated(line.months, "", change)], line.scenario.document, line.scenario.codes)
        later = fresh(line.case.world)
        apply_event(0, line.months, held(rows), held(later))
        about = " ".join(
            filter(None, [*(change.pair or []), change.state, change.conflict, change.treaty, change.kind])
        )
        moved = _moved(line.case.world, later)
        told.append({
            "what": f"{change.variable} {about}".strip(), "unit": VARIABLES[change.variable][4],
            "before": moved[0], "after": moved[1], "to": change.to,
        })  # fmt: skip
    return told


def changes_of(changes: tuple[dict[str, Any], ...]) -> list[Change]:
    """Changes in the scenario's format. Raises ValidationError."""
    return [Change.model_validate(change) for change in changes]


def _moved(before: World, after: World) -> tuple[float | None, float | None]:
    """The first number that differs between two worlds, before and after; None if none does."""
    for name in World._fields:
        pairs = zip(before.duties, after.duties, strict=True) if name == "duties" else [
            (getattr(before, name), getattr(after, name))]  # fmt: skip
        for old, new in pairs:
            places = np.argwhere(old != new)
            if len(places):
                return float(old[tuple(places[0])]), float(new[tuple(places[0])])
    return None, None


def _faulty(changes: tuple[dict[str, Any], ...], line: Line) -> Rejection | None:
    """What an author would be told of such changes."""
    try:
        made = changes_of(changes)
    except ValidationError as error:
        return unfit(error)
    report = Report(read("changes: of an inject"))
    for place, change in enumerate(made):
        check_change(("changes", place), change, line.scenario.document, line.scenario.codes, report)
    told = [f"{problem.what}; {problem.fix}" for problem in report.problems]
    return Rejection("bad_changes", told[0], tuple(told)) if told else None
