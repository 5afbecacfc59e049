"""What a month is expected to bring, without drawing it: the probability of each act, and E4 and E10 for each pair.

Where chance drowns an effect in months of simulation, the same effect shows in the probabilities from which they
are drawn, averaged over worlds as runs have left them.
"""

from typing import NamedTuple

import numpy as np

from sim.model.appraisal import appraise, pact_acceptance
from sim.model.choice import probabilities
from sim.model.compiled import rule
from sim.model.held import held
from sim.model.moves import ANSWERS
from sim.model.picture import picture
from sim.model.play import step
from sim.model.value import TERMS
from sim.model.world import ANY, Array, blank_orders, blank_record
from sim.scenario import Case


class Expected(NamedTuple):
    """Expectations of a month, each with a leading axis of R worlds."""

    chance: Array  # R,N,N,A: probability that i does a to j; waiting stands in [i, i]
    demand: Array  # R,N,N: EU of a demand by i on j (E10)
    fight: Array  # R,N,N: f
    resist: Array  # R,N,N: r
    yielding: Array  # R,N,N: Pr(j yields to i) short of force (E4)
    threat: Array  # R,N,N: T (E5)
    force: Array  # R,N,N: F
    credibility: Array  # R,N,N: C (E8)
    accept: Array  # R,N,N: Pr(j accepts a defence pact that i proposes) (E9)
    comply: Array  # R,N,N: part of all others' sanctions on i that supplier j carries out, mean (E1c)


@rule
def _expect(world, setting, params, out):
    """Fill the tables of one world; all arguments held by reference, `out` a tuple of arrays."""
    chances, demand, fight, resist, yielding, threat, force, credibility, accept, comply = out
    pic = picture(world, setting, params, ANY)
    n, acts = world.power.shape[0], setting.actions.base_rate.shape[0]
    chance, terms = np.empty((n, acts, ANSWERS)), np.empty((n, acts, len(TERMS)))
    worth, log_weight, unforeseen = np.empty((n, acts)), np.empty((n, acts)), np.zeros((0, 0, 0))
    for i in range(n):
        appraise(i, world, pic, setting, params, unforeseen, chance, terms, worth, log_weight)
        probabilities(log_weight, chances[i])
    demand[:] = pic.bargain.expected
    fight[:] = pic.bargain.fight
    resist[:] = pic.bargain.resist
    yielding[:] = pic.bargain.yielding
    threat[:] = pic.security.threat
    force[:] = pic.security.force
    credibility[:] = pic.security.credibility
    for i in range(n):
        for j in range(n):
            if i != j:
                accept[i, j] = pact_acceptance(i, j, world, pic, setting, params)
                comply[i, j] = pic.flows.comply[i, j].sum() / max(1, n - 2)


def expected(case: Case, runs: int, months: int, seed: int) -> Expected:
    """The expectations of `runs` worlds, each after `months` months of its own luck; level-0 and level-1 choice."""
    n, acts = len(case.world.power), len(case.setting.actions.base_rate)
    duties, conflicts = len(case.world.duties.status), len(case.world.intensity)
    found = Expected(np.zeros((runs, n, n, acts)), *(np.zeros((runs, n, n)) for _ in Expected._fields[1:]))
    orders = blank_orders(n, duties, int(case.params.choice.initiatives))
    record = blank_record(months, n, duties, conflicts, runs=1)
    setting, params = held(case.setting), held(case.params)
    for run in range(runs):
        world = case.world
        for month in range(months):
            world, _ = step(world, case.setting, case.params, orders, seed, run, month, record)
        _expect(held(world), setting, params, tuple(table[run] for table in found))
    return found
