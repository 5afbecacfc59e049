"""The reference: the month-0 values from which change is measured, and what an ordinary month brings.

Computed once from the reference variant (neutral posture, no calendar) and passed unchanged to
every variant, so that a changed capacity or posture is a shock and does not re-base itself. The
expected severity and goodwill of a month come from the states' own choices at the start, in three
fixed-point passes without simulation: ordinary drills must not ratchet.
"""

import math

import numpy as np

from .alignment import balance, mean_of_both
from .arrays import put
from .capability import provocation_to_arm
from .flows import military_supply
from .held import held
from .intent import guilt_by_association
from .logistic import clip
from .params import Params
from .picture import current_flows, current_levers, current_security
from .stage import stage
from .step import foresight
from .world import COMMON, Array, Reference, Setting, World, fresh

PASSES = 3


def blank_reference(states: int, conflicts: int) -> Reference:
    """A reference of zeros, for a setting whose reference is still to be computed."""
    shapes = {
        **dict.fromkeys(Reference._fields, (states, states)),
        **dict.fromkeys(
            ("arms_race", "own_strength", "unmet", "power", "offense", "stability", "committed"), (states,)
        ),
        "willingness": (states, states, 3),
        "intensity": (conflicts,),
    }
    return Reference(**{name: np.zeros(shapes[name]) for name in Reference._fields})


def refer(world: World, setting: Setting, params: Params) -> Reference:
    """The reference of a world at its start, under neutral posture and no calendar.

    `setting.reference` is not read. Raises nothing; the caller has checked the scenario.
    """
    reference = blank_reference(world.power.shape[0], world.intensity.shape[0])
    start, setting = fresh(world), setting._replace(reference=reference)
    refs = held(start), held(setting), held(params)
    measure_start(*refs)
    if setting.acting[0] == 1:
        for _ in range(PASSES):
            expect_month(foresight(*refs), setting, params)
            start.dealings[:] = params.intent.memory * np.maximum(0.0, reference.severity)
    return reference


def expect_month(likely: Array, setting: Setting, params: Params) -> None:
    """Fill the severity of i's acts at j and the event benefit of each pair expected of a month (setting.reference).

    `likely`: of one initiative (N,N,A); more of them in a month scale in proportion.
    """
    actions, reference = setting.actions, setting.reference
    often = params.choice.initiatives * likely
    often[np.diag_indices(often.shape[0])] = 0.0
    reference.severity[:] = often @ actions.severity + (often @ actions.severity_back).T
    brought = often @ actions.goodwill
    reference.goodwill[:] = brought + brought.T


@stage
def measure_start(world: World, setting: Setting, params: Params) -> None:
    """Fill setting.reference with the values at the start, all but the expected month."""
    reference = setting.reference
    n = world.power.shape[0]
    for i in range(n):
        for j in range(n):
            reference.alignment[i, j] = clip(world.alignment[i, j], -0.99, 0.99)
            reference.inverse[i, j] = math.atanh(reference.alignment[i, j])
    put(reference.hostility, world.hostility)
    put(reference.willingness, world.willingness)
    put(reference.power, world.power)
    put(reference.offense, world.offense)
    put(reference.stability, world.stability)
    put(reference.committed, world.committed)
    put(reference.intensity, world.intensity)
    put(reference.kept, world.kept)
    put(reference.broken, world.broken)
    put(reference.balance, balance(world.alignment))
    put(reference.contagion, guilt_by_association(world.alignment, world.hostility))
    lever = current_levers(world, setting.postures)
    flow = current_flows(world, lever, setting, params, COMMON)
    safe = current_security(world, lever, setting, params, COMMON)
    put(reference.exchange, mean_of_both(flow.supply))
    put(reference.dependence, flow.dependence)
    put(reference.threat, mean_of_both(safe.threat))
    put(reference.own_strength, safe.strength)
    put(reference.unmet, flow.unmet)
    put(reference.arms_by, military_supply(flow))
    for i in range(n):
        reference.arms_race[i] = provocation_to_arm(world.hostility, safe.force, safe.aid_total, safe.strength[i], i)
