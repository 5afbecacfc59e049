"""What whoever runs the server finds: scenarios and sessions as their files are, sheets to print, and on every page
whether it may be projected."""

import re
import sqlite3
import tomllib
from html import unescape

import pytest

from sim.model.compiled import rules_version
from sim.server.sheets import FOLDER, SHEETS
from tests.conftest import ROOT
from tests.server.classroom import Classroom
from tests.server.conftest import started


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A scenario of one's own."""
    path = tmp_path_factory.mktemp("house") / "own.yaml"
    path.write_text((ROOT / "scenarios" / "triangle_lesson.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def served(own):
    """A server with it, and a session in which a turn is resolved."""
    room = Classroom(started(own.parent, "scenario=own.yaml", "turns=2"), own.parent)
    room.team, room.wall, room.watcher = (
        room.let_in("player", "ALPHA"),
        room.let_in("projector"),
        room.let_in("observer"),
    )
    room.chair.done("start")
    yield room
    room.close()


@pytest.fixture(scope="module")
def host(served):
    """Whoever started it."""
    return served.host()


@pytest.fixture(scope="module")
def taken(served, host):
    """The session's file as it is taken along once a turn has been resolved."""
    served.chair.done("resolve")
    return host.http.get(f"/host/file/{served.name}").content


def text_of(page):
    """A page's words."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_a_ruling_on_answers_alone_stands_in_the_table_and_in_the_preview(served):
    chair = served.chair
    chair.done("override", state="CHARLY", reason="x", **{"answer.resist.ALPHA": "no"})
    row = re.search(r"<th>CHARLY</th>.*?</tr>", chair.page(), re.DOTALL)[0]
    assert "model answers resist ALPHA: no, by a ruling" in text_of(row)
    told = text_of(chair.http.get(f"{chair.base}/preview").text)
    assert "If it is asked: CHARLY resists ALPHA no , decided by a facilitator ruling" in told
    (made,) = served.view(served.chair_token)["rulings"]
    chair.done("revoke", ruling=made["ruling"])
    assert "resist" not in text_of(re.search(r"<th>CHARLY</th>.*?</tr>", chair.page(), re.DOTALL)[0])
    assert "If it is asked" not in chair.http.get(f"{chair.base}/preview").text


def test_what_is_ordered_is_told_in_the_words_that_a_team_chose_it_by(served):
    chair, team = served.chair, served.team
    team.done("submit", **{"act.0": "DEMAND BRAVO", "month.0": "1", "hold": ""})
    assert "submitted makes a demand on BRAVO people" in text_of(chair.page())
    assert "acts if resolved now" in chair.page()


def test_a_refusal_leads_back_to_the_page_that_it_came_from(served):
    for person, path, told in (
        (served.chair, "turn/9", "Turn 9 has not been resolved"),
        (served.team, "links", "This is for the"),
    ):
        page = person.http.get(f"{person.base}/{path}").text
        assert told in page
        assert f'<a href="{person.base}">' in page
    nobody = served.person().http.get(served.team.base)
    assert nobody.status_code == 401
    assert '<a href="/">Join with a room code</a>' in nobody.text


def test_a_scenario_of_ones_own_is_read_anew_and_a_faulty_one_says_what_is_wrong(own, host):
    text = own.read_text(encoding="utf-8")
    own.write_text(text.replace("title: ", "title: Second draft of ", 1), encoding="utf-8")
    assert re.search(r">Second draft of [^<]*\(own\.yaml\)</option>", host.http.get("/host").text)
    own.write_text(text.replace("months: ", "moons: ", 1), encoding="utf-8")
    page = host.http.get("/host").text  # as it opens, with the first scenario that can be played set up
    assert "(own.yaml)</option>" not in page
    assert 'name="scenario" value="triangle_lesson"' in page
    assert re.search(r"own\.yaml cannot be played: own\.yaml(:\d+)?: .*months", text_of(page))
    refused = host.send("create", scenario="own.yaml", name="Faulty", seat="ALPHA")
    assert refused.status_code == 422
    own.write_text(text, encoding="utf-8")
    page = host.http.get("/host").text
    assert "(own.yaml)</option>" in page
    assert 'name="scenario" value="own.yaml"' in page
    assert "cannot be played" not in page


def test_a_file_whose_name_no_address_takes_is_listed_with_what_to_do(served, host, taken):
    path = served.folder / "Monday (1).session"
    path.write_bytes(taken)
    shown = re.search(r'<article class="kept-session">(?:(?!</article>).)*Monday \(1\).*?</article>',
                      host.http.get("/host").text, re.DOTALL)[0]  # fmt: skip
    assert "rename it" in shown
    assert re.findall(r'action="/host/(\w+)', shown) == ["delete"]
    assert host.send("delete", session="../Monday (1)", sure="yes").status_code == 404
    assert host.send("delete", session="Monday (1)", sure="yes").status_code == 303
    assert not path.exists()


def test_a_session_of_other_rules_opens_for_everybody_to_be_read(served, host, taken):
    path = served.folder / "before.session"
    path.write_bytes(taken)
    file = sqlite3.connect(path)
    assert file.execute("UPDATE events SET facts = replace(facts, ?, 'other')", (rules_version(),)).rowcount
    file.commit()
    file.close()
    tokens = [served.chair_token, *(each.token for each in (served.team, served.wall, served.watcher))]
    for token in tokens:
        person = served.person().enter(f"{served.address}/enter#before.{token}")
        assert "can only be read" in person.page()
        for path in ("review.html", "turn/1"):
            assert person.http.get(f"{person.base}/{path}").status_code == 200, path
    chair = served.person().enter(f"{served.address}/enter#before.{served.chair_token}")
    assert text_of(chair.page()).count("Team ALPHA") >= 2  # in the room, and among the seats
    assert "<th>acted</th>" in chair.page()
    for path in ("preview", "choices?state=ALPHA", "changes"):
        assert chair.http.get(f"{chair.base}/{path}").status_code == 409, path


def test_every_page_says_whether_it_may_be_projected(served, host, taken):
    chair, wall = served.chair, served.wall
    pages = {
        host: {"/": "safe", "/?room=NONE": "safe", "/enter": "private", "/host": "private", "/sheets/run": "private",
               "/sheets/player": "safe", "/sheets/none": "private", "/nowhere": "private"},
        chair: {chair.base: "private", f"{chair.base}/links": "private", f"{chair.base}/card/2": "private",
                f"{chair.base}/turn/1": "private", f"{chair.base}/review.html": "private",
                f"{chair.base}/review.html?member=2": "private", f"{chair.base}/review.html?member=3": "safe"},
        wall: {wall.base: "safe", f"{wall.base}/review.html": "safe", f"{wall.base}/links": "private"},
    }  # fmt: skip
    for person, badges in pages.items():
        told = {path: re.findall(r'class="badge (\w+)"', person.http.get(path).text) for path in badges}
        assert told == {path: [badge] for path, badge in badges.items()}


@pytest.mark.parametrize(("name", "sheet"), SHEETS.items())
def test_a_sheet_is_served_as_it_is_written_and_lies_in_the_wheel(served, name, sheet):
    written = (ROOT / FOLDER / sheet.file).read_text(encoding="utf-8")
    page = text_of(served.person().http.get(f"/sheets/{name}").text).replace(" ", "")
    cells = re.split(r"[|*`#\n]+", re.sub(r"\| ---.*", "", written))
    assert [cell for cell in cells if cell.strip() and cell.replace(" ", "") not in page] == []
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    file = f"{FOLDER}/{sheet.file}"
    assert wheel["wheel"]["force-include"][file] == f"sim/_data/{file}"


def test_the_sheets_are_linked_where_they_are_wanted(served, host):
    for page in (host.http.get("/host").text, served.chair.page()):
        assert {*re.findall(r'href="/sheets/(\w+)"', page)} == {"run", "player"}
    for page in (served.team.page(), host.http.get(f"/?room={served.code}").text):
        assert {*re.findall(r'href="/sheets/(\w+)"', page)} == {"player"}
