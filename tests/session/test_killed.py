"""A process that writes under load is killed at a random instant, again and again: what it acknowledged is there."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.session import Session
from sim.session.log import Log
from sim.session.replay import replay
from tests.session.room import KEY, Room

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 0.6  # seconds of load before a kill


def waiting(path, number):
    """A writer that has imported all it needs and waits for the word."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.session.writer", str(path), str(number)], cwd=ROOT, env=env, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def killed(writer, chance):
    """The UUIDs that a writer acknowledged before it was killed."""
    assert writer.stdout.readline() == "ready\n"
    writer.stdin.write("go\n")
    writer.stdin.flush()
    first = writer.stdout.readline()  # load has begun
    assert first, "the writer ended by itself"
    time.sleep(chance.uniform(0.0, LONGEST))
    writer.kill()
    rest = writer.communicate()[0]
    return [line for line in (first + rest).split("\n")[:-1] if line]  # a line cut short was not heard


@pytest.mark.parametrize(
    "kills", [20, pytest.param(200, marks=pytest.mark.soak)], ids=["20 times", "200 times"]
)  # fmt: skip
def test_nothing_acknowledged_is_lost_and_the_replay_is_identical(tmp_path, kills):
    made = Room(tmp_path, seats=("ALPHA", "BRAVO", "CHARLY"), turn_months=1, budget=1, turns=24)
    made.session.close()
    chance, heard = random.Random(11), []
    following = waiting(made.path, 0)
    for number in range(kills):
        writer, following = following, waiting(made.path, number + 1)
        heard += killed(writer, chance)
        with sqlite3.connect(made.path) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            kept = {uuid for (uuid,) in file.execute("SELECT uuid FROM events")}
        file.close()
        assert set(heard) <= kept
    following.kill()
    following.communicate()
    log = Log(made.path)
    found = replay(log)
    log.close()
    assert found.differs is None
    assert found.turns > 0
    session = Session.open(made.path, KEY)
    assert session.view(made.tokens["ALPHA"])["stage"]["phase"] in ("open", "review")
    session.close()
    print(f"{kills} kills, {len(heard)} acknowledged, {found.turns} turns")
