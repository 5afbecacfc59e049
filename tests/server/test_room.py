"""The desk and the door as a class meets them: who waits, who is turned away, what starts and what stands still."""

import re

import pytest

from sim.session.shelf import imported
from tests.server import classroom
from tests.server.conftest import started


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A session of the small scenario with a timer; ALPHA has a team."""
    folder = tmp_path_factory.mktemp("room")
    made = classroom.Classroom(started(folder, "scenario=triangle_lesson", "minutes=9"), folder)
    yield made
    made.close()


def seats_for(page, name):
    """What is offered to somebody at the door: label by seat, and which is selected."""
    form = re.search(rf'aria-label="Seat for {name}">(.*?)</select>', page, re.DOTALL)[1]
    offered = re.findall(r'<option value="(\w+)"\s*(selected)?\s*>([^<]+)<', form)
    return {seat: text for seat, _, text in offered}, [seat for seat, chosen, _ in offered if chosen]


def test_a_start_with_nobody_asks_first_and_who_asks_for_any_seat_is_offered_an_empty_one(room):
    chair = room.chair
    assert "Nobody has a seat yet" in chair.page()
    assert "9 minutes each" in chair.page()
    room.let_in("player", "ALPHA")
    assert "Nobody has a seat yet" not in chair.page()
    room.person().ask("Anybody")
    room.person().ask("Friend", "ALPHA")
    offered, chosen = seats_for(chair.page(), "Anybody")
    assert offered == {"ALPHA": "ALPHA (taken)", "BRAVO": "BRAVO", "CHARLY": "CHARLY"}
    assert chosen == ["BRAVO"]
    assert seats_for(chair.page(), "Friend")[1] == ["ALPHA"]


def test_who_is_turned_away_or_taken_out_is_told_so(room):
    for name, told in (("Stranger", "You were not let in"), ("Late", "You were taken out of this session")):
        person = room.person().ask(name)
        member = person.base.rpartition("/")[2]
        if name == "Late":
            room.chair.done("admit", member=member, role="observer")
        room.chair.done("remove", member=member)
        answer = person.http.get(person.base)
        assert answer.status_code == 401
        assert f"<h1>{told}</h1>" in answer.text
        assert f"{told}. Ask your teacher." in answer.text
        assert person.http.get(f"{person.base}/parts", headers={"HX-Request": "true"}).status_code == 401


def test_a_link_needs_no_name_and_is_called_after_its_role(room):
    for fields, name in (({"role": "projector"}, "Projector"), ({"role": "coteacher"}, "Co-teacher")):
        room.chair.done("invite", **fields)
        member = room.view(room.chair_token)["members"][-1]
        assert member["name"] == name
        card = room.chair.http.get(f"{room.chair.base}/card/{member['member']}").text
        assert ("never project it" in card) == (name != "Projector")
    assert "<td>co-teacher</td>" in room.chair.page()
    assert "<td>coteacher</td>" not in room.chair.page()


def test_resolving_names_who_is_missing_and_a_turn_that_is_rolled_back_stands_still(room):
    chair = room.chair
    chair.done("start", rehearsal="yes")
    confirm = re.search(r'hx-confirm="(0 of 1 [^"]*)"', chair.page())[1]
    assert confirm == "0 of 1 have submitted. ALPHA has written nothing and will be played by the model. Resolve now?"
    chair.done("pause")
    chair.done("resume")
    assert room.view(room.chair_token)["stage"]["deadline"] is not None
    chair.done("resolve")
    chair.done("rollback", turn="1", luck="new")
    stage = room.view(room.chair_token)["stage"]
    assert (stage["phase"], stage["deadline"], stage["left"]) == ("open", None, 540)
    assert ">Start the clock</button>" in chair.page()
    chair.done("resume")
    chair.done("switch", line="0")
    chair.done("switch", line="1")
    assert room.view(room.chair_token)["stage"]["left"] == 540
    chair.done("resume")
    assert room.view(room.chair_token)["stage"]["deadline"] is not None


def test_seats_stand_before_injects_and_what_these_change_is_told_in_words(room):
    page = room.chair.page()
    assert page.index('id="part-rows"') < page.index('id="part-prepared"') < page.index('id="write-inject"')
    prepared = page[page.index('id="part-prepared"') : page.index('id="write-inject"')]
    assert "lowers stability of BRAVO by 0.1" in prepared
    told = room.chair.http.get(f"{room.chair.base}/preview").text
    assert re.search(r"Turn 1 as it stood at \d\d:\d\d:\d\d", told)


def test_a_session_of_another_machine_offers_a_copy_alone_and_says_who_joins_again(room, tmp_path):
    page = room.host().http.get("/host").text
    assert 'action="/host/resume"' in page
    assert "begun on another machine" not in page
    (source,) = room.folder.glob("*.session")
    imported(source, tmp_path)
    other = classroom.Classroom(started(tmp_path, "scenario=triangle_lesson"), tmp_path)
    page = other.host().http.get("/host").text
    other.close()
    (article,) = [each for each in re.findall(r"<article.*?</article>", page, re.DOTALL) if "another machine" in each]
    assert "all join again" in article
    assert 'action="/host/copy"' in article
    assert 'action="/host/resume"' not in article
