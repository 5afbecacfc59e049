"""Value: what a state wants (E14).

Safety from threat, need met, autonomy, a stable regime, its own goals, good company, calm
around it. Seven terms weighted by the state's own weights; all but company and calm, which are
sums over states and quarrels, lie between −1 and 1:
V_i = −w1·tanh ΣT_ij + w2·met − w3·min(1, ΣL_ji⁺) + w4·s_i + w5·tanh goal − w6·image − w7·crisis.
The rules need only its changes (consequences.py). Left out: discounting within a month, and
preferences over others' regimes.
"""

import numpy as np

from .compiled import leaf, rule
from .logistic import larger, lesser

SAFETY, NEED, AUTONOMY, REGIME, GOAL, IMAGE, QUIET = range(7)
TERMS = ("threat", "economy", "autonomy", "stability", "goal", "image", "crisis")


@leaf
def part_met(total, need, satiety):
    """E14: ω(1−(1−S/1.5)²) of one kind of flow."""
    gap = 1.0 - lesser(total, satiety) / satiety
    return need * (1.0 - gap * gap)


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
    return larger(larger(near[i, one], near[i, two]), larger(own_dependence[one], own_dependence[two]))


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
