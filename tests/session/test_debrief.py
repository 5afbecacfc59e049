"""The review: promises, bets, the fan, what-if; and sessions copied, cloned, listed, deleted."""

import csv
import json
import re
import sqlite3

import numpy as np
import pytest

from sim.analysis.why.draws import log_of
from sim.model.events import DID
from sim.run.plan import PlanError
from sim.session import Rejection, Session
from sim.session.bets import measured, questions
from sim.session.fan import Fan
from sim.session.orders import Submit
from sim.session.replay import replay
from sim.session.shelf import cloned, deleted, exported, imported, listed, located
from sim.session.table import as_csv
from sim.session.whatif import Changed, what_if
from tests.session.room import DEFENCE, KEY


@pytest.fixture
def quarrel(room):
    """Two turns in which ALPHA threatens CHARLY, and whoever owes CHARLY something is called upon."""
    made = room(seats=("ALPHA", "BRAVO", "CHARLY"), seed=11, turn_months=3, turns=2)
    made.done("facilitator", "start")
    consult = {"duty": "consultation", "mutual": True, "bindingness": 0.6}
    made.treaty("CHARLY", "BRAVO", title="Quiet word", secret=True, duties=[DEFENCE, consult])
    made.submit("ALPHA", ("DEMAND", "CHARLY", 1), answers={"fight": {"CHARLY": True}})
    made.submit("BRAVO", answers={"honour": {f"{next(iter(made.session.state.line.treaties))}/3": False}})
    made.submit("CHARLY", answers={"resist": {"ALPHA": True}})
    made.turn()
    made.submit("ALPHA", ("SUMMIT", "BRAVO", 2))
    made.done("facilitator", "resolve")
    return made


def test_promises_are_held_against_what_was_done_and_opened_in_the_debrief(quarrel):
    mine = [each for each in quarrel.view("BRAVO")["promises"] if each["outcome"] == "abandoned"]
    assert [(each["by"], each["duty"]) for each in mine] == [("BRAVO", "consultation")]
    assert mine[0] not in quarrel.view("ALPHA")["promises"]
    quarrel.done("facilitator", "finish")
    assert mine[0] in quarrel.view("ALPHA")["promises"]
    assert "Quiet word" in {each["title"] for each in quarrel.view("ALPHA")["ledger"]}


def test_bets_are_ones_own_until_the_fan_is_shown(quarrel):
    """What can be bet on follows from what came about and from the scenario's headline; nobody is told who bet what."""
    assert quarrel.refused("ALPHA", "bet", shares={"tilt": 0.3}) == "phase"
    quarrel.done("facilitator", "finish")
    betting = quarrel.view("ALPHA")["betting"]
    assert [each["question"] for each in betting["questions"]] == ["abandonments", "tilt", "hold", "rival_crises"]
    assert betting["questions"][0]["came"] == "A promise that was called upon was not kept"
    assert not any(re.search(r"\(E\d", each["came"]) for each in betting["questions"])  # equations are not for students
    assert quarrel.refused("ALPHA", "bet", shares={"abandonments": 1.5}) == "invalid"
    assert quarrel.refused("ALPHA", "bet", shares={"tilt": 0.5, "wars": 0.5}) == "unknown_question"
    assert quarrel.refused("ALPHA", "bet", shares={}) == "empty"
    quarrel.done("ALPHA", "bet", shares={"abandonments": 0.3, "tilt": 0.2})
    quarrel.done("ALPHA", "bet", shares={"abandonments": 0.4})
    quarrel.done("BRAVO", "bet", shares={"abandonments": 0.1})
    assert quarrel.view("ALPHA")["bets"] == {"abandonments": 0.4, "tilt": 0.2}
    assert [quarrel.view(who)["bets"] for who in ("CHARLY", "facilitator")] == [{}, {}]
    assert quarrel.view("facilitator")["betting"]["placed"]["abandonments"] == 2
    assert "0.4" not in json.dumps([quarrel.view("facilitator")["betting"], quarrel.view("BRAVO")["betting"]])
    assert quarrel.session.review(quarrel.tokens["ALPHA"])["view"]["bets"] == {"abandonments": 0.4, "tilt": 0.2}
    assert quarrel.session.review(quarrel.tokens["facilitator"], 2)["view"]["bets"] == {}
    assert quarrel.refused("facilitator", "fan", turn=3) == "unknown_turn"
    assert quarrel.refused("ALPHA", "fan") == "forbidden"
    quarrel.done("facilitator", "fan", turn=1)
    assert quarrel.refused("ALPHA", "bet", shares={"abandonments": 0.9}) == "shown"
    for who in ("CHARLY", "facilitator"):
        assert quarrel.view(who)["betting"]["shares"]["abandonments"] == [0.1, 0.4]
    quarrel.reopened()
    assert quarrel.view("CHARLY")["betting"] == {**betting, "shown": 1, "shares": {
        "abandonments": [0.1, 0.4], "tilt": [0.2], "hold": [], "rival_crises": []}}  # fmt: skip


