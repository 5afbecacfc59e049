"""Acts done: what an order changes in the world (E15's action table) and the decisions it calls for.

The changes are the action table's row; the procedures add what needs another's answer: a demand
(E10), a proposal (E9), sanctions that may succeed (E1c), a stand-down. Every probability comes
from the picture at the start of the actor's turn, and force from the rungs at that time, so that
sealed orders do not see each other: both may strike, and a quarrel that one order would end and
another presses is not ended. What a rule reads beside the picture (concessions, stability, belief)
is taken as it stands, in the month's drawn order.
"""

import math

from . import actions as act
from .appraisal import pact_acceptance
from .arrays import WholeMatrix
from .bargain import stand_down
from .compiled import rule
from .credibility import betrayal
from .crisis import defender_stake
from .dependence import credible_exit, withheld
from .draws import ACCEPTANCE, FIGHT, RESISTANCE, STAND_DOWN, Luck, uniform
from .draws import SANCTION as SANCTION_DRAW
from .events import ACCEPTED, FOUGHT, LEFT, RESISTED, SANCTION_DRAWN, STOOD_DOWN, Events, note
from .ladder import PRESSED, force_meant, open_crisis
from .legal import opponent_of
from .logistic import clip, larger, logistic, shifted
from .obligations import between, stands
from .params import Params
from .picture import Picture, seen_by
from .stage import stage
from .supply import offered, sanctioned
from .world import (
    COMMON,
    CONCEDED,
    DEMANDED,
    DENOUNCED,
    DEPLOYED,
    DISPUTE,
    ECONOMY,
    EXITED,
    EXPIRED,
    FIGHTING,
    FORCE,
    MILITARY_THREAT,
    PROPOSAL,
    PROPOSED,
    RESTRAINED,
    SANCTION_SUCCESS,
    SANCTIONED,
    SANCTIONS,
    SIGNATURE,
    SIGNED,
    WAR,
    YIELDED,
    Orders,
    Setting,
    World,
)  # fmt: skip


@rule
def change(i, j, a, world, setting, events):
    """Apply an act's row of the table: i's act at j. Changes `world` and `events`."""
    actions = setting.actions
    start = setting.reference.willingness
    for k in range(actions.gain.shape[1]):
        world.willingness[j, i, k] = offered(
            world.willingness[j, i, k], actions.gain[a, k], actions.cut[a, k], start[j, i, k], actions.restore[a]
        )
        world.willingness[i, j, k] = offered(world.willingness[i, j, k], actions.payment[a, k], 0.0, 0.0, 0.0)
    world.deployed[j, i] += actions.deployment[a]
    world.sanction[i, j] = sanctioned(world.sanction[i, j], actions.relief[a], actions.embargo[a])
    world.conceded[j, i] = min(1.0, world.conceded[j, i] + actions.concession[a])
    world.stability[i] = clip(world.stability[i] + actions.stability[a], 0.0, 1.0)
    world.committed[i] = clip(world.committed[i] + actions.committed[a], 0.0, 0.95)
    world.offense[i] = clip(world.offense[i] + actions.offense[a], 0.0, 1.0)
    world.pipeline[j] += actions.technology[a] * world.power[i]
    events.severity[i, j] += actions.severity[a]
    events.severity[j, i] += actions.severity_back[a]
    events.goodwill[i, j] += actions.goodwill[a]
    events.goodwill[j, i] = events.goodwill[i, j]
    if actions.alarm[a] != 0.0:
        for l in range(world.power.shape[0]):
            if l != i and l != j and world.alignment[l, j] < 0.0:
                factor = math.exp(actions.alarm[a] * -world.alignment[l, j])
                world.hostility[l, i] = clip(shifted(world.hostility[l, i], factor), 0.02, 0.98)


@rule
def deploy(i, j, a, before, world, setting, events):
    """Troops for a partner at war: casualties and sunk cost by the war's intensity, alarm of its enemies (M2, M18).

    `before` (N,N): the rungs at the start of the turn.
    """
    intensity = 0.0
    for c in range(setting.attacker.shape[0]):
        one, two = setting.attacker[c], setting.defender[c]
        if (one == j or two == j) and world.phase[c] == FIGHTING:
            intensity = max(intensity, world.intensity[c])
            alarm(i, two if one == j else one, a, world, setting)
    for l in range(world.power.shape[0]):
        if l != i and before[j, l] == WAR:
            intensity = 1.0
            alarm(i, l, a, world, setting)
    lost = setting.actions.casualties[a] * intensity
    events.casualties[i] += lost
    world.sunk[i, j] += lost
    events.tally[i, j, DEPLOYED] += 1


