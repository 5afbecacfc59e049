"""Exact answers of single rules, X2 to X6: each against an answer known without them (known.py)."""

import math
from typing import NamedTuple

import numpy as np

from sim.model.capability import armed, provocation_to_arm
from sim.model.crisis import audience_cost, defender_stake, demand_value, fights, resists, war_values
from sim.model.dependence import dependence, masses
from sim.model.params import Capability, Crisis, Threat
from sim.model.threat import forces, proximity
from sim.outcomes.shares import shapley_shares
from sim.outcomes.triad import TYPES, role_scores, triangle_types

from .known import TRIANGLES, game_tree, shares_by_every_order, two_patrons, withdrawal_loss
from .rows import Measured, Rows
from .trials import EPSILON, Trials, at_most

PARTS = Rows()
row = PARTS.row

SETTLES = 200  # months after which two rivals' powers move together


def dependence_of(rows: list[list[float]], substitution: float) -> float:
    """E2: the first state's dependence on the second, of offers (row from column) in one kind of flow."""
    offer = np.zeros((len(rows), len(rows), 3))
    offer[:, :, 0] = rows
    return dependence(offer, masses(offer), np.tile([1.0, 0.0, 0.0], (len(rows), 1)), substitution)[1][0, 1]


def on_two_suppliers(own: float, one: float, two: float, substitution: float) -> float:
    """E2: dependence on the first of two suppliers."""
    return dependence_of([[own, one, two], [0, 1, 0], [0, 0, 1]], substitution)


@row("X2", "Dependence has closed forms")
def x2_dependence(trials: Trials) -> list[Measured]:
    """Two and three states at ς = 1; a rival's capacity at any ς."""
    chance = np.random.default_rng(trials.seed)
    two, three, rise, kept = [], [], [], []
    for own, one, other, more, substitution in chance.random((trials.draws, 5)) * [1.5, 1.5, 1.5, 1, 1]:
        two.append(abs(dependence_of([[own, one], [0, 1]], 1.0) - withdrawal_loss(own, one)))
        three.append(abs(on_two_suppliers(own, one, other, 1.0) - withdrawal_loss(own, one, other)))
        before, after = (on_two_suppliers(own, one, supply, substitution) for supply in (other, other + more))
        rise.append(after - before)
        own, one, other = own / 5, one / 5, other / 5  # together less than 1 with what is added
        spare = 1.0 - (own + one + other)
        before, after = (on_two_suppliers(own, one, supply, substitution) for supply in (other, other + more * spare))
        kept.append(abs(after - before))
    return [
        at_most("two states: departure from the closed form", EPSILON, two),
        at_most("three states: departure from the exact loss", EPSILON, three),
        at_most("a rival's capacity grows: largest rise of D", EPSILON, rise),
        at_most("the same, offers sum to less than 1: change of D", EPSILON, kept),
    ]


@row("X3", "Patron shares are Shapley values")
def x3_patron_shares(trials: Trials) -> list[Measured]:
    """E4b against its closed form and against every order of arrival."""
    chance = np.random.default_rng(trials.seed)
    both, alone = shapley_shares(np.ones(2), np.asarray(0.0), 1.0), shapley_shares(np.ones(1), np.asarray(0.0), 1.0)
    closed, orders, loss = [], [], []
    for a, b, own, substitution in chance.random((trials.draws, 4)):
        shares = shapley_shares(np.array([a, b]), np.asarray(0.0), substitution)
        closed.append(np.abs(shares - two_patrons(a, b, substitution)).max())
        with_own = shapley_shares(np.array([a, b]), np.asarray(own), substitution)
        orders.append(np.abs(with_own - shares_by_every_order([a, b], own, substitution)).max())
        free, single = (shapley_shares(np.array([a, rival]), np.asarray(0.0), 0.0)[1] for rival in (b, 0.0))
        loss.append(abs(free - single))
    two_thirds = [Measured(f"a = b = ς = 1: share of {who}", both[k], least, most, 1) for k, who, least, most in
                  [(0, "the client", 0.66666, 0.66667), (1, "a patron", 0.16666, 0.16667)]]  # fmt: skip
    return [
        *two_thirds,
        Measured("one patron: share of the client", alone[0], 0.5, 0.5, 1),
        at_most("closed form for two patrons: departure", EPSILON, closed),
        at_most("every order of arrival: departure", EPSILON, orders),
        at_most("ς = 0: what a second patron costs the first", EPSILON, loss),
    ]


@row("X4", "Roles in a triangle follow from signs")
def x4_triangle_roles(trials: Trials) -> list[Measured]:
    """All eight patterns of signs."""
    every = np.array(list(TRIANGLES), dtype=float)
    scores, kinds = role_scores(every), [TYPES[kind] for kind in triangle_types(every)]
    right = [(tuple(s), k) == known for s, k, known in zip(scores.tolist(), kinds, TRIANGLES.values(), strict=True)]
    pivots = scores[["pivot" in kind for kind in kinds]]
    return [
        Measured("patterns with the known scores and type", sum(right), 8, 8, 8),
        Measured("score of the pivot, the highest of all", pivots.max(axis=1).min(), scores.max(), scores.max(), 3),
    ]


def solved(win: float, v: float, arsenal: float, leave: float, depends: float, rung: float, rationality: float):
    """E10 by the rules: fight, resist, worth of the demand."""
    p = Crisis()
    held = defender_stake(v, p)
    mine, theirs = war_values(win, v, held, arsenal, rung, p)
    fight = fights(mine, rung, rationality, p)
    resist = resists(fight, theirs, held, leave, depends, rationality, p)
    return fight, resist, demand_value(resist, fight, mine, v, rung, p)


