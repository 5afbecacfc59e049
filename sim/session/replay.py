"""Replaying a session: its log is folded again and every turn played anew, and held against what was kept."""

from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np

from sim.model.compiled import rules_version

from .commands import Entry
from .fold import steps
from .log import Log
from .machine import machine
from .resolve import played
from .state import State
from .turn import Turn, unpacked
from .turns import Resolve


class Replayed(NamedTuple):
    """What a replay found: turns played anew, and the first that is not the one that was kept, if any."""

    turns: int
    entries: int
    differs: str | None  # line and turn, what differs and why it may


def replay(log: Log) -> Replayed:
    """Fold a log and play every turn again; bit for bit the same, or the first that differs and why."""
    found: list[str] = []

    def resolved(state: State, entry: Entry) -> Turn:
        where = f"turn {state.line.turn} of line {state.line.number}"
        if entry.facts["rules"] != rules_version():
            why = f"it was played under rules {entry.facts['rules']}, those installed are {rules_version()}"
            found.append(f"{where} is not played again: {why}")
            raise _Ended
        turn = played(state)
        if turn.digest() != entry.facts["digest"]:
            found.append(f"{where} differs: {_difference(turn, log, entry)}")
            raise _Ended
        return turn

    turns = entries = 0
    with suppress(_Ended):
        for entry, _ in steps(log, resolved):
            entries += 1
            turns += isinstance(entry.command, Resolve)
    return Replayed(turns, entries, found[0] if found else None)


class _Ended(Exception):
    """A turn differs: what follows from it need not be looked at."""


def _difference(turn: Turn, log: Log, entry: Entry) -> str:
    """What of a turn is not as it was kept, and what may be the cause."""
    data, facts = log.arrays(entry.number), entry.facts
    if data is None:
        return "the log does not keep its months"
    kept = unpacked(data)
    told = "its record"
    for month, before in zip(turn.months, kept.months, strict=True):
        found = _parted(month.events, before.events, month.before, before.before)
        if found:
            told = f"{found} in month {month.number}"
            break
    here = machine()
    moved = [f"{name} {facts['machine'].get(name)} → {value}" for name, value in here.items()
             if facts["machine"].get(name) != value]  # fmt: skip
    return f"{told} ({'played on another machine: ' + ', '.join(moved) if moved else 'the same machine and versions'})"


def _parted(*pairs: Any) -> str:
    """The first array in which two events, or two worlds, are not the same."""
    for one, other in (pairs[:2], pairs[2:]):
        for name, here, there in zip(one._fields, one, other, strict=True):
            if hasattr(here, "_fields"):
                found = _parted(here, there, here, there)
                if found:
                    return f"{name}.{found}"
            elif name == "log":
                rows = min(len(here), len(there))
                if not np.array_equal(here[:rows], there[:rows]):
                    return name
            elif not np.array_equal(here, there):
                return name
    return ""
