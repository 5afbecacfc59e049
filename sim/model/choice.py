"""Choice: how often a state does what to whom (E15; McKelvey & Palfrey 1995; Stahl & Wilson 1995).

Each act has a base rate, taken up in proportion to attention and shifted by what it does to the
actor's own value, given the answer it expects. One act is drawn for each initiative. Left out:
plans over several months, and coordination among allies other than through treaties.
"""

import math
from typing import NamedTuple

import numpy as np

from . import actions as act
from .arrays import fill
from .compiled import rule
from .consequences import (
    CONCESSION,
    IN_KIND,
    NO_ANSWER,
)  # fmt: skip
from .crisis import audience_cost, defender_stake, demand_value, fights, resists, war_values, win_share
from .dependence import credible_exit, yields
from .held import by_reference
from .world import DISPUTE, FORCE, MILITARY_THREAT, WAR

NEVER_CHOSEN = -1e9  # log weight of what cannot be done


class Bargain(NamedTuple):
    """E10 for every pair, challenger i against target j (N,N each)."""

    win: np.ndarray  # W at rung 2
    fight: np.ndarray  # f at rung 2
    resist: np.ndarray  # r at rung 2
    expected: np.ndarray  # EU of a demand
    yielding: np.ndarray  # E4: Pr(j yields to pressure short of force)
    strike: np.ndarray  # W_i + AC at rung 3
    invade: np.ndarray  # W_i + 1.5·AC at rung 4
    hold: np.ndarray  # W_j at rung 2


BargainRef = by_reference(Bargain)


@rule
def strengths(i, j, power, committed, near, offensive, backing):
    """E10: P_i of a challenge to j and P_j of j's defence; neither counts the other's own help."""
    attack = (1.0 - committed[i]) * power[i] * near[j, i]
    defence = (1.0 - committed[j]) * power[j]
    for l in range(power.shape[0]):
        if l != j:
            attack += offensive[i, l]
        if l != i:
            defence += backing[j, l]
    return max(attack, 1e-9), max(defence, 1e-9)


@rule
def bargains(power, committed, nuclear, near, offensive, backing, shield, stake, conceded, depends, spill, stability,
             rationality, p):  # fmt: skip
    """E4 and E10 for every pair; returns Bargain. `p`: params.Crisis."""
    n = power.shape[0]
    win, fight, resist, expected = np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n))
    yielding, strike, invade, hold = np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            v = stake[i, j] * (1.0 - conceded[i, j])
            held = defender_stake(v, p)
            attack, defence = strengths(i, j, power, committed, near, offensive, backing)
            w = win_share(attack, defence, nuclear[i], p)
            mine, theirs = war_values(w, v, held, shield[j], 2.0, p)
            exit_ = credible_exit(v, depends[i, j], spill[i, j], stability[j], rationality)
            f = fights(mine, 2.0, rationality, p)
            r = resists(f, theirs, held, exit_, depends[j, i], rationality, p)
            win[i, j], fight[i, j], resist[i, j], hold[i, j] = w, f, r, theirs
            expected[i, j] = demand_value(r, f, mine, v, 2.0, p)
            yielding[i, j] = yields(exit_, depends[j, i], held, p.resolve, rationality)
            strike[i, j] = war_values(w, v, held, shield[j], 3.0, p)[0] + audience_cost(3.0, p)
            invade[i, j] = war_values(w, v, held, shield[j], 4.0, p)[0] + 1.5 * audience_cost(4.0, p)
    return BargainRef(win, fight, resist, expected, yielding, strike, invade, hold)


@rule
def opponent_of(j, i, rung):
    """The state other than i with which j stands highest on the ladder, from rung 2 up; −1 if none."""
    found, high = -1, 1
    for k in range(rung.shape[0]):
        if k != i and k != j and rung[j, k] > high:
            found, high = k, rung[j, k]
    return found


@rule
def stand_down(i, j, other, world, pic, setting, params):
    """E10 with f = 0: Pr(j stands down in its crisis with `other` at i's demand), j's stake being that crisis."""
    mine = setting.stake[j, other] * (1.0 - world.conceded[j, other])
    if world.initiator[j, other] != j:
        mine = defender_stake(setting.stake[other, j] * (1.0 - world.conceded[other, j]), params.crisis)
    depends, rationality = pic.flows.dependence, params.choice.rationality
    leave = credible_exit(setting.stake[i, j], depends[i, j], setting.spill[i, j], world.stability[j], rationality)
    return yields(leave, depends[j, i], mine, params.crisis.resolve, rationality)


@rule
def movable(gain, cut, capacity):
    """Whether a supplier has anything to give, or to take away, in the kinds that acts move.

    `gain`, `cut`: A,K; `capacity`: its capacity to supply the target (K). Returns A booleans.
    """
    acts, kinds = gain.shape
    able = np.zeros(acts, dtype=np.bool_)
    for a in range(acts):
        for k in range(kinds):
            if capacity[k] * (gain[a, k] + cut[a, k]) > 0.0:
                able[a] = True
    return able


@rule
def on_the_ladder(procedure, rung, contested, invadable, armed, stake, in_crisis, pact, bound):
    """Whether an act's procedure may run between two states as they stand.

    `rung`: theirs; `contested`: a standing conflict owns their fight; `in_crisis`: the target
    stands on rung 2 or higher with a third state; `pact`: a defence pact joins them or is on the
    table; `bound`: the actor owes the target a duty it could leave.
    """
    if procedure == act.PROPOSE:
        return not pact
    if procedure == act.EXIT:
        return bound
    if procedure == act.DEMAND:
        return stake > 0.0 and not contested and rung < FORCE
    if procedure == act.RESTRAIN:
        return in_crisis and rung <= DISPUTE
    if procedure == act.STRIKE:
        return rung == MILITARY_THREAT and not contested
    if procedure == act.INVADE:
        return rung == FORCE and invadable and not contested
    if procedure == act.NUCLEAR:
        return rung == WAR and armed
    return procedure != act.WAIT


