"""Crisis: a demand, resistance, a fight (E10; Fearon 1994, 1995; Signorino 1999).

A challenger demands; the target yields or resists; if it resists the challenger fights or backs
down before its own public. Each move is a quantal response to what follows, solved backwards.
Arsenals raise the cost of a fight and leave the odds of winning it alone (a parameter tips
that). Left out: private information about resolve, and bargaining over shares.
"""

from .compiled import leaf, rule
from .logistic import clip, larger, logistic


@leaf
def defender_stake(stake, p):
    """E10: v_j = .35 + .4·v_i: what the target stands to lose, given the challenger's stake."""
    return p.defence_stake + p.defence_slope * stake


@leaf
def win_share(strength, other, nuclear, p):
    """E10: W = P_i/(P_i + P_j) (+ κ_w·nuc_i, 0 by default), 0–1."""
    return clip(strength / (strength + other) + p.nuclear_win * nuclear, 0.0, 1.0)


@leaf
def fighting_cost(rung, p):
    """E10: c0(q) = c0(.55 + .22q)."""
    return p.cost * (0.55 + 0.22 * rung)


@leaf
def audience_cost(rung, p):
    """E10: AC(q) = AC(1 + .5q)."""
    return p.audience * (1.0 + 0.5 * rung)


@leaf
def war_values(win, stake, other_stake, other_nuclear, rung, p):
    """E10: W_i = W·v_i − c_i and W_j = (1−W)v_j − c_j: what fighting on is worth to challenger and target.

    c_i = c0(q)(2−W) + κ_c·nuc_J(.5+.5q), c_j = c0(q)(1+W); nuc_J is the arsenal on the target's side.
    """
    base = fighting_cost(rung, p)
    challenger = win * stake - base * (2.0 - win) - p.nuclear_cost * other_nuclear * (0.5 + 0.5 * rung)
    target = (1.0 - win) * other_stake - base * (1.0 + win)
    return challenger, target


@leaf
def fights(war_value, rung, rationality, p):
    """E10: f = Λ(λ(W_i + AC(q))): the challenger fights if resisted."""
    return logistic(rationality * (war_value + audience_cost(rung, p)))


@leaf
def resists(fight, war_value, stake, exit_credibility, dependence_on_challenger, rationality, p):
    """E10: r = Λ(λ(f·W_j + (1−f)v_j + RC − κ_ij·D_ji))."""
    held = fight * war_value + (1.0 - fight) * stake + p.resolve - exit_credibility * dependence_on_challenger
    return logistic(rationality * held)


@leaf
def demand_value(resist, fight, war_value, stake, rung, p):
    """E10: EU = (1−r)v_i + r(f·W_i − (1−f)AC(q))."""
    return (1.0 - resist) * stake + resist * (fight * war_value - (1.0 - fight) * audience_cost(rung, p))


@rule
def calmed(rung, met, p):
    """Hazard a month that a rung below war falls; higher after a summit or aid between the two."""
    return p.calming_met if met else p.calming


@rule
def power_after_war(power, enemy_share, p):
    """Power left when a war ends: p(1 − .02·enemy's share of strength)."""
    return power * (1.0 - p.war_loss * enemy_share)


@rule
def tied_down(rung, p):
    """E10: share of power that a rung ties down: .10(q−1)⁺."""
    return p.commitment * larger(0.0, rung - 1.0)
