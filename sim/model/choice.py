"""Choice: how often a state does what to whom (E15; McKelvey & Palfrey 1995; Stahl & Wilson 1995).

Each act has a base rate, taken up in proportion to attention and shifted by what it does to the
actor's own value, given the answer it expects. One act is drawn for each initiative. Left out:
plans over several months, and coordination among allies other than through treaties.
"""

import math

import numpy as np

from . import actions as act
from .arrays import fill
from .compiled import rule
from .logistic import clip, larger, lesser
from .moves import CONCESSION, IN_KIND, NO_ANSWER

NEVER_CHOSEN = -1e9  # log weight of what cannot be done


@rule
def by_odds_of_force(procedure):
    """Whether an act is chosen by what a fight promises (E10) and not by Q."""
    return procedure == act.DEMAND or procedure == act.STRIKE or procedure == act.INVADE or procedure == act.NUCLEAR


@rule
def valued(allowed, procedure):
    """Which acts are chosen by what they do to V: what is legal and not decided by the odds of force (N,A)."""
    by_value = np.zeros_like(allowed)
    for j in range(allowed.shape[0]):
        for a in range(allowed.shape[1]):
            by_value[j, a] = allowed[j, a] and not by_odds_of_force(procedure[a])
    return by_value


@rule
def unanswered(considered, chance):
    """E15, level 0: no answer is expected to any act considered (N,A); fills `chance` (N,A,3)."""
    fill(chance, 0.0)
    for j in range(considered.shape[0]):
        for a in range(considered.shape[1]):
            if considered[j, a]:
                chance[j, a, NO_ANSWER] = 1.0


@rule
def habits(i, dealings, actions, grudge, harsh_year, considered, chance):
    """E15, level 1: how often an act is answered in kind or by a concession, by habit.

    A year of harsh dealings makes harsh answers likelier and kind ones rarer. Fills `chance`
    (N,A,3) for the acts considered (N,A), 0 elsewhere.
    """
    severity, in_kind, yielding = actions.severity, actions.in_kind, actions.yielding
    fill(chance, 0.0)
    for j in range(considered.shape[0]):
        soured = lesser(1.0, dealings[j, i] / harsh_year)
        for a in range(considered.shape[1]):
            if considered[j, a]:
                swing = 1.0 - 0.5 * grudge + grudge * soured if severity[a] > 0.0 else 1.0 - grudge * soured
                kind = lesser(1.0, in_kind[a] * swing)
                give = lesser(1.0 - kind, yielding[a])
                chance[j, a, NO_ANSWER] = 1.0 - kind - give
                chance[j, a, IN_KIND], chance[j, a, CONCESSION] = kind, give


@rule
def reasoned(i, weights, actions, considered, chance):
    """E15, level 2: the answers that the target's own level-1 choice toward i makes likely.

    `weights[j, i, a]`: the target's weights. Its acts are classed as harsh, kind or conceding; an
    act is answered in kind as often as the target would choose that class, had it turned to i.
    Fills `chance` (N,A,3) for the acts considered (N,A), 0 elsewhere.
    """
    severity, goodwill, concession, in_kind, yielding = (
        actions.severity, actions.goodwill, actions.concession, actions.in_kind, actions.yielding
    )  # fmt: skip
    n, acts = considered.shape
    fill(chance, 0.0)
    for j in range(n):
        harsh, kind, give, total = 0.0, 0.0, 0.0, 0.0
        for a in range(acts):
            w = weights[j, i, a]
            total += w
            if concession[a] > 0.0:
                give += w
            elif severity[a] > 0.0:
                harsh += w
            elif goodwill[a] > 0.0:
                kind += w
        if total <= 0.0:
            total = 1.0
        for a in range(acts):
            if considered[j, a]:
                answered = in_kind[a] > 0.0 or yielding[a] > 0.0
                back = (harsh if severity[a] > 0.0 else kind) / total if answered else 0.0
                given = give / total if answered and severity[a] > 0.0 else 0.0
                chance[j, a, NO_ANSWER] = 1.0 - back - given
                chance[j, a, IN_KIND], chance[j, a, CONCESSION] = back, given


@rule
def drift(depends, start, hold):
    """E15: γL·(D_ref − D_ji)⁺/D_ref: how far a client has slipped from a patron that values its hold (M27)."""
    return hold * larger(0.0, start - depends) / start if start > 0.0 else 0.0


@rule
def probabilities(log_weight, chance):
    """Fill `chance` (N,A) with the odds of each act being the first drawn, summing to 1; 0 for what cannot be done."""
    n, acts = log_weight.shape
    top, total = NEVER_CHOSEN, 0.0
    for j in range(n):
        for a in range(acts):
            top = larger(top, log_weight[j, a])
    for j in range(n):
        for a in range(acts):
            chance[j, a] = math.exp(log_weight[j, a] - top) if log_weight[j, a] > NEVER_CHOSEN else 0.0
            total += chance[j, a]
    for j in range(n):
        for a in range(acts):
            chance[j, a] /= total


@rule
def take(i, log_weight, uniforms, given_action, given_target, chosen_action, chosen_target):
    """Draw i's acts by an exponential race (Gumbel-max): each option finishes at −ln(u)/weight.

    The first to finish are taken, one to a target, until the initiatives are spent or waiting,
    which stands in row i, comes first. An order given for a slot stands. `log_weight`,
    `uniforms`: N,A. Fills `chosen_*` (B); −1 where nothing is done.
    """
    n, acts = log_weight.shape
    used = np.zeros(n)
    fill(chosen_action, -1)
    fill(chosen_target, -1)
    for b in range(given_action.shape[0]):
        if given_action[b] >= 0:
            chosen_action[b], chosen_target[b] = given_action[b], given_target[b]
            used[given_target[b]] = 1.0
    for b in range(given_action.shape[0]):
        if given_action[b] >= 0:
            continue
        best, action, target = np.inf, -1, i
        for j in range(n):
            if used[j] == 0.0:
                for a in range(acts):
                    if log_weight[j, a] > NEVER_CHOSEN:
                        finish = -math.log(uniforms[j, a]) * math.exp(-clip(log_weight[j, a], -700.0, 700.0))
                        if finish < best:
                            best, action, target = finish, a, j
        if target == i:
            break
        chosen_action[b], chosen_target[b] = action, target
        used[target] = 1.0