def test_teachers_read_what_a_team_saw_on_whatever_machine_its_link_was_made(quarrel):
    quarrel.let_in("coteacher", role="coteacher", name="Co")
    quarrel.tokens["outsider"] = None
    quarrel.done("outsider", "ask", room=quarrel.session.state.room, name="Waiting")
    own = quarrel.session.review(quarrel.tokens["BRAVO"])
    assert [turn["turn"] for turn in own["turns"]] == [1, 2]
    assert own["view"] == quarrel.view("BRAVO")
    for key in (KEY, b"the key of another machine"):
        quarrel.session.close()
        quarrel.session = Session.open(quarrel.path, key)
        for teacher in ("facilitator", "coteacher"):
            assert quarrel.session.review(quarrel.tokens[teacher], 3) == own
            assert quarrel.session.review(quarrel.tokens[teacher], 6).code == "unknown_member"  # who only waits
    assert quarrel.session.review(quarrel.tokens["ALPHA"], 3).code == "forbidden"
    assert quarrel.session.review(quarrel.tokens["ALPHA"], 2)["view"] == quarrel.view("ALPHA")


def test_the_fan_tells_how_often_what_came_about_came_again(quarrel):
    """The course itself, held against each question, has come about; of two replications it is a half each."""
    line = quarrel.session.state.line
    asked = {each.outcome: each for each in questions(line)}
    came = measured(line.turns[-1].record, line)
    for name, question in asked.items():
        assert question.again(came[name]).all()
    fan = Fan(line, 1, 20, 3)
    fan.play()
    told = {each["question"]: each["again"] for each in fan.told()["questions"]}
    found = measured(fan._played[0], line)
    assert told["abandonments"] == pytest.approx((found["abandonments"] >= 1).mean())
    assert told["tilt"] == pytest.approx((found["tilt"] >= came["tilt"]).mean(), abs=1e-4)
    later = {each.outcome: each for each in questions(line, 2)}
    assert later["crises"].again(np.array([0.0, 1.0, np.nan])).tolist() == [True, False, False]


def test_the_fan_lies_around_the_course_of_the_model(quarrel):
    fan = Fan(quarrel.session.state.line, 1, 60, 3)
    pieces = 1
    while fan.play(25):
        pieces += 1
    told = fan.told()
    assert (pieces, told["replications"]) == (3, 60)
    assert told["months"] == ["start", *(f"2025-0{month}" for month in range(1, 7))]
    tie = told["series"]["alignment"]["ALPHA–BRAVO"]
    low, *_, high = (row[-1] for row in tie["percentiles"])
    assert low < high
    assert tie["percentiles"][0][0] == tie["percentiles"][-1][0] == tie["played"][0]
    assert 0 <= tie["percentile"] <= 100
    later = Fan(quarrel.session.state.line, 2, 10, 3)
    later.play()
    assert later.told()["series"]["power"]["ALPHA"]["played"] == told["series"]["power"]["ALPHA"]["played"][3:]


def test_a_fan_from_a_later_turn_goes_on_with_what_was_dated(room):
    """A treaty that runs out and an inject come as late in a branch as they came in the session."""
    made = room(seats=("ALPHA", "BRAVO"), turn_months=3, turns=3)
    made.done("facilitator", "start")
    made.treaty("ALPHA", "BRAVO", title="Short", duties=[DEFENCE], months=5)
    made.turn()
    made.done("facilitator", "inject", text="x", changes=[{"set": "stability", "state": "BRAVO", "value": 0.0}])
    made.done("facilitator", "resolve")
    line = made.session.state.line
    fan = Fan(line, 2, 4, 1)
    fan.play()
    (record,) = fan._played
    row = line.treaties[next(iter(line.treaties))][0]
    assert record.status[:, :, row].tolist() == [[2, 2, 2, 5]] * 4  # in force for two months of the branch
    assert (record.stability[:, 1, 1] < 0.1).all()


