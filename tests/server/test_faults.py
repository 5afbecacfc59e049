"""A full disk, a locked file, a clock that jumps, a folder or port that others have: play pauses or a word is said."""

import re
import sqlite3
import time
import uuid

import pytest

from sim.scenario import load
from tests.server.classroom import Classroom, bearer
from tests.server.conftest import started

CLOCK = """
import pathlib, sys, time
real, shift = time.time, pathlib.Path(sys.argv.pop(1))
time.time = lambda: real() + float(shift.read_text())
from sim.cli import main
sys.exit(main(sys.argv[1:]))
"""


def until(found, seconds=20):
    """Wait for something to be so."""
    end = time.monotonic() + seconds
    while not (told := found()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return told


class Full:
    """Nothing can be written any more: the process has reached the size that its files may have."""

    left = None  # bytes that still are; None: not even what the files have

    def __init__(self, room):
        self.room = room

    def __enter__(self):
        resource = pytest.importorskip("resource", reason="limits of another process: Linux alone")
        journal = self.room.folder / f"{self.room.name}.session-wal"
        most = 0 if self.left is None else journal.stat().st_size + self.left
        self.before = resource.prlimit(self.room.process.pid, resource.RLIMIT_FSIZE, (most, -1))

    def __exit__(self, *_):
        import resource

        resource.prlimit(self.room.process.pid, resource.RLIMIT_FSIZE, self.before)


class NearlyFull(Full):
    """There is room for a message, and none for a turn."""

    left = 40_000


class Locked:
    """Another process writes in the session's file and does not end."""

    def __init__(self, room):
        self.path = room.folder / f"{room.name}.session"

    def __enter__(self):
        self.file = sqlite3.connect(self.path, isolation_level=None)
        self.file.execute("BEGIN IMMEDIATE")

    def __exit__(self, *_):
        self.file.close()


@pytest.fixture(scope="module")
def played(classroom):
    """A turn with a timer, and a team."""
    team = classroom.let_in("player", "ALPHA")
    classroom.chair.done("start")
    classroom.chair.done("extend", seconds="300")
    return team


@pytest.mark.parametrize("cause", [Full, Locked])
def test_play_pauses_while_nothing_can_be_written_and_goes_on_by_itself(classroom, played, cause):
    team = played
    asked = {"to": ["all"], "text": f"said before {cause.__name__}", "uuid": str(uuid.uuid4())}
    assert team.api(team.token, "message", **asked).status_code == 200
    asked |= {"text": "said meanwhile", "uuid": str(uuid.uuid4())}
    with cause(classroom):
        for _ in range(3):
            refused = team.api(team.token, "message", **asked)
            assert refused.status_code == 503
            assert refused.json()["code"] == "unwritable"
        for person in (team, classroom.chair):
            page = person.page()
            assert "Play is paused" in page
            assert "<span>paused</span>" in page
        stood = classroom.view(team.token)["stage"]["left"]
    until(lambda: "Play is paused" not in team.page())  # nobody has sent anything
    stage = classroom.view(team.token)["stage"]
    assert stage["deadline"] - time.time() == pytest.approx(stood, abs=3)
    assert team.api(team.token, "message", **asked).status_code == 200
    told = [m["text"] for m in classroom.view(team.token)["threads"][0]["messages"]]
    assert told[-2:] == [f"said before {cause.__name__}", "said meanwhile"]


def test_play_stays_paused_while_there_is_room_for_little_alone(classroom, played):
    """A turn did not fit; a message would, and so would the note that play goes on."""
    with NearlyFull(classroom):
        assert classroom.chair.api(classroom.chair_token, "resolve").status_code == 503
        end = time.monotonic() + 2.5  # it is tried again every second
        while time.monotonic() < end:
            assert "Play is paused" in played.page()
            time.sleep(0.2)
        asked = {"to": ["all"], "text": "short", "uuid": str(uuid.uuid4())}
        assert played.api(played.token, "message", **asked).status_code == 503
    until(lambda: "Play is paused" not in played.page())
    assert classroom.chair.api(classroom.chair_token, "resolve").status_code == 200


def test_a_clock_that_is_set_neither_ends_a_turn_nor_holds_it_up(tmp_path):
    shift = tmp_path / "shift"
    shift.write_text("0")
    room = Classroom(started(tmp_path, "scenario=triangle_lesson", program=["-c", CLOCK, str(shift)]), tmp_path)
    room.chair.done("start")
    room.chair.done("extend", seconds="4")
    begun = time.monotonic()
    shift.write_text("86400")
    time.sleep(1.5)
    assert not room.view(room.chair_token)["stage"]["locked"]
    shift.write_text("-86400")
    until(lambda: room.view(room.chair_token)["stage"]["locked"])
    assert 3 < time.monotonic() - begun < 10
    room.close()


def test_a_server_that_comes_back_gives_a_timer_the_time_it_had(tmp_path):
    room = Classroom(started(tmp_path, "scenario=triangle_lesson"), tmp_path)
    room.chair.done("start")
    room.chair.done("extend", seconds="60")
    room.process.kill()
    room.process.communicate()
    time.sleep(1.5)
    again = Classroom(started(tmp_path, "scenario=triangle_lesson"), tmp_path)
    stage = again.chair.http.get(room.api("view"), headers=bearer(room.chair_token)).json()["stage"]
    assert 55 < stage["deadline"] - time.time() <= 60
    again.close()
    for person in room.people:
        person.close()


def test_a_session_that_another_server_has_open_is_told(tmp_path, classroom):
    other = Classroom(started(tmp_path, "scenario=triangle_lesson", f"folder={classroom.folder}"), tmp_path)
    told = other.chair.http.get(classroom.api("view"), headers=bearer(classroom.chair_token))
    assert told.status_code == 409
    assert "in use by another process" in told.text
    assert "Traceback" not in other.close()


def test_seats_that_do_not_exist_are_told(classroom):
    refused = classroom.chair.api(classroom.chair_token, "invite", role="player", seat="DELTA", name="x")
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_seat")
    host = classroom.person().enter(classroom.start)
    csrf = re.search(r'name="csrf" value="([^"]+)"', host.http.get("/host").text)[1]
    asked = {"csrf": csrf, "scenario": "triangle_lesson", "name": "Nowhere", "seat": ["DELTA"]}
    told = host.http.post("/host/create", data=asked)
    assert told.status_code == 422
    assert "no state DELTA" in told.text
    assert not list(classroom.folder.glob("nowhere*"))


@pytest.mark.parametrize("where", ["file", "file/below", "/dev/null/sessions"])
def test_a_folder_that_cannot_hold_sessions_is_told(tertius, tmp_path, where):
    (tmp_path / "file").write_text("")
    done = tertius("serve", "port=0", f"folder={where}")
    assert done.returncode == 2, done.stderr
    assert "cannot hold sessions" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_scenario_that_fails_its_check_is_told_and_leaves_nothing(tertius, tmp_path):
    text = load("triangle_lesson").text
    (tmp_path / "mine.yaml").write_text(text.replace("ALPHA:", "ALFA:", 1))
    done = tertius("serve", "port=0", "scenario=mine.yaml")
    assert done.returncode == 2, done.stdout
    assert "mine.yaml" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "sessions").exists()
