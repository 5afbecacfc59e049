"""What an act does to the actor's own value, exactly and incrementally (E14, E15).

V is not linear, so an act's changes are grouped by how fast they fade and applied one class
after the other, each class's difference in V counted for as long as it lasts:
Q = Σ_c m_c·[V(classes 1…c) − V(classes 1…c−1)], m_c = (1−γ)/(1−γρ_c).
Order: belief (φ), willingness (1−r_ψ) with the partner's return (E1b), sanctions (.97), goodwill
through alignment's target (E7), concessions (.96), treaty (γ), rung (1 − calming), and what passes
at once. Each function below applies one class for one actor to every target, act and answer;
each touches only the terms of V that the class can move. `tests/model/test_consequences.py`
re-evaluates V in full for every act and agrees to 1e-9.

Axes: N targets, A acts, 3 answers (none, in kind, concession), 7 terms. Held fixed in the pass:
third states' answers, compliance with sanctions, backfill, need weights.
"""

import math

import numpy as np

from .arrays import total as sum_of
from .compiled import rule
from .dependence import needed, reciprocity_factor, willing
from .logistic import clip, larger, lesser, shifted
from .threat import felt
from .value import AUTONOMY, GOAL, IMAGE, NEED, QUIET, REGIME, SAFETY, leaned_on, part_met, turmoil
from .world import ECONOMY, FLOWS, MILITARY

NO_ANSWER, IN_KIND, CONCESSION = range(3)


@rule
def lasting(patience, persistence):
    """m = (1−γ)/(1−γρ): weight of a change of which the share ρ stands after a month."""
    return (1.0 - patience) / (1.0 - patience * persistence)


@rule
def lasting_through(patience, pace, persistence):
    """Weight of a push that fades with ρ on a stock that follows it at `pace`: goodwill moving alignment."""
    follow = patience * pace / (1.0 - patience * (1.0 - pace))
    return follow * lasting(patience, persistence)


@rule
def answering(act, answer, in_kind, concede):
    """The act that comes back: −1 for none. `in_kind`: what answers each act in kind (A)."""
    if answer == IN_KIND:
        return in_kind[act]
    return concede if answer == CONCESSION else -1


@rule
def offered(willingness, gain, cut, start, restore):
    """Willingness after an act's gain, cut and return to the start, at most .98 (nothing is taken from above it)."""
    moved = willingness + gain * (1.0 - willingness) - cut * willingness + restore * (start - willingness)
    return lesser(moved, larger(willingness, 0.98))


@rule
def sanctioned(stock, relief, embargo):
    """A stock of sanctions after relief and embargo, 0–1."""
    return lesser(1.0, stock * (1.0 - relief) + embargo)


@rule
def belief_terms(i, chance, back, harm, hostility, force, strength, aid, threat, weight, lasts, terms, threat_sum):
    """Class 1: i's belief about the target, moved by its own act (`back`) and by the answer's severity (`harm`).

    `back`, `harm`: factors on the odds, by act and by (act, answer). Adds to terms[…, SAFETY] and
    to `threat_sum`, i's total threat after each act and answer.
    """
    total = sum_of(threat[i])
    squashed = math.tanh(total)
    n, acts, answers = chance.shape
    backing = sum_of(aid[i])
    for j in range(n):
        for a in range(acts):
            for r in range(answers):
                threat_sum[j, a, r] = total
                factor = back[a] * harm[a, r]
                if chance[j, a, r] > 0.0 and factor != 1.0:
                    feared = clip(shifted(hostility[i, j], factor), 0.02, 0.98)
                    change = felt(feared, force[i, j], strength[i], backing - aid[i, j]) - threat[i, j]
                    threat_sum[j, a, r] += change
                    terms[j, a, r, SAFETY] -= weight * lasts * (math.tanh(total + change) - squashed)


