"""Every entry of a log as a row, for grading and research: who did what when, under which luck and rules.

An entry of page times is a row for each page that a seat opened, of kind `look`, by the minute.
"""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sim.model.compiled import rules_version

from .fold import steps
from .log import Log
from .looks import Looked
from .state import LOBBY, PLAYER

COLUMNS = (
    "session", "entry", "time", "when", "line", "turn", "phase", "role", "seat", "member", "kind", "text", "body",
    "seed", "replication", "rules",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would reckon with
WORDS = ("text", "note", "reason", "name")  # fields that people read


def table(log: Log) -> Iterator[dict[str, Any]]:
    """A row for each entry in order, or for each of its looks; the stage is that in which it was made.

    Seed and what is secret are in it: it is for the teacher, after the debrief.
    """
    stage: tuple[int, int, str] = (0, 0, LOBBY)
    for entry, state in steps(log):
        number = entry.number
        common = {"session": state.id, "entry": number, "seed": state.seed, "replication": state.line.replication,
                  "rules": entry.facts.get("rules", rules_version())}  # fmt: skip
        if isinstance(entry.command, Looked):
            for look in entry.command.looks:
                yield common | _stage(*look.stage.split(".")) | {
                    "time": look.minute, "role": PLAYER, "seat": look.seat, "member": "", "kind": "look",
                    "text": look.page, "body": "",
                }  # fmt: skip
            continue
        member = state.members.get(entry.member)
        body = {} if number == 1 else entry.command.model_dump(mode="json", exclude={"uuid", "stage"})
        yield common | _stage(*stage) | {
            "time": entry.time, "role": member.role if member else "", "seat": (member.seat if member else "") or "",
            "member": entry.member, "kind": entry.command.kind,
            "text": next((str(body[name]) for name in WORDS if body.get(name)), ""),
            "body": json.dumps(body, ensure_ascii=False),
        }  # fmt: skip
        stage = state.line.number, state.line.turn, state.line.phase


def _stage(line: Any, turn: Any, phase: str) -> dict[str, Any]:
    return {"line": line, "turn": turn, "phase": phase}


def as_csv(log: Log) -> str:
    """The same as CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    held = io.StringIO()
    writer = csv.DictWriter(held, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in table(log):
        when = datetime.fromtimestamp(row["time"], UTC).isoformat(timespec="seconds")
        writer.writerow({name: _safe(value) for name, value in (row | {"when": when}).items()})
    return held.getvalue()


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
