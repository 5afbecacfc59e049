"""What a state reckons with when it chooses: the whole of the month, as one believer knows it.

Seat ANY sees every treaty and is the truth; a state's own picture leaves out secret treaties it
is no party to, and what is COMMON knowledge leaves out them all. Everything here follows from the
world; nothing is stored between months.
"""

import math
from typing import NamedTuple

import numpy as np

from .alignment import balance, mean_of_both, warmth_target
from .arrays import Matrix
from .bargain import Bargain, bargains
from .compiled import rule
from .dependence import pariah, willingness_pull
from .flows import Flows, capacity_with_troops, flows, needs
from .held import by_reference
from .legal import Openings, openings
from .moves import Moves, moves
from .obligations import any_secret, guarantees, owed
from .params import Params
from .posture import Levers, credibilities, levers
from .security import Security, security
from .stage import stage
from .value import reputations
from .world import ANY, RESISTANCE, SANCTIONS, Setting, World, copied


class Picture(NamedTuple):
    """The month as one believer sees it."""

    before: World  # as it stood when this was seen, apart from the world only where some treaty is secret
    levers: Levers
    flows: Flows
    security: Security
    bargain: Bargain
    target: Matrix  # N,N: where alignment is heading (E7)
    reputation: Matrix  # N,N: how others see j, apart from i
    pull: Matrix  # N,N: exp of E1b's pull on j's willingness toward i
    openings: Openings
    moves: Moves


PictureRef = by_reference(Picture)


@rule
def pulls(depends, alignment, thaw, reference_dependence, reference_alignment, liability, p):
    """E1b: exp of the pull on supplier j's willingness toward receiver i (N,N)."""
    n = depends.shape[0]
    factor = np.ones((n, n))
    for i in range(n):
        for j in range(n):
            if i != j:
                burden = pariah(i, j, thaw, alignment) if liability[j] > 0.0 else 0.0
                pull = willingness_pull(
                    depends[j, i] - reference_dependence[j, i], alignment[i, j] - reference_alignment[i, j], burden,
                    liability[j], p,
                )  # fmt: skip
                factor[i, j] = math.exp(pull)
    return factor


@rule
def warmth_targets(alignment, thaw, goodwill, supply, threat, reference, p):
    """E7: the target of every tie (N,N, symmetric)."""
    n = alignment.shape[0]
    inverse, exchange_start, threat_start, balance_start = (
        reference.inverse, reference.exchange, reference.threat, reference.balance
    )  # fmt: skip
    exchange, fear = mean_of_both(supply), mean_of_both(threat)
    pull = balance(alignment) if p.balance > 0.0 else balance_start
    target = np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            target[i, j] = warmth_target(
                inverse[i, j], thaw[i, j], exchange[i, j] - exchange_start[i, j], goodwill[i, j],
                fear[i, j] - threat_start[i, j], pull[i, j] - balance_start[i, j], p,
            )  # fmt: skip
            target[j, i] = target[i, j]
    return target


@stage
def current_flows(world: World, lever: Levers, setting: Setting, params: Params, seat: int) -> Flows:
    """E1–E2 at the world's willingness (see flows.flows), with the duties that `seat` knows."""
    need = needs(setting.need, setting.attacker, setting.defender, world.intensity, setting.reference.intensity)
    capacity = capacity_with_troops(world.capacity, world.deployed)
    return flows(
        need, capacity, world.willingness, lever.barrier, world.present, world.sanction, world.alignment,
        lever.enforcement, world.power, owed(world.duties, SANCTIONS, world.present, seat),
        owed(world.duties, RESISTANCE, world.present, seat),
        params.dependence, params.obligation, params.choice.rationality,
    )  # fmt: skip


@stage
def current_security(world: World, lever: Levers, setting: Setting, params: Params, seat: int) -> Security:
    """E5, E8 and strengths for every pair (see security.security), with the duties that `seat` knows."""
    bound, clause = guarantees(world.duties, world.power.shape[0], seat)
    belief = credibilities(
        world.kept, world.broken, lever.shift, world.shift_variance, setting.postures.owner[0], params.credibility
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


@stage
def picture(world: World, setting: Setting, params: Params, seat: int) -> Picture:
    """The month as `seat` sees it (ANY: the truth)."""
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
    before = copied(world) if seat == ANY and any_secret(world.duties) else world
    return PictureRef(
        before, lever, flow, safe, bargain, target, reputations(world.hostility), pull, openings(world, setting, seat),
        moves(setting.actions, params.intent, params.alignment),
    )  # fmt: skip


@rule
def seen_by(seat, pic, setting, params):
    """The picture on which a state decides: the truth `pic` (seat ANY), but for what was secret to it at that time."""
    return picture(pic.before, setting, params, seat) if any_secret(pic.before.duties) else pic
