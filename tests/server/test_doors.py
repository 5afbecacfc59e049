"""Getting in: room code, links, cookies; what a form must carry; what no log may hold."""

import re
import socket
from itertools import pairwise

import httpx
import pytest

from tests.server.classroom import Classroom, bearer
from tests.server.conftest import started


def test_a_link_becomes_a_cookie_of_its_seat_alone(classroom):
    token = classroom.invite("player", "ALPHA")
    person = classroom.person()
    answer = person.http.post("/enter", data={"link": f"{classroom.name}.{token}"})
    assert answer.status_code == 303
    base = answer.headers["location"]
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert f"path={base}" in cookie
    assert token not in base
    assert token not in person.http.get(base).text
    assert person.http.get(f"/s/{classroom.name}/1").status_code == 401


def test_looking_at_a_link_does_not_use_it_up(classroom):
    answer = classroom.person().http.get("/enter")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


def test_the_room_code_asks_and_the_facilitator_admits(classroom):
    asking = classroom.person().ask("Team late", "BRAVO")
    assert "The facilitator lets you in" in asking.page()
    assert asking.send("submit", hold="yes", csrf="").status_code == 403
    member = asking.base.rpartition("/")[2]
    classroom.chair.done("admit", member=member, role="player", seat="BRAVO")
    assert "For your eyes only" in asking.page()


@pytest.mark.parametrize(
    "path", ["", "/parts", "/stream", "/do/pause", "/events.csv", "/review.html", "/card/1", "/links"]
)
def test_without_a_seat_nothing_opens(classroom, path):
    method = "POST" if "/do/" in path else "GET"
    for base in (classroom.chair.base, "/s/none/1", "/s/..%2f/1", f"/s/{classroom.name}/99"):
        answer = classroom.person().http.request(method, base + path)
        assert answer.status_code in (401, 404, 422), (base + path, answer.status_code)


def test_another_seats_cookie_or_token_opens_nothing(classroom):
    player = classroom.let_in("player", "ALPHA")
    forged = {"Cookie": f"seat={player.token}"}
    assert httpx.get(classroom.address + classroom.chair.base, headers=forged).status_code == 401
    for token in (player.token[:-1] + "A" * 2, "x", "é", "A" * 32, player.token.swapcase()):
        asked = {"Authorization": f"Bearer {token}".encode()}
        assert httpx.get(classroom.address + classroom.api("view"), headers=asked).status_code == 401


@pytest.mark.parametrize(
    "change", [{"origin": "http://elsewhere.example"}, {"origin": "null"}, {"csrf": "forged"}, {"csrf": ""}]
)
def test_a_form_from_elsewhere_changes_nothing(classroom, change):
    before = classroom.view(classroom.chair_token)
    assert classroom.chair.send("rename", name="Somebody else", **change).status_code == 403
    assert classroom.view(classroom.chair_token) == before


def test_every_response_has_the_headers_of_safety(classroom):
    for path in ("/", "/enter", "/static/style.css", classroom.chair.base, "/api/openapi.json", "/nowhere"):
        answer = classroom.chair.http.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_pages_name_no_other_host(classroom):
    for path in ("/", "/enter", classroom.chair.base, "/static/style.css", "/static/seat.js", "/static/wall.js"):
        addresses = re.findall(r"https?://[^\s\"'<]+", classroom.chair.http.get(path).text)
        assert [each for each in addresses if not each.startswith((classroom.address, "http://www.w3.org"))] == []


def test_bodies_that_are_too_long_are_refused(classroom):
    for send in (
        lambda: classroom.chair.send("message", to="all", text="x" * 70_000),
        lambda: classroom.chair.http.post("/ask", content=iter([b"x" * 40_000] * 3)),
    ):
        assert send().status_code == 413


def test_the_start_page_is_for_the_host(classroom):
    assert classroom.chair.http.get("/host").status_code == 401
    host = classroom.person().enter(classroom.start)
    page = host.http.get("/host?scenario=triangle_lesson").text
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    asked = {"csrf": csrf, "scenario": "triangle_lesson", "name": "Parallel", "seat": ["ALPHA"], "turns": "2"}
    made = host.http.post("/host/create", data=asked)
    assert made.status_code == 303, made.text
    listed = host.http.get("/host").text
    assert "Parallel" in listed
    levels = [int(level) for level in re.findall(r"<h(\d)", listed)]
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))
    assert "turns of" in host.http.post("/host/create", data={**asked, "turns": "99"}).text
    deleted = host.http.post("/host/delete", data={"csrf": csrf, "session": "parallel", "sure": "yes"})
    assert deleted.status_code == 303, deleted.text
    assert "Parallel" not in host.http.get("/host").text


def test_wrong_codes_are_limited_and_no_log_holds_a_token(tmp_path):
    """Nor the token of a link that a mail or chat program has mangled, so that what follows # is sent to the server."""
    room = Classroom(started(tmp_path, "scenario=triangle_lesson"), tmp_path)
    people = [room.let_in("player", "ALPHA"), room.let_in("observer")]
    room.person().enter(room.start)
    outside = room.person()
    found = [outside.http.get("/", params={"room": "QQQQQQ"}).status_code for _ in range(12)]
    assert found[0] == 404
    assert found[-1] == 429
    assert outside.http.get("/", params={"room": room.code}).status_code == 429
    for link in (each.partition("/enter#")[2] for each in (room.start, room.chair_link)):
        for mangled in ("/enter%23", "/enter?", "/enter/", "/s/"):
            assert outside.http.get(mangled + link).status_code in (200, 401, 404)
        with socket.create_connection(room.address.removeprefix("http://").split(":")) as raw:
            raw.sendall(f"GET /enter#{link} HTTP/1.1\r\n\r\n".encode())
            assert raw.recv(12) == b"HTTP/1.1 400"
    for person in people:
        outside.http.get(room.api("view"), headers=bearer("wrong" + person.token))
        outside.http.get(f"/enter%23{room.name}.{person.token}")
    log = room.close()
    assert "Traceback" not in log
    assert not [person for person in people if person.token in log]
    assert log.count(room.chair_token) == 1  # where the link is told to whoever started it
    assert log.count(room.start.partition("#")[2]) == 1


def test_a_port_that_is_taken_is_told(tertius):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = tertius("serve", f"port={taken.getsockname()[1]}")
    assert done.returncode == 2
    assert "cannot be had" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("wrong", ["prot=1", "minutes=5", "port=x", "scenario=nothing", "host=999.1.1.1", "folder"])
def test_nonsense_is_refused_with_a_word(tertius, wrong, tmp_path):
    done = tertius("serve", wrong)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "sessions").exists()
