"""Chains through alliances on the lesson: who is called, who joins, what is counted, and on what they decide (E9)."""

import numpy as np
import pytest

from sim.model import events as e
from sim.model.play import step
from sim.model.world import (
    ABANDONED,
    CRISIS,
    DEFENCE,
    HONOURED,
    IN_FORCE,
    INVOKED,
    JOINED,
    MILITARY_THREAT,
    NONAGGRESSION,
    STRUCK,
    blank_orders,
    blank_record,
    fresh,
)
from sim.scenario import build

ALPHA, BRAVO, CHARLY = range(3)
KEEP = 1  # a standing answer: honour, resist, accept


class Month:
    """A month of the lesson in which CHARLY strikes BRAVO, ALPHA's client, and nobody else acts."""

    def __init__(self, lesson):
        self.case = build(lesson.scenario)
        self.names = list(lesson.scenario.labels.actions)
        self.world = fresh(self.case.world)
        self.duties = self.world.duties
        self.orders = blank_orders(3, len(self.duties.status), 1)
        self.orders.action[:], self.orders.target[:, 0] = self.names.index("WAIT"), range(3)
        self.world.rung[BRAVO, CHARLY] = self.world.rung[CHARLY, BRAVO] = MILITARY_THREAT
        self.world.initiator[BRAVO, CHARLY] = self.world.initiator[CHARLY, BRAVO] = CHARLY
        self.duties.clause[:] = 0.0
        self.order(CHARLY, "STRIKE", BRAVO)
        self.orders.honour[self.row(DEFENCE, ALPHA, BRAVO)] = KEEP

    def order(self, actor, act, target):
        self.orders.action[actor, 0], self.orders.target[actor, 0] = self.names.index(act), target

    def row(self, duty, promisor, beneficiary):
        """The first row of such a duty, spare ones last."""
        d = self.duties
        found = (d.duty == duty) & (d.promisor == promisor) & (d.beneficiary == beneficiary)
        return int(np.flatnonzero(found)[0])

    def sign(self, promisor, beneficiary, **columns):
        """Put a spare row between two states in force as another duty."""
        row = self.row(DEFENCE, promisor, beneficiary)
        for name, value in {"status": IN_FORCE, "clause": 0.0, **columns}.items():
            getattr(self.duties, name)[row] = value
        return row

    def play(self, replication=0):
        record = blank_record(1, 3, len(self.duties.status), len(self.world.intensity), 1)
        return step(self.world, self.case.setting, self.case.params, self.orders, 1, replication, 0, record, 99)


@pytest.fixture
def month(lesson):
    return Month(lesson)


def drawn(events, what):
    """The log's rows of one kind."""
    log = events.log[: events.used[0]]
    return log[log[:, 0] == what]


def test_who_joins_opens_no_crisis_of_its_own(month):
    world, events = month.play()
    assert events.tally[ALPHA, CHARLY, JOINED] == 1
    assert events.honoured[DEFENCE] == 1
    assert events.tally[ALPHA, :, [CRISIS, STRUCK]].sum() == 0
    assert world.initiator[ALPHA, CHARLY] == CHARLY


def test_a_victim_is_not_called_against_its_own_attacker(month):
    month.orders.honour[month.row(DEFENCE, BRAVO, ALPHA)] = KEEP
    _, events = month.play()
    assert events.tally[BRAVO, CHARLY, JOINED] == 0
    assert events.tally[BRAVO, ALPHA, INVOKED] == 0


def test_the_absent_do_not_fight(month):
    month.world.present[ALPHA] = 0.0
    _, events = month.play()
    assert events.tally[ALPHA].sum() == 0


def test_a_promise_of_peace_keeps_an_ally_from_joining_and_its_troops_at_home(month):
    row = month.sign(ALPHA, CHARLY, duty=NONAGGRESSION)
    month.orders.honour[row] = KEEP
    _, events = month.play()
    assert events.tally[ALPHA, CHARLY, JOINED] == 0
    assert events.tally[ALPHA, CHARLY, HONOURED] == 1
    assert events.tally[ALPHA, BRAVO, ABANDONED] == 1  # arms are less than the troops that it owes
    assert events.invoked[NONAGGRESSION] == events.honoured[NONAGGRESSION] == 1


def test_a_broken_promise_of_peace_is_counted_and_the_ally_joins(month):
    month.orders.honour[month.sign(ALPHA, CHARLY, duty=NONAGGRESSION)] = 0
    _, events = month.play()
    assert events.tally[ALPHA, CHARLY, JOINED] == 1
    assert events.tally[ALPHA, CHARLY, ABANDONED] == 1


def test_a_victim_that_answers_with_force_pays_for_it(month):
    seen = set()
    for replication in range(30):
        _, events = month.play(replication)
        answered = drawn(events, e.ANSWERED_BACK)[0, 7]
        assert events.force[BRAVO] == answered
        seen.add(answered)
    assert seen == {0.0, 1.0}


@pytest.mark.parametrize("secret", [0, 1])
def test_who_leaves_a_secret_treaty_loses_its_word_with_the_partner_alone(month, secret):
    month.order(CHARLY, "WAIT", CHARLY)
    month.order(ALPHA, "EXIT", BRAVO)
    month.duties.secret[:] = secret
    world, _ = month.play()
    lost = world.broken[:, ALPHA] - month.world.broken[:, ALPHA]
    assert lost[BRAVO] > 0.5
    assert (lost[CHARLY] > 0.5) == (not secret)


@pytest.mark.parametrize("secret", [False, True])
def test_a_demand_is_answered_on_what_the_target_knows(month, secret):
    """A pact of ALPHA and CHARLY against which BRAVO would have to reckon moves its answer only if it is public."""
    month.order(CHARLY, "WAIT", CHARLY)
    month.order(ALPHA, "DEMAND", BRAVO)
    _, alone = month.play()
    month.sign(CHARLY, ALPHA, bindingness=0.9, secret=int(secret))
    _, backed = month.play()
    before, after = (drawn(events, e.RESISTED)[0, 6] for events in (alone, backed))
    assert (before == after) == secret


def test_a_treaty_that_lies_unsigned_is_signed_by_a_proposal(month):
    month.order(CHARLY, "WAIT", CHARLY)
    month.world.alignment[ALPHA, CHARLY] = month.world.alignment[CHARLY, ALPHA] = 0.6
    row = month.sign(ALPHA, CHARLY, duty=NONAGGRESSION, status=0)
    month.order(ALPHA, "PROPOSE", CHARLY)
    month.orders.accept[CHARLY, ALPHA] = KEEP
    world, _ = month.play()
    assert world.duties.status[row] == 1  # signed, in force from the next month
    assert (world.duties.status[month.duties.status == -1] == -1).all()  # and no spare row is taken for it
