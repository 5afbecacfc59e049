"""The lobby and the seats: asked for, given, taken back, taken over."""

from sim.scenario import load
from sim.session import Session, Settings
from tests.session.room import KEY


def test_the_room_code_only_asks_and_the_facilitator_admits(room):
    made = room(seats=())
    made.tokens["outside"] = None
    assert made.refused("outside", "ask", room="WRONGX", name="Ada") == "room"
    code = made.view("facilitator")["room"]["code"]
    assert [seat["seat"] for seat in made.session.door(code)["seats"]] == ["ALPHA", "BRAVO", "CHARLY"]
    assert made.session.door("WRONGX").code == "room"
    asked = made.done("outside", "ask", room=code.lower(), name="Ada", wish="BRAVO")
    made.tokens["Ada"] = asked["token"]
    assert set(made.view("Ada")) == {"me", "session", "stage", "seats", "read_only", "fault"}
    assert made.session.turn(made.tokens["Ada"], 1).code == "forbidden"
    assert made.session.messages(made.tokens["Ada"], "all", 1).code == "forbidden"
    made.done("facilitator", "admit", member=asked["member"], role="player", seat="BRAVO")
    shown = made.view("Ada")
    assert shown["me"]["seat"] == "BRAVO"
    assert shown["goals"]
    assert made.refused("facilitator", "admit", member=asked["member"], role="player", seat="BRAVO") == "unknown_member"
    made.done("facilitator", "room", open=False)
    assert made.refused("outside", "ask", room=code, name="Bob") == "room"


def test_roles_and_seats_must_fit(room):
    made = room(seats=())
    for fields in ({"role": "player"}, {"role": "observer", "seat": "ALPHA"}):
        assert made.refused("facilitator", "invite", name="X", **fields) == "seat"
    assert made.refused("facilitator", "invite", name="X", role="player", seat="XRAY") == "unknown_seat"
    assert made.refused("facilitator", "invite", name="X", role="facilitator") == "invalid"


def test_a_team_shares_drafts_and_orders_and_sees_who_wrote(room):
    made = room(seats=("ALPHA",))
    made.let_in("second", role="player", seat="ALPHA", name="Bob")
    made.done("facilitator", "start")
    made.done("ALPHA", "draft", orders=[{"action": "SUMMIT", "target": "BRAVO"}], revision=0)
    assert made.view("second")["draft"]["orders"][0]["action"] == "SUMMIT"
    assert made.refused("second", "draft", orders=[], revision=0) == "moved"
    made.done("second", "draft", orders=[], revision=1)
    made.done("second", "message", to=["team"], text="hello")
    assert made.view("ALPHA")["threads"][0]["messages"][0]["by"] == "Bob"


def test_a_removed_player_is_out_and_the_orders_with_the_last_of_a_team(room):
    made = room(seats=("ALPHA",))
    made.let_in("second", role="player", seat="ALPHA", name="Bob")
    made.done("facilitator", "start")
    made.submit("ALPHA", ("SUMMIT", "BRAVO"))
    members = {m["name"]: m["member"] for m in made.view("facilitator")["members"]}
    made.done("facilitator", "remove", member=members["Team ALPHA"])
    assert made.view("ALPHA").code == "unknown_link"
    assert made.view("second")["submitted"]["orders"]
    made.done("facilitator", "remove", member=members["Bob"])
    row = made.view("facilitator")["rows"][0]
    assert (row["submitted"], row["draft"], row["acts"]) == (None, None, "model")
    made.done("facilitator", "resolve")
    assert made.view("facilitator")["turns"][0]["acted"]["ALPHA"] == "model"


def test_nobody_waits_for_a_seat_that_was_left_and_all_are_told(room):
    made = room()
    made.done("facilitator", "start")
    made.done("facilitator", "rollback", turn=1)
    made.done("facilitator", "assign", member=3, role="observer")
    for line in (1, 0):  # on the line in play, and on one that is gone on with later
        shown = made.view("ALPHA")
        assert shown["stage"]["awaited"] == 1
        assert {seat["seat"]: seat["played_by"] for seat in shown["seats"]}["BRAVO"] == "model"
        assert shown["news"][-1]["text"] == 'BRAVO is now played by the policy "model"'
        assert made.view("facilitator")["rows"][1]["acts"] == "model"
        made.done("facilitator", "switch", line=1 - line)
    made.done("facilitator", "assign", member=3, role="player", seat="BRAVO")
    assert made.view("BRAVO")["stage"]["awaited"] == 2


def test_the_facilitator_keeps_the_chair(room):
    made = room()
    assert made.refused("facilitator", "remove", member=1) == "forbidden"
    assert made.refused("facilitator", "assign", member=1, role="observer") == "forbidden"


