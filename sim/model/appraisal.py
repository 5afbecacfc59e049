"""A state's appraisal of all it could do: the weight of every act at every target, term by term (E15 assembled)."""

import math

import numpy as np

from . import actions as act
from .arrays import fill, twin
from .choice import NEVER_CHOSEN, by_odds_of_force, drift, legal, mask_answers, opponent_of, quality, stand_down
from .compiled import rule
from .consequences import (
    belief_terms,
    concession_terms,
    goodwill_terms,
    lasting,
    lasting_through,
    passing_terms,
    supply_terms,
    treaty_terms,
)  # fmt: skip
from .credibility import betrayal
from .crisis import defender_stake
from .intent import severity_factor
from .obligations import accepts
from .value import QUIET, SAFETY, duty_burden, goals, turmoil
from .world import MILITARY, POLITICAL


@rule
def severity_factors(actions, concede, p):
    """Factors on the odds of hostile intent: by own act (A) and by own act and answer (A,3)."""
    acts = actions.base_rate.shape[0]
    back, harm = np.empty(acts), np.empty((acts, 3))
    for a in range(acts):
        harm[a, 0] = 1.0
        back[a] = severity_factor(actions.severity_back[a], p)
        harm[a, 1] = severity_factor(actions.severity[actions.answer[a]], p)
        harm[a, 2] = severity_factor(actions.severity[concede], p)
    return back, harm


@rule
def act_of(procedure, procedures):
    """The index of the act that has a procedure, from each act's procedure (A)."""
    for a in range(procedures.shape[0]):
        if procedures[a] == procedure:
            return a
    return 0


@rule
def pact_acceptance(i, j, world, pic, setting, params):
    """E9: Pr(j accepts a defence pact that i proposes): the tie, the threat removed, the leverage escaped."""
    p = params.obligation
    safe = pic.security
    n = world.power.shape[0]
    aid = (
        p.pact_bindingness
        * safe.credibility[j, i]
        * ((1.0 - world.committed[i]) * world.power[i] * safe.near[j, i] + params.threat.nuclear * world.nuclear[i])
    )
    removed, pressed = 0.0, 0.0
    for l in range(n):
        if l != j and l != i:
            held = safe.strength[j] + safe.aid_total[j] - safe.aid[j, l]
            if safe.force[j, l] > 0.0:
                removed += safe.threat[j, l] - world.hostility[j, l] * safe.force[j, l] / (
                    safe.force[j, l] + held + aid
                )
        if l != j:
            pressed = max(pressed, pic.flows.dependence[j, l] - pic.flows.dependence[l, j])
    could = 0.0
    for k in (MILITARY, POLITICAL):
        could += setting.need[j, k] * min(1.0, pic.capacity[j, i, k])
    autonomy = p.pact_autonomy * setting.weights[j, 2] * pressed * could
    return accepts(world.alignment[j, i], removed, autonomy, params.choice.rationality, p)


@rule
def consequences(i, world, pic, setting, params, allowed, chance, terms):
    """E15: fill `terms` (N,A,3,7) with what each act and answer does to each term of i's value."""
    actions, weights, flow, safe = setting.actions, setting.weights[i], pic.flows, pic.security
    patience = params.choice.patience
    concede = act_of(act.CONCEDE, actions.procedure)
    n, acts, answers = chance.shape
    own_stake = np.zeros(n)
    for j in range(n):
        if setting.stake[j, i] > 0.0:
            own_stake[j] = defender_stake(setting.stake[j, i], params.crisis)
    start = goals(
        i, world.alignment, flow.dependence, flow.unmet, world.conceded, setting.warm_goal, setting.hold_goal,
        setting.harm_goal, setting.stake, own_stake,
    )  # fmt: skip
    goal_sum = np.empty((n, acts, answers))
    fill(goal_sum, start)
    threat_sum = np.empty((n, acts, answers))
    back, harm = severity_factors(actions, concede, params.intent)
    belief_terms(
        i, chance, back, harm, world.hostility, safe.force, safe.strength, safe.aid, safe.threat, weights[SAFETY],
        lasting(patience, params.intent.persistence), terms, threat_sum,
    )  # fmt: skip
    supply_terms(
        i, chance, actions, concede, flow.offer, pic.capacity, flow.trade, flow.added, world.willingness,
        setting.reference.willingness, pic.pull, flow.need, flow.dependence, flow.comply, world.sanction,
        setting.hold_goal, setting.harm_goal, weights, world.rung, safe.near,
        lasting(patience, 1.0 - params.dependence.pace), lasting(patience, params.dependence.sanction_decay),
        params.choice.satiety, params.dependence, terms, goal_sum,
    )  # fmt: skip
    goodwill_terms(
        i, chance, actions, concede, pic.target, world.alignment, pic.reputation, setting.warm_goal, weights,
        lasting_through(patience, params.alignment.pace, params.alignment.goodwill_decay), params.alignment, terms,
        goal_sum,
    )  # fmt: skip
    concession_terms(
        i, chance, actions, concede, world.conceded, setting.stake, own_stake, weights,
        lasting(patience, params.crisis.concession_decay), terms, goal_sum,
    )  # fmt: skip
    pact_lasts = lasting(patience, patience)
    calm_lasts = lasting(patience, 1.0 - params.crisis.calming)
    procedures = actions.procedure
    for a in range(acts):
        procedure = procedures[a]
        if procedure != act.PROPOSE and procedure != act.EXIT and procedure != act.RESTRAIN:
            continue
        for j in range(n):
            if not allowed[j, a]:
                continue
            if procedure == act.PROPOSE:
                p = params.obligation
                sent = (1.0 - world.committed[j]) * world.power[j] * safe.near[i, j]
                gained = p.pact_bindingness * safe.credibility[i, j] * (sent + params.threat.nuclear * world.nuclear[j])
                burden = duty_burden(i, j, p.pact_bindingness, p.pact_clause, safe.threat, p)
                treaty_terms(
                    i, a, j, gained, burden, world.hostility, safe.force, safe.strength, safe.aid, safe.threat,
                    weights, pact_lasts, terms, threat_sum,
                )  # fmt: skip
            elif procedure == act.EXIT:
                burden = -duty_burden(i, j, safe.bound[j, i], safe.clause[j, i], safe.threat, params.obligation)
                treaty_terms(
                    i, a, j, -safe.aid[i, j], burden, world.hostility, safe.force, safe.strength, safe.aid,
                    safe.threat, weights, pact_lasts, terms, threat_sum,
                )  # fmt: skip
            else:
                other = opponent_of(j, i, world.rung)
                rung = twin(world.rung)
                rung[j, other] -= 1
                rung[other, j] -= 1
                calmer = turmoil(i, rung, safe.near, flow.dependence[i])
                calmer -= turmoil(i, world.rung, safe.near, flow.dependence[i])
                for r in range(answers):
                    terms[j, a, r, QUIET] -= weights[QUIET] * calm_lasts * calmer
    passing_terms(
        i, chance, actions, back, harm, pic.fighting[i], world.hostility, safe.force, safe.strength, safe.aid,
        world.power, threat_sum, weights, lasting(patience, 0.0), params.stability.casualties, terms,
    )  # fmt: skip


