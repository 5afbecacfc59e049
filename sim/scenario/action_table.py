"""The action table: the base rows of `actions.yaml`, changed and extended by a scenario, as arrays."""

from functools import cache
from importlib.resources import files
from typing import Any, Literal

from sim.model.actions import PROCEDURES
from sim.model.world import Actions, floats, whole

from .provenance import separate
from .reading import read
from .units import Block, Effect, KnownAction, Severity, Share, Shares, Warmth

BASE = files("sim.model") / "actions.yaml"  # part of the rules, and of their version
Procedure = Literal[PROCEDURES]  # type: ignore[valid-type]
WHOLE = {"answer", "calms", "at_war_only", "supply_only", "procedure"}


class ActionRow(Block):
    """What an action is and moves; columns as in `model.world.Actions`, actor x, target y, triples [E, M, P]."""

    base_rate: Share | None = None
    severity: Severity | None = None
    severity_back: Severity | None = None
    alarm: Effect | None = None
    enemy_alarm: Effect | None = None
    answer: KnownAction | None = None
    in_kind: Share | None = None
    yielding: Share | None = None
    gain: Shares | None = None
    cut: Shares | None = None
    restore: Share | None = None
    payment: Shares | None = None
    deployment: Share | None = None
    goodwill: Effect | None = None
    concession: Share | None = None
    relief: Share | None = None
    embargo: Share | None = None
    stability: Effect | None = None
    committed: Share | None = None
    offense: Share | None = None
    casualties: Share | None = None
    technology: Share | None = None
    cost: Effect | None = None
    bid: Share | None = None
    screw: Share | None = None
    calms: bool | None = None
    warmth_needed: Warmth | None = None
    at_war_only: bool | None = None
    supply_only: bool | None = None
    procedure: Procedure | None = None


BLANK = {
    **dict.fromkeys(Actions._fields, 0.0),
    **dict.fromkeys(("gain", "cut", "payment"), (0.0, 0.0, 0.0)),
    "answer": "WAIT",
    "warmth_needed": -1.0,
    "procedure": "plain",
}


@cache
def base_rows() -> dict[str, dict[str, Any]]:
    """The rows of `actions.yaml` by action, marks taken off; its own faults are ours, not an author's."""
    data, _, problems = separate(read(BASE.read_text(encoding="utf-8")))
    assert not problems, problems
    return {name: ActionRow.model_validate(row).model_dump(exclude_none=True) for name, row in data.items()}


def merged(changed: dict[str, ActionRow]) -> dict[str, dict[str, Any]]:
    """Every action's full row: blank, then the base table, then the scenario's changes; new rows come last."""
    base = base_rows()
    own = {name: row.model_dump(exclude_none=True) for name, row in changed.items()}
    return {name: {**BLANK, **base.get(name, {}), **own.get(name, {})} for name in [*base, *own]}


def action_arrays(rows: dict[str, dict[str, Any]]) -> Actions:
    """The table as arrays (A,) and (A, 3), in the order of `rows`."""
    names = list(rows)
    coded = {
        "answer": [names.index(row["answer"]) for row in rows.values()],
        "procedure": [PROCEDURES.index(row["procedure"]) for row in rows.values()],
    }
    columns = {}
    for field in Actions._fields:
        values = coded.get(field) or [row[field] for row in rows.values()]
        columns[field] = whole(values) if field in WHOLE else floats(values)
    return Actions(**columns)
