"""`/api` as programs use it: the example bot plays a seat, and requests made from the description find no fault."""

import os
import subprocess
import sys
from collections import Counter
from itertools import cycle

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from sim.session.log import Log
from tests.conftest import ROOT
from tests.server.classroom import Classroom, bearer
from tests.server.conftest import started

BOT = ROOT / "experiments" / "bot" / "bot.py"
CASES = 1_000  # in all commands together
SOAK_CASES = 10_000
HANDS = 36  # a chair may invite 40 in five seconds


def test_the_example_bot_plays_a_seat(classroom):
    link = f"{classroom.address}/enter#{classroom.name}.{classroom.invite('player', 'BRAVO')}"
    bot = subprocess.Popen(
        [sys.executable, BOT, link], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    )
    try:
        classroom.chair.done("start")
        assert "turn 1" in bot.stdout.readline()
        row = next(row for row in classroom.view(classroom.chair_token)["rows"] if row["seat"] == "BRAVO")
        assert row["submitted"]["orders"][0]["rationale"]
        classroom.chair.done("resolve")
        classroom.chair.done("finish")
        assert bot.wait(timeout=20) == 0
    finally:
        bot.kill()
        bot.stdout.close()


@pytest.mark.parametrize("cases", [CASES, pytest.param(SOAK_CASES, marks=pytest.mark.soak)])
def test_requests_made_from_the_description_find_no_fault(tmp_path, cases):
    """No 5xx, no traceback, and nothing in the log but what was taken.

    The many hands share out what one of them may send in a second.
    """
    room = Classroom(started(tmp_path, "scenario=triangle_lesson"), tmp_path)
    tokens = [room.invite("player", "ALPHA", f"Hand {number}") for number in range(HANDS)]
    room.chair.done("start")
    schema = schemathesis.openapi.from_dict(room.chair.http.get("/api/openapi.json").json())
    operations = [each.ok() for each in schema.get_all_operations()]
    found, taken, before = Counter(), set(), _entries(room)
    for operation in operations:
        _send(operation, room, cycle(tokens), 1 + cases // len(operations), found, taken)
    assert _entries(room) - before == taken
    assert sum(found.values()) >= cases * 0.9
    assert found[429] < 0.2 * sum(found.values()), found
    assert max(found) < 500, found
    log = room.close()
    assert "Traceback" not in log
    assert not [token for token in tokens if token in log]


def _entries(room):
    """The UUIDs of the entries of the session's log."""
    log = Log(room.folder / f"{room.name}.session", writing=False)
    try:
        return {row.uuid for row in log.rows()}
    finally:
        log.close()


def _send(operation, room, tokens, cases, found, taken):
    """Cases of one operation, of valid and of invalid data alike; counts the answers by status, and who was taken."""

    @settings(
        max_examples=cases, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def sent(case):
        if "{name}" in operation.path:
            case.path_parameters = {**(case.path_parameters or {}), "name": room.name}
        answer = case.call(base_url=room.address, headers=bearer(next(tokens)), timeout=30)
        found[answer.status_code] += 1
        if answer.status_code == 200 and "/commands/" in operation.path:
            taken.add(case.body["uuid"])

    sent()


def test_outsiders_change_nothing(classroom):
    before, outside = classroom.view(classroom.chair_token), classroom.person().http
    for path in classroom.chair.http.get("/api/openapi.json").json()["paths"]:
        if "/commands/" in path:
            place = path.format(name=classroom.name)
            for head in ({}, bearer("none"), {"Authorization": "Basic eDp5"}):
                assert outside.post(place, json={}, headers=head).status_code == 401
    assert classroom.view(classroom.chair_token) == before
