"""Dated events change what they name, all of it, and have the last word in their month."""

import numpy as np
import pytest

from sim.model.play import step
from sim.model.world import DENOUNCED, EXPIRED, blank_orders, blank_record
from sim.scenario import build
from sim.scenario.scenario import parse

ALPHA, BRAVO, CHARLY = range(3)
LINE = "          - {add: goodwill, pair: [BRAVO, CHARLY], value: .1}\n"


@pytest.fixture
def course(lesson):
    """`course(changes, number, posture)`: the worlds of a lesson in which only the calendar acts, after each month."""

    def play(changes, number, posture="baseline"):
        text = lesson.scenario.text.replace(LINE, "".join(f"          - {change}\n" for change in changes))
        case = build(parse(text.replace("date: 2025-07", "date: 2025-01")), posture=posture, acting=False)
        n, duties = len(case.world.power), len(case.world.duties.status)
        record, world = blank_record(number, n, duties, len(case.world.intensity), 1), case.world
        worlds = [world]
        for month in range(number):
            world, _ = step(world, case.setting, case.params, blank_orders(n, duties, 1), 1, 0, month, record)
            worlds.append(world)
        return worlds

    return play


@pytest.mark.parametrize("table", ["capacity", "willingness"])
def test_a_change_that_names_no_kind_of_flow_changes_all(course, table):
    before, after = course([f"{{set: {table}, pair: [BRAVO, ALPHA], value: .05}}"], 1)
    assert getattr(after, table)[BRAVO, ALPHA] == pytest.approx(0.05, abs=0.05)
    assert (getattr(before, table)[BRAVO, ALPHA] > 0.1).sum() > 1


def test_a_treaty_denounced_by_the_calendar_ends_after_its_notice(course):
    worlds = course(["{set: status, treaty: alpha_bravo, to: denounced}"], 14)
    status = np.array([world.duties.status[0] for world in worlds])
    assert status[1] == DENOUNCED
    assert (status == DENOUNCED).sum() == 12
    assert status[-1] == EXPIRED


def test_a_posture_of_the_calendar_holds_from_its_month_on(course):
    worlds = course(["{set: posture, to: detente}"], 3, "reassure")
    assert len({int(world.posture[0]) for world in worlds[1:]}) == 1
    assert worlds[1].posture[0] != worlds[0].posture[0]
    unchanged = course(["{add: alignment, pair: [ALPHA, BRAVO], value: 0}"], 1, "reassure")
    assert worlds[1].posture[0] != unchanged[1].posture[0]
