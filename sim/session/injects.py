"""Injects: news that a teacher sends, prepared in the scenario or written on the spot, and what they change.

Changes name variables of the calendar (scenarios/README.md) and take effect when the turn is resolved, at the start
of its first month. `shown` tells before sending what each would change.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

import numpy as np
from pydantic import Field, ValidationError

from sim.analysis.why.words import RUNGS, decimal
from sim.model.calendar import VARIABLES, apply_event
from sim.model.held import held
from sim.model.world import KINDS, World, fresh
from sim.run.amend import dated
from sim.scenario.events import Dated, calendar_arrays, posture_names, words_of
from sim.scenario.happenings import ONLY_ADDED, check_change, subject_of
from sim.scenario.reading import read
from sim.scenario.report import Report
from sim.scenario.schema import Change

from .commands import Command, Desk, Entry, Facts, Rejection, command, short_id
from .links import Links
from .state import ALL, OPEN, TEACHERS, Inject, Line, Member, State
from .text import WRONG, Words

MOST_CHANGES = 20
SCALES = {"logit": "logit: near one half 0.4 is ten points of a hundred, near 0 or 1 fewer"}
SHOWN_IN = {"hostility": "belief that harm is meant, 0 to 1"}  # where it is not the unit of the change


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
        name = change.variable
        before, after = (_read(number, name, line) for number in _moved(line.case.world, later, name))
        unit = "" if _words(name, line) else SHOWN_IN.get(name, _unit(name))
        told.append({"what": _subject(change), "unit": unit, "before": before, "after": after})
    return told


def worded(change: Change) -> str:
    """A change in words, with the unit of its value."""
    if change.to is not None:
        return f"sets {_subject(change)} to {change.to}"
    assert change.value is not None
    unit = _unit(change.variable)
    told = f"{abs(change.value) if change.add else change.value:g}"
    told += "" if unit == change.variable else f" ({SCALES.get(unit, unit)})"
    if change.set_:
        return f"sets {_subject(change)} to {told}"
    return f"{'raises' if change.value > 0 else 'lowers'} {_subject(change)} by {told}"


def _subject(change: Change) -> str:
    """What a change is of: `hostility of JPN to PRK`."""
    of = " to ".join(change.pair or filter(None, [change.state, change.conflict, change.treaty]))
    return f"{change.variable}{f' of {of}' if of else ''}{f', {change.kind}' if change.kind else ''}"


def changeable(line: Line) -> list[dict[str, str]]:
    """Every variable that a change may name in the scenario of a line: by what word, of what or whom, and how much."""
    document, told = line.scenario.document, []
    known = {"pair": "[A, B]", "state": "A", "conflict": ", ".join(document.conflicts),
             "treaty": ", ".join(document.treaties)}  # fmt: skip
    for name, (_, kinds, low, high, _) in VARIABLES.items():
        subject, words = subject_of(name), words_of(name, posture_names(document))
        if subject is None or known[subject]:
            of = f"{subject}: {known[subject]}" if subject else ""
            told.append({
                "name": name, "verb": "set" if words else "add" if name in ONLY_ADDED else "add/set",
                "of": f"{of}; kind: {', '.join(KINDS)}" if kinds else of,
                "much": f"to: {', '.join(words)}" if words else f"value: {low:g} to {high:g}, {_unit(name)}",
            })  # fmt: skip
    return told


def _unit(variable: str) -> str:
    """The unit of a change; what follows in the calendar's own table is for authors."""
    return VARIABLES[variable][4].partition(";")[0]


def _words(variable: str, line: Line) -> Sequence[str] | None:
    """The words that the values of a variable are read as, if they are."""
    return RUNGS if variable == "rung" else words_of(variable, posture_names(line.scenario.document))


def _read(number: float | None, variable: str, line: Line) -> str | None:
    """A value as it is read: a word, or a number with two decimals."""
    words = _words(variable, line)
    return None if number is None else words[int(number)] if words else decimal(number)


def changes_of(changes: tuple[dict[str, Any], ...]) -> list[Change]:
    """Changes in the scenario's format. Raises ValidationError."""
    return [Change.model_validate(change) for change in changes]


def _moved(before: World, after: World, variable: str) -> tuple[float | None, float | None]:
    """The first number of a variable that differs between two worlds, before and after; None if none does."""
    old, new = (getattr(each.duties if variable == "status" else each, variable) for each in (before, after))
    places = np.argwhere(old != new)
    return (float(old[tuple(places[0])]), float(new[tuple(places[0])])) if len(places) else (None, None)


def _faulty(changes: tuple[dict[str, Any], ...], line: Line) -> Rejection | None:
    """What an author would be told of such changes."""
    report = Report(read("changes: of an inject"))
    for place, stated in enumerate(changes):
        try:
            change = Change.model_validate(stated)
        except ValidationError as error:
            return _unlike(stated, error, line)
        check_change(("changes", place), change, line.scenario.document, line.scenario.codes, report)
    told = [
        f"{problem.what}; {problem.fix}" + (f'; did you mean "{problem.meant}"?' if problem.meant else "")
        for problem in report.problems
    ]
    return Rejection("bad_changes", told[0], tuple(told)) if told else None


def _unlike(change: dict[str, Any], error: ValidationError, line: Line) -> Rejection:
    """What is said of something that has not the form of a change."""
    fault = error.errors(include_url=False)[0]
    place, stated = fault["loc"][0], ", ".join(k if v is None else f"{k}: {v}" for k, v in change.items())
    told = f'"{stated}" is no change'
    if fault["type"] != "extra_forbidden":
        wrong = WRONG[fault["type"]].format(**fault.get("ctx", {})) if fault["type"] in WRONG else fault["msg"]
        told += f": {place} {wrong}"
    elif place != stated:
        told += f': it takes no "{place}"'
    form = f"`add: stability, state: {line.scenario.codes[0]}, value: -.1`"
    return Rejection("bad_changes", f"{told}; write one a line, such as {form}")