@rule
def alarm(i, enemy, a, world, setting):
    """Raise an enemy's belief that i means harm, as the act's row states."""
    factor = math.exp(setting.actions.enemy_alarm[a])
    world.hostility[enemy, i] = clip(shifted(world.hostility[enemy, i], factor), 0.02, 0.98)


@rule
def demand(i, j, before, eased, world, pic, setting, params, orders, luck, events):
    """E10: i demands of j. Returns the rung of the event this makes, 0 if none; `before`, `eased` (N,N): see ease."""
    mine, theirs = seen_by(i, pic, setting, params).bargain, seen_by(j, pic, setting, params).bargain
    events.tally[i, j, DEMANDED] += 1
    draw = uniform(luck, RESISTANCE, setting.code[i], setting.code[j], 0)
    resisted = draw < theirs.resist[i, j] if orders.resist[j, i] < 0 else orders.resist[j, i] == 1
    note(events, RESISTED, 0, i, j, 0, draw, theirs.resist[i, j], resisted, theirs.win[i, j], theirs.fight[i, j],
         theirs.hold[i, j], theirs.expected[i, j])  # fmt: skip
    if not resisted:
        events.tally[i, j, YIELDED] += 1
        world.conceded[i, j] = min(1.0, world.conceded[i, j] + params.crisis.yielded)
        if before[i, j] < FORCE:
            eased[i, j] = before[i, j]
        return 0
    eased[i, j] = PRESSED
    open_crisis(i, j, DISPUTE, before[i, j], world, events)
    draw = uniform(luck, FIGHT, setting.code[i], setting.code[j], 0)
    fought = draw < mine.fight[i, j] if orders.fight[i, j] < 0 else orders.fight[i, j] == 1
    note(events, FOUGHT, 0, i, j, 0, draw, mine.fight[i, j], fought, mine.win[i, j], mine.expected[i, j], 0.0,
         0.0)  # fmt: skip
    if fought:
        open_crisis(i, j, MILITARY_THREAT, before[i, j], world, events)
        return MILITARY_THREAT
    return 0


@rule
def restrain(i, j, before, eased, world, pic, setting, params, orders, luck, events):
    """A demand on a party of another's crisis to stand down; yielding lowers its rung (M26). See ease."""
    other = opponent_of(j, i, before)
    if other < 0:
        return
    chance = stand_down(i, j, other, world, seen_by(j, pic, setting, params), setting, params)
    draw = uniform(luck, STAND_DOWN, setting.code[i], setting.code[j], 0)
    yielded = draw < chance if orders.resist[j, i] < 0 else orders.resist[j, i] == 0
    note(events, STOOD_DOWN, 0, i, j, other, draw, chance, yielded, 0.0, 0.0, 0.0, 0.0)
    if yielded:
        events.tally[i, j, RESTRAINED] += 1
        eased[j, other] += 1


@rule
def sanction(i, j, before, world, pic, setting, params, luck, events):
    """E1c: sanctions may succeed: Λ(λ[3·damage + .5·κD − RC − v]); then the target concedes and they are eased.

    `before`: the stock before this act. Damage is the share of need for trade that all of i's
    sanctions now take from j, given who complies, as flows follow from what all know.
    """
    p = params.dependence
    flow, now, damage = seen_by(COMMON, pic, setting, params).flows, world.sanction[i, j], 0.0
    for l in range(world.power.shape[0]):
        if l != j:
            part = withheld(j, l, i, flow.comply, p)
            free = (flow.offer[j, l, ECONOMY] - flow.added[j, l]) / larger(1e-9, 1.0 - part * before)
            damage += free * part * now
    damage *= flow.need[j, ECONOMY] / max(1.0, flow.total[j, ECONOMY])
    v = setting.stake[i, j] * (1.0 - world.conceded[i, j])
    depends = flow.dependence
    leave = credible_exit(v, depends[i, j], setting.spill[i, j], world.stability[j], params.choice.rationality)
    pain = p.sanction_damage * damage + p.sanction_threat * leave * depends[j, i]
    held = defender_stake(v, params.crisis) + params.crisis.resolve
    chance = logistic(params.choice.rationality * (pain - held))
    draw = uniform(luck, SANCTION_DRAW, setting.code[i], setting.code[j], 0)
    note(events, SANCTION_DRAWN, 0, i, j, 0, draw, chance, draw < chance, damage, leave, held, 0.0)
    events.tally[i, j, SANCTIONED] += 1
    if draw < chance:
        events.tally[i, j, SANCTION_SUCCESS] += 1
        world.conceded[i, j] = min(1.0, world.conceded[i, j] + params.crisis.yielded)
        world.sanction[i, j] *= p.sanction_eased


