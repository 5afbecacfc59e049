"""Every entry of a log as a row, for grading and research: who did what when, under which luck and rules."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from sim.model.compiled import rules_version

from .fold import steps
from .log import Log
from .state import LOBBY

COLUMNS = (
    "session", "entry", "time", "line", "turn", "phase", "role", "seat", "member", "kind", "text", "body", "seed",
    "replication", "rules",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would reckon with
WORDS = ("text", "note", "reason", "name")  # fields that people read


def table(log: Log) -> Iterator[dict[str, Any]]:
    """A row for each entry, in order; the stage is that in which it was made.

    Seed and what is secret are in it: it is for the teacher, after the debrief.
    """
    stage: tuple[int, int, str] = (0, 0, LOBBY)
    for entry, state in steps(log):
        number = entry.number
        member = state.members.get(entry.member)
        body = {} if number == 1 else entry.command.model_dump(mode="json", exclude={"uuid", "stage"})
        yield {
            "session": state.id, "entry": number, "time": entry.time, "line": stage[0], "turn": stage[1],
            "phase": stage[2], "role": member.role if member else "", "seat": (member.seat if member else "") or "",
            "member": entry.member, "kind": entry.command.kind,
            "text": next((str(body[name]) for name in WORDS if body.get(name)), ""),
            "body": json.dumps(body, ensure_ascii=False), "seed": state.seed, "replication": state.line.replication,
            "rules": entry.facts.get("rules", rules_version()),
        }  # fmt: skip
        stage = state.line.number, state.line.turn, state.line.phase


def as_csv(log: Log) -> str:
    """The same as CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    held = io.StringIO()
    writer = csv.DictWriter(held, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in table(log):
        writer.writerow({name: _safe(value) for name, value in row.items()})
    return held.getvalue()


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