def test_in_a_fan_every_seat_is_the_models_whatever_policy_played_it(room):
    played = []
    for empty in ("model", "assertive"):
        made = room(seats=("ALPHA",), seed=5, empty=empty, turn_months=2, turns=2)
        made.done("facilitator", "start")
        made.done("facilitator", "resolve")
        fan = Fan(made.session.state.line, 1, 20, 3)
        fan.play()
        played.append(fan._played[0].alignment)
    assert np.array_equal(*played)


@pytest.mark.parametrize("others", ["fixed", "model"])
def test_what_if_nothing_is_changed_is_what_was_played(quarrel, others):
    found = what_if(quarrel.session.log, 0, Changed(1, "ALPHA", others=others))
    assert (found["given"] == found["played"]) == (others == "fixed")
    assert found["mode"] == {"fixed": "other seats' orders fixed", "model": "other seats replaced by the model"}[others]
    assert found["words"] == "the model, given these orders"


def test_what_if_a_seat_had_done_otherwise(quarrel):
    sheet = Submit(uuid="what-if-1", orders=[{"action": "SUMMIT", "target": "CHARLY"}])
    found = what_if(quarrel.session.log, 0, Changed(1, "ALPHA", sheet))
    assert max(found["played"]["rung"]["ALPHA–CHARLY"]) == 2
    assert max(found["given"]["rung"]["ALPHA–CHARLY"]) == 0
    assert replay(quarrel.session.log).differs is None  # nothing was written
    other = what_if(quarrel.session.log, 0, Changed(2, "ALPHA", luck="new"))
    assert other["given"]["alignment"]["ALPHA–BRAVO"][:4] == other["played"]["alignment"]["ALPHA–BRAVO"][:4]
    assert other["given"] != other["played"]


def test_a_change_before_a_roll_back_goes_on_through_it(room, tmp_path):
    made = room(seats=("ALPHA", "BRAVO", "CHARLY"), turn_months=1, turns=3, seed=11)
    made.done("facilitator", "start")
    made.turn()
    made.turn()
    made.done("facilitator", "rollback", turn=3)
    made.submit("ALPHA")
    made.submit("CHARLY", answers={"resist": {"ALPHA": True}})
    made.done("facilitator", "resolve")
    demand = [{"action": "DEMAND", "target": "CHARLY"}]
    sheet = Submit(uuid="what-if-1", orders=demand, answers={"fight": {"CHARLY": True}})
    found = what_if(made.session.log, 1, Changed(3, "ALPHA", sheet))
    assert found["given"]["rung"]["ALPHA–CHARLY"][-1] > found["played"]["rung"]["ALPHA–CHARLY"][-1]
    made.done("facilitator", "rollback", turn=3)
    made.submit("ALPHA", ("SANCTION", "CHARLY"))
    made.done("facilitator", "switch", line=1)  # what is done on other lines in between is not in its course
    made.done("facilitator", "finish")
    for turn in (1, 2, 3):
        found = what_if(made.session.log, 1, Changed(turn, "ALPHA"))
        assert found["given"] == found["played"]
        given = what_if(made.session.log, 1, Changed(turn, "ALPHA", sheet))["given"]
        assert len(given["months"]) == len(found["played"]["months"])
        assert given["alignment"]["ALPHA–BRAVO"][:turn] == found["played"]["alignment"]["ALPHA–BRAVO"][:turn]
        assert given != found["played"]
        clone, token = cloned(made.session.log, tmp_path / f"clone{turn}.session", KEY, "B", 1.0, turn)
        assert clone.view(token)["stage"]["turn"] == turn
        clone.close()


