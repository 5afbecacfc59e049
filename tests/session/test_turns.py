"""Turns: orders, time, rulings, injects, rollback and lines."""

import threading

import numpy as np
import pytest

from sim.analysis.why.draws import Draw
from sim.model import events as e
from sim.model.play import play_many
from sim.model.world import blank_record
from sim.run.amend import with_room
from sim.scenario import build, load
from sim.session import Done
from sim.session.odds import key_of


def test_a_class_of_nobody_is_the_model_itself(room):
    """With every seat left to the model a session is the replication of its seed, month by month."""
    made = room(seats=())
    made.done("facilitator", "start")
    for _ in range(3):
        made.turn()
    line = made.session.state.line
    case = build(load("triangle_lesson"), values={"choice.initiatives": 1})
    world, setting = with_room(case.world, case.setting, 192)
    record = blank_record(18, 3, len(world.duties.status), 0, 1)
    play_many(world, setting, case.params, made.session.state.seed, 0, record)
    for name, series in record._asdict().items():
        assert np.array_equal(getattr(line.turns[-1].record, name), series), name


def test_room_for_treaties_moves_nothing_that_happens():
    case = build(load("trump_triangulation"))
    records = []
    for rows in (0, 192):
        world, setting = with_room(case.world, case.setting, rows)
        record = blank_record(12, 7, len(world.duties.status), len(world.intensity), 2)
        play_many(world, setting, case.params, 5, 0, record)
        records.append(record._replace(status=record.status[:, :, :1]))
    assert all(np.array_equal(*pair) for pair in zip(*records, strict=True))


def test_orders_are_carried_out_in_their_months_and_nothing_beside_them(room):
    made = room()
    made.done("facilitator", "start")
    made.submit("ALPHA", ("SUMMIT", "BRAVO", 2), ("AID", "BRAVO", 4), ("SUMMIT", "CHARLY", 6))
    made.done("facilitator", "resolve")
    told = made.view("ALPHA")["turns"][0]["why"]
    assert [(each["month"], each["action"], each["target"]) for each in told] == [
        (1, "SUMMIT", "BRAVO"), (3, "AID", "BRAVO"), (5, "SUMMIT", "CHARLY"),
    ]  # fmt: skip
    assert all(each["terms"] for each in told)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "empty"),
        ({"hold": True, "orders": [{"action": "SUMMIT", "target": "BRAVO"}]}, "both"),
        ({"orders": [{"action": "SUMIT", "target": "BRAVO"}]}, "illegal_order"),
        ({"orders": [{"action": "STRIKE", "target": "BRAVO"}]}, "illegal_order"),
        ({"orders": [{"action": "SUMMIT", "target": "ALPHA"}]}, "illegal_order"),
        ({"orders": [{"action": "SUMMIT"}]}, "illegal_order"),
        ({"orders": [{"action": "SUMMIT", "target": "BRAVO"}, {"action": "AID", "target": "BRAVO"}]}, "illegal_order"),
        ({"orders": [{"action": "SUMMIT", "target": "BRAVO", "month": 7}]}, "month"),
        ({"orders": [{"action": "SUMMIT", "target": "BRAVO", "month": m} for m in (1, 2, 3, 4)]}, "over_budget"),
        ({"orders": [{"action": "SUMMIT", "target": "BRAVO"}] * 13}, "invalid"),
        ({"hold": True, "answers": {"resist": {"XRAY": True}}}, "unknown_state"),
        ({"hold": True, "answers": {"honour": {"alpha_bravo/1": True}}}, "unknown_duty"),
        ({"hold": True, "answers": {"honour": {"nothing/0": True}}}, "unknown_duty"),
    ],
)
def test_orders_that_cannot_stand(room, fields, code):
    made = room()
    made.done("facilitator", "start")
    assert made.refused("ALPHA", "submit", **fields) == code
    assert made.view("ALPHA")["submitted"] is None


def test_every_option_shown_can_be_submitted(room):
    made = room()
    made.done("facilitator", "start")
    for option in made.options("BRAVO"):
        made.submit("BRAVO", (option["action"], option["target"]))


