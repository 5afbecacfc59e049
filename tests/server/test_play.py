"""Play over HTTP: drafts, repeats, stale writes, secrets, what people write, the debrief and what is taken home."""

import csv
import io
import re
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import httpx
import pytest

from tests.server.classroom import CONSULT, bearer

PACT = "A pact in secret"
NASTY = [
    "<script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>", "{{7*7}}{% raw %}", "=HYPERLINK(1)",
    "javascript:alert(1)", "</textarea></script><svg onload=alert(1)>",
]  # fmt: skip


@pytest.fixture(scope="module")
def played(classroom):
    """A session with a message and a treaty in secret, one turn played; people by seat or role."""
    people = {seat: classroom.let_in("player", seat) for seat in ("ALPHA", "BRAVO", "CHARLY")}
    people |= {role: classroom.let_in(role, name=role) for role in ("observer", "projector", "coteacher")}
    classroom.chair.done("start")
    people["BRAVO"].done("message", to="CHARLY", text="A word in secret")
    terms = {"title": PACT, "parties": ["CHARLY", "BRAVO"], "duties": [CONSULT], "secret": True}
    made = people["CHARLY"].api(people["CHARLY"].token, "propose", terms=terms)
    people["BRAVO"].done("accept", proposal=made.json()["answer"]["proposal"])
    for seat in ("BRAVO", "CHARLY"):
        order = {"action": "SUMMIT", "target": "ALPHA", "month": 1}
        assert people[seat].api(people[seat].token, "submit", orders=[order]).status_code == 200
    people["ALPHA"].done("submit", hold="yes")
    classroom.chair.done("resolve")
    classroom.chair.done("next")
    return people


def test_a_draft_saves_itself_and_one_that_was_overtaken_is_told(classroom, played):
    player = played["ALPHA"]
    order = {"act.0": "SUMMIT BRAVO", "month.0": "1", "rationale.0": "to be seen"}
    saved = player.send("draft", **order, revision="0")
    assert saved.status_code == 200
    revision = saved.json()["revision"]
    assert "to be seen" in player.page()
    overtaken = player.send("draft", **{**order, "rationale.0": "lost?"}, revision=str(revision - 1))
    assert overtaken.status_code == 409
    assert overtaken.json()["code"] == "moved"
    assert "to be seen" in player.page()


def test_a_repeat_is_taken_once_and_a_stale_write_not_at_all(classroom, played):
    player, once = played["ALPHA"], str(uuid.uuid4())
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(player.send, "message", to="BRAVO", text="only once", uuid=once) for _ in range(8)]
    assert {each.result().status_code for each in asked} == {200}
    threads = classroom.view(player.token)["threads"]
    assert sum(message["text"] == "only once" for thread in threads for message in thread["messages"]) == 1
    before = classroom.view(classroom.chair_token)
    stale = player.send("submit", hold="yes", stage="0.1.open")
    assert stale.status_code == 409
    assert "play has moved on" in stale.text
    assert classroom.view(classroom.chair_token) == before


def test_teachers_pages_are_for_teachers(classroom, played):
    for who in ("ALPHA", "observer", "projector"):
        person = played[who]
        assert person.http.get(f"{person.base}/preview").status_code == 403
        assert person.http.get(f"{person.base}/card/1").status_code == 403
        for kind in ("resolve", "invite", "override", "pause", "rollback", "takeover", "star"):
            fields = dict.fromkeys(("name", "state", "reason", "of", "note"), "x") | {"role": "player", "turn": "1"}
            csrf = None if who == "ALPHA" else "x"
            assert person.send(kind, csrf=csrf, seat="ALPHA", **fields).status_code in (403, 422)