@rule
def appraise(i, world, pic, setting, params, chance, terms, worth, log_weight):
    """E15: the log weight of every act of i at every target; what may not be done has NEVER_CHOSEN.

    `chance` (N,A,3) comes in as the answers expected and is masked to what is legal; `terms`
    (N,A,3,7), `worth` (N,A, Q) and `log_weight` (N,A; waiting in row i) are filled.
    """
    actions, choice, bargain = setting.actions, params.choice, pic.bargain
    flow = pic.flows
    procedures, rates, costs, bids, screws = (
        actions.procedure, actions.base_rate, actions.cost, actions.bid, actions.screw
    )  # fmt: skip
    expected, strike, invade, yielding = bargain.expected, bargain.strike, bargain.invade, bargain.yielding
    attention, odds, shifts, stake = setting.attention, setting.odds, setting.postures.odds, setting.stake
    alignment, conceded = world.alignment, world.conceded
    depends, depends_start, hold = flow.dependence, setting.reference.dependence, setting.hold_goal
    n, acts = log_weight.shape
    allowed = legal(
        i, actions, world.present, alignment, world.rung, pic.capacity, pic.fighting, stake, pic.contested, pic.pact,
        pic.bound_by, setting.invadable, world.nuclear,
    )  # fmt: skip
    mask_answers(allowed, procedures, chance)
    fill(terms, 0.0)
    fill(worth, 0.0)
    fill(log_weight, NEVER_CHOSEN)
    valued = choice.gain > 0.0
    if valued:
        consequences(i, world, pic, setting, params, allowed, chance, terms)
    posture = world.posture[0] if setting.postures.owner[0] == i else 0
    wait = act_of(act.WAIT, procedures)
    log_weight[i, wait] = math.log(rates[wait]) + odds[i, i, wait]
    for j in range(n):
        if attention[i, j] <= 0.0:
            continue
        v = stake[i, j] * (1.0 - conceded[i, j])
        slipped = drift(depends[j, i], depends_start[j, i], hold[i, j])
        for a in range(acts):
            if not allowed[j, a]:
                continue
            w = math.log(rates[a] * attention[i, j]) + odds[i, j, a] + shifts[posture, j, a]
            procedure = procedures[a]
            q = quality(j, a, chance, terms, costs[a]) if valued and not by_odds_of_force(procedure) else 0.0
            if procedure == act.DEMAND:
                tie = alignment[i, j]
                w += choice.enmity * max(0.0, -tie) - choice.restraint * max(0.0, tie)
                w += choice.rationality * (expected[i, j] - params.crisis.reserve * v)
            elif procedure == act.STRIKE:
                w += choice.rationality * strike[i, j]
            elif procedure == act.INVADE:
                w += choice.rationality * invade[i, j]
            elif procedure == act.PROPOSE:
                q *= pact_acceptance(i, j, world, pic, setting, params)
            elif procedure == act.RESTRAIN:
                q *= stand_down(i, j, opponent_of(j, i, world.rung), world, pic, setting, params)
            elif procedure == act.EXIT:
                word = betrayal(world.sunk[i, j], world.public[i, j], params.credibility)
                owed_word = params.obligation.reputation * pic.security.bound[j, i] * word
                q -= owed_word * lasting(choice.patience, 0.0)
            if slipped > 0.0:
                y = yielding[i, j]
                q += slipped * (choice.bid * bids[a] * (1.0 - y) + choice.screw * screws[a] * y)
            worth[j, a] = q
            log_weight[j, a] = w + choice.rationality * choice.gain * q