def test_a_new_link_closes_the_old_one_and_links_can_be_printed_again(room):
    made = room()
    chair = made.tokens["facilitator"]
    old = made.tokens["ALPHA"]
    assert made.session.link(chair, 2) == old
    made.tokens["ALPHA"] = made.done("facilitator", "reissue", member=2)["token"]
    assert made.session.view(old).code == "unknown_link"
    assert made.view("ALPHA")["me"]["seat"] == "ALPHA"
    assert made.session.link(made.tokens["ALPHA"], 3).code == "forbidden"
    assert made.session.link(made.tokens["ALPHA"]) == made.tokens["ALPHA"]


def test_a_name_is_as_long_as_it_is_once_composed(room):
    made = room()
    made.done("ALPHA", "rename", name="e\u0301" * 40)
    assert made.view("ALPHA")["me"]["name"] == "é" * 40


def test_what_is_too_long_is_refused_at_the_door(room):
    made = room()
    made.done("facilitator", "start")
    refused = made.do("facilitator", "inject", text="x", changes=[{"set": "y" * 40_000}])
    assert (refused.code, "characters at most" in refused.text) == ("invalid", True)


def test_numbers_of_members_are_never_given_twice(room):
    made = room()
    made.done("facilitator", "remove", member=3)
    made.let_in("CHARLY", role="player", seat="CHARLY", name="C")
    assert made.view("CHARLY")["me"]["member"] == 4


def test_a_policy_takes_over_and_gives_back_at_the_next_turn_and_it_is_announced(room):
    made = room()
    made.done("facilitator", "start")
    made.done("facilitator", "takeover", seat="ALPHA", by="assertive")
    made.submit("ALPHA", ("SUMMIT", "BRAVO"))  # still theirs in this turn
    made.turn()
    assert made.view("facilitator")["turns"][0]["acted"]["ALPHA"] == "people"
    assert made.refused("ALPHA", "submit", hold=True) == "taken_over"
    assert [n["text"] for n in made.view("BRAVO")["news"]] == [
        'ALPHA is played by the policy "assertive" from the next turn on',
        'ALPHA is now played by the policy "assertive"',
    ]
    made.done("facilitator", "takeover", seat="ALPHA", by="people")
    made.turn()
    assert made.view("facilitator")["turns"][-1]["acted"]["ALPHA"] == "assertive"
    made.submit("ALPHA")
    assert made.refused("facilitator", "takeover", seat="ALPHA", by="furious") == "unknown_profile"


def test_latecomers_play_an_empty_seat_at_once(room):
    made = room()
    made.done("facilitator", "start")
    assert {s["seat"]: s["played_by"] for s in made.view("ALPHA")["seats"]}["CHARLY"] == "model"
    made.let_in("CHARLY", role="player", seat="CHARLY", name="Late")
    made.submit("CHARLY", ("SUMMIT", "BRAVO"))
    made.done("facilitator", "resolve")
    assert made.view("facilitator")["turns"][0]["acted"]["CHARLY"] == "people"


def test_who_acts_for_a_seat_that_submits_nothing(room):
    for unsubmitted in ("model", "hold", "draft", "assertive"):
        made = room(unsubmitted=unsubmitted)
        made.done("facilitator", "start")
        made.done("ALPHA", "draft", orders=[{"action": "SUMMIT", "target": "BRAVO"}])
        made.done("facilitator", "resolve")
        assert made.view("facilitator")["turns"][0]["acted"]["ALPHA"] == unsubmitted
        own = [each["action"] for each in made.view("ALPHA")["turns"][0]["why"]]
        assert (own == []) == (unsubmitted == "hold")
        assert unsubmitted != "draft" or own == ["SUMMIT"]


def test_a_draft_that_cannot_stand_is_not_carried_out(room):
    """Half a word, an act that is not legal, nothing at all: the model acts instead."""
    for orders in ([{"action": "SUMM"}], [{"action": "STRIKE", "target": "BRAVO"}], [], [{"action": "AID"}] * 9):
        made = room(unsubmitted="draft")
        made.done("facilitator", "start")
        made.done("ALPHA", "draft", orders=orders)
        made.done("facilitator", "resolve")
        assert made.view("facilitator")["turns"][0]["acted"]["ALPHA"] == "model"


def test_the_facilitator_sees_who_has_read_what(room):
    made = room()
    made.done("facilitator", "start")
    made.done("ALPHA", "message", to=["BRAVO"], text="one")
    made.done("ALPHA", "message", to=["all"], text="two")
    unread = {row["seat"]: row["unread"] for row in made.view("facilitator")["rows"]}
    assert unread == {"ALPHA": 0, "BRAVO": 2, "CHARLY": 0}
    made.done("BRAVO", "read", thread="all", count=1)
    assert made.view("facilitator")["rows"][1]["unread"] == 1


def test_any_scenario_can_be_played_without_a_word_for_the_classroom(tmp_path):
    text = load("triangle_lesson").text
    plain = text[: text.index("play:\n")]
    session, chair = Session.create(tmp_path / "x.session", Settings(scenario=plain), KEY, 0.0)
    assert session.state.seats == ["ALPHA", "BRAVO", "CHARLY"]
    assert session.view(chair)["stage"]["turns"] == 24
    session.close()
