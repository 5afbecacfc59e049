"""What an act does to the actor's own value, exactly and incrementally (E14, E15).

V is not linear, so an act's changes are grouped by how fast they fade and applied one class
after the other, each class's difference in V counted for as long as it lasts:
Q = Σ_c m_c·[V(classes 1…c) − V(classes 1…c−1)], m_c = (1−γ)/(1−γρ_c).
Order: belief (φ), willingness (1−r_ψ) with the partner's return (E1b), sanctions (.97), goodwill
through alignment's target (E7), concessions (.96), treaty (γ), rung (1 − calming), and what passes
at once. Each function below applies one class to every case of one actor and touches only the
terms of V that the class can move. `tests/plain/test_consequences.py` re-evaluates V in full for
every act and agrees to 1e-9.

A case is a target, an act and one of its answers that may come (rows of `case`), and the
probability of that answer (`share`); `terms` (N,A,7) takes the expectation over answers. `fear`
and `goal` hold, by case, the sum inside V's two hyperbolic tangents and its tangent, as the
classes so far have left them. Held fixed in the pass: third states' answers, compliance with
sanctions, backfill, need weights, how near the crises of others are in class 7.
"""

import numpy as np

from .arrays import total as sum_of
from .compiled import leaf, rule
from .logistic import clip, larger, lesser, shifted, squashed
from .moves import ANSWERS
from .threat import felt
from .value import GOAL, IMAGE, QUIET, REGIME, SAFETY

TARGET, ACT, ANSWER, REPLY = range(4)  # columns of a case; REPLY is the act that comes back, −1 for none
SUM, TANGENT = range(2)  # columns of `fear` and `goal`


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
def list_cases(chance, reply, case, share):
    """Write a row for every answer that may come (`chance`, N,A,3) into `case` and `share`; returns how many."""
    count = 0
    for j in range(chance.shape[0]):
        for a in range(chance.shape[1]):
            for r in range(ANSWERS):
                if chance[j, a, r] > 0.0:
                    case[count, TARGET], case[count, ACT], case[count, ANSWER] = j, a, r
                    case[count, REPLY], share[count] = reply[a, r], chance[j, a, r]
                    count += 1
    return count


@rule
def started(cases, value):
    """The sum inside a hyperbolic tangent and its tangent, alike for every case (K,2)."""
    sums = np.empty((cases, 2))
    tangent = squashed(value)
    for c in range(cases):
        sums[c, SUM], sums[c, TANGENT] = value, tangent
    return sums


@leaf
def moved(sums, c, change):
    """Add to one case's sum; returns by how much its tangent moves."""
    if change == 0.0:
        return 0.0
    before = sums[c, TANGENT]
    sums[c, SUM] += change
    sums[c, TANGENT] = squashed(sums[c, SUM])
    return sums[c, TANGENT] - before


@rule
def belief_terms(i, case, share, harm, hostility, force, strength, aid, threat, weight, fear, terms):
    """Class 1: i's belief about the target, moved by its own act and by the answer's severity; moves SAFETY.

    `harm`: factors on the odds (A,3); `weight`: of safety, times how long belief lasts.
    """
    backing = sum_of(aid[i])
    for c in range(case.shape[0]):
        j, a, r = case[c, TARGET], case[c, ACT], case[c, ANSWER]
        if harm[a, r] != 1.0:
            feared = clip(shifted(hostility[i, j], harm[a, r]), 0.02, 0.98)
            change = felt(feared, force[i, j], strength[i], backing - aid[i, j]) - threat[i, j]
            terms[j, a, SAFETY] -= share[c] * weight * moved(fear, c, change)


@rule
def goodwill_terms(i, case, share, push, target, alignment, reputation, warm, weights, lasts, goal, terms):
    """Class 4: goodwill, through the target it sets for alignment (E7); moves GOAL and IMAGE.

    Goodwill e on both sides adds 2·β_X·e inside the tanh; tanh(x + y) is taken from tanh x and
    tanh y, the latter `push` (A,3).
    """
    for c in range(case.shape[0]):
        j, a, y = case[c, TARGET], case[c, ACT], push[case[c, ACT], case[c, ANSWER]]
        if y != 0.0:
            x = target[i, j]
            warmer = (x + y) / (1.0 + x * y) - x
            terms[j, a, GOAL] += share[c] * weights[GOAL] * lasts * moved(goal, c, warm[i, j] * warmer)
            shown = larger(0.0, alignment[i, j] + warmer) - larger(0.0, alignment[i, j])
            terms[j, a, IMAGE] -= share[c] * weights[IMAGE] * lasts * shown * reputation[i, j]


