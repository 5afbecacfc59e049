"""What the projector and the news tell: what teams did, the page of the debrief, events of the scenario."""

import pytest

from sim.session.bets import questions
from sim.session.replay import replay
from sim.session.whatif import Changed, what_if


@pytest.fixture
def game(room):
    """A turn of three months with a demand that is yielded to, and the projector."""
    made = room(seats=("ALPHA", "BRAVO"), turn_months=3, turns=1, empty="hold")
    made.let_in("projector", role="projector", name="Wall")
    made.done("facilitator", "start")
    made.submit("ALPHA", ("DEMAND", "BRAVO", 1), ("AID", "CHARLY", 2), ("AID", "CHARLY", 3))
    made.submit("BRAVO", answers={"resist": {"ALPHA": False}})
    made.done("facilitator", "resolve")
    return made


def test_what_teams_did_is_told_by_seat_and_what_it_was_answered(game):
    """A line for each seat with people, the model's states left out; an answer without a crisis is news as well."""
    for who in ("projector", "BRAVO"):
        turn = game.view(who)["turns"][0]
        assert turn["teams"] == [
            {"seat": "ALPHA", "did": ["makes a demand on BRAVO", "gives aid to CHARLY (2×)"]},
            {"seat": "BRAVO", "did": []},
        ]
        told = [each["text"] for each in turn["headlines"] if each["kind"] == "answer"]
        assert told == ["ALPHA makes a demand on BRAVO; BRAVO yields"]


def test_the_projector_shows_the_page_that_a_teacher_opens(game):
    assert game.view("projector")["wall"] is None
    assert game.refused("facilitator", "show", page="secrets") == "phase"
    game.done("facilitator", "finish")
    assert game.view("projector")["wall"] == {"page": "bets", "asked": False, "bet": 0, "teams": 2}
    assert "wall" not in game.view("ALPHA")
    question = questions(game.session.state.line)[0].outcome
    game.done("ALPHA", "bet", shares={question: 0.5})
    assert game.view("projector")["wall"]["bet"] == 1
    assert game.refused("ALPHA", "show", page="secrets") == "forbidden"
    assert game.refused("facilitator", "show", page="fan") == "no_fan"
    assert game.refused("facilitator", "show", page="what if") == "no_question"
    assert game.refused("facilitator", "show", page="what if", asked={"turn": 2, "seat": "ALPHA"}) == "unknown_turn"
    asked = {"turn": 1, "seat": "ALPHA", "sheet": {"uuid": "what-if-1", "hold": True}}
    game.done("facilitator", "show", page="what if", asked=asked)
    game.reopened()
    assert game.view("projector")["wall"]["page"] == "what if"
    assert game.session.state.line.asked.sheet.hold
    game.done("facilitator", "fan")
    assert game.view("facilitator")["wall"]["page"] == "fan"
    assert replay(game.session.log).differs is None


def test_a_what_if_tells_what_happens_otherwise(game):
    asked = Changed(1, "ALPHA", luck="same", sheet={"uuid": "what-if-1", "hold": True})
    parted = what_if(game.session.log, 0, asked)["parted"]
    assert [each["text"] for each in parted["played"]] == [
        "ALPHA makes a demand on BRAVO; BRAVO yields", "ALPHA gives aid to CHARLY", "ALPHA gives aid to CHARLY",
    ]  # fmt: skip
    assert parted["given"] == []
    assert what_if(game.session.log, 0, Changed(1, "ALPHA"))["parted"] == {"played": [], "given": []}


def test_bets_are_asked_in_plain_words_of_the_months_that_were_played(room):
    made = room(scenario="trump_triangulation", seats=("USA",), turn_months=3, turns=1, empty="hold")
    made.done("facilitator", "start")
    made.submit("USA")
    made.done("facilitator", "resolve")
    asked = questions(made.session.state.line)
    told = [f"{each.came}. In 100 replays, how many {each.ask}?" for each in asked]
    assert told[0] == "Nobody threatened force. In 100 replays, how many again have no threat of force?"
    assert "over the 3 months played" in told[1]
    assert not [text for text in told if "last 12 months" in text or "percentile" in text or "mean" in text]


@pytest.mark.parametrize("events", [True, False])
def test_events_of_the_scenario_can_be_left_out(room, events):
    made = room(scenario="trump_triangulation", seats=("USA",), turn_months=3, turns=1, empty="hold", events=events)
    made.done("facilitator", "start")
    made.done("facilitator", "inject", text="Told", changes=[{"add": "stability", "state": "USA", "value": -0.3}])
    made.done("facilitator", "resolve")
    told = made.view("USA")["turns"][0]["headlines"]
    assert any(each["kind"] == "event" for each in told) == events
    stability = made.view("USA")["series"]["stability"]["USA"]
    assert stability[1] < stability[0] - 0.2  # an inject happens in any case


def test_a_strike_that_a_promise_of_peace_stays_is_told_as_stayed(room):
    made = room(seats=("ALPHA", "BRAVO"), turn_months=1, turns=3, empty="hold")
    made.done("facilitator", "start")
    made.treaty("ALPHA", "BRAVO", duties=({"duty": "non-aggression", "mutual": True, "bindingness": 0.9},))
    threatened = {"set": "rung", "pair": ["ALPHA", "BRAVO"], "value": 2}
    for turn in (1, 2):
        if turn == 2:
            made.done("facilitator", "inject", text="They threaten each other", changes=[threatened])
        made.submit("ALPHA")
        made.submit("BRAVO")
        made.done("facilitator", "resolve")
        made.done("facilitator", "next")
    promise = next(each["of"] for each in made.view("ALPHA")["asked"] if each["ask"] == "honour")
    made.submit("ALPHA", ("STRIKE", "BRAVO", 1), answers={"honour": {promise: True}})
    made.submit("BRAVO")
    made.done("facilitator", "resolve")
    turn = made.view("BRAVO")["turns"][-1]
    assert turn["teams"][0]["did"] == ["strikes BRAVO, but holds its hand"]
    assert "ALPHA strikes BRAVO; ALPHA holds its hand" in [each["text"] for each in turn["headlines"]]