@rule
def row_dependence(i, offer, need, substitution, over, own):
    """E2 for one receiver's row (N,K) of offers: fills surplus `over` (K) and dependences `own` (N)."""
    n = offer.shape[0]
    for k in range(FLOWS):
        mass = -1.0
        for l in range(n):
            mass += lesser(1.0, offer[l, k])
        over[k] = larger(0.0, mass)
    for l in range(n):
        own[l] = 0.0
        if l != i:
            for k in range(FLOWS):
                own[l] += need[k] * needed(offer[l, k], over[k], substitution)


@rule
def row_standing(i, offer, on_me, need, substitution, satiety, over, own):
    """E14: need met and net leverage over i of its row (N,K) of offers, given others' dependence on it (N).

    Fills i's surplus `over` (K) and its dependences `own` (N), as row_dependence does.
    """
    row_dependence(i, offer, need, substitution, over, own)
    met = 0.0
    for k in range(FLOWS):
        total = 0.0
        for l in range(offer.shape[0]):
            total += offer[l, k]
        met += part_met(total, need[k], satiety)
    return met, leaned_on(i, own, on_me)


@rule
def row_unmet(offer, need):
    """E1: unmet need of one receiver's row (N,K) of offers."""
    unmet = 0.0
    for k in range(FLOWS):
        short = 1.0
        for l in range(offer.shape[0]):
            short -= offer[l, k]
        unmet += need[k] * larger(0.0, short)
    return unmet


@rule
def resanctioned(offer, added, parts, before, after):
    """Trade offers (N) to one target when one sanctioner's stock moves; backfill (`added`) stands."""
    for l in range(offer.shape[0]):
        if parts[l] > 0.0:
            ratio = (1.0 - parts[l] * after) / (1.0 - parts[l] * before)
            offer[l, ECONOMY] = (offer[l, ECONOMY] - added[l]) * ratio + added[l]


@rule
def parts_of(target, sanctioner, comply, p):
    """E1c: what each supplier would withdraw at a stock of 1: itself the embargo, others the bite × compliance."""
    n = comply.shape[0]
    parts = np.zeros(n)
    for l in range(n):
        if l == sanctioner:
            parts[l] = p.embargo
        elif l != target:
            parts[l] = p.bite * comply[target, l, sanctioner]
    return parts


@rule
def goal_step(j, a, r, change, weight, lasts, terms, goal_sum):
    """Move the goal sum of one act and answer; the tanh is taken where the classes before have left it."""
    if change != 0.0:
        before = goal_sum[j, a, r]
        terms[j, a, r, GOAL] += weight * lasts * (math.tanh(before + change) - math.tanh(before))
        goal_sum[j, a, r] = before + change


@rule
def new_offers(own, other, own_first, gain, cut, restore, payment, deployment, willingness, start, capacity, trade,
               added, out):  # fmt: skip
    """Offers (K) of a supplier to a receiver after an act of the supplier and one of the receiver, −1 for none.

    The receiver's act moves them by its payment; `own_first`: which of the two acts came first.
    `willingness`, `start`, `capacity`: of this supplier to this receiver (K); `trade`, `added`:
    the share of trade left by tariffs and sanctions, and backfill.
    """
    for k in range(FLOWS):
        psi, able = willingness[k], capacity[k]
        if other >= 0 and not own_first:
            psi = offered(psi, payment[other, k], 0.0, 0.0, 0.0)
        if own >= 0:
            psi = offered(psi, gain[own, k], cut[own, k], start[k], restore[own])
            if k == MILITARY:
                able += deployment[own]
        if other >= 0 and own_first:
            psi = offered(psi, payment[other, k], 0.0, 0.0, 0.0)
        out[k] = able * psi * trade + added if k == ECONOMY else able * psi


@rule
def dependence_with(i, offer, new, mass, need, substitution):
    """D_ji and the change of j's unmet need when i's part of j's row of offers (N,K) becomes `new` (K).

    `mass`: Σ min(1, o) by kind of the row as it is; `need`: j's weights.
    """
    depends, unmet = 0.0, 0.0
    for k in range(FLOWS):
        over = larger(0.0, mass[k] - lesser(1.0, offer[i, k]) + lesser(1.0, new[k]) - 1.0)
        depends += need[k] * needed(new[k], over, substitution)
        short = 1.0
        for l in range(offer.shape[0]):
            short -= offer[l, k]
        unmet += need[k] * (larger(0.0, short + offer[i, k] - new[k]) - larger(0.0, short))
    return depends, unmet


