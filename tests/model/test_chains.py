"""Chains through alliances on the lesson: who is called, who joins, what is counted, and on what they decide (E9)."""

import pytest

from sim.model import events as e
from sim.model.step import FIXED, RANDOM
from sim.model.world import (
    ABANDONED,
    CRISIS,
    DEFENCE,
    HONOURED,
    INVOKED,
    JOINED,
    NONAGGRESSION,
    OFFENCE,
    STRUCK,
)
from tests.model.month import ALPHA, BRAVO, CHARLY, KEEP, Month, drawn


@pytest.fixture
def month(lesson):
    return Month(lesson)


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


def test_who_joins_with_force_is_felt_to_have_used_it(month):
    strike = month.case.setting.actions.severity[month.names.index("STRIKE")]
    world, events = month.play()
    assert events.severity[ALPHA, CHARLY] == strike > 0.0
    month.orders.honour[month.row(DEFENCE, ALPHA, BRAVO)] = 0
    calmer, events = month.play()
    assert events.severity[ALPHA, CHARLY] == 0.0
    assert world.hostility[CHARLY, ALPHA] > calmer.hostility[CHARLY, ALPHA]


@pytest.mark.parametrize("activation", [FIXED, RANDOM])
def test_who_acts_in_turn_joins_one_fight_a_month_too(month, activation):
    month.case.setting.activation[0] = activation
    month.sign(ALPHA, BRAVO, duty=OFFENCE)
    month.case.setting.invadable[CHARLY, BRAVO] = 1
    month.order(BRAVO, "STRIKE", CHARLY)
    month.order(CHARLY, "INVADE", BRAVO)
    month.orders.honour[:] = KEEP
    fought = [month.play(replication)[1].tally for replication in range(10)]
    assert max(tally[BRAVO, CHARLY, STRUCK] for tally in fought) == 1
    assert all(tally[ALPHA, CHARLY, JOINED] <= 1 for tally in fought)


@pytest.mark.parametrize(("opener", "released"), [(BRAVO, True), (CHARLY, False)])
def test_a_conditional_promise_to_join_an_attack_lapses_where_the_attacker_opened_the_quarrel(month, opener, released):
    month.world.initiator[BRAVO, CHARLY] = month.world.initiator[CHARLY, BRAVO] = opener
    month.order(CHARLY, "WAIT", CHARLY)
    month.order(BRAVO, "STRIKE", CHARLY)
    row = month.sign(ALPHA, BRAVO, duty=OFFENCE, clause=1.0)
    lapsed = []
    for replication in range(40):
        log = drawn(month.play(replication)[1], e.CLAUSE_DRAWN)
        lapsed.append(log[log[:, 4] == row][0, 7])
    assert (sum(lapsed) > 20) == released
