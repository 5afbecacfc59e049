"""What a state may do to whom: treaties, wars and the crisis ladder decide, and what there is to give (E15).

Built for a believer, as the picture is: a state does not know of others' secret treaties.
"""

from typing import NamedTuple

import numpy as np

from . import actions as act
from .arrays import Cube, Matrix, WholeMatrix
from .compiled import rule
from .flows import capacity_with_troops
from .held import by_reference
from .logistic import larger
from .obligations import known
from .world import (
    DEFENCE,
    DISPUTE,
    FIGHTING,
    FORCE,
    IN_FORCE,
    MILITARY_THREAT,
    SANCTIONS,
    SIGNED,
    WAR,
)  # fmt: skip


class Openings(NamedTuple):
    """What is open between states, as one believer knows it."""

    capacity: Cube  # N,N,K: with deployed troops
    fighting: Matrix  # N,N: intensity of a war of j's in which i is no party
    contested: WholeMatrix  # N,N int: 1 where a standing conflict owns the pair's fight
    pact: WholeMatrix  # N,N int: 1 where a defence pact joins the two
    bound_by: WholeMatrix  # N,N int: 1 where i owes j a duty that it could leave


OpeningsRef = by_reference(Openings)


@rule
def wars_of_others(attacker, defender, intensity, phase, rung):
    """Intensity of a war of j's in which i is no party (N,N), and which pairs a standing conflict owns (N,N)."""
    n = rung.shape[0]
    fighting = np.zeros((n, n))
    contested = np.zeros((n, n), dtype=np.int64)
    for c in range(attacker.shape[0]):
        one, two = attacker[c], defender[c]
        contested[one, two], contested[two, one] = 1, 1
        if phase[c] == FIGHTING:
            for i in range(n):
                if i != one and i != two:
                    fighting[i, one] = larger(fighting[i, one], intensity[c])
                    fighting[i, two] = larger(fighting[i, two], intensity[c])
    for one in range(n):
        for two in range(n):
            if rung[one, two] == WAR:
                for i in range(n):
                    if i != one and i != two:
                        fighting[i, one] = 1.0
    return fighting, contested


@rule
def ties_of_treaty(status, duty, promisor, beneficiary, secret, states, seat):
    """Where a defence pact stands or is signed (N,N) and who could leave what it owes whom (N,N)."""
    pact = np.zeros((states, states), dtype=np.int64)
    bound_by = np.zeros((states, states), dtype=np.int64)
    for row in range(status.shape[0]):
        if status[row] == IN_FORCE or status[row] == SIGNED:
            if known(row, seat, promisor, beneficiary, secret):
                i, j = promisor[row], beneficiary[row]
                if duty[row] == DEFENCE:
                    pact[i, j], pact[j, i] = 1, 1
                if duty[row] != SANCTIONS and status[row] == IN_FORCE:
                    bound_by[i, j] = 1
    return pact, bound_by


@rule
def openings(world, setting, seat):
    """What is open between states as `seat` knows it; returns Openings."""
    duties = world.duties
    fighting, contested = wars_of_others(setting.attacker, setting.defender, world.intensity, world.phase, world.rung)
    pact, bound_by = ties_of_treaty(
        duties.status, duties.duty, duties.promisor, duties.beneficiary, duties.secret, world.power.shape[0], seat
    )
    return OpeningsRef(capacity_with_troops(world.capacity, world.deployed), fighting, contested, pact, bound_by)


@rule
def opponent_of(j, i, rung):
    """The state other than i with which j stands highest on the ladder, from rung 2 up; −1 if none."""
    found, high = -1, 1
    for k in range(rung.shape[0]):
        if k != i and k != j and rung[j, k] > high:
            found, high = k, rung[j, k]
    return found


@rule
def on_the_ladder(procedure, rung, contested, invadable, armed, stake, in_crisis, pact, bound):
    """Whether an act's procedure may run between two states as they stand.

    `rung`: theirs; `contested`: a standing conflict owns their fight; `in_crisis`: the target
    stands on rung 2 or higher with a third state; `pact`: a defence pact joins them; `bound`: the
    actor owes the target a duty it could leave.
    """
    if procedure == act.PROPOSE:
        return not pact
    if procedure == act.EXIT:
        return bound
    if procedure == act.DEMAND:
        return stake > 0.0 and not contested and rung < FORCE
    if procedure == act.RESTRAIN:
        return in_crisis and rung <= DISPUTE
    if procedure == act.STRIKE:
        return rung == MILITARY_THREAT and not contested
    if procedure == act.INVADE:
        return rung == FORCE and invadable and not contested
    if procedure == act.NUCLEAR:
        return rung == WAR and armed
    return procedure != act.WAIT


@rule
def can_give(a, supplier, receiver, gain, cut, capacity):
    """Whether a supplier has anything to give, or to take away, in the kinds that an act moves."""
    for k in range(gain.shape[1]):
        if capacity[receiver, supplier, k] * (gain[a, k] + cut[a, k]) > 0.0:
            return True
    return False


@rule
def legal(i, world, open_, setting):
    """Which acts i may do to whom now (N,A booleans), given what it knows to be open; waiting is not among them."""
    actions = setting.actions
    procedure, base_rate, warmth, war_only, supply_only, gain, cut = (
        actions.procedure, actions.base_rate, actions.warmth_needed, actions.at_war_only, actions.supply_only,
        actions.gain, actions.cut,
    )  # fmt: skip
    present, alignment, rung, nuclear = world.present, world.alignment, world.rung, world.nuclear
    capacity, fighting, contested, pact, bound_by = (
        open_.capacity, open_.fighting, open_.contested, open_.pact, open_.bound_by
    )  # fmt: skip
    stake, invadable = setting.stake, setting.invadable
    n, acts = present.shape[0], procedure.shape[0]
    allowed = np.zeros((n, acts), dtype=np.bool_)
    for j in range(n):
        if i == j or present[i] * present[j] == 0.0:
            continue
        in_crisis = opponent_of(j, i, rung) >= 0
        for a in range(acts):
            if base_rate[a] <= 0.0 or alignment[i, j] < warmth[a]:
                continue
            if war_only[a] == 1 and fighting[i, j] == 0.0:
                continue
            if supply_only[a] == 1 and not can_give(a, i, j, gain, cut, capacity):
                continue
            allowed[j, a] = on_the_ladder(
                procedure[a], rung[i, j], contested[i, j] == 1, invadable[i, j] == 1, nuclear[i] > 0.0, stake[i, j],
                in_crisis, pact[i, j] == 1, bound_by[i, j] == 1,
            )  # fmt: skip
    return allowed
