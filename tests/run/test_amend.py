"""Worlds changed between months: pure, and blind to what else was signed."""

import numpy as np
import pytest

from sim.model.world import EMPTY, EXPIRED, IN_FORCE, NEVER
from sim.run.amend import dated, denounced, signed, with_room
from sim.run.branch import from_month
from sim.scenario import build
from sim.scenario.duties import obligations, treaty_rows
from sim.scenario.schema import Obligation, Treaty

ROOM = 12


@pytest.fixture
def case(lesson):
    made = build(lesson.scenario)
    world, setting = with_room(made.world, made.setting, ROOM)
    return made._replace(world=world, setting=setting)


def terms(lesson, *parties, secret=False):
    duty = Obligation(duty="defence", mutual=True, clause=0.5, bindingness=0.6)
    treaty = Treaty(parties=list(parties), duties=[duty], status="in force", secret=secret)
    codes = lesson.scenario.codes
    return obligations(treaty_rows(0, "t", treaty, lesson.scenario.start, codes, codes))


def sign(case, lesson, name, *parties, **asked):
    return signed(case.world, case.setting, terms(lesson, *parties, **asked), name, 3, 1)


def test_a_treaty_takes_the_place_its_name_points_to_whatever_else_is_signed(case, lesson):
    alone, places = sign(case, lesson, "second", "ALPHA", "BRAVO")
    world, _ = sign(case, lesson, "first", "BRAVO", "CHARLY", secret=True)
    after = case._replace(world=world)
    both, again = sign(after, lesson, "second", "ALPHA", "BRAVO")
    assert again == places
    for one, two in zip(alone.duties, both.duties, strict=True):
        assert (one[list(places)] == two[list(places)]).all()
    assert (case.world.duties.status == EMPTY).sum() == ROOM + 6  # nothing was changed in place


def test_treaties_have_numbers_of_their_own_until_there_is_no_room(case, lesson):
    numbers = []
    for count in range(ROOM // 2):
        world, places = sign(case, lesson, f"treaty {count}", "ALPHA", "BRAVO")
        numbers.append(int(world.duties.treaty[places[0]]))
        assert set(world.duties.treaty[list(places)]) == {numbers[-1]}
        case = case._replace(world=world)
    assert len(set(numbers)) == ROOM // 2
    assert 0 < min(numbers) <= max(numbers) < case.setting.spare[0]
    assert sign(case, lesson, "one more", "ALPHA", "BRAVO") is None


def test_to_leave_one_treaty_leaves_the_others(case, lesson):
    world, places = sign(case, lesson, "t", "ALPHA", "BRAVO")
    later = denounced(world, case.params, np.array(places), 0, 5)
    assert set(later.duties.status[list(places)]) == {EXPIRED}
    assert (later.duties.status[:4] == IN_FORCE).all()  # the pact of the scenario
    assert (later.broken[1:, 0] == world.broken[1:, 0] + 1.0).all()
    assert (later.broken[:, 1:] == world.broken[:, 1:]).all()


def test_what_is_dated_is_added_at_the_end(case):
    setting = dated(case.setting, case.setting.calendar)
    assert setting.calendar.month.tolist() == [6, 6]
    assert case.setting.calendar.month.tolist() == [6]


def test_a_branch_begins_at_month_0_with_its_dates_moved(case):
    duties = case.world.duties._replace(expires=case.world.duties.expires.copy())
    duties.expires[0] = 9
    world, setting = from_month(case.world._replace(duties=duties), case.setting, 4)
    assert world.duties.expires[:2].tolist() == [5, NEVER]
    assert setting.calendar.month.tolist() == [2]
    assert setting.postures.start[0] == case.world.posture[0]