def test_a_submission_can_be_changed_and_taken_back_until_it_is_locked(room):
    made = room()
    made.done("facilitator", "start")
    made.submit("ALPHA", ("SUMMIT", "BRAVO"))
    made.submit("ALPHA", ("AID", "BRAVO"))
    made.done("ALPHA", "reopen")
    assert made.view("ALPHA")["submitted"] is None
    assert made.view("ALPHA")["draft"]["orders"][0]["action"] == "AID"
    assert made.refused("ALPHA", "reopen") == "nothing"
    made.done("facilitator", "lock")
    for kind in ("submit", "draft", "reopen"):
        assert made.refused("ALPHA", kind, **({} if kind == "reopen" else {"hold": True})) == "locked"
    made.done("facilitator", "extend", seconds=60)
    made.submit("ALPHA")


def test_standing_answers_decide_in_place_of_the_draw(room):
    for resists in (True, False):
        made = room()
        made.done("facilitator", "start")
        made.submit("ALPHA", ("DEMAND", "BRAVO", 1), answers={"fight": {"BRAVO": False}})
        made.submit("BRAVO", answers={"resist": {"ALPHA": resists}})
        made.done("facilitator", "resolve")
        told = made.view("ALPHA")["turns"][0]
        first = told["why"][0]["odds"][0]
        assert first["text"] == "BRAVO resists"
        assert (first["came"], first["decided"]) == (resists, "a standing answer")
        headline = next(h["text"] for h in told["headlines"] if "ALPHA" in h["text"] and "demand" in h["text"])
        assert ("BRAVO yields" in headline) != resists


def test_the_odds_shown_are_those_that_the_rules_draw_by(room):
    """Nothing secret is about, so what a seat reckons before sending is the chance in the log."""
    made = room(secrecy=False, turn_months=1)
    made.done("facilitator", "start")
    before = {(o["action"], o["target"]): o["odds"] for o in made.options("ALPHA")}["DEMAND", "CHARLY"]
    made.submit("ALPHA", ("DEMAND", "CHARLY"))
    preview = made.session.preview(made.tokens["facilitator"])["orders"][0]["odds"]
    made.done("facilitator", "resolve")
    after = made.view("ALPHA")["turns"][0]["why"][0]["odds"]
    assert [{key: each[key] for key in ("text", "chance")} for each in before] == preview
    for told, shown in zip(after, before, strict=True):
        assert told["chance"] == shown["chance"]
        assert told["came"] is None or told["true_chance"] == pytest.approx(told["chance"], abs=1e-4)
        assert told["came"] in (None, told.get("draw", 2) < told.get("true_chance", 0))


def test_a_preview_is_of_what_would_be_resolved(room):
    """Standing answers and rulings decide in it as they will; of the model's states it tells chances and no draw."""
    made = room(seats=("ALPHA", "CHARLY"), turn_months=2)
    made.done("facilitator", "start")
    made.submit("ALPHA", ("DEMAND", "CHARLY", 2))
    made.done("CHARLY", "draft", orders=[], hold=True)

    def told():
        return made.session.preview(made.tokens["facilitator"])

    before = told()
    assert (before["orders"][0]["month"], before["orders"][0]["by"]) == (2, "people")
    assert "chance" in before["orders"][0]["odds"][0]
    assert [each["seat"] for each in before["model"]] == ["BRAVO", "CHARLY"]  # a draft is not sent
    made.submit("CHARLY", answers={"resist": {"ALPHA": True}})
    resists = {"text": "CHARLY resists", "decided": "a standing answer", "yes": True}
    assert told()["orders"][0]["odds"][0] == resists
    made.done("facilitator", "override", state="CHARLY", answers={"resist": {"ALPHA": False}}, reason="agreed")
    assert told()["orders"][0]["odds"][0] == resists | {"decided": "a facilitator ruling", "yes": False}
    summit = [{"action": "SUMMIT", "target": "CHARLY"}]
    made.done("facilitator", "override", state="ALPHA", orders=summit, reason="agreed")
    (only,) = told()["orders"]
    assert (only["action"], only["by"]) == ("SUMMIT", "a facilitator ruling")
    assert told()["held"] == [{"seat": "CHARLY", "by": "people"}]
    leans = told()["model"]
    made.done("facilitator", "rollback", turn=1, luck="new")
    assert leans[0] in told()["model"]  # other luck, the same chances
    assert 0.5 < sum(each["chance"] for each in leans[0]["acts"]) <= 1.0


