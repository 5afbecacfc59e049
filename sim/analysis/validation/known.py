"""Answers known without the rules: closed forms, every case written out, NumPy's own generator.

Nothing here imports a rule. The rows X1–X9 and the tests of single rules compare the rules with these.
"""

from collections.abc import Sequence
from itertools import permutations

import numpy as np

from sim.model.params import Crisis
from sim.model.world import Array

# X4: signs of first–second, first–third, second–third: scores of first, second, third; type
TRIANGLES = {
    (1, 1, 1): ((1, 1, 1), "ménage à trois"),
    (1, 1, -1): ((3, -1, -1), "romantic triangle, first pivot"),
    (1, -1, 1): ((-1, 3, -1), "romantic triangle, second pivot"),
    (-1, 1, 1): ((-1, -1, 3), "romantic triangle, third pivot"),
    (1, -1, -1): ((1, 1, -3), "stable marriage, third outcast"),
    (-1, 1, -1): ((1, -3, 1), "stable marriage, second outcast"),
    (-1, -1, 1): ((-3, 1, 1), "stable marriage, first outcast"),
    (-1, -1, -1): ((-1, -1, -1), "unit veto"),
}


def withdrawal_loss(own: float, leaving: float, staying: float = 0.0) -> float:
    """X2: supply, capped at need, that is lost when a supplier leaves; D at ς = 1."""
    own, leaving, staying = (min(1.0, offer) for offer in (own, leaving, staying))
    return min(1.0, own + leaving + staying) - min(1.0, own + staying)


def two_patrons(a: float, b: float, substitution: float) -> list[float]:
    """X3: shares of a client and two patrons, no own production (E4b)."""
    e = substitution * max(0.0, a + b - 1)
    return [(a + b) / 2 - e / 3, a / 2 - e / 3, b / 2 - e / 3]


def shares_by_every_order(offers: Sequence[float], own: float, substitution: float) -> Array:
    """X3: Shapley's own definition, mean marginal contribution over all orders; player 0 is the client."""

    def worth(present: set[int]) -> float:
        if 0 not in present:
            return 0.0
        x = own + sum(offers[j - 1] for j in present if j)
        return x - substitution * max(0.0, x - 1) - (own - substitution * max(0.0, own - 1))

    gained = np.zeros(len(offers) + 1)
    orders = list(permutations(range(len(offers) + 1)))
    for order in orders:
        for place, player in enumerate(order):
            gained[player] += worth(set(order[: place + 1])) - worth(set(order[:place]))
    return gained / len(orders)


def game_tree(
    win: float, v: float, arsenal: float, leave: float, dependence: float, rung: float, rationality: float, p: Crisis
) -> tuple[float, float, float]:
    """X5: the game of E10 written out: terminal payoffs, then backwards, each move a logit of what follows.

    Probability that the challenger fights, that the target resists, and what the demand is worth.
    """
    held = p.defence_stake + p.defence_slope * v
    base = p.cost * (0.55 + 0.22 * rung)
    war = (
        win * v - base * (2 - win) - p.nuclear_cost * arsenal * (0.5 + 0.5 * rung),
        (1 - win) * held - base * (1 + win),
    )
    back_down = (-p.audience * (1 + 0.5 * rung), held)
    yielded = (v, -p.resolve + leave * dependence)
    fight = 1 / (1 + np.exp(-rationality * (war[0] - back_down[0])))
    resisted = fight * war[1] + (1 - fight) * back_down[1]
    resist = 1 / (1 + np.exp(-rationality * (resisted - yielded[1])))
    worth = (1 - resist) * yielded[0] + resist * (fight * war[0] + (1 - fight) * back_down[0])
    return fight, resist, worth


def energy_by_definition(sizes: Array, propensities: Array, sides: Array) -> Array:
    """X7: E(X) = Σ_{i<j} s_i·s_j·p_ij·d_ij(X) of partitions `sides` (…, N), of 0 and 1."""
    sides = np.asarray(sides)
    energy = np.zeros(sides.shape[:-1])
    for i in range(len(sizes)):
        for j in range(i + 1, len(sizes)):
            energy += sizes[i] * sizes[j] * propensities[i, j] * (sides[..., i] != sides[..., j])
    return energy


def numpy_words(key: Sequence[int], counter: Sequence[int]) -> list[int]:
    """X8: the block that NumPy's Philox draws at a counter; NumPy counts on before its first block."""
    before = (sum(word << 64 * k for k, word in enumerate(counter)) - 1) % 2**256
    return np.random.Philox(key=key[0] | key[1] << 64, counter=before).random_raw(4).tolist()
