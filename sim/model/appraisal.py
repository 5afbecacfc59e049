"""A state's appraisal of all it could do: the weight of every act at every target, term by term (E15 assembled)."""

import math
from typing import NamedTuple

import numpy as np

from . import actions as act
from .arrays import Cube, Flags, Matrix, fill
from .bargain import stand_down
from .choice import NEVER_CHOSEN, by_odds_of_force, drift, habits, reasoned, unanswered, valued
from .compiled import part, rule
from .consequences import (
    belief_terms,
    concession_terms,
    goodwill_terms,
    lasting,
    lasting_through,
    list_cases,
    passing_terms,
    rung_terms,
    started,
    treaty_terms,
)  # fmt: skip
from .credibility import betrayal
from .crisis import defender_stake
from .held import by_reference
from .legal import legal, opponent_of
from .logistic import larger, lesser
from .moves import ANSWERS, act_of
from .obligations import accepts
from .params import Params
from .picture import Picture
from .stage import stage
from .supply import supply_terms
from .threat import aid_sent, felt
from .value import AUTONOMY, GOAL, QUIET, SAFETY, TERMS, duty_burden, goals, nearness
from .world import MILITARY, MILITARY_THREAT, POLITICAL, WAR, Setting, World


class Appraisal(NamedTuple):
    """What one state thinks of every act at every target; waiting stands in its own row."""

    chance: Cube  # N,A,3: how likely each answer is
    terms: Cube  # N,A,7: change of each term of V, expected over answers
    worth: Matrix  # N,A: Q
    heeded: Matrix  # N,A: Pr(a proposal or a call to stand down is heeded), by which Q counts; 1 for other acts
    habit: Matrix  # N,A: log weight by base rate, attention, odds and posture alone
    log_weight: Matrix  # N,A: with all that it promises; NEVER_CHOSEN, as habit, for what may not be done


AppraisalRef = by_reference(Appraisal)


@rule
def blank_appraisal(states, acts):
    """Room for an appraisal, inside the rules."""
    pair = (states, acts)
    return AppraisalRef(
        np.empty((states, acts, ANSWERS)), np.empty((states, acts, len(TERMS))), np.empty(pair), np.empty(pair),
        np.empty(pair), np.empty(pair),
    )  # fmt: skip


@part
def expect(i, world, setting, params, foreseen, considered, chance):
    """Fill `chance` (N,A,3) with the answers that i expects at its level of reasoning to the acts considered (N,A).

    `foreseen` (N,N,A): others' level-1 weights, empty below level 2 and where level 1 is worked out.
    """
    if foreseen.shape[0] > 0:
        reasoned(i, foreseen, setting.actions, considered, chance)
    elif params.choice.level >= 1.0:
        habits(i, world.dealings, setting.actions, params.choice.grudge, params.intent.harsh_year, considered, chance)
    else:
        unanswered(considered, chance)


@rule
def pact_aid(i, j, world, safe, params):
    """E5, E9: aid that i would expect of j under a defence pact signed now."""
    return params.obligation.pact_bindingness * aid_sent(
        safe.credibility[i, j], world.power[j], world.committed[j], world.nuclear[j], safe.near[i, j], params.threat
    )


@rule
def pact_acceptance(i, j, world, pic, setting, params):
    """E9: Pr(j accepts a defence pact that i proposes): the tie, the threat removed, the leverage escaped."""
    p, safe, depends = params.obligation, pic.security, pic.flows.dependence
    aid = pact_aid(j, i, world, safe, params)
    removed, pressed = 0.0, 0.0
    for l in range(world.power.shape[0]):
        if l != j and l != i:
            helped = safe.aid_total[j] - safe.aid[j, l] + aid
            removed += safe.threat[j, l] - felt(world.hostility[j, l], safe.force[j, l], safe.strength[j], helped)
        if l != j:
            pressed = larger(pressed, depends[j, l] - depends[l, j])
    could = 0.0
    for k in (MILITARY, POLITICAL):
        could += setting.need[j, k] * lesser(1.0, pic.openings.capacity[j, i, k])
    autonomy = p.pact_autonomy * setting.weights[j, AUTONOMY] * pressed * could
    return accepts(world.alignment[j, i], removed, autonomy, params.choice.rationality, p)


