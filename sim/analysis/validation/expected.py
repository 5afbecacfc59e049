"""What a month is expected to bring, without drawing it: the probability of each act, and E4 and E10 for each pair.

Where chance drowns an effect in months of simulation, the same effect shows in the probabilities from which they
are drawn, averaged over worlds as runs have left them.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.analysis.why.draws import log_of
from sim.analysis.why.replay import logged
from sim.model.appraisal import appraise, blank_appraisal, pact_acceptance
from sim.model.choice import probabilities
from sim.model.compiled import rule
from sim.model.held import held
from sim.model.picture import picture
from sim.model.play import step
from sim.model.world import ANY, Array, Orders, Record, World, blank_orders, blank_record
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
    found, unforeseen = blank_appraisal(n, acts), np.zeros((0, 0, 0))
    for i in range(n):
        appraise(i, world, pic, setting, params, unforeseen, found)
        probabilities(found.log_weight, chances[i])
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
    found = Expected(np.zeros((runs, n, n, acts)), *(np.zeros((runs, n, n)) for _ in Expected._fields[1:]))
    setting, params = held(case.setting), held(case.params)
    for run, world in enumerate(_settled(case, runs, months, seed)):
        _expect(held(world), setting, params, tuple(table[run] for table in found))
    return found


def chance_if_ordered(
    case: Case, runs: int, months: int, seed: int, actor: int, action: int, target: int, what: int
) -> Array:
    """The probability of what an act calls for if the actor is ordered to do it, in the worlds of `expected`.

    `what`: an index into `events.LOGGED`. The rules carry the order out, and only the chance is read from their log.
    Returns (R), NaN where nothing of the kind was drawn.
    """
    found = np.full(runs, np.nan)
    orders, record = _blanks(case, months + 1)
    orders.action[actor, 0], orders.target[actor, 0] = action, target
    for run, world in enumerate(_settled(case, runs, months, seed)):
        _, events = logged(world, case, orders, seed, run, months, record)
        for draw in log_of(events):
            if (draw.what, draw.actor, draw.target) == (what, actor, target):
                found[run] = draw.probability
    return found


def _settled(case: Case, runs: int, months: int, seed: int) -> Iterator[World]:
    orders, record = _blanks(case, months)
    for run in range(runs):
        world = case.world
        for month in range(months):
            world, _ = step(world, case.setting, case.params, orders, seed, run, month, record)
        yield world


def _blanks(case: Case, months: int) -> tuple[Orders, Record]:
    """Orders that leave all to the model, and a record of one run."""
    n, duties = len(case.world.power), len(case.world.duties.status)
    orders = blank_orders(n, duties, int(case.params.choice.initiatives))
    return orders, blank_record(months, n, duties, len(case.world.intensity), runs=1)