@rule
def propose(i, j, month, world, pic, setting, params, orders, luck, events):
    """i proposes to j a treaty that lies between them unsigned, else a pair of defence duties (E9).

    Signed, it binds from next month. Each pair of states has rows of its own among the duties, kept for the pact they
    may sign in a run.
    """
    events.tally[i, j, PROPOSAL] += 1
    chance = pact_acceptance(i, j, world, seen_by(j, pic, setting, params), setting, params)
    draw = uniform(luck, ACCEPTANCE, setting.code[i], setting.code[j], 0)
    accepted = draw < chance if orders.accept[j, i] < 0 else orders.accept[j, i] == 1
    note(events, ACCEPTED, 0, i, j, 0, draw, chance, accepted, world.alignment[j, i], 0.0, 0.0, 0.0)
    if accepted:
        duties = world.duties
        drafted = False
        for row in range(duties.status.shape[0]):
            if between(row, i, j, duties):
                if duties.status[row] == SIGNED and duties.starts[row] == month + 1:
                    return  # both have proposed: it is one pact
                drafted = drafted or duties.status[row] == PROPOSED
        for row in range(duties.status.shape[0]):
            new = duties.status[row] == PROPOSED if drafted else duties.treaty[row] >= setting.spare[0]
            if new and between(row, i, j, duties):
                duties.status[row], duties.starts[row] = SIGNED, month + 1
        events.tally[i, j, SIGNATURE] += 1


@rule
def leave(i, j, month, world, params, events):
    """i denounces its treaties with j: both sides' duties end after notice, and i's word counts as broken once.

    In everybody's eyes, or in j's alone if all that it leaves is secret.
    """
    duties = world.duties
    left, seen = False, False
    for row in range(duties.status.shape[0]):
        mine = duties.promisor[row] == i and duties.beneficiary[row] == j
        if mine and duties.duty[row] != SANCTIONS and stands(duties.status[row]):
            left, seen = True, seen or duties.secret[row] == 0
            for other in range(duties.status.shape[0]):
                between = duties.promisor[other] == j and duties.beneficiary[other] == i
                if duties.treaty[other] == duties.treaty[row] and (between or other == row):
                    duties.status[other] = DENOUNCED if duties.notice[other] > 0 else EXPIRED
                    duties.ends[other] = month + duties.notice[other]
    if left:
        events.tally[i, j, EXITED] += 1
        note(events, LEFT, 0, i, j, 0, 0.0, 0.0, 1, 0.0, 0.0, 0.0, 0.0)
        for l in range(world.power.shape[0]):
            if l != i and (seen or l == j):
                world.broken[l, i] += betrayal(world.sunk[i, j], world.public[i, j], params.credibility)


@stage
def enact(
    i: int, j: int, a: int, month: int, before: WholeMatrix, eased: WholeMatrix, world: World, pic: Picture,
    setting: Setting, params: Params, orders: Orders, luck: Luck, events: Events,
) -> int:  # fmt: skip
    """Carry out i's act a at j. Returns the rung of the event it makes, 0 if none. Changes `world` and `events`.

    `before` (N,N): the rungs at the start of the turn; `eased` (N,N): by how much its orders lower them (see ease).
    """
    procedure = setting.actions.procedure[a]
    stock = world.sanction[i, j]
    events.act[i, j] = a
    change(i, j, a, world, setting, events)
    if setting.actions.calms[a] == 1:
        events.courted[j] = 1.0
    if procedure == act.CONCEDE:
        events.tally[i, j, CONCEDED] += 1
    elif procedure == act.DEMAND:
        return demand(i, j, before, eased, world, pic, setting, params, orders, luck, events)
    elif procedure == act.RESTRAIN:
        restrain(i, j, before, eased, world, pic, setting, params, orders, luck, events)
    elif procedure == act.SANCTION:
        sanction(i, j, stock, world, pic, setting, params, luck, events)
    elif procedure == act.PROPOSE:
        propose(i, j, month, world, pic, setting, params, orders, luck, events)
    elif procedure == act.EXIT:
        leave(i, j, month, world, params, events)
    elif procedure == act.DEPLOY:
        deploy(i, j, a, before, world, setting, events)
    elif procedure == act.NUCLEAR:
        world.power[j] *= 1.0 - params.crisis.nuclear_loss
    return force_meant(a, setting.actions)
