"""How a server ends: with pages open, and with a session that goes on later."""

import shutil
import signal

from sim.session.log import Log
from sim.session.shelf import imported, listed
from tests.server.classroom import Classroom
from tests.server.conftest import started


def test_a_server_that_is_ended_lets_open_pages_go_and_says_nothing(classroom):
    teams = [classroom.let_in("player", seat) for seat in ("BRAVO", "ALPHA")]
    streams = [person.http.stream("GET", f"{person.base}/stream") for person in (*teams, classroom.chair)]
    for stream in streams:
        next(stream.__enter__().iter_text())
    classroom.process.send_signal(signal.SIGINT)
    said = classroom.process.communicate(timeout=30)
    assert classroom.process.returncode == 0
    assert said[1] == ""


def test_a_copy_of_the_file_alone_has_every_turn_that_was_resolved(tmp_path):
    room = Classroom(started(tmp_path, "scenario=triangle_lesson", "turns=3"), tmp_path)
    for kind in ("start", "resolve", "next"):
        room.chair.done(kind)
    room.process.kill()
    room.process.communicate()
    (tmp_path / "copies").mkdir()
    copy = shutil.copy(tmp_path / f"{room.name}.session", tmp_path / "copies" / "alone.session")
    log = Log(imported(copy, tmp_path / "shelf"), writing=False)
    kinds = [row.kind for row in log.rows()]
    log.close()
    assert "resolve" in kinds

    again = Classroom(started(tmp_path, "scenario=triangle_lesson"), tmp_path)
    assert f"{room.name} stands at turn" in " ".join(again.told.split())
    again.close()
    assert len(listed(tmp_path)) == 2