def test_what_came_of_a_duty_is_told_of_the_attacker_it_was_called_upon_against():
    first, second = (
        Draw(e.HONOUR_DRAWN, 0, 2, 1, 4, 0.5, 0.5, 0, {"benefit": 0.0, "cost": 0.0, "word": 0.0, "enemy": enemy})
        for enemy in (0.0, 3.0)
    )
    assert key_of(first) != key_of(second)


def test_a_ruling_needs_a_reason_is_carried_out_and_badged(room):
    made = room()
    made.done("facilitator", "start")
    made.submit("ALPHA", ("DEMAND", "BRAVO", 1))
    made.submit("BRAVO", answers={"resist": {"ALPHA": True}})
    assert made.refused("facilitator", "override", state="BRAVO", answers={"resist": {"ALPHA": False}}) == "invalid"
    assert made.refused("facilitator", "override", state="BRAVO", reason="why") == "empty"
    assert made.refused("facilitator", "override", state="XRAY", orders=[], reason="why") == "unknown_state"
    undone = made.done("facilitator", "override", state="ALPHA", orders=[], reason="a mistake")["ruling"]
    made.done("facilitator", "revoke", ruling=undone)
    made.done("facilitator", "override", state="BRAVO", answers={"resist": {"ALPHA": False}}, reason="agreed in class")
    made.done("facilitator", "resolve")
    turn = made.view("BRAVO")["turns"][0]
    assert (turn["ruled"], turn["rulings"]) == (["BRAVO"], ["agreed in class"])
    assert made.view("ALPHA")["turns"][0]["rulings"] == []
    assert (turn["by"], turn["sent"]["answers"]["resist"]) == ("people", {"ALPHA": True})
    assert "BRAVO yields" in turn["headlines"][0]["text"]
    kinds = [(row.kind, row.body.get("reason")) for row in made.session.log.rows()]
    assert ("override", "agreed in class") in kinds


def test_an_inject_changes_what_was_shown_before_it_was_sent(room):
    made = room()
    made.done("facilitator", "start")
    prepared = next(each for each in made.view("facilitator")["prepared"] if each["name"] == "drought")
    chair = made.tokens["facilitator"]
    shown = made.session.preview_inject(chair, prepared["changes"])
    assert shown[0]["what"] == "stability of BRAVO"
    assert (shown[0]["before"], shown[0]["after"]) == ("0.50", "0.40")
    made.done("facilitator", "inject", text=prepared["text"], changes=prepared["changes"], prepared="drought")
    assert made.view("BRAVO")["injects"][0]["text"] == prepared["text"]
    made.done("facilitator", "resolve")
    month = made.session.state.line.turns[0].months[0]
    assert month.before.stability[1] == 0.5  # it takes effect in the rules, as the month opens
    assert made.session.state.line.turns[0].months[1].before.stability[1] < 0.43
    spoken = [{"set": "posture", "to": "reassure"}, {"set": "rung", "pair": ["ALPHA", "BRAVO"], "value": 2},
              {"set": "public", "pair": ["ALPHA", "BRAVO"], "value": 1},
              {"add": "hostility", "pair": ["ALPHA", "CHARLY"], "value": 0.4}]  # fmt: skip
    told = made.session.preview_inject(chair, spoken)
    assert [(each["before"], each["after"]) for each in told[:3]] == [
        ("baseline", "reassure"), ("calm", "threat of force"), ("0.00", "1.00"),
    ]  # fmt: skip
    assert told[3]["unit"] == "belief that harm is meant, 0 to 1"
    assert 0 < float(told[3]["before"]) < float(told[3]["after"]) < 1
    assert made.session.preview_inject(chair, [{"add": "stability", "state": "XRAY", "value": 1}]).code == "bad_changes"
    assert made.session.preview_inject(chair, [{"what": "ever"}]).code == "bad_changes"


