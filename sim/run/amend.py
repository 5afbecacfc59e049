"""A world changed between months: treaties signed and denounced in play, and changes dated on the spot.

The rules know treaties as rows and have no more rows than a world began with, so room is made once, before the
first month. A treaty takes the rows that its own name points to: which rows another treaty holds, and whether there
is one, shows neither in its place nor in the luck that goes by it. All functions are pure.
"""

import hashlib

import numpy as np

from sim.model.acts import leave
from sim.model.events import quiet_month
from sim.model.held import held
from sim.model.obligations import stands
from sim.model.params import Params
from sim.model.world import (
    ANY,
    CONSULT,
    CONSULTATION,
    EMPTY,
    FORCE,
    IN_FORCE,
    NEVER,
    Array,
    Calendar,
    Obligations,
    Setting,
    World,
    fresh,
)

BLANK = {
    "promisor": 0, "beneficiary": 0, "duty": CONSULTATION, "adversary": ANY, "region": ANY, "least_rung": FORCE,
    "least_help": CONSULT, "clause": 0.0, "bindingness": 0.0, "secret": 0, "status": EMPTY, "starts": 0,
    "expires": NEVER, "term": 0, "notice": 0, "ends": NEVER,
}  # fmt: skip


def with_room(world: World, setting: Setting, rows: int) -> tuple[World, Setting]:
    """The world with `rows` empty duties (M + rows), before those kept for pacts that the rules sign."""
    duties, first = world.duties, int(setting.spare[0])
    at = int(np.count_nonzero(duties.treaty < first))
    columns = {}
    for name, old in duties._asdict().items():
        made = np.arange(first, first + rows) if name == "treaty" else np.full(rows, BLANK[name], dtype=old.dtype)
        later = old[at:] + rows if name == "treaty" else old[at:]
        columns[name] = np.concatenate([old[:at], made, later]).astype(old.dtype)
    return world._replace(duties=Obligations(**columns)), setting._replace(spare=setting.spare + rows)


def signed(
    world: World, setting: Setting, terms: Obligations, name: str, month: int, first: int
) -> tuple[World, tuple[int, ...]] | None:
    """The world with a treaty in force from `month`, and the rows that its duties `terms` took; None if it is full.

    `name` is the treaty's and unlike every other's; `first` the number of the scenario's own treaties.
    """
    room = np.nonzero((world.duties.treaty >= first) & (world.duties.treaty < setting.spare[0]))[0]
    free = world.duties.status == EMPTY
    start = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % len(room)
    places = [int(row) for row in (*room[start:], *room[:start]) if free[row]][: len(terms.status)]
    if len(places) < len(terms.status):
        return None
    later = fresh(world)
    number = first + int(np.searchsorted(room, places[0]))
    stated = terms._replace(
        treaty=np.full_like(terms.treaty, number), status=np.full_like(terms.status, IN_FORCE),
        starts=np.full_like(terms.starts, month),
    )  # fmt: skip
    for column, values in zip(later.duties, stated, strict=True):
        column[places] = values
    return later, tuple(places)


def denounced(world: World, params: Params, rows: Array, state: int, month: int) -> World:
    """The world after `state` has denounced the treaty that holds duties `rows`, as the rules have it (`acts.leave`).

    What it owes there, and is owed in return, ends after notice; its word counts as broken once for each partner. A
    treaty that binds it to nothing is left as it is.
    """
    later = fresh(world)
    duties = world.duties
    owed = [row for row in rows if duties.promisor[row] == state and stands(duties.status[row])]
    for partner in sorted({int(duties.beneficiary[row]) for row in owed} - {state}):
        own = Obligations(*(column[rows] for column in later.duties))
        scene = later._replace(duties=own)
        leave(state, partner, month, held(scene), held(params), held(quiet_month(len(world.power), 0)))
        for column in ("status", "ends"):
            getattr(later.duties, column)[rows] = getattr(own, column)
    return later


def dated(setting: Setting, changes: Calendar) -> Setting:
    """The setting with more dated changes after those that it has."""
    together = (np.concatenate(pair) for pair in zip(setting.calendar, changes, strict=True))
    return setting._replace(calendar=Calendar(*together))
