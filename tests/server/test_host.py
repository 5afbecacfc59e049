"""The page of whoever runs the server: setting sessions up, going on with them, taking them along, deleting them."""

import re
from html import unescape

import httpx
import pytest

from sim.session.shelf import imported, listed
from tests.conftest import ROOT
from tests.server import classroom
from tests.server.classroom import Classroom
from tests.server.conftest import started

TITLE = "Two patrons and a client that will not be led"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server for the network, with a session of a scenario of one's own, set up on the command line."""
    folder = tmp_path_factory.mktemp("served")
    text = (ROOT / "scenarios" / "triangle_lesson.yaml").read_text(encoding="utf-8")
    (folder / "own.yaml").write_text(text.replace("Two patrons and a client", TITLE, 1), encoding="utf-8")
    asked = ("scenario=own.yaml", "minutes=9", "turns=2", "seats=BRAVO,ALPHA", "host=0.0.0.0")
    room = Classroom(started(folder, *asked), folder)
    yield room
    room.close()


@pytest.fixture(scope="module")
def host(served):
    """Whoever started it."""
    return served.host()


CHOSEN = {
    "scenario": "own.yaml", "name": "Parallel", "seat": ["BRAVO", "CHARLY"], "turn_months": "2", "turns": "3",
    "budget": "2", "minutes": "5", "at_deadline": "resolve", "unsubmitted": "draft", "empty": "assertive",
    "posture": "detente", "seed": "7",
}  # fmt: skip


def test_choices_on_the_command_line_are_those_of_the_session(served):
    view = served.view(served.chair_token)
    assert [row["seat"] for row in view["rows"]] == ["BRAVO", "ALPHA"]
    assert view["stage"]["turns"] == 2
    assert view["session"]["name"] == "Two patrons and a client that will not"  # no word is cut
    served.chair.done("start")
    assert "data-deadline" in served.chair.page()
    served.chair.done("pause")
    assert 530 < served.view(served.chair_token)["stage"]["left"] <= 540


def test_a_server_for_the_network_says_where_it_is_reached_and_by_whom(served, host):
    assert "use a network that you trust" in " ".join(served.told.split())
    addresses = re.search(r"addresses (.*)", served.told)[1].split(", ")
    assert addresses[-1] == served.address
    assert all(re.fullmatch(r"http://[\d.]+:\d+", each) for each in addresses)
    assert f"join      {addresses[0]}/?room={served.code}" in served.told
    assert f"Others join at <b>{addresses[0]}</b>" in host.http.get("/host").text


def test_scenarios_are_listed_by_title_and_the_own_one_is_among_them(host):
    page = host.http.get("/host").text
    listed = re.findall(r"<option[^>]*>([^<]+)</option>", page)
    assert listed[0] == f"{TITLE} (own.yaml)"
    assert "Two patrons and a client" in listed
    assert "/scenarios/" not in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"minutes": "inf"}, "“Minutes a turn” must be a whole number"),
        ({"minutes": "0"}, "“Minutes a turn” must be at least 1"),
        ({"turns": "many"}, "“Turns” must be a whole number"),
        ({"turns": "99"}, "99 turns of 2 months need 198 months"),
        ({"budget": "13"}, "“Orders a turn” must be at most 12"),
        ({"seed": "9" * 5000}, "“Seed” must be a whole number"),
        ({"name": "\u202e"}, "“Name of the session” is not taken: "),
        ({"name": "x" * 41}, "“Name of the session” has 40 characters at most"),
        ({"seat": []}, "“Seats people may take” needs 1 at least"),
        ({"unsubmitted": "nobody"}, 'there is no profile "nobody"'),
        ({"posture": "friendly"}, 'there is no posture "friendly"'),
        ({"scenario": "/etc/hosts"}, "Choose a scenario of the list"),
    ],
)
def test_a_set_up_that_is_refused_says_why_and_keeps_what_was_chosen(served, host, wrong, told):
    answer = host.send("create", **{**CHOSEN, **wrong})
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert told in page
    assert len(listed(served.folder)) == 1
    if "scenario" in wrong:
        return
    ticked = re.findall(r'name="(seat|secrecy)" value="(\w+)" checked', page)
    assert ticked == [("seat", code) for code in {**CHOSEN, **wrong}["seat"]]
    for name in {"name", "turn_months", "turns", "budget", "minutes", "seed"} - wrong.keys():
        assert re.search(f'name="{name}"[^>]* value="{CHOSEN[name]}"', page), name
    for name in {"at_deadline", "unsubmitted", "empty", "posture"} - wrong.keys():
        chosen = re.search(f'<select name="{name}">.*?</select>', page)[0]
        assert re.search(f'<option[^>]*{CHOSEN[name]}" selected|selected>{CHOSEN[name]}<', chosen), name


