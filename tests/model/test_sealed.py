"""Sealed orders do not see each other: whoever is named first, or stands first in the file, has nothing of it."""

import numpy as np
import pytest

from sim.model import events as e
from sim.model.world import (
    ANSWERED,
    CALM,
    CRISIS,
    FORCE,
    MILITARY_THREAT,
    NONAGGRESSION,
    PROPOSED,
    SIGNATURE,
    SIGNED,
    STRUCK,
    YIELDED,
)
from tests.model.month import ALPHA, BRAVO, CHARLY, KEEP, Month, drawn


@pytest.fixture(params=[False, True], ids=["", "named otherwise"])
def month(lesson, request):
    """Nobody acts; with the numbers of two states exchanged, which are the order of their names."""
    made = Month(lesson)
    code = made.case.setting.code
    if request.param:
        code[BRAVO], code[CHARLY] = code[CHARLY], code[BRAVO]
    made.order(CHARLY, "WAIT", CHARLY)
    return made


def test_both_may_strike(month):
    strike = month.case.setting.actions.severity[month.names.index("STRIKE")]
    month.order(BRAVO, "STRIKE", CHARLY)
    month.order(CHARLY, "STRIKE", BRAVO)
    for replication in range(10):
        _, events = month.play(replication)
        assert events.tally[BRAVO, CHARLY, STRUCK] == events.tally[CHARLY, BRAVO, STRUCK] == 1
        assert events.force[BRAVO] == events.force[CHARLY] == 1
        assert events.severity[BRAVO, CHARLY] == events.severity[CHARLY, BRAVO] == strike
        assert events.tally[BRAVO, CHARLY, ANSWERED] == events.tally[CHARLY, BRAVO, ANSWERED] == 0
        assert events.engaged[BRAVO, CHARLY] == 1


@pytest.mark.parametrize("rung", [1, MILITARY_THREAT])
def test_a_quarrel_that_one_order_would_end_and_another_presses_is_not_ended(month, rung):
    month.world.rung[BRAVO, CHARLY] = month.world.rung[CHARLY, BRAVO] = rung
    month.order(BRAVO, "DEMAND", CHARLY)
    month.order(CHARLY, "DEMAND", BRAVO)
    month.orders.resist[CHARLY, BRAVO], month.orders.resist[BRAVO, CHARLY] = 0, 1  # CHARLY yields, BRAVO does not
    month.orders.fight[CHARLY, BRAVO] = KEEP
    stood = []
    for replication in range(10):
        world, events = month.play(replication)
        assert events.tally[BRAVO, CHARLY, YIELDED] == 1
        assert events.tally[CHARLY, BRAVO, CRISIS] == (rung < MILITARY_THREAT)
        fell = drawn(events, e.CALMED)[0]
        stood.append(world.rung[BRAVO, CHARLY] + fell[7])
    assert set(stood) == {MILITARY_THREAT}


def test_a_demand_that_is_met_ends_the_quarrel(month):
    month.order(BRAVO, "DEMAND", CHARLY)
    month.orders.resist[CHARLY, BRAVO] = 0
    world, _ = month.play()
    assert world.rung[BRAVO, CHARLY] == CALM
    assert world.initiator[BRAVO, CHARLY] == -1


def test_a_strike_ordered_on_one_who_yields_in_the_same_month_is_struck(month):
    month.order(BRAVO, "STRIKE", CHARLY)
    month.order(CHARLY, "DEMAND", BRAVO)
    month.orders.resist[BRAVO, CHARLY] = 0
    world, events = month.play()
    assert events.tally[BRAVO, CHARLY, STRUCK] == 1
    assert world.rung[BRAVO, CHARLY] + drawn(events, e.CALMED)[0, 7] == FORCE


def test_force_that_a_promise_of_peace_stays_is_not_felt(month):
    quiet, _ = month.play()
    row = month.sign(CHARLY, BRAVO, duty=NONAGGRESSION)
    month.order(CHARLY, "STRIKE", BRAVO)
    month.orders.honour[row] = KEEP
    world, events = month.play()
    assert len(drawn(events, e.FORBORE)) == 1
    assert events.severity.sum() == events.force.sum() == events.tally[:, :, STRUCK].sum() == 0
    assert events.act[CHARLY, BRAVO] == -1
    assert np.array_equal(world.hostility, quiet.hostility)
    assert np.array_equal(world.dealings, quiet.dealings)


@pytest.mark.parametrize("drafted", [False, True])
def test_two_who_propose_to_each_other_sign_one_pact(month, drafted):
    row = month.sign(ALPHA, CHARLY, duty=NONAGGRESSION, status=PROPOSED) if drafted else None
    spare = month.duties.status == -1
    month.world.alignment[ALPHA, CHARLY] = month.world.alignment[CHARLY, ALPHA] = 0.6
    month.order(ALPHA, "PROPOSE", CHARLY)
    month.order(CHARLY, "PROPOSE", ALPHA)
    month.orders.accept[CHARLY, ALPHA] = month.orders.accept[ALPHA, CHARLY] = KEEP
    world, events = month.play()
    assert events.tally[:, :, SIGNATURE].sum() == 1
    if drafted:
        assert world.duties.status[row] == SIGNED
        assert (world.duties.status[spare] == -1).all()
