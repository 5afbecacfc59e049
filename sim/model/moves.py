"""What an act and the answer to it move, whoever acts: the action table as choice reads it (E6, E7, E15).

Worked out once for all states and months of a turn, since it follows from the table and the
parameters alone.
"""

import math
from typing import NamedTuple

import numpy as np

from . import actions as act
from .arrays import Matrix, Vector, Whole, WholeMatrix
from .compiled import rule
from .held import by_reference
from .intent import severity_factor

NO_ANSWER, IN_KIND, CONCESSION = range(3)
ANSWERS = 3


class Moves(NamedTuple):
    """By act, or by act and answer (none, in kind, concession)."""

    reply: WholeMatrix  # A,3 int: the act that comes back, −1 for none
    harm: Matrix  # A,3: factor on the actor's odds that the target means harm
    push: Matrix  # A,3: tanh of the goodwill inside E7's target
    gives: Whole  # A int: 1 if it changes what its actor offers
    paid: Whole  # A int: 1 if it changes what its actor is offered in return
    log_rate: Vector  # A: ln of the base rate; −inf for what is never done


MovesRef = by_reference(Moves)


@rule
def act_of(procedure, procedures):
    """The index of the act that has a procedure, from each act's procedure (A)."""
    for a in range(procedures.shape[0]):
        if procedures[a] == procedure:
            return a
    return 0


@rule
def replies(answer, concede):
    """The act that comes back, by act and answer (A,3); −1 for none."""
    acts = answer.shape[0]
    reply = np.empty((acts, ANSWERS), dtype=np.int64)
    for a in range(acts):
        reply[a, NO_ANSWER], reply[a, IN_KIND], reply[a, CONCESSION] = -1, answer[a], concede
    return reply


@rule
def moves(actions, p_intent, p_alignment):
    """What each act and answer moves; returns Moves."""
    severity, severity_back, goodwill, base_rate = (
        actions.severity, actions.severity_back, actions.goodwill, actions.base_rate
    )  # fmt: skip
    gain, cut, restore, payment, deployment = (
        actions.gain, actions.cut, actions.restore, actions.payment, actions.deployment
    )  # fmt: skip
    acts, kinds = gain.shape
    reply = replies(actions.answer, act_of(act.CONCEDE, actions.procedure))
    harm, push, log_rate = np.empty((acts, ANSWERS)), np.empty((acts, ANSWERS)), np.empty(acts)
    gives, paid = np.zeros(acts, dtype=np.int64), np.zeros(acts, dtype=np.int64)
    for a in range(acts):
        log_rate[a] = math.log(base_rate[a]) if base_rate[a] > 0.0 else -np.inf
        if restore[a] != 0.0 or deployment[a] != 0.0:
            gives[a] = 1
        for k in range(kinds):
            if gain[a, k] != 0.0 or cut[a, k] != 0.0:
                gives[a] = 1
            if payment[a, k] != 0.0:
                paid[a] = 1
        for r in range(ANSWERS):
            b = reply[a, r]
            harm[a, r] = severity_factor(severity_back[a] + (severity[b] if b >= 0 else 0.0), p_intent)
            push[a, r] = math.tanh(2.0 * p_alignment.supply * (goodwill[a] + (goodwill[b] if b >= 0 else 0.0)))
    return MovesRef(reply, harm, push, gives, paid, log_rate)
