"""What is secret to a seat leaves no byte in what the seat sees."""

import json

import pytest

from sim.session import Rejection
from tests.session.room import CONSULT, DEFENCE

EVERYBODY = ("facilitator", "coteacher", "ALPHA", "BRAVO", "CHARLY", "observer", "projector")
TEACHERS = {"facilitator", "coteacher"}


def whole(room, **settings):
    """A class with everybody in it, the first turn open; luck and names are the same every time."""
    made = room(seats=("ALPHA", "BRAVO", "CHARLY"), seed=7, **settings)
    for role in ("coteacher", "observer", "projector"):
        made.let_in(role, role=role, name=role.title())
    made.session.state.nonce, made.session.state.room = "the same", "SAMEAS"
    made.done("facilitator", "start")
    return made


def differing(one, two):
    """Who sees two sessions differ."""
    return {who for who in EVERYBODY if one.bytes_of(who) != two.bytes_of(who)}


# what is done in one session and not, or otherwise, in the other: who alone may notice
def _secret_treaty(room):
    room.treaty("BRAVO", "CHARLY", title="Quiet word", secret=True, duties=[DEFENCE, CONSULT])


def _wait(room, times=2):
    room.now += times


SECRETS = {
    "a secret treaty": (_secret_treaty, _wait, {"BRAVO", "CHARLY"}),
    "a secret proposal": (
        lambda r: r.propose("BRAVO", "CHARLY", secret=True), lambda r: _wait(r, 1), {"BRAVO", "CHARLY"}),
    "a public treaty still on the table": (
        lambda r: r.propose("BRAVO", "CHARLY"), lambda r: _wait(r, 1), {"BRAVO", "CHARLY"}),
    "a message": (
        lambda r: r.done("BRAVO", "message", to=["CHARLY"], text="now"), lambda r: _wait(r, 1), {"BRAVO", "CHARLY"}),
    "a word to the team": (
        lambda r: r.done("BRAVO", "message", to=["team"], text="now"), lambda r: _wait(r, 1), {"BRAVO"}),
    "a word to the facilitator": (
        lambda r: r.done("BRAVO", "message", to=["desk"], text="now"), lambda r: _wait(r, 1), {"BRAVO"}),
    "a draft": (
        lambda r: r.done("BRAVO", "draft", orders=[{"action": "AID"}]), lambda r: _wait(r, 1), {"BRAVO"}),
    "what is submitted": (
        lambda r: r.submit("BRAVO", ("SUMMIT", "ALPHA", 1), answers={"resist": {"ALPHA": True}}),
        lambda r: r.submit("BRAVO", ("AID", "ALPHA", 2), answers={"resist": {"ALPHA": False}}), {"BRAVO"}),
    "news to one seat": (
        lambda r: r.done("facilitator", "inject", to=["BRAVO"], text="For you"), lambda r: _wait(r, 1), {"BRAVO"}),
    "a ruling not yet carried out": (
        lambda r: r.done("facilitator", "override", state="BRAVO", orders=[], reason="late"),
        lambda r: _wait(r, 1), set()),
}  # fmt: skip


@pytest.mark.parametrize("secret", SECRETS)
def test_only_those_who_share_a_secret_see_a_difference(room, secret):
    does, instead, knowing = SECRETS[secret]
    one, two = whole(room), whole(room)
    does(one)
    instead(two)
    one.now = two.now = 5000.0
    for made in (one, two):  # the same public act afterwards, so that counts and ids would show
        made.done("ALPHA", "message", uuid_="the-same-after", to=["all"], text="Afterwards")
        made.session.state.room = "ROOMXX"
    assert differing(one, two) - TEACHERS == knowing


# secrets that do not move the world: the turn is resolved and everybody else sees the same bytes
STILL = ["a secret proposal", "a message", "a word to the team", "a word to the facilitator", "news to one seat"]