def off_the_perfect_path(win: float, v: float, rung: float, rationality: float) -> float:
    """E10 at great λ: how far the moves lie from the subgame-perfect ones; 0 where a move is a toss-up."""
    p = Crisis()
    held = defender_stake(v, p)
    mine, theirs = war_values(win, v, held, 0.0, rung, p)
    fight, resist, _ = solved(win, v, 0.0, 0.0, 0.0, rung, rationality)
    margin = mine + audience_cost(rung, p)
    held_out = (theirs if margin > 0 else held) + p.resolve
    if min(abs(margin), abs(held_out)) < 1e-3:
        return 0.0
    return max(abs(fight - (margin > 0)), abs(resist - (held_out > 0)))


@row("X5", "The crisis game is solved backwards")
def x5_crisis_game(trials: Trials) -> list[Measured]:
    """E10 against the tree written out, and its limits in rationality."""
    chance = np.random.default_rng(trials.seed)
    cases = chance.random((trials.draws, 6)) * [1, 1, 1, 1, 1, 9.9] + [0, 0, 0, 0, 0, 0.1]
    tree, coin, path = [], [], []
    for k, (win, v, arsenal, leave, depends, rationality) in enumerate(cases):
        rung = 2.0 + k % 3
        game = (win, v, arsenal, leave, depends, rung)
        known = game_tree(*game, rationality, Crisis())
        tree.append(np.abs(np.subtract(solved(*game, rationality), known)).max())
        coin.append(np.abs(np.subtract(solved(*game, 0.0)[:2], 0.5)).max())
        path.append(off_the_perfect_path(win, v, rung, 1e6))
    return [
        at_most("the tree written out: departure", EPSILON, tree),
        at_most("λ = 0: departure of each move from 1/2", 0.0, coin),
        at_most("λ = 10⁶: departure from the subgame-perfect path", EPSILON, path),
    ]


class Rivals(NamedTuple):
    """X6: two states that arm against each other (2 each); side by side and alike if nothing is said."""

    hostility: tuple[float, float] = (0.8, 0.8)
    power: tuple[float, float] = (1.0, 1.0)
    offense: tuple[float, float] = (0.5, 0.5)
    committed: tuple[float, float] = (0.0, 0.0)
    distance: float = 0.0  # km

    def threshold(self) -> float:
        """k_R at which a1·a2 = k1·k2, with a_i = a_R and k_i = k_R·H_ij(1−b_j)·p_j·off_j·e^(−d/δ) (Richardson 1960)."""
        theirs = zip(self.committed[::-1], self.power[::-1], self.offense[::-1], strict=True)
        near = math.exp(-self.distance / Threat().distance)
        one, two = (h * (1 - b) * p * off * near for h, (b, p, off) in zip(self.hostility, theirs, strict=True))
        return Capability().fatigue / math.sqrt(one * two)


def gap_after(rivals: Rivals, arming: float, months: int = 400) -> float:
    """E11: how a small lift of both rivals' power fares, as a factor, once the two move together."""
    p = Capability()._replace(arming=arming)
    start, none = np.array(rivals.power), np.zeros(2)
    hostility = np.array([[0.0, rivals.hostility[0]], [rivals.hostility[1], 0.0]])
    near = proximity(np.full((2, 2), rivals.distance), Threat().distance)
    offense, committed = np.array(rivals.offense), np.array(rivals.committed)

    def drive(power: np.ndarray) -> np.ndarray:
        force, _ = forces(power, offense, none, committed, near, np.zeros((2, 2)), Threat())
        return np.array([provocation_to_arm(hostility, force, none, 1.0, i) for i in range(2)])

    rest = drive(start)
    power = start * (1 + 1e-6)
    for month in range(months + SETTLES):
        if month == SETTLES:
            lifted = power[0] - start[0]
        change = drive(power) - rest
        power = np.array([armed(power[i], start[i], change[i], 0.0, 0.0, p) for i in range(2)])
    return (power[0] - start[0]) / lifted


def random_rivals(chance: np.random.Generator) -> Rivals:
    """Rivals that differ in all that the rule looks at."""
    hostility, power, offense = chance.uniform([0.3, 0.5, 0.2], [0.9, 1.0, 0.8], (2, 3)).T.tolist()
    return Rivals(
        tuple(hostility), tuple(power), tuple(offense), tuple(chance.uniform(0, 0.5, 2)), chance.uniform(0, 3000)
    )


@row("X6", "An arms race is stable iff fatigue outweighs response")
def x6_richardson(trials: Trials) -> list[Measured]:
    """Both sides of the threshold and the threshold itself, of equals: a_R/(H·off) = .02/.4 = .05; then of unequals."""
    equals, chance = Rivals(), np.random.default_rng(trials.seed)
    low, high = 0.03, 0.08
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (low, middle) if gap_after(equals, middle, 100) > 1 else (middle, high)
    unequal = [random_rivals(chance) for _ in range(trials.draws // 100)]
    wrong = sum((gap_after(r, r.threshold() * off) > 1) != (off > 1) for r in unequal for off in (0.98, 1.02))
    return [
        Measured("k_R .045: a gap of 1 becomes", gap_after(equals, 0.045), -math.inf, 0.99, 1),
        Measured("k_R .055: a gap of 1 becomes", gap_after(equals, 0.055), 1.01, math.inf, 1),
        Measured("threshold in k_R", (low + high) / 2, 0.0499, 0.0501, 1),
        Measured("unequal rivals, k_R 2 % off the threshold: wrong side", wrong, 0, 0, 2 * len(unequal)),
    ]
