"""Replaying a session: its log is folded again and every turn played anew, and held against what was kept."""

from typing import Any, NamedTuple

import numpy as np

from sim.model.compiled import rules_version

from .log import Log
from .machine import machine
from .resolve import played
from .session import apply, entry_of
from .turn import Turn, unpacked
from .turns import Create


class Replayed(NamedTuple):
    """What a replay found: turns played anew, and the first that is not the one that was kept, if any."""

    turns: int
    entries: int
    differs: str | None  # line and turn, what differs and why it may


def replay(log: Log) -> Replayed:
    """Fold a log and play every turn again; bit for bit the same, or the first that differs and why."""
    state, turns, entries = None, 0, 0
    for row in log.rows():
        entry = entry_of(row)
        entries += 1
        if isinstance(entry.command, Create):
            state = entry.command.founded(entry)
            continue
        assert state is not None
        if "digest" in entry.facts and entry.command.kind == "resolve":
            where = f"turn {state.line.turn} of line {state.line.number}"
            if entry.facts["rules"] != rules_version():
                why = f"it was played under rules {entry.facts['rules']}, those installed are {rules_version()}"
                return Replayed(turns, entries, f"{where} is not played again: {why}")
            turn = played(state)
            if turn.digest() != entry.facts["digest"]:
                return Replayed(turns, entries, f"{where} differs: {_difference(turn, log, row.number, entry.facts)}")
            entry = entry._replace(turn=turn)
            turns += 1
        apply(state, entry)
    return Replayed(turns, entries, None)


def _difference(turn: Turn, log: Log, number: int, facts: dict[str, Any]) -> str:
    """What of a turn is not as it was kept, and what may be the cause."""
    data = log.arrays(number)
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