def test_a_session_is_gone_on_with_copied_and_taken_along(served, host, tmp_path):
    made = host.send("create", **CHOSEN)
    assert made.status_code == 303, made.text
    assert "Parallel" in host.http.get(made.headers["location"]).text
    again = host.send("resume", session="parallel")
    assert again.headers["location"] == made.headers["location"]
    assert host.http.get(again.headers["location"]).status_code == 200
    copy = host.send("copy", session="parallel")
    assert copy.headers["location"] == "/s/parallel-copy/1"
    assert "Parallel copy" in host.http.get("/s/parallel-copy/1").text
    taken = host.http.get("/host/file/parallel")
    assert 'filename="parallel.session"' in taken.headers["content-disposition"]
    (tmp_path / "parallel.session").write_bytes(taken.content)
    (kept,) = listed(imported(tmp_path / "parallel.session", tmp_path / "shelf").parent)
    assert (kept.name, kept.trouble) == ("Parallel", None)
    for path in ("resume", "copy"):
        assert host.send(path, session="none").status_code == 404
        assert served.person().http.post(f"/host/{path}", data={"session": "parallel"}).status_code == 401
    assert host.http.get("/host/file/none").status_code == 404
    assert served.person().http.get("/host/file/parallel").status_code == 401


def test_a_damaged_session_is_deleted(served, host):
    (served.folder / "broken.session").write_bytes(b"no session")
    page = host.http.get("/host").text
    shown = re.search(r'<article class="kept-session"><h2>broken.*?</article>', page, re.DOTALL)[0]
    assert "cannot be opened" in shown
    assert re.findall(r'action="/host/(\w+)', shown) == ["delete"]
    assert host.send("delete", session="broken").status_code == 404  # not ticked
    assert host.send("delete", session="broken", sure="yes").status_code == 303
    assert not list(served.folder.glob("broken*"))
    assert host.send("delete", session="broken", sure="yes").status_code == 404


def test_who_asks_or_sends_too_often_is_told_to_wait(served):
    """Sixty times a minute for a seat, from one address; forty commands in five seconds, each member."""
    asking = served.person()
    asked = [asking.http.post("/ask", data={"room": served.code, "name": ""}).status_code for _ in range(61)]
    assert asked == [422] * 60 + [429]
    teams = [served.let_in("player", seat) for seat in ("ALPHA", "BRAVO")]
    looks = [{"csrf": team.csrf(), "page": "orders"} for team in teams]
    sent = []
    while len(sent) < 400 and 429 not in sent:  # on a slow machine the first are forgotten meanwhile
        sent.append(teams[0].http.post(f"{teams[0].base}/look", data=looks[0]).status_code)
    assert len(sent) > 40
    assert sent == [204] * (len(sent) - 1) + [429]
    assert teams[1].http.post(f"{teams[1].base}/look", data=looks[1]).status_code == 204


@pytest.mark.soak
def test_the_first_start_compiles_all_that_a_session_needs_before_it_tells_a_link(tmp_path, monkeypatch):
    monkeypatch.setenv("TERTIUS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(classroom, "STARTS", 900)
    process = started(tmp_path)
    start = re.search(r"start\s+(\S+)", classroom.told_by(process))[1]
    compiled = {*(tmp_path / "cache").rglob("*.nbc")}
    assert compiled
    with httpx.Client(base_url=start.partition("/enter")[0], timeout=600) as http:
        http.headers["Origin"] = str(http.base_url).rstrip("/")
        http.post("/enter", data={"link": start.partition("#")[2]})
        csrf = re.search(r'name="csrf" value="([^"]+)"', http.get("/host?scenario=trump_triangulation").text)[1]
        asked = {"csrf": csrf, "scenario": "trump_triangulation", "seat": ["USA", "CHN"]}
        seat = http.post("/host/create", data=asked).headers["location"]
        for kind in ("start", "resolve"):
            page = http.get(seat).text
            fields = {name: re.search(f'name="{name}" value="([^"]+)"', page)[1] for name in ("csrf", "stage")}
            done = http.post(f"{seat}/do/{kind}", data={**fields, "uuid": f"first-{kind}"})
            assert done.status_code == 303, done.text
    assert {*(tmp_path / "cache").rglob("*.nbc")} == compiled
    process.terminate()
    process.communicate(timeout=30)
