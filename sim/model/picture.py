"""What a state reckons with when it chooses: the whole of the month, as one believer knows it.

Seat ANY sees every treaty and is the truth; a state's own picture leaves out secret treaties it
is no party to. Everything here follows from the world; nothing is stored between months.
"""

from typing import NamedTuple

import numpy as np

from .alignment import balance, mean_of_both, warmth_target
from .choice import Bargain, bargains
from .compiled import rule
from .dependence import pariah, willingness_pull
from .flows import Flows, capacity_with_troops, flows, needs
from .held import by_reference
from .obligations import guarantees, known, owed, sanctions_duty
from .posture import Levers, credibilities, levers
from .security import Security, security
from .value import reputations
from .world import DEFENCE, FIGHTING, IN_FORCE, PROPOSED, RESISTANCE, SANCTIONS, SIGNED, WAR


class Picture(NamedTuple):
    """The month as one believer sees it."""

    levers: Levers
    flows: Flows
    security: Security
    bargain: Bargain
    target: np.ndarray  # N,N: where alignment is heading (E7)
    reputation: np.ndarray  # N,N: how others see j, apart from i
    pull: np.ndarray  # N,N: exp of E1b's pull on j's willingness toward i
    capacity: np.ndarray  # N,N,K: with deployed troops
    fighting: np.ndarray  # N,N: intensity of a war of j's in which i is no party
    contested: np.ndarray  # N,N int: 1 where a standing conflict owns the pair's fight
    pact: np.ndarray  # N,N int: 1 where a defence pact joins the two, or one is on the table
    bound_by: np.ndarray  # N,N int: 1 where i owes j a duty that it could leave


PictureRef = by_reference(Picture)


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
                    fighting[i, one] = max(fighting[i, one], intensity[c])
                    fighting[i, two] = max(fighting[i, two], intensity[c])
    for one in range(n):
        for two in range(n):
            if rung[one, two] == WAR:
                for i in range(n):
                    if i != one and i != two:
                        fighting[i, one] = 1.0
    return fighting, contested


@rule
def ties_of_treaty(duties, states, seat):
    """Where a defence pact stands or is on the table (N,N) and who could leave what it owes whom (N,N)."""
    pact = np.zeros((states, states), dtype=np.int64)
    bound_by = np.zeros((states, states), dtype=np.int64)
    for row in range(duties.status.shape[0]):
        status, duty = duties.status[row], duties.duty[row]
        i, j = duties.promisor[row], duties.beneficiary[row]
        if known(row, seat, duties.promisor, duties.beneficiary, duties.secret):
            if duty == DEFENCE and (status == IN_FORCE or status == SIGNED or status == PROPOSED):
                pact[i, j], pact[j, i] = 1, 1
            if duty != SANCTIONS and status == IN_FORCE:
                bound_by[i, j] = 1
    return pact, bound_by


@rule
def pulls(depends, alignment, thaw, reference_dependence, reference_alignment, liability, p):
    """E1b: exp of the pull on supplier j's willingness toward receiver i (N,N)."""
    n = depends.shape[0]
    factor = np.ones((n, n))
    for i in range(n):
        for j in range(n):
            if i != j:
                pull = willingness_pull(
                    depends[j, i] - reference_dependence[j, i],
                    alignment[i, j] - reference_alignment[i, j],
                    pariah(i, j, thaw, alignment), liability[j], p,
                )  # fmt: skip
                factor[i, j] = np.exp(pull)
    return factor


@rule
def warmth_targets(alignment, thaw, goodwill, supply, threat, reference, p):
    """E7: the target of every tie (N,N, symmetric)."""
    n = alignment.shape[0]
    exchange, fear = mean_of_both(supply), mean_of_both(threat)
    pull = balance(alignment) if p.balance > 0.0 else np.zeros((n, n))
    target = np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            target[i, j] = warmth_target(
                reference.inverse[i, j], thaw[i, j], exchange[i, j] - reference.exchange[i, j], goodwill[i, j],
                fear[i, j] - reference.threat[i, j], pull[i, j] - reference.balance[i, j], p,
            )  # fmt: skip
            target[j, i] = target[i, j]
    return target


@rule
def current_flows(world, lever, setting, params, seat):
    """E1–E2 at the world's willingness (see flows.flows), with the duties that `seat` knows."""
    n = world.power.shape[0]
    need = needs(setting.need, setting.attacker, setting.defender, world.intensity, setting.reference.intensity)
    capacity = capacity_with_troops(world.capacity, world.deployed)
    return flows(
        need, capacity, world.willingness, lever.barrier, world.present, world.sanction, world.alignment,
        lever.enforcement, world.power, sanctions_duty(world.duties, n, seat), owed(world.duties, RESISTANCE, n, seat),
        params.dependence, params.obligation, params.choice.rationality,
    )  # fmt: skip


@rule
def current_security(world, lever, setting, params, seat):
    """E5, E8 and strengths for every pair (see security.security), with the duties that `seat` knows."""
    bound, clause = guarantees(world.duties, world.power.shape[0], seat)
    belief = credibilities(
        world.kept, world.broken, lever.shift, world.shift_square, setting.postures.owner[0], params.credibility
    )
    return security(
        lever.distance, world.power, world.offense, world.nuclear, world.committed, lever.deployable, world.present,
        world.hostility, setting.reach, belief, bound, clause, params.threat,
    )  # fmt: skip


@rule
def current_levers(world, postures):
    """The levers under the posture in force."""
    return levers(
        world.distance, world.thaw, world.barrier, world.deployable, world.enforcement, world.pressure,
        world.posture[0], postures,
    )  # fmt: skip


@rule
def picture(world, setting, params, seat):
    """The month as `seat` sees it (ANY: the truth)."""
    n = world.power.shape[0]
    lever = current_levers(world, setting.postures)
    flow = current_flows(world, lever, setting, params, seat)
    safe = current_security(world, lever, setting, params, seat)
    bargain = bargains(
        world.power * world.present, world.committed, world.nuclear, safe.near, safe.offensive, safe.backing,
        safe.shield, setting.stake, world.conceded, flow.dependence, setting.spill, world.stability,
        params.choice.rationality, params.crisis,
    )  # fmt: skip
    target = warmth_targets(
        world.alignment, lever.thaw, world.goodwill, flow.supply, safe.threat, setting.reference, params.alignment
    )
    pull = pulls(
        flow.dependence, world.alignment, lever.thaw, setting.reference.dependence, setting.reference.alignment,
        setting.liability, params.dependence,
    )  # fmt: skip
    fighting, contested = wars_of_others(setting.attacker, setting.defender, world.intensity, world.phase, world.rung)
    pact, bound_by = ties_of_treaty(world.duties, n, seat)
    return PictureRef(
        lever, flow, safe, bargain, target, reputations(world.hostility), pull,
        capacity_with_troops(world.capacity, world.deployed), fighting, contested, pact, bound_by,
    )  # fmt: skip
