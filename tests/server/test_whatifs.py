"""What the projector is to show is asked of the log, and held beside what a teacher asks in private."""

from sim.server.whatifs import WhatIfs
from sim.session.whatif import Changed
from tests.session.conftest import room  # noqa: F401

ASKED = {"turn": 1, "seat": "ALPHA", "luck": "same", "sheet": {"uuid": "what-if-1", "hold": True}}


def test_a_question_in_private_leaves_the_answer_on_the_wall(room):  # noqa: F811
    made = room(turn_months=1, turns=1, empty="hold")
    made.done("facilitator", "start")
    made.submit("ALPHA", ("AID", "BRAVO", 1))
    made.done("facilitator", "resolve")
    made.done("facilitator", "finish")
    answers = WhatIfs(made.session)
    shown = Changed(**ASKED)
    made.done("facilitator", "show", page="what if", asked=ASKED)
    assert answers.due
    answers.play()
    on_the_wall = answers.current
    assert on_the_wall.changed == shown
    answers.answer(0, Changed(1, "BRAVO"))
    assert answers.current is on_the_wall
    assert not answers.due