def test_the_timer_locks_or_resolves_and_can_be_stopped_and_stretched(room):
    for at_deadline in ("lock", "resolve"):
        made = room(seconds=60, at_deadline=at_deadline)
        made.done("facilitator", "start")
        deadline = made.view("ALPHA")["stage"]["deadline"]
        assert deadline == made.now + 60
        assert made.session.tick(deadline - 0.1) is None
        made.done("facilitator", "pause")
        assert made.session.tick(deadline + 100) is None
        left = made.view("ALPHA")["stage"]["left"]
        made.now = 5000.0
        made.done("facilitator", "resume")
        made.done("facilitator", "extend", seconds=30)
        deadline = made.view("ALPHA")["stage"]["deadline"]
        assert deadline == pytest.approx(5001 + left + 30)
        assert isinstance(made.session.tick(deadline), Done)
        assert made.session.tick(deadline + 1) is None
        stage = made.view("ALPHA")["stage"]
        assert (stage["phase"], stage["locked"]) == (("open", True) if at_deadline == "lock" else ("review", False))
        made.reopened()
        assert made.view("ALPHA")["stage"] == stage


def test_no_timer_is_cut_short_that_does_not_run(room):
    made = room()
    made.done("facilitator", "start")
    assert made.refused("facilitator", "extend", seconds=-60) == "no_timer"
    assert made.view("ALPHA")["stage"]["deadline"] is None


def test_time_given_while_the_clock_strikes_is_not_lost(room):
    made = room(seconds=60)
    made.done("facilitator", "start")
    deadline, struck = made.view("ALPHA")["stage"]["deadline"], []
    with made.session._guard:  # a command is being taken
        clock = threading.Thread(target=lambda: struck.append(made.session.tick(deadline)))
        clock.start()
        clock.join(0.1)
        made.done("facilitator", "extend", seconds=60)
    clock.join()
    assert struck == [None]
    assert not made.view("ALPHA")["stage"]["locked"]


def test_a_rehearsal_is_rolled_back_before_their_eyes_and_leaves_no_luck_behind(room):
    made = room()
    made.done("facilitator", "start", rehearsal=True)
    assert made.view("ALPHA")["stage"]["rehearsal"]
    made.submit("ALPHA", ("SUMMIT", "BRAVO"))
    made.done("BRAVO", "message", to=["ALPHA"], text="in rehearsal")
    made.treaty("ALPHA", "BRAVO", title="In rehearsal")
    made.done("facilitator", "resolve")
    made.done("facilitator", "rollback", turn=1)
    shown = made.view("ALPHA")
    assert shown["stage"]["stage"] == "1.1.open"
    assert not shown["stage"]["rehearsal"]
    assert (shown["turns"], shown["threads"], shown["submitted"], shown["proposals"]) == ([], [], None, [])
    assert "In rehearsal" not in {each["title"] for each in shown["ledger"]}
    first, second = (line.replication for line in made.session.state.lines)
    assert first != second


def test_a_line_that_was_left_can_be_gone_on_with(room):
    made = room()
    made.done("facilitator", "start")
    made.turn()
    made.submit("ALPHA", ("SUMMIT", "BRAVO"))
    before = made.bytes_of("ALPHA")
    made.done("facilitator", "rollback", turn=1, luck="same")
    assert made.view("facilitator")["lines"][1]["parent"] == 0
    made.turn()
    made.done("facilitator", "switch", line=0)
    assert made.bytes_of("ALPHA") == before
    assert made.refused("facilitator", "switch", line=7) == "unknown_line"
    assert made.refused("facilitator", "rollback", turn=3) == "unknown_turn"


def test_the_same_luck_and_orders_bring_the_same_again_and_new_luck_does_not(room):
    made = room()
    made.done("facilitator", "start")
    for luck in ("same", "new"):
        made.submit("ALPHA", ("SUMMIT", "BRAVO"))
        made.done("facilitator", "resolve")
        made.done("facilitator", "rollback", turn=1, luck=luck)
    made.submit("ALPHA", ("SUMMIT", "BRAVO"))
    made.done("facilitator", "resolve")
    first, same, new = (line.turns[0].digest() for line in made.session.state.lines)
    assert first == same
    assert same != new


def test_after_the_last_turn_there_is_only_the_debrief(room):
    made = room(turns=1)
    made.done("facilitator", "start")
    made.done("facilitator", "resolve")
    assert made.refused("facilitator", "next") == "last_turn"
    made.done("facilitator", "finish")
    assert made.view("ALPHA")["stage"]["phase"] == "debrief"


def test_a_budget_above_one_order_a_month_gives_every_state_as_many_initiatives(room):
    made = room(turn_months=1, budget=2, turns=2)
    made.done("facilitator", "start")
    made.submit("ALPHA", ("SUMMIT", "BRAVO"), ("SUMMIT", "CHARLY"))
    made.done("facilitator", "resolve")
    assert [each["target"] for each in made.view("ALPHA")["turns"][0]["why"]] == ["BRAVO", "CHARLY"]


