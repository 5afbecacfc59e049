"""The log: committed before it is acknowledged, the state is what it adds up to, a repeat changes nothing."""

import json
import sqlite3

import pytest

from sim.run.plan import PlanError
from sim.scenario import OverrideError, ScenarioError, load
from sim.session import Rejection, Session, Settings
from sim.session.fold import folded
from sim.session.log import Log
from sim.session.replay import replay
from sim.session.shelf import cloned
from tests.session.room import CONSULT, DEFENCE, KEY


def played_through(room):
    """A session in which every kind of thing has happened."""
    made = room(seats=("ALPHA", "BRAVO", "CHARLY"), seconds=600)
    made.let_in("coteacher", role="coteacher", name="Second teacher")
    made.done("facilitator", "start")
    made.done("ALPHA", "draft", orders=[{"action": "SUMMIT"}])
    made.submit("ALPHA", ("SUMMIT", "BRAVO", 1), ("DEMAND", "CHARLY", 3), answers={"resist": {"CHARLY": True}})
    made.submit("BRAVO")
    made.treaty("BRAVO", "CHARLY", title="Quiet word", secret=True, duties=[DEFENCE, CONSULT])
    made.propose("ALPHA", "BRAVO", title="Never answered")
    made.done("BRAVO", "message", to=["CHARLY"], text="Nobody else reads this.")
    made.done(
        "facilitator", "inject", text="A drought", changes=[{"add": "stability", "state": "BRAVO", "value": -0.1}]
    )
    made.done("facilitator", "override", state="CHARLY", orders=[], reason="absent today")
    made.done("facilitator", "pause")
    made.done("facilitator", "resume")
    made.done("facilitator", "extend", seconds=60)
    made.done("facilitator", "takeover", seat="CHARLY", by="assertive")
    made.turn()
    made.done("BRAVO", "denounce", treaty="alpha_bravo")
    made.done("facilitator", "resolve")
    made.done("facilitator", "rollback", turn=2, luck="new")
    made.submit("ALPHA", ("AID", "BRAVO", 1))
    made.done("facilitator", "resolve")
    made.done("facilitator", "star", of="turn 2", note="look at this")
    return made


def test_a_session_reopened_shows_everybody_the_same(room):
    made = played_through(room)
    before = {who: made.bytes_of(who) for who in made.tokens}
    made.reopened()
    assert {who: made.bytes_of(who) for who in made.tokens} == before


def test_replay_plays_every_turn_again_bit_for_bit(room):
    made = played_through(room)
    found = replay(made.session.log)
    assert found.differs is None
    assert found.turns == 3
    assert found.entries == len(list(made.session.log.rows()))


def test_replay_names_the_first_turn_that_is_not_the_one_kept(room):
    made = played_through(room)
    made.session.close()
    with sqlite3.connect(made.path) as file:  # somebody changes an order that was acknowledged
        number, body = file.execute("SELECT number, body FROM events WHERE kind = 'submit' ORDER BY number").fetchone()
        order = json.loads(body)
        order["orders"][0]["action"] = "CONCEDE"
        file.execute("UPDATE events SET body = ? WHERE number = ?", (json.dumps(order), number))
    file.close()
    log = Log(made.path)
    found = replay(log)
    log.close()
    assert found.turns == 0
    assert "turn 1 of line 0 differs" in found.differs
    assert "same machine" in found.differs


def test_the_seed_and_its_seal_are_in_the_log_before_anything_is_drawn(room):
    made = room()
    first = next(made.session.log.rows())
    assert first.kind == "create"
    assert {"seed", "nonce"} <= first.facts.keys()
    shown = made.view("ALPHA")["session"]
    assert len(shown["seal"]) == 64
    assert shown["opened"] is None
    made.done("facilitator", "start")
    made.done("facilitator", "finish")
    opened = made.view("ALPHA")["session"]["opened"]
    assert opened == {name: first.facts[name] for name in ("seed", "nonce")}
    made.done("facilitator", "rollback", turn=1)
    assert made.view("ALPHA")["session"]["opened"] == opened  # nobody forgets it
    last = list(made.session.log.rows())[-1]
    assert made.session.state.line.replication == last.facts["replication"] != 1  # and it does not tell what comes
    made.reopened()
    assert made.session.state.line.replication == last.facts["replication"]


def test_a_repeat_gets_the_first_answer_and_does_nothing(room):
    made = room()
    made.done("facilitator", "start")
    first = made.do("ALPHA", "message", uuid_="repeated-0001", to=["BRAVO"], text="once")
    entries = len(list(made.session.log.rows()))
    again = made.do("ALPHA", "message", uuid_="repeated-0001", to=["BRAVO"], text="once")
    assert again.answer == first.answer
    assert len(list(made.session.log.rows())) == entries
    assert made.do("ALPHA", "message", uuid_="repeated-0001", to=["BRAVO"], text="twice").code == "uuid_used"
    assert made.do("BRAVO", "message", uuid_="repeated-0001", to=["BRAVO"], text="once").code == "uuid_used"


def test_a_repeated_request_for_a_link_gets_the_same_link(room):
    made = room()
    asked = {"role": "observer", "name": "Guest"}
    first = made.do("facilitator", "invite", uuid_="invitation-1", **asked)
    made.reopened()
    assert made.do("facilitator", "invite", uuid_="invitation-1", **asked).answer == first.answer