def test_what_if_a_ruling_had_not_been_made(room):
    """Other orders for a seat stand in the place of what was ruled on it in that turn; rulings on others stay."""
    made = room(seats=("ALPHA", "BRAVO", "CHARLY"), turn_months=1, turns=2, seed=11)
    made.done("facilitator", "start")
    made.submit("ALPHA", ("DEMAND", "CHARLY"), answers={"fight": {"CHARLY": True}})
    made.done("facilitator", "override", state="ALPHA", orders=[], reason="agreed in class")
    made.done("facilitator", "override", state="CHARLY", answers={"resist": {"ALPHA": True}}, reason="so it was")
    made.done("facilitator", "resolve")
    sent = made.view("ALPHA")["turns"][0]["sent"]["orders"]
    sheet = Submit(uuid="what-if-1", orders=sent, answers={"fight": {"CHARLY": True}})
    found = what_if(made.session.log, 0, Changed(1, "ALPHA", sheet))
    assert found["set_aside"]
    assert found["given"]["rung"]["ALPHA–CHARLY"][-1] > found["played"]["rung"]["ALPHA–CHARLY"][-1]
    as_it_was = what_if(made.session.log, 0, Changed(1, "ALPHA"))
    assert (as_it_was["set_aside"], as_it_was["given"]) == (False, found["played"])


def test_a_what_if_begins_with_what_was_done(room):
    """What a seat did, by its people or by a ruling, sent once more is the course that was played."""
    made = room(seats=("ALPHA", "BRAVO"), turn_months=3, turns=1, seed=5)
    made.done("facilitator", "start")
    made.submit("ALPHA", ("DEMAND", "CHARLY", 1), ("SUMMIT", "BRAVO", 2), answers={"fight": {"CHARLY": True}})
    made.submit("BRAVO", ("AID", "CHARLY", 1), answers={"resist": {"ALPHA": False}})
    ruled = [{"action": "SUMMIT", "target": "CHARLY", "month": 3}]
    answers = {"resist": {"ALPHA": True}}
    made.done("facilitator", "override", state="BRAVO", orders=ruled, answers=answers, reason="agreed")
    made.done("facilitator", "resolve")
    done = {of: made.session.choices(made.tokens["facilitator"], of, 1)["done"] for of in ("ALPHA", "BRAVO", "CHARLY")}
    told = [(each["action"], each["target"], each["month"]) for each in done["ALPHA"]["orders"]]
    assert told == [("DEMAND", "CHARLY", 1), ("SUMMIT", "BRAVO", 2)]
    assert (done["BRAVO"]["orders"], done["BRAVO"]["answers"]["resist"]) == (ruled, {"ALPHA": True})
    left = {of: done[of].pop("left") for of in done}
    for of in done:
        found = what_if(made.session.log, 0, Changed(1, of, Submit(uuid="what-if-1", **done[of])))
        assert found["given"] == found["played"] or left[of]
    acted = [d for m in made.session.state.line.turns[0].months for d in log_of(m.events) if d.what == DID]
    assert len(done["CHARLY"]["orders"]) + left["CHARLY"] == sum(d.actor == 2 for d in acted)
    assert made.session.choices(made.tokens["facilitator"], "ALPHA")["done"] is None


def test_what_if_a_seat_that_nobody_played_had_acted(room):
    made = room(empty="hold", turn_months=2, turns=2, seed=5)
    made.done("facilitator", "start")
    made.done("facilitator", "resolve")
    sheet = Submit(uuid="what-if-1", orders=[{"action": "AID", "target": "BRAVO"}])
    found = what_if(made.session.log, 0, Changed(1, "CHARLY", sheet))
    assert found["given"]["alignment"]["BRAVO–CHARLY"] != found["played"]["alignment"]["BRAVO–CHARLY"]


def test_what_cannot_be_asked(quarrel):
    log = quarrel.session.log
    illegal = Submit(uuid="what-if-1", orders=[{"action": "STRIKE", "target": "CHARLY"}])
    assert what_if(log, 0, Changed(1, "ALPHA", illegal)).code == "illegal_order"
    assert what_if(log, 0, Changed(3, "ALPHA")).code == "unknown_turn"
    assert what_if(log, 0, Changed(1, "XRAY")).code == "unknown_seat"


