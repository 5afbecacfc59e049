"""What a team is told of what others asked of it, and by which of its answers it decides itself."""

from sim.analysis.why.words import VERBS
from sim.session.acts import ACTS
from tests.conftest import ROOT


def test_who_was_asked_reads_what_was_asked_and_what_it_did(room):
    made = room(seats=("ALPHA", "BRAVO", "CHARLY"), turn_months=1)
    made.done("facilitator", "start")
    made.submit("ALPHA", ("DEMAND", "CHARLY", 1), answers={"fight": {"CHARLY": True}})
    made.submit("CHARLY", answers={"resist": {"ALPHA": False}})
    made.submit("BRAVO")
    made.done("facilitator", "resolve")
    (asked,) = made.view("CHARLY")["turns"][0]["asked"]
    assert asked["text"] == "ALPHA makes a demand on CHARLY"
    (answer,) = asked["odds"]
    assert (answer["whose"], answer["did"], answer["came"]) == ("CHARLY", "yielded", False)
    assert answer["decided"] == "a standing answer"
    assert 0 < answer["chance"] < 1
    assert "draw" not in answer  # sealed until the debrief, as with one's own acts
    assert made.view("ALPHA")["turns"][0]["asked"] == made.view("BRAVO")["turns"][0]["asked"] == []
    own = made.view("ALPHA")["turns"][0]["why"][0]["odds"]
    assert [(each["whose"], each["did"]) for each in own[:2]] == [("CHARLY", "yielded"), ("ALPHA", None)]
    made.done("facilitator", "finish")
    assert 0 < made.view("CHARLY")["turns"][0]["asked"][0]["odds"][0]["draw"] < 1


def test_odds_name_the_standing_answer_that_decides_them(room):
    made = room()
    made.done("facilitator", "start")
    view = made.view("ALPHA")
    asked = {f"{each['ask']}.{each['of']}" for each in view["asked"]}
    demand = next(each for each in view["options"] if (each["action"], each["target"]) == ("DEMAND", "CHARLY"))
    assert [each.get("answer") for each in demand["odds"][:2]] == [None, "fight.CHARLY"]
    named = {odd["answer"] for each in view["options"] for odd in each["odds"] if "answer" in odd}
    assert named <= asked  # nothing of what others may answer


def test_every_act_of_the_table_has_a_line_which_the_players_sheet_has_too():
    assert set(ACTS) == set(VERBS)
    sheet = (ROOT / "docs" / "how-to" / "player-sheet.md").read_text(encoding="utf-8")
    for name, act in ACTS.items():
        needs = f" (needs {act.needs})" if act.needs else ""
        assert f"| {VERBS[name].format('…')} | {act.does}{needs} |" in sheet, name


def test_a_room_code_is_heard_with_spaces_in_it(room):
    made = room()
    code = made.session.state.room
    spaced = f" {code[:3].lower()} {code[3:]} "
    assert made.session.door(spaced) == made.session.door(code)
    assert "token" in made.done(None, "ask", room=spaced, name="Late")
