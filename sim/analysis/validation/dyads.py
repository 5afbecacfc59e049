"""Many random dyads, each a challenger, its target and one ally: what a demand promises and who would come.

The protocol of R2: power lognormal, distances uniform to 6,000 km, one ally with z, u and C from their priors, the
rules' parameters at their defaults. What the protocol leaves open is drawn uniformly over the range that scenarios
admit (stake, deployable share, warmth between allies 0–1); nobody is committed elsewhere, nobody depends on anybody,
nobody is armed with nuclear weapons unless a row says so.
"""

from typing import NamedTuple

import numpy as np

from sim.model.bargain import bargains
from sim.model.compiled import rule
from sim.model.held import held
from sim.model.obligations import help_benefit, help_cost, honours, word
from sim.model.params import Params, ranges
from sim.model.security import crisis_backing, shields
from sim.model.threat import proximity
from sim.model.world import Array

CHALLENGER, TARGET, ALLY = range(3)
FARTHEST = 6000.0  # km


class Dyads(NamedTuple):
    """R random dyads with an ally each."""

    power: Array  # R,3
    distance: Array  # R,3,3 km
    stake: Array  # R: v of the challenger, and of an ally in its partner
    deployable: Array  # R: of the ally
    warmth: Array  # R: of the ally and its partner
    bindingness: Array  # R: z
    clause: Array  # R: u
    belief: Array  # R: C


class Demands(NamedTuple):
    """What a demand by the challenger would meet (R each)."""

    rate: Array  # how often it is made, but for a constant (E15)
    fight: Array  # f
    resist: Array  # r
    troops: Array  # h: the ally sends troops to its partner (E9b)
    neutral: Array  # h: the ally keeps a promise not to fight its partner


def random_dyads(number: int, seed: int = 1) -> Dyads:
    """Dyads of the protocol; z from the admitted range of `obligation.pact_bindingness`, C from `credibility.prior`."""
    chance, known = np.random.default_rng(seed), ranges()
    z, c = known["obligation.pact_bindingness"], known["credibility.prior"]
    distance = np.zeros((number, 3, 3))
    for i, j in ((CHALLENGER, TARGET), (CHALLENGER, ALLY), (TARGET, ALLY)):
        distance[:, i, j] = distance[:, j, i] = chance.uniform(0, FARTHEST, number)
    return Dyads(
        power=chance.lognormal(0, 1, (number, 3)),
        distance=distance,
        stake=chance.random(number),
        deployable=chance.random(number),
        warmth=chance.random(number),
        bindingness=chance.uniform(z.low, z.high, number),
        clause=chance.random(number),
        belief=chance.uniform(c.low, c.high, number),
    )


@rule
def _meet(power, distance, stake, deployable, warmth, bindingness, clause, belief, partner, arsenal, params, out):
    """Fill the columns of Demands; `partner`: whom the ally backs, −1 for nobody; `arsenal`: 3, as nuclear index."""
    rate, fight, resist, troops, neutral = out
    p, lam = params.crisis, params.choice.rationality
    none, zeros, calm = np.zeros(3), np.zeros((3, 3)), np.ones(3)
    for r in range(power.shape[0]):
        near = proximity(distance[r], params.threat.distance)
        bound, unless, trust, wants = np.zeros((3, 3)), np.zeros((3, 3)), np.ones((3, 3)), np.zeros((3, 3))
        sent = np.zeros(3)
        wants[CHALLENGER, TARGET], sent[ALLY] = stake[r], deployable[r]
        if partner >= 0:
            bound[partner, ALLY], unless[partner, ALLY], trust[partner, ALLY] = bindingness[r], clause[r], belief[r]
            wants[ALLY, partner] = stake[r]
        backing, offensive = crisis_backing(bound, unless, trust, sent, none, power[r], near)
        game = bargains(
            power[r], none, arsenal, near, offensive, backing, shields(bound, trust, arsenal), wants, zeros, zeros,
            zeros, calm, lam, p,
        )  # fmt: skip
        rate[r] = np.exp(lam * (game.expected[CHALLENGER, TARGET] - p.reserve * stake[r]))
        fight[r], resist[r] = game.fight[CHALLENGER, TARGET], game.resist[CHALLENGER, TARGET]
        if partner >= 0:
            enemy = CHALLENGER + TARGET - partner
            benefit = help_benefit(warmth[r], 0.0, params.obligation)
            cost = help_cost(
                power[r, ALLY], power[r, enemy], arsenal[enemy], 0.0, near[partner, ALLY], False, p.nuclear_cost,
                params.obligation,
            )  # fmt: skip
            vow = word(bindingness[r], 0.0, 0.0, 0.0, params.obligation)
            troops[r] = honours(benefit, cost, vow, lam)
            neutral[r] = honours(benefit, max(0.0, game.strike[ALLY, partner]), vow, lam)


def demands(dyads: Dyads, partner: int = -1, arsenals: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Demands:
    """The demands of all dyads, the ally backing `partner` (CHALLENGER, TARGET or nobody); nuclear indices 0–1."""
    found = Demands(*(np.zeros(len(dyads.power)) for _ in Demands._fields))
    _meet(*dyads, partner, np.array(arsenals), held(Params()), tuple(found))
    return found