@pytest.mark.parametrize("text", NASTY)
def test_whatever_is_written_is_text(classroom, played, text):
    player, chair = played["ALPHA"], classroom.chair
    player.done("message", to="all", text=text)
    player.done("rename", name=text[:40])
    player.send("draft", **{"act.0": "SUMMIT BRAVO", "month.0": "1", "rationale.0": text})
    terms = {"title": text, "parties": ["ALPHA", "BRAVO"], "duties": [CONSULT]}
    made = player.api(player.token, "propose", terms=terms).json()["answer"]["proposal"]
    chair.done("inject", to="all", text=text)
    chair.done("star", of="turn 1", note=text)
    chair.api(classroom.chair_token, "override", state="BRAVO", orders=[], reason=text)
    asking = classroom.person().ask(text[:40])
    for person in (player, chair, asking, played["BRAVO"], played["projector"], played["observer"]):
        for path in ("", "/review.html"):
            page = person.http.get(person.base + path).text
            assert text not in page or "<" not in text, path
            assert "onerror=alert(1)>" not in page
    assert text in unescape(player.page())
    assert text[:40] in unescape(chair.page())
    player.done("withdraw", proposal=made)


def test_nonsense_is_refused_without_a_fault(classroom, played):
    player, before = played["BRAVO"], classroom.view(classroom.chair_token)
    address, head = classroom.api("commands/message"), bearer(player.token)
    bodies = [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"text": NaN}', b'{"text": "\\ud800"}', b"[" * 30_000,
        b'{"a":' * 5_000,
        b'{"to": ["ALPHA"], "text": "x", "uuid": "12345678", "unknown": 1}', b'{"uuid": ' + b"9" * 5_000 + b"}",
    ]  # fmt: skip
    for body in bodies:
        answer = player.http.post(address, content=body, headers={**head, "Content-Type": "application/json"})
        assert answer.status_code in (400, 422), body[:40]
        assert set(answer.json()) == {"code", "text", "details"}
    assert player.http.post(address, content=b"{}", headers=head).status_code == 415
    for kind, fields in {
        "nothing": {}, "message": {"to": "NOBODY", "text": "x"}, "submit": {"act.0": "FLY MOON", "month.0": "x"},
        "propose": {"own": "BRAVO", "duty.0": "x", "clause.0": "much"}, "extend": {"seconds": "1e99"},
    }.items():  # fmt: skip
        assert player.send(kind, **fields).status_code in (403, 409, 422), kind
    assert classroom.chair.send("inject", text="x", to="all", changes="add: [[[\n- : {").status_code == 422
    after = classroom.view(classroom.chair_token)
    assert {**after, "rows": 0} == {**before, "rows": 0}


def test_a_page_does_not_grow_with_the_messages(classroom, played):
    player = played["CHARLY"]
    for number in range(40):
        assert player.api(player.token, "message", to=["BRAVO"], text=f"number {number} {'x' * 60}").status_code in (
            200,
            429,
        )
    few = len(player.page())
    for number in range(40):
        player.api(player.token, "message", to=["BRAVO"], text=f"number {number} {'x' * 60}")
    assert len(player.page()) < few * 1.02
    assert "number" in player.http.get(f"{player.base}/messages?thread=BRAVO%2BCHARLY&before=20").text


def test_an_update_holds_what_has_changed_and_nothing_else(classroom, played):
    player = played["BRAVO"]
    page = player.page()
    held = {"kind": "player", "digest": re.search(r'data-digest="(\w+)"', page)[1]}
    held["seen"] = ".".join(re.findall(r'data-seen="(\w+)"', page))
    assert player.http.get(f"{player.base}/parts", params=held).status_code == 204
    played["ALPHA"].done("message", to="BRAVO", text="news for BRAVO alone")  # CHARLY has just sent as much as one may
    update = player.http.get(f"{player.base}/parts", params=held).text
    assert re.findall(r'id="part-(\w+)"', update) == ["threads"]
    assert "news for BRAVO alone" in update


def test_members_of_a_team_share_texts_and_no_token(classroom, played):
    one, other = played["ALPHA"], classroom.let_in("player", "ALPHA", "A second member")
    pages = {each: each.page() for each in (one, other)}
    seen = [re.findall(r'id="part-(?!strip|threads)\w+" data-part data-seen="(\w+)"', page) for page in pages.values()]
    assert seen[0] == seen[1] != []
    for each, stranger in ((one, other), (other, one)):
        assert f"{each.base}/do/submit" in pages[each]
        assert f"{stranger.base}/" not in pages[each]
        assert stranger.csrf() not in pages[each]