@pytest.mark.parametrize("secret", STILL)
def test_nor_does_the_turn_that_follows_tell(room, secret):
    does, instead, knowing = SECRETS[secret]
    one, two = whole(room), whole(room)
    does(one)
    instead(two)
    for made in (one, two):
        made.now = 5000.0
        made.submit("ALPHA", ("DEMAND", "CHARLY", 1), ("SUMMIT", "BRAVO", 2))
        made.turn()
    assert differing(one, two) - TEACHERS == knowing


def test_a_secret_treaty_that_is_never_called_upon_leaves_no_trace_after_the_turn(room):
    """A duty of consultation moves nothing until a crisis calls on it; which rows it takes moves nobody's luck."""
    one, two = whole(room), whole(room)
    one.treaty("BRAVO", "CHARLY", title="Quiet word", secret=True)
    two.now = one.now
    for made in (one, two):
        made.done("ALPHA", "propose", uuid_="public-one", terms={
            "title": "Open word", "parties": ["ALPHA", "BRAVO"], "duties": [CONSULT]})  # fmt: skip
        key = made.view("BRAVO")["proposals"][-1]["proposal"]
        made.done("BRAVO", "accept", uuid_="public-two", proposal=key)
        for seat in ("ALPHA", "BRAVO", "CHARLY"):
            made.submit(seat, ("SUMMIT", "BRAVO" if seat != "BRAVO" else "ALPHA", 1))
        made.turn()
    assert differing(one, two) - TEACHERS == {"BRAVO", "CHARLY"}


def test_odds_of_those_who_do_not_know_of_a_pact_leave_it_out(room):
    one, two = whole(room), whole(room)
    _secret_treaty(one)
    assert one.options("ALPHA") == two.options("ALPHA")
    assert one.options("CHARLY") != two.options("CHARLY")
    assert one.session.preview(one.tokens["facilitator"])["orders"] == []


CANARY = "CANARY{}CANARY"


def canaries(made):
    """A mark in everything that somebody writes or is told alone; mark → who may see it (teachers always may)."""
    marks = {}

    def mark(*knowing):
        marks[text := CANARY.format(len(marks))] = set(knowing)
        return text

    made.done("BRAVO", "message", to=["CHARLY"], text=mark("BRAVO", "CHARLY"))
    made.done("BRAVO", "message", to=["team"], text=mark("BRAVO"))
    made.done("CHARLY", "message", to=["desk"], text=mark("CHARLY"))
    made.done("facilitator", "message", to=["ALPHA"], text=mark("ALPHA"))
    made.treaty("BRAVO", "CHARLY", title=mark("BRAVO", "CHARLY"), secret=True, duties=[DEFENCE])
    made.propose("ALPHA", "BRAVO", title=mark("ALPHA", "BRAVO"))
    made.done("facilitator", "inject", to=["CHARLY"], text=mark("CHARLY"))
    made.done("ALPHA", "draft", orders=[{"action": mark("ALPHA"), "rationale": mark("ALPHA")}])
    made.done("BRAVO", "submit", orders=[{"action": "DEMAND", "target": "CHARLY", "rationale": mark("BRAVO")}])
    made.done("facilitator", "override", state="CHARLY", orders=[], reason=mark("CHARLY"))
    made.done("facilitator", "star", of="turn 1", note=mark())
    made.done("BRAVO", "rename", name=mark("BRAVO"))
    return marks


def everything(made, who):
    """All that a session tells somebody, answers to what they may not ask included."""
    token = made.tokens[who]
    ask = made.session
    told = [ask.view(token), ask.preview(token), ask.preview_inject(token, ()), ask.link(token, 3)]
    told += [ask.review(token, member) for member in (None, 2, 3, 4)]
    told += [ask.turn(token, number) for number in (0, 1, 2)]
    told += [ask.messages(token, name, 100) for name in ("all", "team BRAVO", "BRAVO+CHARLY", "CHARLY+desk")]
    proposals = made.view("facilitator")["proposals"]
    told += [made.do(who, "withdraw", proposal=each["proposal"]) for each in proposals if who == "observer"]
    told += [made.do(who, "denounce", treaty=each["proposal"]) for each in proposals if who in ("ALPHA", "observer")]
    return json.dumps(told, ensure_ascii=False, default=list)


