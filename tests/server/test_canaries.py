"""Marked secrets: every route is asked as everybody who is not to know them, and what comes back is searched."""

import pytest

from tests.server.routes import ASKED, STRANGER, Served, routes_of
from tests.session.conftest import room  # noqa: F401
from tests.session.test_secrecy import EVERYBODY, TEACHERS, canaries, whole

WAITING = "waiting"  # who has asked for a seat
NONCE = "CANARYofTheSealCANARY"


@pytest.fixture
def served(room, tmp_path):  # noqa: F811
    """A class with everybody in it, somebody at the door, and the first turn open."""
    made = whole(room)
    made.tokens[WAITING] = made.done(None, "ask", room=made.session.state.room, name="At the door")["token"]
    made.session.state.nonce = NONCE
    return Served(made, tmp_path)


def test_every_route_is_asked(served):
    assert routes_of(served.app) == set(ASKED)


def marked(made, when):
    """Marks by who may see them: what people write, names, ids and links, and what the luck is sealed with."""
    marks = {mark: knowing | TEACHERS for mark, knowing in canaries(made).items()}
    marks |= {token: {who, "facilitator"} for who, token in made.tokens.items()} | {NONCE: set()}
    desk = made.view("facilitator")
    pact, offer = desk["proposals"]
    marks |= {each["proposal"]: {*each["terms"]["parties"], *TEACHERS} for each in (pact, offer)}
    if when == "open":
        marks[desk["rulings"][0]["reason"]] = TEACHERS  # CHARLY is told once it has been carried out
    if when == "debrief":
        marks |= {mark: {*EVERYBODY} for mark in (pact["proposal"], pact["terms"]["title"])}
        marks[NONCE] = {*EVERYBODY, WAITING}
    return marks


@pytest.mark.parametrize("when", ["open", "resolved", "debrief"])
def test_no_route_tells_a_mark_to_anybody_else(served, when):
    """What is asked for is told to whoever may see it; nobody's command about what is others' tells of it."""
    made = served.made
    marks, desk = marked(made, when), made.view("facilitator")
    for kind in {"open": (), "resolved": ("resolve",), "debrief": ("resolve", "finish")}[when]:
        made.done("facilitator", kind)
    pact, star, ruling = desk["proposals"][0]["proposal"], desk["stars"][0]["star"], desk["rulings"][0]["ruling"]
    named = {"proposal": pact, "treaty": pact, "counters": pact, "star": star, "ruling": ruling}
    everybody = {*EVERYBODY, WAITING, STRANGER}
    for method, asking in {"GET": everybody, "POST": everybody - TEACHERS}.items():
        for who in asking:
            told = served.told(who, method, **named)
            found = {mark: place for place, each in told.items() for mark in marks if mark in each}
            mine = {mark for mark, knowing in marks.items() if who in knowing}
            assert {mark: place for mark, place in found.items() if mark not in mine} == {}, who
            assert method == "POST" or set(found) == mine, who
