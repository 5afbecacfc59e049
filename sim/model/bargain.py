"""What a demand and a fight promise, for every pair: the crisis game assembled (E4, E10).

Built from one believer's security picture. Left out: private information about resolve, and
demands made jointly with an ally.
"""

from typing import NamedTuple

import numpy as np

from .arrays import Matrix
from .compiled import rule
from .crisis import audience_cost, defender_stake, demand_value, fights, resists, war_values, win_share
from .dependence import credible_exit, yields
from .held import by_reference
from .logistic import larger


class Bargain(NamedTuple):
    """E10 for every pair, challenger i against target j (N,N each)."""

    win: Matrix  # W at rung 2
    fight: Matrix  # f at rung 2
    resist: Matrix  # r at rung 2
    expected: Matrix  # EU of a demand
    yielding: Matrix  # E4: Pr(j yields to pressure short of force)
    strike: Matrix  # W_i + AC at rung 3
    invade: Matrix  # W_i + 1.5·AC at rung 4
    hold: Matrix  # W_j at rung 2


BargainRef = by_reference(Bargain)


@rule
def challenge_share(i, j, power, committed, nuclear, near, offensive, backing, p):
    """E10: W of i's challenge to j, 0–1; neither side counts the other's own help. `p`: params.Crisis."""
    attack = (1.0 - committed[i]) * power[i] * near[j, i]
    defence = (1.0 - committed[j]) * power[j]
    for l in range(power.shape[0]):
        if l != j:
            attack += offensive[i, l]
        if l != i:
            defence += backing[j, l]
    return win_share(larger(attack, 1e-9), larger(defence, 1e-9), nuclear[i], p)


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
            w = challenge_share(i, j, power, committed, nuclear, near, offensive, backing, p)
            mine, theirs = war_values(w, v, held, shield[j, i], 2.0, p)
            exit_ = credible_exit(v, depends[i, j], spill[i, j], stability[j], rationality)
            f = fights(mine, 2.0, rationality, p)
            r = resists(f, theirs, held, exit_, depends[j, i], rationality, p)
            win[i, j], fight[i, j], resist[i, j], hold[i, j] = w, f, r, theirs
            expected[i, j] = demand_value(r, f, mine, v, 2.0, p)
            yielding[i, j] = yields(exit_, depends[j, i], held, p.resolve, rationality)
            strike[i, j] = war_values(w, v, held, shield[j, i], 3.0, p)[0] + audience_cost(3.0, p)
            invade[i, j] = war_values(w, v, held, shield[j, i], 4.0, p)[0] + 1.5 * audience_cost(4.0, p)
    return BargainRef(win, fight, resist, expected, yielding, strike, invade, hold)


@rule
def stand_down(i, j, other, world, pic, setting, params):
    """E10 with f = 0: Pr(j stands down in its crisis with `other` at i's demand), j's stake being that crisis."""
    mine = setting.stake[j, other] * (1.0 - world.conceded[j, other])
    if world.initiator[j, other] != j:
        mine = defender_stake(setting.stake[other, j] * (1.0 - world.conceded[other, j]), params.crisis)
    depends, rationality = pic.flows.dependence, params.choice.rationality
    asked = setting.stake[i, j] * (1.0 - world.conceded[i, j])
    leave = credible_exit(asked, depends[i, j], setting.spill[i, j], world.stability[j], rationality)
    return yields(leave, depends[j, i], mine, params.crisis.resolve, rationality)