@pytest.mark.parametrize("when", ["open", "resolved", "reopened"])
def test_no_mark_of_a_secret_reaches_anybody_else(room, when):
    made = whole(room)
    marks = canaries(made)
    if when != "open":
        made.turn()
    if when == "reopened":
        made.reopened()
    for who in EVERYBODY:
        told = everything(made, who)
        seen = {mark for mark in marks if mark in told}
        mine = {mark for mark, knowing in marks.items() if who in knowing or who in TEACHERS}
        assert seen <= mine, who
        if when == "open" and who != "CHARLY":  # which is told of the ruling once it has been carried out
            assert seen == mine, who  # the marks are where they should be


def test_kept_pages_hold_no_mark_of_others(room):
    """What the log keeps for other rules is cut by the same allow-list."""
    made = whole(room)
    marks = canaries(made)
    made.done("facilitator", "resolve")
    for seat in ("ALPHA", "BRAVO", "CHARLY", "public"):
        told = json.dumps(list(made.session.log.pages(seat)))
        assert {mark for mark in marks if mark in told} <= {mark for mark, who in marks.items() if seat in who}


def test_strangers_are_told_alike_of_what_is_hidden_and_of_what_is_not_there(room):
    made = whole(room)
    key = made.treaty("BRAVO", "CHARLY", secret=True)
    other = made.propose("BRAVO", "CHARLY")
    for kind, field, hidden in (
        ("denounce", "treaty", key),
        ("accept", "proposal", other),
        ("reject", "proposal", other),
    ):
        refused = [made.do("ALPHA", kind, **{field: name}) for name in (hidden, "tnothing")]
        assert isinstance(refused[0], Rejection)
        assert refused[0] == refused[1]


def test_secret_treaties_can_be_forbidden(room):
    made = whole(room, secrecy=False)
    stated = {"title": "Quiet", "parties": ["BRAVO", "CHARLY"], "duties": [CONSULT], "secret": True}
    assert made.refused("BRAVO", "propose", terms=stated) == "no_secrets"


def test_draws_are_sealed_while_secrets_are_possible_and_open_otherwise(room):
    for secrecy in (True, False):
        made = whole(room, secrecy=secrecy)
        made.submit("ALPHA", ("DEMAND", "CHARLY", 1))
        made.done("facilitator", "resolve")
        odds = made.view("ALPHA")["turns"][0]["why"][0]["odds"]
        assert odds[0]["came"] is not None
        assert ("draw" in odds[0]) != secrecy
        made.done("facilitator", "finish")
        assert "draw" in made.view("ALPHA")["turns"][0]["why"][0]["odds"][0]


def test_to_leave_a_secret_treaty_by_order_is_no_news_to_others(room):
    made = whole(room)
    made.treaty("BRAVO", "CHARLY", title="Quiet word", secret=True, duties=[DEFENCE])
    made.submit("BRAVO", ("EXIT", "CHARLY", 1))
    made.submit("CHARLY")
    made.done("facilitator", "resolve")
    for who in ("BRAVO", "CHARLY", "facilitator", "ALPHA", "projector"):
        told = " ".join(each["text"] for each in made.view(who)["turns"][0]["headlines"])
        assert ("BRAVO leaves its treaties with CHARLY" in told) == (who not in ("ALPHA", "projector")), who


def test_a_secret_defence_treaty_leaves_no_trace_in_any_number(room):
    one, two = whole(room), whole(room)
    one.treaty("BRAVO", "CHARLY", title="Quiet word", secret=True, duties=[DEFENCE])
    two.now = one.now
    for made in (one, two):
        for seat in ("ALPHA", "BRAVO", "CHARLY"):
            made.submit(seat)
        made.turn()
    assert differing(one, two) - TEACHERS == {"BRAVO", "CHARLY"}