@rule
def moves_supply(act, actions):
    """Whether an act changes what its actor offers or is paid."""
    moved = actions.restore[act] != 0.0 or actions.deployment[act] != 0.0
    for k in range(actions.gain.shape[1]):
        moved = moved or actions.gain[act, k] != 0.0 or actions.cut[act, k] != 0.0 or actions.payment[act, k] != 0.0
    return moved


@rule
def moves_sanctions(act, actions):
    """Whether an act changes its actor's sanctions."""
    return actions.relief[act] != 0.0 or actions.embargo[act] != 0.0


@rule
def differs(new, old):
    """Whether offers (K) have moved, beyond the last digits."""
    for k in range(FLOWS):
        if abs(new[k] - old[k]) > 1e-13:
            return True
    return False


@rule
def supply_terms(i, chance, actions, concede, offer, capacity, trade, added, willingness, start, pull, need,
                 depends, comply, sanction, hold, harm, weights, rung, near, lasts, lasts_sanction,
                 satiety, p, terms, goal_sum):  # fmt: skip
    """Classes 2 and 3: willingness with the partner's return, then sanctions.

    Moves NEED, AUTONOMY, GOAL (through the target's dependence and distress) and QUIET (through
    i's own dependence on states in crisis). `pull[i, j]`: exp of E1b's pull on j's willingness toward i.
    """
    n, acts, answers = chance.shape
    gain, cut, restore, payment, deployment, in_kind, relief, embargo = (
        actions.gain, actions.cut, actions.restore, actions.payment, actions.deployment, actions.answer,
        actions.relief, actions.embargo,
    )  # fmt: skip
    mine_in, mine_on, my_need, my_added = offer[i], depends[i], need[i], added[i]
    given, taken, over = np.empty(FLOWS), np.empty(FLOWS), np.empty(FLOWS)
    own, other = np.empty(n), np.empty(n)
    moving = np.empty(acts, dtype=np.bool_)
    for a in range(acts):
        moving[a] = moves_supply(a, actions) or moves_sanctions(a, actions)
    returned, row, theirs, on_me = np.empty(FLOWS), np.empty((n, FLOWS)), np.empty((n, FLOWS)), np.empty(n)
    mine = np.empty(n)
    for l in range(n):
        mine[l] = depends[l, i]
    base_met, base_leaned = row_standing(i, mine_in, mine, my_need, p.substitution, satiety, over, own)
    base_calm = turmoil(i, rung, near, mine_on)
    stirred = base_calm > 0.0
    for j in range(n):
        their_need, their_added, their_row = need[j], added[j], offer[j]
        mass = row_mass(their_row)
        psi_out, start_out, able_out = willingness[j, i], start[j, i], capacity[j, i]
        psi_in, start_in, able_in = willingness[i, j], start[i, j], capacity[i, j]
        for k in range(FLOWS):
            returned[k] = willing(start_in[k], pull[i, j])
        for a in range(acts):
            for r in range(answers):
                b = answering(a, r, in_kind, concede)
                if chance[j, a, r] == 0.0 or not (moving[a] or (b >= 0 and moving[b])):
                    continue
                new_offers(a, b, True, gain, cut, restore, payment, deployment, psi_out, start_out, able_out,
                           trade[j, i], added[j, i], given)  # fmt: skip
                new_offers(b, a, False, gain, cut, restore, payment, deployment, psi_in, start_in, able_in,
                           trade[i, j], added[i, j], taken)  # fmt: skip
                supply_moves = differs(given, offer[j, i]) or differs(taken, offer[i, j])
                my_stock = sanctioned(sanction[i, j], relief[a], embargo[a])
                their_stock = sanctioned(sanction[j, i], relief[b], embargo[b]) if b >= 0 else sanction[j, i]
                sanction_moves = my_stock != sanction[i, j] or their_stock != sanction[j, i]
                for l in range(n):
                    on_me[l] = mine[l]
                    for k in range(FLOWS):
                        row[l, k] = mine_in[l, k]
                met, leaned, calm = base_met, base_leaned, base_calm
                lost = 0.0
                if supply_moves:
                    on_me[j], lost = dependence_with(i, their_row, given, mass, their_need, p.substitution)
                    factor = pull[i, j] * reciprocity_factor(on_me[j] - depends[j, i], p)
                    for k in range(FLOWS):
                        back = p.pace * (willing(start_in[k], factor) - returned[k]) * able_in[k]
                        row[j, k] = taken[k] + (back * trade[i, j] if k == ECONOMY else back)
                    now_met, now_leaned = row_standing(i, row, on_me, my_need, p.substitution, satiety, over, own)
                    terms[j, a, r, NEED] += weights[NEED] * lasts * (now_met - met)
                    terms[j, a, r, AUTONOMY] -= (
                        weights[AUTONOMY] * lasts * (lesser(1.0, now_leaned) - lesser(1.0, leaned))
                    )
                    met, leaned = now_met, now_leaned
                    if stirred:
                        now_calm = turmoil(i, rung, near, own)
                        terms[j, a, r, QUIET] -= weights[QUIET] * lasts * (now_calm - calm)
                        calm = now_calm
                    change = hold[i, j] * (on_me[j] - depends[j, i]) + harm[i, j] * lost
                    goal_step(j, a, r, change, weights[GOAL], lasts, terms, goal_sum)
                if sanction_moves:
                    was_on_me, was_lost = on_me[j], lost
                    for l in range(n):
                        for k in range(FLOWS):
                            theirs[l, k] = given[k] if l == i else offer[j, l, k]
                    resanctioned(theirs, their_added, parts_of(j, i, comply, p), sanction[i, j], my_stock)
                    row_dependence(j, theirs, their_need, p.substitution, over, other)
                    on_me[j] = other[i]
                    lost = row_unmet(theirs, their_need) - row_unmet(their_row, their_need)
                    if their_stock != sanction[j, i]:
                        resanctioned(row, my_added, parts_of(i, j, comply, p), sanction[j, i], their_stock)
                    now_met, now_leaned = row_standing(i, row, on_me, my_need, p.substitution, satiety, over, own)
                    lasts_now = lasts_sanction
                    terms[j, a, r, NEED] += weights[NEED] * lasts_now * (now_met - met)
                    terms[j, a, r, AUTONOMY] -= (
                        weights[AUTONOMY] * lasts_now * (lesser(1.0, now_leaned) - lesser(1.0, leaned))
                    )
                    if stirred:
                        terms[j, a, r, QUIET] -= weights[QUIET] * lasts_now * (turmoil(i, rung, near, own) - calm)
                    change = hold[i, j] * (on_me[j] - was_on_me) + harm[i, j] * (lost - was_lost)
                    goal_step(j, a, r, change, weights[GOAL], lasts_now, terms, goal_sum)