def test_policies_sway_what_a_seat_does(room):
    acts = {}
    for by in ("assertive", "conciliatory", "hold"):
        made = room(empty=by, turn_months=6, seed=3)
        made.done("facilitator", "start")
        for _ in range(3):
            made.turn()
        log = [d for turn in made.session.state.line.turns for m in turn.months for d in m.events.act[2] if d >= 0]
        acts[by] = len(log)
    assert acts["hold"] == 0
    assert min(acts["assertive"], acts["conciliatory"]) > 0


def test_views_do_not_grow_with_the_messages(room):
    made = room()
    made.done("facilitator", "start")
    for number in range(40):
        made.done("ALPHA", "message", to=["BRAVO"], text=f"message {number:04d}")
    before = len(made.bytes_of("BRAVO"))
    for number in range(40, 80):
        made.done("ALPHA", "message", to=["BRAVO"], text=f"message {number:04d}")
    assert len(made.bytes_of("BRAVO")) <= before + 4
    thread = made.view("BRAVO")["threads"][0]
    assert (thread["count"], thread["unread"], len(thread["messages"])) == (80, 80, 30)
    earlier = made.session.messages(made.tokens["BRAVO"], "ALPHA+BRAVO", 50)
    assert [m["text"][-2:] for m in earlier] == [f"{n:02d}" for n in range(20, 50)]
    made.done("BRAVO", "read", thread="ALPHA+BRAVO", count=80)
    assert made.view("BRAVO")["threads"][0]["unread"] == 0
    for thread in ("team ALPHA", "BRAVO+CHARLY", "BRAVO+nobody"):  # not one's own, not there, none at all
        assert made.refused("BRAVO", "read", thread=thread, count=1) == "unknown_thread"
    made.done("BRAVO", "read", thread="ALPHA+BRAVO", count=20_000)
    assert made.view("facilitator")["rows"][1]["unread"] == 0
    made.done("facilitator", "rollback", turn=1)
    made.done("ALPHA", "message", to=["BRAVO"], text="on another line")
    assert made.view("BRAVO")["threads"][0]["unread"] == 1


def test_a_ruling_may_say_whatever_the_state_could_be_ordered_and_asked(room):
    """What is offered to rule with is the state's own list, and it decides in the place of what was sent."""
    made = room(seats=("ALPHA", "BRAVO", "CHARLY"))
    made.done("facilitator", "start")
    made.submit("ALPHA", ("DEMAND", "BRAVO", 1))
    made.submit("BRAVO", answers={"resist": {"ALPHA": False}})
    offered = made.session.choices(made.tokens["facilitator"], "BRAVO")
    assert offered["options"] == made.options("BRAVO")
    assert offered["asked"] == made.view("BRAVO")["asked"]
    assert offered["months"] == made.view("BRAVO")["stage"]["months"]
    assert made.session.choices(made.tokens["BRAVO"], "BRAVO").code == "forbidden"
    assert made.session.choices(made.tokens["facilitator"], "XRAY").code == "unknown_state"
    asked = {(each["ask"], each["of"]) for each in offered["asked"]}
    assert {("resist", "ALPHA"), ("honour", "alpha_bravo/1")} <= asked
    made.done("facilitator", "override", state="BRAVO", answers={"resist": {"ALPHA": True}}, reason="as agreed")
    made.done("facilitator", "override", state="CHARLY", orders=[], reason="they had left")
    made.done("facilitator", "resolve")
    turn = made.view("CHARLY")["turns"][0]
    assert (turn["acted"], turn["by"], turn["sent"]) == ("model", "a facilitator ruling", None)
    assert made.view("BRAVO")["turns"][0]["sent"]["answers"]["resist"] == {"ALPHA": False}
    odds = made.view("ALPHA")["turns"][0]["why"][0]["odds"]
    assert (odds[0]["came"], odds[0]["decided"]) == (True, "a facilitator ruling")
    again = made.session.choices(made.tokens["facilitator"], "BRAVO", 1)
    assert again["options"] == offered["options"]
    assert made.session.choices(made.tokens["facilitator"], "BRAVO", 2).code == "unknown_turn"
