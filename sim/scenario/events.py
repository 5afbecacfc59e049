"""Calendar and postures as arrays: dated changes, and named shifts of one state's levers."""

from typing import NamedTuple

import numpy as np

from sim.model.calendar import VARIABLES
from sim.model.world import ANY, KINDS, STATUSES, Array, Calendar, Postures, floats, whole

from .duties import months_between
from .schema import Change, Document, OddsByTarget, Phase, Preset
from .tables import state_array

BASELINE = "baseline"
OFF = -1e9  # the log of odds of 0
PHASES = Phase.__args__  # type: ignore[attr-defined]


class Dated(NamedTuple):
    """One row of the calendar: month (0 = the start of the run), the event's name, and the change."""

    month: int
    event: str
    change: Change


def dated_changes(document: Document) -> list[Dated]:
    """The changes of all events that are switched on, in order of month, in a month in order of the file."""
    rows = []
    for block in document.calendar.values():
        for name, event in block.events.items():
            if block.on and event.on:
                month = months_between(document.start, event.date) + event.delay
                rows += [Dated(month, name, change) for change in event.changes]
    return sorted(rows, key=lambda row: row.month)


def posture_names(document: Document) -> list[str]:
    """Every posture; the baseline is first."""
    own = document.postures.presets if document.postures else {}
    return [BASELINE, *(name for name in own if name != BASELINE)]


def change_value(change: Change, postures: list[str]) -> float:
    """The number of a change; a word (`to:`) is the index of a status, a phase or a posture."""
    if change.to is None:
        assert change.value is not None
        return change.value
    words = words_of(change.variable, postures)
    assert words is not None
    return float(words.index(change.to))


def words_of(variable: str, postures: list[str]) -> list[str] | None:
    """The words that a variable is set to, each in the place of its number; None for one that takes numbers."""
    words = {"status": STATUSES, "phase": PHASES, "posture": postures}.get(variable)
    return None if words is None else list(words)


def calendar_arrays(rows: list[Dated], document: Document, codes: list[str]) -> Calendar:
    """The changes as arrays (E,)."""
    names = list(VARIABLES)
    one, two = [], []
    for row in rows:
        change = row.change
        if change.pair:
            one.append(codes.index(change.pair[0]))
            two.append(codes.index(change.pair[1]))
            continue
        two.append(ANY)
        if change.state:
            one.append(codes.index(change.state))
        elif change.conflict:
            one.append(list(document.conflicts).index(change.conflict))
        else:
            one.append(list(document.treaties).index(change.treaty) if change.treaty else 0)
    return Calendar(
        month=whole([row.month for row in rows]),
        variable=whole([names.index(row.change.variable) for row in rows]),
        setting=whole([row.change.set_ is not None for row in rows]),
        one=whole(one),
        two=whole(two),
        kind=whole([KINDS.index(row.change.kind) if row.change.kind else ANY for row in rows]),
        value=floats([change_value(row.change, posture_names(document)) for row in rows]),
    )


def log_odds(odds: OddsByTarget, codes: list[str], actions: list[str]) -> Array:
    """(N, A) natural logs of the multipliers toward each target; `any` and a target's own multiply; 0 is −1e9."""
    made = np.zeros((len(codes), len(actions)))
    for target, row in odds.items():
        at = slice(None) if target == "any" else codes.index(target)
        for action, value in row.items():
            made[at, actions.index(action)] += np.log(value) if value > 0 else OFF
    return np.maximum(made, OFF)


def posture_arrays(document: Document, codes: list[str], actions: list[str], posture: str) -> Postures:
    """All postures (P rows, the baseline first), with `posture` in force at the start.

    A posture that switches (`among`) starts where it says or, left open, at random by its weights.
    """
    names = posture_names(document)
    blank = Preset(summary="no shift")
    own = document.postures.presets if document.postures else {}
    rows = [own.get(name, blank) for name in names]
    chosen = rows[names.index(posture)]
    among = chosen.among or {posture: 1.0}
    start = names.index(posture) if not chosen.among else names.index(chosen.starts) if chosen.starts else ANY

    def by_state(field: str, default: float = 0.0) -> Array:
        return floats([state_array(getattr(row, field), codes, default) for row in rows])

    weight = floats([among.get(name, 0.0) for name in names])
    return Postures(
        owner=whole([codes.index(document.postures.owner) if document.postures else ANY]),
        start=whole([start]),
        switching=floats([chosen.switching or 0.0]),
        weight=weight / weight.sum(),
        credibility=by_state("credibility"),
        distance=by_state("distance"),
        thaw=by_state("thaw"),
        barrier=by_state("barrier"),
        sanction_floor=by_state("sanction_floor"),
        sanction_ceiling=by_state("sanction_ceiling", 1.0),
        enforcement=floats([row.enforcement for row in rows]),
        pressure=by_state("pressure"),
        forces=floats([row.forces for row in rows]),
        odds=floats([log_odds(row.odds, codes, actions) for row in rows]),
    )


def averaged(postures: Postures) -> Postures:
    """The same postures with their weighted mean shift put in place of switching, as a last, fixed row.

    What unpredictability is compared with (M4): a posture that shifts as much and never changes.
    """
    weight = postures.weight

    def appended(rows: Array) -> Array:
        return floats(np.concatenate([rows, np.tensordot(weight, rows, axes=1)[None]]))

    fixed = {"owner", "start", "switching", "weight"}
    grown = {name: appended(rows) for name, rows in postures._asdict().items() if name not in fixed}
    last = len(weight)
    one_hot = floats([0.0] * last + [1.0])
    return Postures(owner=postures.owner, start=whole([last]), switching=floats([0.0]), weight=one_hot, **grown)