@rule
def row_mass(offer):
    """Σ_l lesser(1, o_il) by kind (K) of one receiver's row (N,K)."""
    mass = np.zeros(FLOWS)
    for l in range(offer.shape[0]):
        for k in range(FLOWS):
            mass[k] += lesser(1.0, offer[l, k])
    return mass


@rule
def goodwill_terms(
    i, chance, actions, concede, target, alignment, reputation, warm, weights, lasts, p, terms, goal_sum
):
    """Class 4: goodwill, through the target it sets for alignment (E7); moves GOAL and IMAGE.

    Goodwill e on both sides adds 2·β_X·e inside the tanh; tanh(x + y) is taken from tanh x and tanh y.
    """
    in_kind, goods = actions.answer, actions.goodwill
    n, acts, answers = chance.shape
    for a in range(acts):
        for r in range(answers):
            b = answering(a, r, in_kind, concede)
            goodwill = goods[a] + (goods[b] if b >= 0 else 0.0)
            if goodwill == 0.0:
                continue
            push = math.tanh(2.0 * p.supply * goodwill)
            for j in range(n):
                if chance[j, a, r] > 0.0:
                    warmer = (target[i, j] + push) / (1.0 + target[i, j] * push) - target[i, j]
                    goal_step(j, a, r, warm[i, j] * warmer, weights[GOAL], lasts, terms, goal_sum)
                    shown = larger(0.0, alignment[i, j] + warmer) - larger(0.0, alignment[i, j])
                    terms[j, a, r, IMAGE] -= weights[IMAGE] * lasts * shown * reputation[i, j]


