"""The treaties of a line by name, with their duties: those of the scenario, of play, and pacts that the rules signed.

A duty is named `treaty/number`, by its place within its treaty; rows of the arrays are shown to nobody.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.model.world import ANY, DUTIES, EMPTY, LEVELS, NEVER, STATUSES, Obligations

from .state import Line


class Held(NamedTuple):
    """A treaty and the rows of its duties."""

    title: str
    rows: tuple[int, ...]
    source: str  # scenario, play or pact


def treaties_of(line: Line) -> dict[str, Held]:
    """Every treaty that has ever stood, by its key, in the order of the scenario, then of signing, then by pair."""
    duties, labels, found = line.case.world.duties, line.scenario.labels, {}
    first, spare = len(line.scenario.document.treaties), int(line.case.setting.spare[0])
    for number, (name, treaty) in enumerate(line.scenario.document.treaties.items()):
        found[name] = Held(treaty.title or name, _rows(duties.treaty == number), "scenario")
    for key, rows in line.treaties.items():
        found[key] = Held(line.proposals[key].terms.title, rows, "play")
    for number in range(spare, int(duties.treaty.max(initial=first)) + 1):
        rows = _rows(duties.treaty == number)
        if rows and duties.status[rows[0]] != EMPTY:
            one, two = (labels.codes[int(part[rows[0]])] for part in (duties.promisor, duties.beneficiary))
            found[f"pact_{one}_{two}"] = Held(f"Defence pact of {one} and {two}", rows, "pact")
    return found


def keys_of(line: Line) -> dict[int, str]:
    """The name `treaty/number` of every duty that has ever stood, by its row."""
    return {row: f"{key}/{place}" for key, held in treaties_of(line).items() for place, row in enumerate(held.rows)}


def row_of(key: str, line: Line) -> int | None:
    """The row of duty `treaty/number`; None if there is no such duty."""
    name, _, place = key.rpartition("/")
    held = treaties_of(line).get(name)
    if held is None or not place.isdecimal() or int(place) >= len(held.rows):
        return None
    return held.rows[int(place)]


def ledger(line: Line, seat: int = ANY) -> list[dict[str, Any]]:
    """Every treaty that state `seat` knows of (ANY: all; COMMON: public ones), as plain data."""
    duties, told = line.case.world.duties, []
    for key, held in treaties_of(line).items():
        of = [_duty(f"{key}/{place}", row, line, duties) for place, row in enumerate(held.rows)]
        secret = bool(duties.secret[held.rows[0]])
        parties = sorted({duty["by"] for duty in of} | {duty["to"] for duty in of})
        if secret and seat != ANY and (seat < 0 or line.scenario.labels.codes[seat] not in parties):
            continue
        told.append({
            "treaty": key, "title": held.title, "source": held.source, "secret": secret, "status": of[0]["status"],
            "parties": parties, "duties": of,
        })  # fmt: skip
    return told


def _duty(key: str, row: int, line: Line, duties: Obligations) -> dict[str, Any]:
    codes = line.scenario.labels.codes
    adversary, expires = int(duties.adversary[row]), int(duties.expires[row])
    return {
        "duty": key,
        "kind": DUTIES[duties.duty[row]],
        "by": codes[duties.promisor[row]],
        "to": codes[duties.beneficiary[row]],
        "against": None if adversary == ANY else codes[adversary],
        "from_rung": int(duties.least_rung[row]),
        "help": LEVELS[duties.least_help[row]],
        "clause": round(float(duties.clause[row]), 2),
        "bindingness": round(float(duties.bindingness[row]), 2),
        "status": STATUSES[duties.status[row]],
        "expires": None if expires >= NEVER else str(np.datetime64(line.scenario.start, "M") + expires),
        "notice": int(duties.notice[row]),
    }


def _rows(where: np.ndarray) -> tuple[int, ...]:
    return tuple(int(row) for row in np.nonzero(where)[0])
