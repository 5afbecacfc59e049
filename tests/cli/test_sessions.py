"""`tertius sessions` and `tertius replay` as a teacher meets them."""

from sim.scenario import load
from sim.session import Session, Settings
from tests.session.room import KEY, Room


def shelved(folder):
    """A played session in the folder `sessions`."""
    (folder / "sessions").mkdir()
    room = Room(folder / "sessions", turn_months=3)
    room.done("facilitator", "start")
    room.submit("ALPHA", ("SUMMIT", "BRAVO"))
    room.turn()
    room.session.close()
    return room.path


def test_listed_replayed_taken_along_and_deleted(command, tmp_path):
    path = shelved(tmp_path)
    code, out, _ = command("sessions")
    assert code == 0
    assert "triangle_lesson" in out
    assert "turn 2 of 8, open" in out
    code, out, _ = command("replay", "class")
    assert code == 0
    assert "1 turns played again" in out
    assert "bit for bit" in out
    assert command("sessions", "export", "class", "taken.session")[0] == 0
    assert command("sessions", "export", "class", "entries.csv")[0] == 0
    assert (tmp_path / "entries.csv").read_text().startswith("session,entry,time")
    code, _, err = command("sessions", "delete", "class")
    assert (code, path.exists()) == (2, True)
    assert "--yes" in err
    assert command("sessions", "delete", "class", "--yes")[0] == 0
    assert not path.exists()
    assert command("sessions", "import", "taken.session")[0] == 0
    assert "taken" in command("sessions")[1]


def test_what_cannot_be_done_says_why_and_does_nothing(command, tmp_path):
    assert command("sessions") == (0, "there are no sessions in sessions\n", "")
    shelved(tmp_path)
    (tmp_path / "other.txt").write_text("a text")
    for asked, told in (
        (("replay", "clas"), "there is no session clas; in sessions there is class"),
        (("sessions", "export", "class"), "say where to"),
        (("sessions", "export"), "needs a SESSION"),
        (("sessions", "export", "class", "sessions"), "exists already"),
        (("sessions", "export", "class", "none/class.session"), "cannot be written"),
        (("sessions", "list", "folder=other"), 'does not take "folder=other"; say --folder other'),
        (("sessions", "delete", "class", "clas"), 'does not take "clas"; leave it out'),
        (("sessions", "import", "other.txt"), "cannot be opened as a session"),
        (("sessions", "import", "none.session"), "there is no session"),
    ):
        code, _, err = command(*asked)
        assert code == 2, asked
        assert told in err
        assert "Traceback" not in err
    assert [file.name for file in (tmp_path / "sessions").glob("*.session")] == ["class.session"]


def test_a_list_shows_names_as_they_were_written_and_what_is_damaged(command, tmp_path):
    (tmp_path / "sessions").mkdir()
    named = Settings(scenario=load("triangle_lesson").text, name="Class [/b] [2]")
    Session.create(tmp_path / "sessions" / "one.session", named, KEY, 0.0)[0].close()
    (tmp_path / "sessions" / "two.session").write_bytes(b"")
    code, out, _ = command("sessions")
    assert code == 0
    assert "Class [/b] [2]" in out
    assert "cannot be opened" in out
    assert command("sessions", "delete", "two", "--yes")[0] == 0
    assert not list((tmp_path / "sessions").glob("two*"))


def test_a_session_in_use_is_not_deleted(command, tmp_path):
    path = shelved(tmp_path)
    played = Session.open(path, KEY)
    assert "is in use by another process" in command("sessions", "delete", "class", "--yes")[2]
    played.close()
    assert path.exists()
