"""What a facilitator does at the desk beside running the clock: rulings, rolling back, what teams see of it."""

import re
from html import unescape

import pytest


@pytest.fixture(scope="module")
def teams(classroom):
    """Two teams, the first turn open."""
    people = {seat: classroom.let_in("player", seat) for seat in ("ALPHA", "BRAVO")}
    people["coteacher"] = classroom.let_in("coteacher")
    classroom.chair.done("start")
    return people


def test_an_inject_is_written_as_the_page_shows_it(classroom, teams):
    """The page's own example and a prepared one are shown and sent; of free text it is told what a change is."""
    chair, page = classroom.chair, classroom.chair.page()
    example = re.search(r"<code>(add: [^<]+)</code>", page)[1]
    effect = chair.http.post(f"{chair.base}/changes", data={"csrf": chair.csrf(), "changes": example}).text
    assert "stability of ALPHA: 0.70 → 0.60" in effect
    chair.done("inject", text="Floods in the capital.", to="all", changes=f"{example}\n")
    assert "Floods in the capital." in teams["BRAVO"].page()
    prepared = re.search(r'name="prepared" value="drought".*?</form>', page, re.DOTALL)[0]
    fields = {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', prepared)}
    chair.done("inject", **{name: fields[name] for name in ("text", "to", "changes")}, prepared="drought")
    sent = next(each for each in classroom.view(classroom.chair_token)["prepared"] if each["name"] == "drought")
    assert sent["sent"]
    for text, told in {
        "CHN gets weaker": f'"CHN gets weaker" is no change; write one a line, such as `{example}`',
        example.replace("-.1", "some"): "value must be a number",
        example.replace("value", "amount"): 'it takes no "amount"',
        example.replace("stability", "stabilty"): 'did you mean "stability"?',
    }.items():
        answer = chair.http.post(f"{chair.base}/changes", data={"csrf": chair.csrf(), "changes": text})
        assert told in unescape(answer.text)
        assert chair.send("inject", text="x", to="all", changes=text).status_code == 422
    listed = chair.http.get(f"{chair.base}/changes").text
    assert re.findall(r"<th>(posture|conflict|stability)</th>", listed) == ["stability", "posture"]
    assert "to: baseline, reassure" in listed
    assert teams["ALPHA"].http.get(f"{teams['ALPHA'].base}/changes").status_code == 403


def test_who_plays_a_seat_is_told_as_it_will_be(classroom, teams):
    chair = classroom.chair
    empty = re.search(r"<th>CHARLY</th>.*?</tr>", chair.page(), re.DOTALL)[0]
    assert "people, if any" in empty
    assert "its people" not in empty
    assert "it holds from the next turn on" in chair.done("takeover", seat="CHARLY", by="hold")
    chair.done("takeover", seat="CHARLY", by="people")
    ruling = {"state": "CHARLY", "reason": "x", "ruled": "yes", "act.0": "SUMMIT ALPHA", "month.0": "1"}
    chair.done("override", **ruling)
    assert "<td>a ruling</td>" in chair.page()
    (made,) = classroom.view(classroom.chair_token)["rulings"]
    chair.done("revoke", ruling=made["ruling"])
    assert "<td>a ruling</td>" not in chair.page()


def test_a_ruling_is_made_from_the_states_own_list_and_badged(classroom, teams):
    chair = classroom.chair
    offered = chair.http.get(f"{chair.base}/choices", params={"state": "BRAVO"}).text
    for field in ("ruled", "act.0", "answer.resist.ALPHA", "answer.fight.CHARLY", "answer.honour.alpha_bravo/1"):
        assert f'name="{field}"' in offered
    assert teams["ALPHA"].http.get(f"{teams['ALPHA'].base}/choices", params={"state": "BRAVO"}).status_code == 403
    assert chair.http.get(f"{chair.base}/choices", params={"state": "XRAY"}).status_code == 422
    teams["ALPHA"].done("submit", **{"act.0": "DEMAND BRAVO", "month.0": "1"})
    ruling = {"state": "BRAVO", "answer.resist.ALPHA": "no", "answer.honour.alpha_bravo/1": "no"}
    ruling |= {"act.0": "SUMMIT CHARLY", "month.0": "2"}
    assert chair.send("override", **ruling).status_code == 422  # no reason
    chair.done("override", reason="It was agreed aloud.", ruled="yes", **ruling)
    (kept,) = classroom.view(classroom.chair_token)["rulings"]
    assert kept["answers"]["resist"] == {"ALPHA": False}
    assert [(order["action"], order["month"]) for order in kept["orders"]] == [("SUMMIT", 2)]
    assert "resist ALPHA: no, honour defence to ALPHA (Pact of mutual assistance): no" in chair.page()
    assert teams["coteacher"].send("override", reason="x", ruled="yes", **ruling).status_code == 403
    chair.done("resolve")
    assert "Facilitator ruling: It was agreed aloud." in teams["BRAVO"].page()
    assert "Facilitator ruling: BRAVO" in teams["ALPHA"].page()
    assert "private screen" in teams["ALPHA"].http.get(f"{teams['ALPHA'].base}/turn/1").text
    assert "It was agreed aloud." not in teams["ALPHA"].page()
    assert "a facilitator ruling: " in teams["ALPHA"].page()
    wall = classroom.let_in("projector").page()
    assert "Facilitator ruling: BRAVO" in wall
    assert "It was agreed aloud." not in wall
    demand = next(told for told in wall.split("<section") if "ALPHA makes a demand on BRAVO" in told)
    assert demand.count('class="step"') == 1  # BRAVO yields: nothing else is asked
    assert "It did not come to: ALPHA threatens force if resisted; " in demand


def test_a_turn_is_rolled_back_with_the_same_luck_or_with_new_luck(classroom, teams):
    """With the same luck, orders and treaties the turn ends as it did; the lines say whose luck is theirs."""
    chair = classroom.chair
    page = chair.page()
    assert 'name="luck" value="new" checked' in page
    assert 'name="luck" value="same"' in page
    played = []
    for luck in ("same", "same", "new"):
        chair.done("rollback", turn="1", luck=luck)
        teams["ALPHA"].done("submit", **{"act.0": "DEMAND BRAVO", "month.0": "1", "answer.fight.BRAVO": "yes"})
        chair.done("resolve")
        played.append(classroom.view(classroom.chair_token))
    assert [line["luck_of"] for line in played[-1]["lines"]] == [0, 0, 0, 3]
    assert played[0]["series"] == played[1]["series"] != played[2]["series"]
    assert "that of line 0" in chair.page()
    assert teams["coteacher"].send("rollback", turn="1", luck="same").status_code == 403
    assert chair.send("rollback", turn="1", luck="bad").status_code == 422
    assert chair.send("rollback", turn="2", luck="same").status_code == 422


def test_a_review_has_every_message_of_a_thread(classroom, teams):
    """Both teams' files hold all of it; what is another's is in neither."""
    for number in range(36):
        one, other = ("ALPHA", "BRAVO") if number % 2 else ("BRAVO", "ALPHA")
        teams[one].done("message", to=other, text=f"number {number}.")
    assert len(classroom.view(teams["BRAVO"].token)["threads"][0]["messages"]) == 30
    for seat in ("ALPHA", "BRAVO"):
        kept = teams[seat].http.get(f"{teams[seat].base}/review.html").text
        assert re.findall(r"number (\d+)\.", kept) == [str(number) for number in range(36)]


def test_teachers_have_every_teams_review_and_the_classs(classroom, teams):
    wall = classroom.let_in("projector", name="Wall")
    said = "Between the two of us."
    teams["BRAVO"].done("message", to="ALPHA", text=said)
    for who, secret in (("ALPHA", True), ("BRAVO", True), (wall, False)):
        person = teams[who] if secret else wall
        number = person.base.rpartition("/")[2]
        for teacher in (classroom.chair, teams["coteacher"]):
            given = teacher.http.get(f"{teacher.base}/review.html", params={"member": number})
            assert given.status_code == 200
            assert (said in given.text) == secret
            assert f"/review.html?member={number}" in teacher.page()
    assert teams["ALPHA"].http.get(f"{teams['ALPHA'].base}/review.html", params={"member": "3"}).status_code == 403
    assert wall.http.get(f"{wall.base}/review.html?member=2").status_code == 403
    assert classroom.chair.http.get(f"{classroom.chair.base}/review.html?member=99").status_code == 422
    waiting = classroom.person().ask("Team late")
    assert waiting.http.get(f"{waiting.base}/review.html").status_code == 403


def test_a_player_takes_their_own_link_to_another_device(classroom, teams):
    player = teams["ALPHA"]
    assert f"{player.base}/card" in player.page()
    card = player.http.get(f"{player.base}/card").text
    for page in (card, player.http.get("/enter").text):
        assert "private screen" in page
    link = re.search(r'value="([^"]+)" class="address"', card)[1]
    assert classroom.person().enter(link).base == player.base
    assert player.http.get(f"{player.base}/card/3").status_code == 403
