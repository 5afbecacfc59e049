"""What happened in a month: counts between states, and a log of every draw with its terms.

Sweeps pass a log without rows and pay nothing for it; `explain` plays one replication again with
a long one. The counts are complete either way.
"""

from typing import NamedTuple

import numpy as np

from .arrays import Cube, Matrix, Vector, Whole, WholeMatrix, fill
from .compiled import rule
from .held import by_reference
from .world import DUTIES, TALLY

# the first column of a log row
LOGGED = (
    "act", "resist", "fight", "answer", "clause", "honour", "join", "accept", "renew", "exit", "sanction",
    "stand down", "calm", "war end", "ceasefire", "relapse", "unrest", "calendar", "posture", "forbear", "void",
)  # fmt: skip
(
    DID, RESISTED, FOUGHT, ANSWERED_BACK, CLAUSE_DRAWN, HONOUR_DRAWN, JOINED_IN, ACCEPTED, RENEWED, LEFT,
    SANCTION_DRAWN, STOOD_DOWN, CALMED, WAR_ENDED, CEASED, RELAPSED, UNREST_BROKE, DATED, POSTURE_TAKEN, FORBORE,
    VOIDED,
) = range(len(LOGGED))  # fmt: skip
COLUMNS = ("what", "wave", "actor", "target", "item", "draw", "probability", "outcome", "one", "two", "three", "four")


class Events(NamedTuple):
    """A month's happenings; matrices are [who, to whom]."""

    act: Matrix  # N,N: index of i's act at j, −1 if none
    tally: Cube  # N,N,len(TALLY)
    invoked: Vector  # len(DUTIES)
    honoured: Vector  # len(DUTIES)
    severity: Matrix  # N,N: points of i's acts at j
    goodwill: Matrix  # N,N symmetric: event benefits
    courted: Vector  # N: 1 for those at whom an act was done that calms
    casualties: Vector  # N
    force: Vector  # N: 1 for the users of force
    joined: Whole  # N int: 1 for those who have joined another's fight, which one may once a month
    engaged: WholeMatrix  # N,N int: 1 where two have fought or threatened to
    log: Matrix  # L,len(COLUMNS)
    used: Whole  # 1 int: rows written


EventsRef = by_reference(Events)


@rule
def no_events(states, rows):
    """A month in which nothing has happened yet, inside the rules, with room for a log of `rows`."""
    pair = (states, states)
    act = np.empty(pair)
    fill(act, -1.0)
    return EventsRef(
        act, np.zeros((states, states, len(TALLY))), np.zeros(len(DUTIES)), np.zeros(len(DUTIES)),
        np.zeros(pair), np.zeros(pair), np.zeros(states), np.zeros(states), np.zeros(states),
        np.zeros(states, dtype=np.int64), np.zeros(pair, dtype=np.int64), np.zeros((rows, len(COLUMNS))),
        np.zeros(1, dtype=np.int64),
    )  # fmt: skip


def quiet_month(states: int, rows: int) -> Events:
    """The same for a caller in Python."""
    pair, duties = (states, states), len(DUTIES)
    return Events(
        act=np.full(pair, -1.0), tally=np.zeros((*pair, len(TALLY))), invoked=np.zeros(duties),
        honoured=np.zeros(duties), severity=np.zeros(pair), goodwill=np.zeros(pair), courted=np.zeros(states),
        casualties=np.zeros(states), force=np.zeros(states), joined=np.zeros(states, dtype=np.int64),
        engaged=np.zeros(pair, dtype=np.int64), log=np.zeros((rows, len(COLUMNS))), used=np.zeros(1, dtype=np.int64),
    )  # fmt: skip


@rule
def note(events, what, wave, actor, target, item, draw, probability, outcome, one, two, three, four):
    """Write a row of the log, if there is room."""
    row = events.used[0]
    if row < events.log.shape[0]:
        events.log[row, 0], events.log[row, 1], events.log[row, 2], events.log[row, 3] = what, wave, actor, target
        events.log[row, 4], events.log[row, 5], events.log[row, 6], events.log[row, 7] = (
            item,
            draw,
            probability,
            outcome,
        )
        events.log[row, 8], events.log[row, 9], events.log[row, 10], events.log[row, 11] = one, two, three, four
        events.used[0] = row + 1