def test_rollback_keeps_the_old_line(classroom, played):
    classroom.chair.done("rollback", turn="1", luck="new")
    page = classroom.chair.page()
    assert "line 1" in page
    assert classroom.view(classroom.chair_token)["lines"][0]["played"] == 1
    classroom.chair.done("switch", line="0")


def test_the_debrief_opens_what_was_sealed(classroom, played):
    chair, player = classroom.chair, played["ALPHA"]
    assert chair.http.get(f"{chair.base}/events.csv").status_code == 409
    chair.done("resolve")
    chair.done("finish")
    seal = classroom.view(player.token)["session"]["seal"]
    assert PACT not in played["projector"].page()  # until the desk opens that page on it
    chair.done("show", page="secrets")
    for page in (player.page(), played["projector"].page()):
        assert PACT in page
        assert seal in page
    player.done("bet", **{"share.tilt": "40", "share.hold": ""})
    csrf = {"csrf": chair.csrf()}
    noted = {page: player.http.post(f"{player.base}/look", data={"csrf": player.csrf(), "page": page})
             for page in ("why", "=1+1")}  # fmt: skip
    assert [answer.status_code for answer in noted.values()] == [204, 422]
    assert player.http.post(f"{player.base}/look", data={"page": "why"}).status_code == 403
    assert {player.http.get(player.base + path).status_code for path in ("/turn/1", "/review.html")} == {200}
    chair.done("fan", turn="1")
    assert player.send("bet", **{"share.tilt": "50"}).status_code == 422
    asked = {**csrf, "uuid": str(uuid.uuid4()), "turn": "1", "state": "ALPHA", "ruled": "yes", "luck": "same"}
    asked |= {"act.0": "SUMMIT BRAVO", "month.0": "1", "others": "fixed"}
    given = chair.http.post(f"{chair.base}/what-if", data=asked)
    assert "other seats&#39; orders fixed" in given.text
    assert "ALPHA: meets BRAVO" in unescape(given.text)
    assert chair.http.post(f"{chair.base}/what-if", data={**asked, "act.0": "FLY MOON"}).status_code == 422
    table = list(csv.DictReader(io.StringIO(chair.http.get(f"{chair.base}/events.csv").text)))
    assert not [cell for each in table for cell in each.values() if cell.startswith(("=", "+", "-", "@"))]
    assert {"submit", "resolve", "propose", "message"} <= {each["kind"] for each in table}
    looks = {(each["seat"], each["text"]) for each in table if each["kind"] == "look"}
    assert {("ALPHA", "turn"), ("ALPHA", "review"), ("ALPHA", "why")} <= looks
    assert {seat for seat, _ in looks} <= {"ALPHA", "BRAVO", "CHARLY"}
    kept = player.http.get(f"{player.base}/review.html")
    assert not re.search(r"(?:src|href)=\"(?!#)", kept.text)
    assert "Promised and done" in kept.text
    end = time.monotonic() + 60
    while "percentile" not in chair.page():
        assert time.monotonic() < end, "the fan has not been played within a minute"
        time.sleep(0.3)
    assert "your bet 40 %" in player.page()
    assert "your bet" not in played["BRAVO"].page()
    assert "1 bet" in played["projector"].page()
    clone = chair.http.post(f"{chair.base}/clone", data={**csrf, "name": "Parallel", "luck": "new"})
    assert clone.headers["location"].startswith("/s/parallel/")
    assert player.http.get("/api/sessions/parallel/view", headers=bearer(player.token)).status_code == 401


def test_the_description_names_every_command(classroom):
    told = httpx.get(f"{classroom.address}/api/openapi.json").json()
    kinds = {path.rpartition("/")[2] for path in told["paths"] if "/commands/" in path}
    assert {"submit", "message", "propose", "resolve", "rollback"} <= kinds