@rule
def concession_terms(i, chance, actions, concede, conceded, stake, own_stake, weights, lasts, terms, goal_sum):
    """Class 5: policy conceded by the act and by the answer; moves GOAL. `own_stake[j]`: i's in j's demands."""
    in_kind, gives = actions.answer, actions.concession
    n, acts, answers = chance.shape
    for a in range(acts):
        for r in range(answers):
            b = answering(a, r, in_kind, concede)
            lost, won = gives[a], gives[b] if b >= 0 else 0.0
            if lost == 0.0 and won == 0.0:
                continue
            for j in range(n):
                if chance[j, a, r] > 0.0:
                    change = stake[i, j] * (lesser(1.0, conceded[i, j] + won) - conceded[i, j])
                    change -= own_stake[j] * (lesser(1.0, conceded[j, i] + lost) - conceded[j, i])
                    goal_step(j, a, r, change, weights[GOAL], lasts, terms, goal_sum)


@rule
def treaty_terms(i, a, j, gained, burden, hostility, force, strength, aid, threat, weights, lasts, terms, threat_sum):
    """Class 6: a pact with j made or ended; moves SAFETY by `gained` aid and QUIET by the `burden` it brings."""
    total = 0.0
    backing = sum_of(aid[i])
    for l in range(strength.shape[0]):
        if l != i and l != j:
            helped = backing - aid[i, l] + gained
            total += felt(hostility[i, l], force[i, l], strength[i], helped) - threat[i, l]
    for r in range(terms.shape[2]):
        before = threat_sum[j, a, r]
        terms[j, a, r, SAFETY] -= weights[SAFETY] * lasts * (math.tanh(before + total) - math.tanh(before))
        threat_sum[j, a, r] = before + total
        terms[j, a, r, QUIET] -= weights[QUIET] * lasts * burden


@rule
def passing_terms(i, chance, actions, back, harm, war_near, hostility, force, strength, aid, power, threat_sum,
                  weights, lasts, casualty_cost, terms):  # fmt: skip
    """Class 8: what passes at once: own stability and casualties (REGIME), power tied down (SAFETY).

    `back`, `harm`: as in belief_terms, for the target is feared as class 1 has left it;
    `war_near[j]`: intensity of the war in which target j fights.
    """
    n, acts, answers = chance.shape
    backing = sum_of(aid[i])
    committed, stability, casualties = actions.committed, actions.stability, actions.casualties
    for a in range(acts):
        tied = committed[a] * power[i]
        for j in range(n):
            steadier = stability[a] - casualty_cost * casualties[a] * war_near[j]
            if steadier != 0.0:
                for r in range(answers):
                    terms[j, a, r, REGIME] += weights[REGIME] * lasts * steadier
            for r in range(answers):
                if tied != 0.0 and chance[j, a, r] > 0.0:
                    weaker = 0.0
                    for l in range(n):
                        if l != i:
                            helped, fear = backing - aid[i, l], hostility[i, l]
                            if l == j:
                                fear = clip(shifted(fear, back[a] * harm[a, r]), 0.02, 0.98)
                            weaker += felt(fear, force[i, l], strength[i] - tied, helped)
                            weaker -= felt(fear, force[i, l], strength[i], helped)
                    before = threat_sum[j, a, r]
                    terms[j, a, r, SAFETY] -= weights[SAFETY] * lasts * (math.tanh(before + weaker) - math.tanh(before))