@part
def treaties_and_rungs(i, chance, world, pic, setting, params, gained, burden, calmer):
    """What PROPOSE and EXIT change in aid and burden, RESTRAIN and what calms in turmoil; fills three arrays (N,A)."""
    p, safe, rungs, near = params.obligation, pic.security, world.rung, pic.security.near
    depends, procedures, calms = pic.flows.dependence, setting.actions.procedure, setting.actions.calms
    sooner = params.crisis.calming_met - params.crisis.calming
    for j in range(chance.shape[0]):
        for a in range(chance.shape[1]):
            procedure = procedures[a]
            if chance[j, a, 0] + chance[j, a, 1] + chance[j, a, 2] == 0.0:
                continue
            if procedure == act.PROPOSE:
                gained[j, a] = pact_aid(i, j, world, safe, params)
                burden[j, a] = duty_burden(i, j, p.pact_bindingness, p.pact_clause, safe.threat, p)
            elif procedure == act.EXIT:
                gained[j, a] = -safe.aid[i, j]
                burden[j, a] = -duty_burden(i, j, safe.bound[j, i], safe.clause[j, i], safe.threat, p)
            if procedure == act.RESTRAIN:
                calmer[j, a] = -nearness(i, j, opponent_of(j, i, rungs), near, depends[i]) / 3.0
            elif calms[a] == 1:
                for k in range(chance.shape[0]):
                    if k != i and MILITARY_THREAT <= rungs[j, k] < WAR:
                        calmer[j, a] -= sooner * nearness(i, j, k, near, depends[i]) / 3.0


@rule
def consequences(i, world, pic, setting, params, chance, terms):
    """E15: add to `terms` (N,A,7) what each act does to each term of i's value, expected over answers (`chance`)."""
    actions, moves, flow, safe = setting.actions, pic.moves, pic.flows, pic.security
    weights, patience = setting.weights[i], params.choice.patience
    hostility, conceded, stake, alignment = world.hostility, world.conceded, setting.stake, world.alignment
    force, strength, aid, threat = safe.force, safe.strength, safe.aid, safe.threat
    n, acts = terms.shape[0], terms.shape[1]
    own_stake = np.zeros(n)
    for j in range(n):
        if stake[j, i] > 0.0:
            own_stake[j] = defender_stake(stake[j, i], params.crisis)
    at_start = goals(
        i, alignment, flow.dependence, flow.unmet, conceded, setting.warm_goal, setting.hold_goal, setting.harm_goal,
        stake, own_stake,
    )  # fmt: skip
    feared = 0.0
    for j in range(n):
        feared += threat[i, j]
    room = n * acts * ANSWERS
    cases, shares = np.empty((room, 4), dtype=np.int64), np.empty(room)
    count = list_cases(chance, moves.reply, cases, shares)
    case, share = cases[:count], shares[:count]
    fear, goal = started(count, feared), started(count, at_start)
    gained, burden, calmer = np.zeros((n, acts)), np.zeros((n, acts)), np.zeros((n, acts))
    treaties_and_rungs(i, chance, world, pic, setting, params, gained, burden, calmer)
    belief_terms(
        i, case, share, moves.harm, hostility, force, strength, aid, threat,
        weights[SAFETY] * lasting(patience, params.intent.persistence), fear, terms,
    )  # fmt: skip
    supply_terms(
        i, case, share, moves, actions, flow, pic.openings.capacity, world.willingness, setting.reference.willingness,
        pic.pull, world.sanction, setting.hold_goal, setting.harm_goal, world.rung, safe.near, weights,
        lasting(patience, 1.0 - params.dependence.pace), lasting(patience, params.dependence.sanction_decay),
        params.choice.satiety, params.dependence, goal, terms,
    )  # fmt: skip
    goodwill_terms(
        i, case, share, moves.push, pic.target, alignment, pic.reputation, setting.warm_goal, weights,
        lasting_through(patience, params.alignment.pace, params.alignment.goodwill_decay), goal, terms,
    )  # fmt: skip
    concession_terms(
        i, case, share, actions.concession, conceded, stake, own_stake,
        weights[GOAL] * lasting(patience, params.crisis.concession_decay), goal, terms,
    )  # fmt: skip
    treaty_terms(
        i, case, share, gained, burden, hostility, force, strength, aid, threat, weights, lasting(patience, patience),
        fear, terms,
    )  # fmt: skip
    rung_terms(case, share, calmer, weights[QUIET] * lasting(patience, 1.0 - params.crisis.calming), terms)
    passing_terms(
        i, case, share, moves.harm, gained, actions.committed, actions.stability, actions.casualties,
        params.stability.casualties, pic.openings.fighting, hostility, force, strength, aid, world.power, weights,
        lasting(patience, 0.0), fear, terms,
    )  # fmt: skip


