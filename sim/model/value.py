"""Value: what a state wants (E14).

Safety from threat, need met, autonomy, a stable regime, its own goals, good company, calm
around it. Seven terms, each held between −1 and 1, weighted by the state's own weights. Left
out: discounting within a month, and preferences over others' regimes.
"""

import math

import numpy as np

from .compiled import rule

SAFETY, NEED, AUTONOMY, REGIME, GOAL, IMAGE, QUIET = range(7)
TERMS = ("threat", "economy", "autonomy", "stability", "goal", "image", "crisis")


@rule
def need_met(total, need, satiety):
    """E14: Σ_k ω(1−(1−S/1.5)²), S = supply held to 1.5: concave, so that the isolated prize a small supplier."""
    met = 0.0
    for k in range(need.shape[0]):
        met += part_met(total[k], need[k], satiety)
    return met


@rule
def part_met(total, need, satiety):
    """E14: ω(1−(1−S/1.5)²) of one kind of flow."""
    gap = 1.0 - min(total, satiety) / satiety
    return need * (1.0 - gap * gap)


@rule
def leaned_on(i, own, others):
    """E14: Σ_j max(0, L_ji), L_ji = D_ij − D_ji: net leverage over i. `own`: D_i· (N); `others`: D_·i (N)."""
    total = 0.0
    for j in range(own.shape[0]):
        if j != i:
            total += max(0.0, own[j] - others[j])
    return total


@rule
def goals(i, alignment, dependence, unmet, conceded, warm_goal, hold_goal, harm_goal, stake, own_stake):
    """E14: Σ_j γA·A_ij + γL·D_ji + γh·unmet_j + v_ij·x_ij − v'_ji·x_ji.

    The last two terms count policy won and conceded at what it was worth to each: without them
    conceding would cost nothing. `own_stake[j]`: what i loses if j's demand is wholly met.
    """
    total = 0.0
    for j in range(alignment.shape[0]):
        if j != i:
            total += warm_goal[i, j] * alignment[i, j] + hold_goal[i, j] * dependence[j, i]
            total += harm_goal[i, j] * unmet[j] + stake[i, j] * conceded[i, j] - own_stake[j] * conceded[j, i]
    return total


@rule
def company(i, alignment, reputation):
    """E14: image_i = Σ_j A_ij⁺·mean of others' hostility to j. `reputation[i, j]`: that mean over l ≠ i, j."""
    total = 0.0
    for j in range(alignment.shape[0]):
        if j != i:
            total += max(0.0, alignment[i, j]) * reputation[i, j]
    return total


@rule
def reputations(hostility):
    """Mean over l ≠ i, j of H_lj: how others see j, apart from i. Shape N,N; 0 for two states."""
    n = hostility.shape[0]
    mean = np.zeros((n, n))
    if n > 2:
        for j in range(n):
            for i in range(n):
                if i != j:
                    for l in range(n):
                        if l != i and l != j:
                            mean[i, j] += hostility[l, j]
                    mean[i, j] /= n - 2
    return mean


@rule
def nearness(i, one, two, near, own_dependence):
    """E14: how much a crisis between two others concerns i: the nearer of the two or the more needed, 0–1."""
    return max(max(near[i, one], near[i, two]), max(own_dependence[one], own_dependence[two]))


@rule
def turmoil(i, rung, near, own_dependence):
    """E14: crisis_i = Σ over pairs other than i's own of (q−1)⁺/3·nearness. `own_dependence`: D_i· (N)."""
    total = 0.0
    n = rung.shape[0]
    for one in range(n):
        for two in range(one):
            if rung[one, two] > 1 and one != i and two != i:
                total += (rung[one, two] - 1.0) / 3.0 * nearness(i, one, two, near, own_dependence)
    return total


@rule
def duty_burden(i, v, bindingness, clause, threat, p):
    """What a defence duty of i to v may bring: z(1 − u/2)·(threat to v from others)·burden, in units of crisis.

    Lets EXIT and PROPOSE weigh what a duty costs; `p`: params.Obligation.
    """
    threatened = 0.0
    for l in range(threat.shape[0]):
        if l != i:
            threatened += threat[v, l]
    return p.burden * bindingness * (1.0 - 0.5 * clause) * threatened


@rule
def value(weights, threat, met, leaned, stability, goal, image, crisis):
    """E14: V_i from its seven terms; `weights` (7) sum to 1; `threat`, `goal` are sums, squashed here."""
    v = -weights[SAFETY] * math.tanh(threat) + weights[NEED] * met - weights[AUTONOMY] * min(1.0, leaned)
    v += weights[REGIME] * stability + weights[GOAL] * math.tanh(goal)
    return v - weights[IMAGE] * image - weights[QUIET] * crisis