def test_a_write_for_a_stage_that_has_passed_is_refused_and_changes_nothing(room):
    made = room()
    made.done("facilitator", "start")
    before = made.session.state.stage
    made.turn()
    entries = len(list(made.session.log.rows()))
    refused = made.do("ALPHA", "submit", stage=before, hold=True)
    assert (refused.code, refused.details) == ("stale", (made.session.state.stage,))
    assert len(list(made.session.log.rows())) == entries


def test_a_repeat_after_the_stage_has_passed_still_gets_its_first_answer(room):
    made = room()
    made.done("facilitator", "start")
    stage = made.session.state.stage
    first = made.do("ALPHA", "submit", uuid_="submission-1", hold=True)
    made.turn()
    assert made.do("ALPHA", "submit", uuid_="submission-1", stage=stage, hold=True).answer == first.answer


def test_tokens_stand_in_the_file_only_as_hashes(room):
    made = room()
    made.session.close()
    held = made.path.read_bytes()
    assert b"Team ALPHA" in held
    for token in made.tokens.values():
        assert token.encode() not in held


def test_one_process_writes_others_may_read(room):
    made = room()
    with pytest.raises(PlanError, match="in use by another"):
        Log(made.path)
    reading = Log(made.path, writing=False)
    assert folded(reading).id == made.session.state.id
    reading.close()


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\0" + bytes(100)])
def test_what_is_no_session_is_said_to_be_none(tmp_path, content):
    path = tmp_path / "x.session"
    path.write_bytes(content)
    with pytest.raises(PlanError, match="cannot be opened as a session"):
        Session.open(path, KEY)


def test_a_missing_or_an_existing_file(tmp_path, room):
    with pytest.raises(PlanError, match="there is no session"):
        Session.open(tmp_path / "none.session", KEY)
    made = room()
    with pytest.raises(PlanError, match="exists already"):
        Session.create(made.path, Settings(scenario=load("triangle_lesson").text), KEY, 0.0)


@pytest.mark.parametrize(
    ("asked", "error", "told"),
    [
        ({"scenario": "format: 2"}, ScenarioError, "format"),
        ({"turns": 5}, PlanError, "5 turns of 6 months need 30 months"),
        ({"budget": 12, "turn_months": 1}, PlanError, "12 orders in a turn of 1 month is 12 a month"),
        ({"seats": ["ALPHA", "DELTA"]}, PlanError, "no state DELTA"),
        ({"empty": "furious"}, PlanError, "no profile"),
        ({"unsubmitted": "absent"}, PlanError, "there is model, .*draft"),
        ({"params": {"choice.rationalty": 2.0}}, OverrideError, "choice.rationality"),
        ({"posture": "detent"}, OverrideError, "detente"),
    ],
)
def test_settings_that_cannot_be_leave_no_file(tmp_path, asked, error, told):
    path = tmp_path / "x.session"
    with pytest.raises(error, match=told):
        Session.create(path, Settings(**{"scenario": load("triangle_lesson").text, **asked}), KEY, 0.0)
    assert list(tmp_path.iterdir()) == []


def under_other_rules(monkeypatch):
    """The rules installed are others from here on."""
    for module in ("fold", "shown"):
        monkeypatch.setattr(f"sim.session.{module}.rules_version", lambda: "other")


def test_other_rules_open_a_session_to_be_read_from_its_pages(room, monkeypatch):
    made = room()
    made.done("facilitator", "start")
    made.done("facilitator", "resolve")
    last = made.view("ALPHA")
    made.tokens["outside"] = None
    code = made.view("facilitator")["room"]["code"]
    made.tokens["Ada"] = made.done("outside", "ask", room=code, name="Ada")["token"]
    under_other_rules(monkeypatch)
    made.reopened()
    shown = made.view("ALPHA")
    assert shown["read_only"]
    assert shown["turns"] == json.loads(json.dumps(last["turns"]))
    assert made.session.turn(made.tokens["ALPHA"], 1) == shown["turns"][0]
    assert made.session.turn(made.tokens["ALPHA"], 2).code == "unknown_turn"
    assert made.refused("facilitator", "next") == "read_only"
    assert isinstance(made.session.view("nobody's token"), Rejection)
    assert set(made.view("Ada")) == {"me", "session", "stage", "seats", "read_only", "fault"}


def test_under_other_rules_a_clone_is_still_its_own_facilitators_alone(room, tmp_path, monkeypatch):
    made = room()
    made.done("facilitator", "start")
    made.done("facilitator", "resolve")
    clone, token = cloned(made.session.log, tmp_path / "clone.session", KEY, "Group B", 1.0)
    clone.close()
    under_other_rules(monkeypatch)
    clone = Session.open(clone.log.path, KEY)
    try:
        assert clone.read_only
        assert clone.view(token)["me"]["role"] == "facilitator"
        assert all(clone.view(old).code == "unknown_link" for old in made.tokens.values())
    finally:
        clone.close()


def test_a_session_goes_on_from_a_copy_in_another_place(room, tmp_path):
    made = room()
    made.done("facilitator", "start")
    made.turn()
    made.session.log.copy(tmp_path / "elsewhere.session")
    moved = Session.open(tmp_path / "elsewhere.session", b"another laptop's key")
    try:
        assert moved.view(made.tokens["ALPHA"])["turns"] == made.view("ALPHA")["turns"]
        assert moved.link(made.tokens["facilitator"], 2).code == "other_key"
        asked = {"kind": "resolve", "uuid": "goes-on-there", "stage": moved.state.stage}
        assert moved.do(made.tokens["facilitator"], asked, 5000.0).stage == "0.2.review"
        assert replay(moved.log).differs is None
    finally:
        moved.close()