@rule
def legal(i, actions, present, alignment, rung, capacity, fighting, stake, contested, pact, bound_by, invadable,
          nuclear):  # fmt: skip
    """Which acts i may do to whom now (N,A booleans).

    `fighting[i, j]`: intensity of a war of j's in which i is no party; the rest as in
    on_the_ladder, by pair.
    """
    procedure, base_rate, warmth, war_only, supply_only, gain, cut = (
        actions.procedure, actions.base_rate, actions.warmth_needed, actions.at_war_only, actions.supply_only,
        actions.gain, actions.cut,
    )  # fmt: skip
    n, acts = present.shape[0], procedure.shape[0]
    allowed = np.zeros((n, acts), dtype=np.bool_)
    for j in range(n):
        if i == j or present[i] * present[j] == 0.0:
            continue
        able = movable(gain, cut, capacity[j, i])
        in_crisis = opponent_of(j, i, rung) >= 0
        for a in range(acts):
            if base_rate[a] <= 0.0 or alignment[i, j] < warmth[a]:
                continue
            if (war_only[a] == 1 and fighting[i, j] == 0.0) or (supply_only[a] == 1 and not able[a]):
                continue
            allowed[j, a] = on_the_ladder(
                procedure[a], rung[i, j], contested[i, j] == 1, invadable[i, j] == 1, nuclear[i] > 0.0, stake[i, j],
                in_crisis, pact[i, j] == 1, bound_by[i, j] == 1,
            )  # fmt: skip
    return allowed


@rule
def habits(i, dealings, actions, grudge, chance):
    """E15, level 1: how often an act is answered in kind or by a concession, by habit; fills `chance` (N,A,3).

    A year of harsh dealings makes harsh answers likelier and kind ones rarer.
    """
    severity, in_kind, yielding = actions.severity, actions.in_kind, actions.yielding
    for j in range(chance.shape[0]):
        soured = min(1.0, dealings[j, i] / 48.0)
        for a in range(chance.shape[1]):
            swing = 1.0 - 0.5 * grudge + grudge * soured if severity[a] > 0.0 else 1.0 - grudge * soured
            kind = min(1.0, in_kind[a] * swing)
            give = min(1.0 - kind, yielding[a])
            chance[j, a, NO_ANSWER], chance[j, a, IN_KIND], chance[j, a, CONCESSION] = 1.0 - kind - give, kind, give


@rule
def reasoned(i, weights, actions, chance):
    """E15, level 2: the answers that the target's own level-1 choice toward i makes likely; fills `chance` (N,A,3).

    `weights[j, i, a]`: the target's weights. Its acts are classed as harsh, kind or conceding; an
    act is answered in kind as often as the target would choose that class, had it turned to i.
    """
    n, acts, _ = chance.shape
    for j in range(n):
        harsh, kind, give, total = 0.0, 0.0, 0.0, 0.0
        for a in range(acts):
            w = weights[j, i, a]
            total += w
            if actions.concession[a] > 0.0:
                give += w
            elif actions.severity[a] > 0.0:
                harsh += w
            elif actions.goodwill[a] > 0.0:
                kind += w
        if total <= 0.0:
            total = 1.0
        for a in range(acts):
            answered = actions.in_kind[a] > 0.0 or actions.yielding[a] > 0.0
            back = (harsh if actions.severity[a] > 0.0 else kind) / total if answered else 0.0
            given = give / total if answered and actions.severity[a] > 0.0 else 0.0
            chance[j, a, NO_ANSWER], chance[j, a, IN_KIND], chance[j, a, CONCESSION] = 1.0 - back - given, back, given


@rule
def by_odds_of_force(procedure):
    """Whether an act is chosen by what a fight promises (E10) and not by Q."""
    return procedure == act.DEMAND or procedure == act.STRIKE or procedure == act.INVADE or procedure == act.NUCLEAR


@rule
def mask_answers(allowed, procedures, chance):
    """No answers, and no valuation, for what is not legal or is chosen by the odds of force; changes `chance`."""
    for j in range(chance.shape[0]):
        for a in range(chance.shape[1]):
            if not allowed[j, a] or by_odds_of_force(procedures[a]):
                for r in range(chance.shape[2]):
                    chance[j, a, r] = 0.0


@rule
def quality(j, a, chance, terms, cost):
    """E15: Q = E_r[ΔV] − cost, and E_r of each of the seven terms."""
    q = -cost
    for r in range(chance.shape[2]):
        if chance[j, a, r] > 0.0:
            for t in range(terms.shape[3]):
                q += chance[j, a, r] * terms[j, a, r, t]
    return q


@rule
def drift(depends, start, hold):
    """E15: γL·(D_ref − D_ji)⁺/D_ref: how far a client has slipped from a patron that values its hold (M27)."""
    return hold * max(0.0, start - depends) / start if start > 0.0 else 0.0


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
                        finish = -math.log(uniforms[j, a]) * math.exp(-min(700.0, max(-700.0, log_weight[j, a])))
                        if finish < best:
                            best, action, target = finish, a, j
        if target == i:
            break
        chosen_action[b], chosen_target[b] = action, target
        used[target] = 1.0