def test_every_entry_as_a_row_safe_for_a_spreadsheet(quarrel):
    quarrel.done("ALPHA", "message", to=["all"], text='=HYPERLINK("x")')
    rows = list(csv.DictReader(as_csv(quarrel.session.log).splitlines()))
    assert len(rows) == len(list(quarrel.session.log.rows()))
    last = rows[-1]
    assert (last["turn"], last["phase"], last["seat"], last["kind"]) == ("2", "review", "ALPHA", "message")
    assert last["text"] == '\'=HYPERLINK("x")'
    submitted = next(row for row in rows if row["kind"] == "submit")
    assert (submitted["turn"], submitted["phase"], submitted["replication"]) == ("1", "open", "0")
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_a_clone_goes_on_by_itself(quarrel, tmp_path):
    for turn, stage in ((None, "0.2.review"), (2, "0.2.open"), (1, "0.1.open")):
        path = tmp_path / f"clone{turn}.session"
        made, token = cloned(quarrel.session.log, path, KEY, "Group B", 1.0, turn, luck="new")
        try:
            shown = made.view(token)
            assert (shown["stage"]["stage"], shown["session"]["name"]) == (stage, "Group B")
            assert [member["role"] for member in shown["members"]] == ["facilitator"]
            assert isinstance(made.view(quarrel.tokens["ALPHA"]), Rejection)
            assert made.state.id != quarrel.session.state.id
            if stage.endswith("open"):
                made.do(token, {"kind": "resolve", "uuid": "in-the-clone", "stage": stage}, 2.0)
            assert replay(made.log).differs is None
        finally:
            made.close()
    with pytest.raises(PlanError, match="has not been opened"):
        cloned(quarrel.session.log, tmp_path / "x.session", KEY, "C", 1.0, 7)


def test_the_shelf(quarrel, tmp_path):
    folder, elsewhere = tmp_path / "shelf", tmp_path / "stick"
    elsewhere.mkdir()
    taken = exported(quarrel.path, elsewhere)  # while it is in use
    path = imported(taken, folder)
    (folder / "broken.session").write_bytes(b"no session")
    one, broken = listed(folder)
    assert (one.name, one.scenario, one.stage, one.seats) == ("Session", "triangle_lesson", "turn 2 of 2, review", 3)
    assert "cannot be opened" in broken.trouble
    assert located("class0", folder) == path
    again = Session.open(path, KEY)
    assert json.dumps(again.view(quarrel.tokens["ALPHA"])) == json.dumps(quarrel.view("ALPHA"))
    with pytest.raises(PlanError, match="in use"):
        deleted(path)
    again.close()
    deleted(path)
    assert [file.name for file in folder.iterdir()] == ["broken.session"]
    with pytest.raises(PlanError, match="there is no session class0"):
        located("class0", folder)
    with pytest.raises(PlanError, match="exists already"):
        exported(quarrel.path, taken)
    with pytest.raises(PlanError, match="cannot be opened"):
        imported(folder / "broken.session", tmp_path / "new")
    assert not (tmp_path / "new").exists()
    with pytest.raises(PlanError, match="cannot be written"):
        exported(quarrel.path, tmp_path / "none" / "x.session")


def test_a_damaged_file_does_not_hide_the_others(room, tmp_path):
    made = room()
    made.done("facilitator", "start")
    made.done("facilitator", "resolve")
    for name, statement in {
        "empty": "DELETE FROM events",
        "unread": "UPDATE events SET body = '{' WHERE number = 2",
        "unknown": "UPDATE events SET kind = 'dance' WHERE number = 2",
        "misfit": "UPDATE events SET body = '{\"uuid\": 1}' WHERE number = 2",
        "unzipped": "UPDATE turns SET arrays = x'00'",
        "gone": "DELETE FROM turns",
    }.items():
        made.session.log.copy(tmp_path / f"{name}.session")
        with sqlite3.connect(tmp_path / f"{name}.session") as file:
            file.execute(statement)
        file.close()
    made.session.log.copy(tmp_path / "scrambled.session")
    data = bytearray((tmp_path / "scrambled.session").read_bytes())
    data[4096:] = bytes(byte ^ 0x55 for byte in data[4096:])
    (tmp_path / "scrambled.session").write_bytes(data)
    found = {kept.path.stem: kept for kept in listed(tmp_path)}
    assert found.pop("class0").trouble is None
    assert len(found) == 7
    for name, kept in found.items():
        assert kept.trouble, name
        with pytest.raises(PlanError, match=r"damaged|cannot be opened"):
            Session.open(kept.path, KEY)


def test_a_session_under_other_rules_is_listed_as_one(room, tmp_path, monkeypatch):
    made = room()
    made.done("facilitator", "start")
    made.done("facilitator", "resolve")
    for module in ("fold", "shelf"):
        monkeypatch.setattr(f"sim.session.{module}.rules_version", lambda: "other")
    assert [kept.stage for kept in listed(tmp_path)] == ["played under other rules"]