@rule
def concession_terms(i, case, share, concession, conceded, stake, own_stake, weight, goal, terms):
    """Class 5: policy conceded by the act and by the answer; moves GOAL. `own_stake[j]`: i's in j's demands."""
    for c in range(case.shape[0]):
        j, a, b = case[c, TARGET], case[c, ACT], case[c, REPLY]
        lost, won = concession[a], concession[b] if b >= 0 else 0.0
        if lost != 0.0 or won != 0.0:
            change = stake[i, j] * (lesser(1.0, conceded[i, j] + won) - conceded[i, j])
            change -= own_stake[j] * (lesser(1.0, conceded[j, i] + lost) - conceded[j, i])
            terms[j, a, GOAL] += share[c] * weight * moved(goal, c, change)


@rule
def treaty_terms(i, case, share, gained, burden, hostility, force, strength, aid, threat, weights, lasts, fear, terms):
    """Class 6: a pact made or ended; moves SAFETY by the aid gained and QUIET by the burden it brings.

    `gained`, `burden`: by target and act (N,A), 0 for acts that touch no treaty.
    """
    backing = sum_of(aid[i])
    for c in range(case.shape[0]):
        j, a = case[c, TARGET], case[c, ACT]
        if gained[j, a] != 0.0 or burden[j, a] != 0.0:
            change = 0.0
            for l in range(strength.shape[0]):
                if l != i and l != j:
                    helped = backing - aid[i, l] + gained[j, a]
                    change += felt(hostility[i, l], force[i, l], strength[i], helped) - threat[i, l]
            terms[j, a, SAFETY] -= share[c] * weights[SAFETY] * lasts * moved(fear, c, change)
            terms[j, a, QUIET] -= share[c] * weights[QUIET] * lasts * burden[j, a]


@rule
def rung_terms(case, share, calmer, weight, terms):
    """Class 7: crises of the target's that come down, or may sooner; moves QUIET. `calmer`: by target and act (N,A)."""
    for c in range(case.shape[0]):
        j, a = case[c, TARGET], case[c, ACT]
        if calmer[j, a] != 0.0:
            terms[j, a, QUIET] -= share[c] * weight * calmer[j, a]


@rule
def passing_terms(i, case, share, harm, gained, committed, stability, casualties, casualty_cost, war_near, hostility,
                  force, strength, aid, power, weights, lasts, fear, terms):  # fmt: skip
    """Class 8: what passes at once: own stability and casualties (REGIME), power tied down (SAFETY).

    `harm` and `gained`: as in belief_terms and treaty_terms, for the target is feared as class 1 has left it, and its
    aid is what class 6 has; `war_near[i, j]`: intensity of the war in which target j fights.
    """
    backing = sum_of(aid[i])
    for c in range(case.shape[0]):
        j, a, r = case[c, TARGET], case[c, ACT], case[c, ANSWER]
        steadier = stability[a] - casualty_cost * casualties[a] * war_near[i, j]
        if steadier != 0.0:
            terms[j, a, REGIME] += share[c] * weights[REGIME] * lasts * steadier
        tied = committed[a] * power[i]
        if tied != 0.0:
            weaker = 0.0
            for l in range(strength.shape[0]):
                if l != i:
                    helped, feared = backing - aid[i, l], hostility[i, l]
                    if l != j:
                        helped += gained[j, a]
                    elif harm[a, r] != 1.0:
                        feared = clip(shifted(feared, harm[a, r]), 0.02, 0.98)
                    weaker += felt(feared, force[i, l], strength[i] - tied, helped)
                    weaker -= felt(feared, force[i, l], strength[i], helped)
            terms[j, a, SAFETY] -= share[c] * weights[SAFETY] * lasts * moved(fear, c, weaker)