@stage
def appraise(
    i: int, world: World, pic: Picture, setting: Setting, params: Params, foreseen: Cube, out: Appraisal
) -> Flags:  # fmt: skip
    """E15: fill `out` with what i thinks of every act at every target; returns which are legal (N,A booleans).

    `foreseen` (N,N,A): others' level-1 weights, empty below level 2.
    """
    chance, terms, worth, heeded, habit, log_weight = (
        out.chance, out.terms, out.worth, out.heeded, out.habit, out.log_weight
    )  # fmt: skip
    actions, choice, bargain, moves = setting.actions, params.choice, pic.bargain, pic.moves
    flow, bound, log_rate = pic.flows, pic.security.bound, moves.log_rate
    procedures, costs, bids, screws = actions.procedure, actions.cost, actions.bid, actions.screw
    expected, strike, invade, yielding = bargain.expected, bargain.strike, bargain.invade, bargain.yielding
    attention, odds, shifts, stake = setting.attention, setting.odds, setting.postures.odds, setting.stake
    alignment, conceded, rungs = world.alignment, world.conceded, world.rung
    depends, depends_start, hold = flow.dependence, setting.reference.dependence, setting.hold_goal
    n, acts = log_weight.shape
    allowed = legal(i, world, pic.openings, setting)
    expect(i, world, setting, params, foreseen, valued(allowed, procedures), chance)
    fill(terms, 0.0)
    fill(worth, 0.0)
    fill(heeded, 1.0)
    fill(habit, NEVER_CHOSEN)
    fill(log_weight, NEVER_CHOSEN)
    if choice.gain > 0.0:
        consequences(i, world, pic, setting, params, chance, terms)
    posture = world.posture[0] if setting.postures.owner[0] == i else 0
    wait = act_of(act.WAIT, procedures)
    habit[i, wait] = log_rate[wait] + odds[i, i, wait]
    log_weight[i, wait] = habit[i, wait]
    for j in range(n):
        if attention[i, j] <= 0.0:
            continue
        v, tie, log_attention = stake[i, j] * (1.0 - conceded[i, j]), alignment[i, j], math.log(attention[i, j])
        slipped = drift(depends[j, i], depends_start[j, i], hold[i, j])
        for a in range(acts):
            if not allowed[j, a]:
                continue
            w = log_rate[a] + log_attention + odds[i, j, a] + shifts[posture, j, a]
            habit[j, a] = w
            procedure = procedures[a]
            q = 0.0
            if choice.gain > 0.0 and not by_odds_of_force(procedure):
                q -= costs[a]
                for t in range(terms.shape[2]):
                    q += terms[j, a, t]
            if procedure == act.DEMAND:
                w += choice.enmity * larger(0.0, -tie) - choice.restraint * larger(0.0, tie)
                w += choice.rationality * (expected[i, j] - params.crisis.reserve * v)
            elif procedure == act.STRIKE:
                w += choice.rationality * strike[i, j]
            elif procedure == act.INVADE:
                w += choice.rationality * invade[i, j]
            elif procedure == act.PROPOSE:
                heeded[j, a] = pact_acceptance(i, j, world, pic, setting, params)
            elif procedure == act.RESTRAIN:
                heeded[j, a] = stand_down(i, j, opponent_of(j, i, rungs), world, pic, setting, params)
            elif procedure == act.EXIT:
                word = betrayal(world.sunk[i, j], world.public[i, j], params.credibility)
                q -= params.obligation.reputation * bound[j, i] * word * lasting(choice.patience, 0.0)
            q *= heeded[j, a]
            if slipped > 0.0:
                y = yielding[i, j]
                q += slipped * (choice.bid * bids[a] * (1.0 - y) + choice.screw * screws[a] * y)
            worth[j, a] = q
            log_weight[j, a] = w + choice.rationality * choice.gain * q
    return allowed
