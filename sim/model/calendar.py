"""Dated events: the calendar changes stated variables of the world at the start of its month.

A scenario's calendar is a list of rows (world.Calendar). Each names a variable below and either
adds to it or sets it. A rift is a negative thaw (M28). Pairs marked symmetric change both ways.
"""

import math

import numpy as np

from .compiled import rule
from .events import DATED, note
from .logistic import clip, shifted
from .world import ANY, DENOUNCED, FLOWS

# name: (how many states it takes, whether it takes a kind of flow, lowest, highest, unit)
VARIABLES = {
    "alignment": (2, False, -0.99, 0.99, "alignment"),
    "goodwill": (2, False, -2.0, 2.0, "event benefit"),
    "thaw": (2, False, -2.0, 2.0, "alignment, inverse hyperbolic tangent"),
    "hostility": (2, False, -10.0, 10.0, "logit; can only be added to"),
    "willingness": (2, True, 0.0, 0.98, "share"),
    "capacity": (2, True, 0.0, 10.0, "units of need"),
    "sanction": (2, False, 0.0, 1.0, "stock"),
    "distance": (2, False, 0.0, 20000.0, "km"),
    "barrier": (2, False, -0.9, 0.9, "share of trade lost"),
    "public": (2, False, 0.0, 1.0, "1 = published; counts as one promise kept"),
    "kept": (2, False, 0.0, 1000.0, "cases"),
    "broken": (2, False, 0.0, 1000.0, "cases"),
    "sunk": (2, False, 0.0, 10.0, "sunk cost"),
    "rung": (2, False, 0.0, 4.0, "rung"),
    "present": (1, False, 0.0, 1.0, "1 = takes part"),
    "power": (1, False, 0.0, 10.0, "power"),
    "offense": (1, False, 0.0, 1.0, "reach"),
    "nuclear": (1, False, 0.0, 2.0, "arsenal index"),
    "committed": (1, False, 0.0, 1.0, "share of power"),
    "deployable": (1, False, 0.0, 1.0, "share of power"),
    "stability": (1, False, 0.0, 1.0, "stability"),
    "enforcement": (1, False, 0.0, 1.0, "share"),
    "pressure": (1, False, -5.0, 5.0, "logit"),
    "intensity": (0, False, 0.0, 1.0, "intensity; `one` is the conflict"),
    "phase": (0, False, 0.0, 1.0, "0 fighting, 1 ceasefire; `one` is the conflict"),
    "status": (0, False, 0.0, 5.0, "treaty status; `one` is the treaty"),
    "posture": (0, False, 0.0, 1000.0, "posture index; `one` is 0"),
}

NAMES = tuple(VARIABLES)
LOWS = np.array([entry[2] for entry in VARIABLES.values()])
HIGHS = np.array([entry[3] for entry in VARIABLES.values()])
(
    ALIGNMENT, GOODWILL, THAW, HOSTILITY, WILLINGNESS, CAPACITY, SANCTION, DISTANCE, BARRIER, PUBLIC, KEPT, BROKEN,
    SUNK, RUNG, PRESENT, POWER, OFFENSE, NUCLEAR, COMMITTED, DEPLOYABLE, STABILITY, ENFORCEMENT, PRESSURE, INTENSITY,
    PHASE, STATUS, POSTURE,
) = range(len(NAMES))  # fmt: skip


@rule
def changed(old, value, setting, low, high):
    """The value of a variable after an event sets it or adds to it, held to its range."""
    return clip(value if setting == 1 else old + value, low, high)


@rule
def change_pair(table, i, j, value, setting, low, high):
    """Change one entry of a table (N,N)."""
    table[i, j] = changed(table[i, j], value, setting, low, high)


@rule
def change_both(table, i, j, value, setting, low, high):
    """Change both entries of a symmetric table (N,N)."""
    change_pair(table, i, j, value, setting, low, high)
    table[j, i] = table[i, j]


@rule
def apply_event(row, month, calendar, world):
    """Apply one dated event to the world, in place."""
    what, setting, value = calendar.variable[row], calendar.setting[row], calendar.value[row]
    i, j, k = calendar.one[row], calendar.two[row], calendar.kind[row]
    low, high = LOWS[what], HIGHS[what]
    if what == ALIGNMENT:
        change_both(world.alignment, i, j, value, setting, low, high)
    elif what == GOODWILL:
        change_both(world.goodwill, i, j, value, setting, low, high)
    elif what == THAW:
        change_both(world.thaw, i, j, value, setting, low, high)
    elif what == HOSTILITY:
        world.hostility[i, j] = clip(shifted(world.hostility[i, j], math.exp(value)), 0.02, 0.98)
    elif what == WILLINGNESS or what == CAPACITY:
        table = world.willingness if what == WILLINGNESS else world.capacity
        for each in range(FLOWS):
            if k == ANY or k == each:
                table[i, j, each] = changed(table[i, j, each], value, setting, low, high)
    elif what == SANCTION:
        change_pair(world.sanction, i, j, value, setting, low, high)
    elif what == DISTANCE:
        change_pair(world.distance, i, j, value, setting, low, high)
    elif what == BARRIER:
        change_both(world.barrier, i, j, value, setting, low, high)
    elif what == PUBLIC:
        if value > 0.0 and world.public[i, j] == 0.0:
            world.kept[j, i] += 1.0  # to own up to what was given is a promise kept in the partner's eyes (M13)
        world.public[i, j] = changed(world.public[i, j], value, setting, low, high)
    elif what == KEPT:
        change_pair(world.kept, i, j, value, setting, low, high)
    elif what == BROKEN:
        change_pair(world.broken, i, j, value, setting, low, high)
    elif what == SUNK:
        change_pair(world.sunk, i, j, value, setting, low, high)
    elif what == RUNG:
        rung = int(changed(float(world.rung[i, j]), value, setting, low, high))
        opener = -1 if rung == 0 else (i if world.initiator[i, j] < 0 else world.initiator[i, j])
        world.rung[i, j], world.rung[j, i] = rung, rung
        world.initiator[i, j], world.initiator[j, i] = opener, opener
    elif what == INTENSITY:
        world.intensity[i] = changed(world.intensity[i], value, setting, low, high)
    elif what == PHASE:
        world.phase[i] = int(value)
    elif what == STATUS:
        for duty in range(world.duties.status.shape[0]):
            if world.duties.treaty[duty] == i:
                world.duties.status[duty] = int(value)
                if int(value) == DENOUNCED:
                    world.duties.ends[duty] = month + world.duties.notice[duty]
    elif what == POSTURE:
        world.posture[0] = int(value)
    else:
        column = world_column(what, world)
        column[i] = changed(column[i], value, setting, low, high)


@rule
def world_column(what, world):
    """The per-state array (N) that a variable names."""
    if what == PRESENT:
        return world.present
    if what == POWER:
        return world.power
    if what == OFFENSE:
        return world.offense
    if what == NUCLEAR:
        return world.nuclear
    if what == COMMITTED:
        return world.committed
    if what == DEPLOYABLE:
        return world.deployable
    if what == STABILITY:
        return world.stability
    if what == ENFORCEMENT:
        return world.enforcement
    return world.pressure


@rule
def apply_calendar(month, calendar, world, events):
    """Apply every event of the month, in the order of the calendar; changes `world`."""
    for row in range(calendar.month.shape[0]):
        if calendar.month[row] == month:
            apply_event(row, month, calendar, world)
            note(events, DATED, 0, calendar.one[row], calendar.two[row], row, 0.0, 0.0, 1, calendar.value[row], 0.0,
                 0.0, 0.0)  # fmt: skip
