"""Time and a file that cannot be written: nothing is lost, and no timer runs while nothing can be kept."""

import pytest

from sim.session.replay import replay


def stopped(made, on):
    """As a full or a locked disk answers: every write fails."""
    made.session.log._file.execute(f"PRAGMA query_only={'ON' if on else 'OFF'}")


def test_a_file_that_cannot_be_written_refuses_and_loses_nothing(room):
    made = room()
    made.done("facilitator", "start")
    made.done("ALPHA", "message", to=["all"], text="kept")
    stopped(made, True)
    refused = made.do("ALPHA", "message", uuid_="lost-for-now", to=["all"], text="not yet")
    assert refused.code == "unwritable"
    assert "Nothing acknowledged is lost" in made.view("ALPHA")["fault"]
    stopped(made, False)
    made.done("ALPHA", "message", uuid_="lost-for-now", to=["all"], text="not yet")
    assert made.view("ALPHA")["fault"] is None
    assert [m["text"] for m in made.view("BRAVO")["threads"][0]["messages"]] == ["kept", "not yet"]


def test_time_stands_still_while_nothing_can_be_written_and_goes_on_by_itself(room):
    made = room(seconds=60, at_deadline="resolve")
    made.done("facilitator", "start")
    began = made.now
    stopped(made, True)
    assert made.refused("ALPHA", "submit", hold=True) == "unwritable"
    stage = made.view("ALPHA")["stage"]
    assert (stage["deadline"], stage["left"]) == (None, 59.0)
    for later in range(2, 200):  # the deadline would have passed
        assert made.session.tick(began + later) is None
    stopped(made, False)
    made.session.tick(began + 201)
    stage = made.view("ALPHA")["stage"]
    assert stage["phase"] == "open"
    assert stage["deadline"] == began + 201 + 59
    assert made.session.tick(began + 201 + 58) is None
    assert made.session.tick(began + 201 + 60).stage == "0.1.review"
    made.reopened()
    assert replay(made.session.log).differs is None


def test_writing_is_not_tried_for_every_command(room, monkeypatch):
    made = room()
    made.done("facilitator", "start")
    stopped(made, True)
    assert made.refused("ALPHA", "submit", hold=True) == "unwritable"
    monkeypatch.setattr(made.session.log, "add", lambda *_: pytest.fail("tried again at once"))
    asked = {"kind": "message", "to": ["all"], "text": "x", "uuid": "at-once-1", "stage": made.session.state.stage}
    assert made.session.do(made.tokens["BRAVO"], asked, made.now + 0.1).code == "unwritable"


@pytest.mark.parametrize("clock", [-7200.0, 0.0, 7200.0, 200_000.0])
def test_a_timer_keeps_what_it_had_left_while_no_server_ran(room, clock):
    """Whatever the clock of the machine was set to in between."""
    made = room(seconds=60)
    made.done("facilitator", "start")
    made.now += 20
    made.done("ALPHA", "submit", hold=True)
    left = made.session.state.deadline - made.now
    made.reopened().back(made.now + clock)
    assert made.session.state.deadline == made.now + clock + left
    deadline = made.session.state.deadline
    assert made.reopened().state.deadline == deadline
    assert made.session.tick(deadline - 1) is None
    assert made.session.tick(deadline + 1).stage == made.session.state.stage
    assert made.session.state.line.locked


def test_without_a_timer_nothing_is_noted_when_a_server_opens_a_session(room):
    made = room()
    made.done("facilitator", "start")
    number = made.session.number
    made.reopened().back(made.now + 5)
    assert made.session.number == number
