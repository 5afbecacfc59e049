"""The real server is killed while a class plays over HTTP, again and again: what it acknowledged is there."""

import random
import sqlite3
import threading
import time

import httpx
import pytest

from sim.session.log import Log
from sim.session.replay import replay
from tests.server.classroom import Classroom, bearer, told_by
from tests.server.conftest import started
from tests.session.writer import SEATS, acts

HANDS = 4  # members of a seat: one of them may send eight commands a second
LONGEST = 1.5  # seconds of load before a kill


class Hand(threading.Thread):
    """Sends commands of all seats, one after another, until the server is gone; keeps the UUIDs it acknowledged."""

    def __init__(self, address, room, tokens, name):
        super().__init__()
        self.address, self.room, self.tokens, self.chance = address, room, tokens, random.Random(name)
        self.prefix, self.heard = name, []

    def run(self):
        with httpx.Client(base_url=self.address, timeout=30) as http:
            try:
                while True:
                    self.once(http)
            except httpx.TransportError:
                return  # it has been killed; what was under way is not acknowledged

    def once(self, http):
        view = http.get(self.room.api("view"), headers=bearer(self.tokens[1][0])).json()
        stage = view["stage"]
        proposals = [each["proposal"] for each in view["proposals"] if each["status"] == "open"]
        for _ in range(5):
            who, command = acts(self.chance, stage["phase"], stage["turn"], stage["turns"], proposals)
            command |= {"uuid": f"{self.prefix}-{self.chance.getrandbits(64):016x}", "stage": stage["stage"]}
            path = self.room.api(f"commands/{command.pop('kind')}")
            answer = http.post(path, json=command, headers=bearer(self.chance.choice(self.tokens[who])))
            assert answer.status_code < 500, answer.text
            if answer.status_code == 200:
                self.heard.append(command["uuid"])


@pytest.mark.parametrize("kills", [3, pytest.param(60, marks=pytest.mark.soak)])
def test_a_killed_server_has_lost_nothing_that_it_acknowledged(tmp_path, kills):
    room = Classroom(started(tmp_path, "scenario=triangle_lesson"), tmp_path)
    tokens = {1: [room.chair_token]} | {
        2 + n: [room.invite("player", s) for _ in range(HANDS)] for n, s in enumerate(SEATS)
    }
    room.chair.done("start")
    chance, heard, address, serving = random.Random(7), [], room.address, room.process
    path = tmp_path / f"{room.name}.session"
    for kill in range(kills):
        following = started(tmp_path)
        hands = [Hand(address, room, tokens, f"kill-{kill}-{number}") for number in range(4)]
        for hand in hands:
            hand.start()
        address = told_by(following).partition("start")[2].split()[0].partition("/enter")[0]
        time.sleep(chance.uniform(0, LONGEST))
        serving.kill()
        out, err = serving.communicate()
        assert "Traceback" not in out + err
        for hand in hands:
            hand.join()
            heard += hand.heard
        with sqlite3.connect(path) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            kept = {uuid for (uuid,) in file.execute("SELECT uuid FROM events")}
        file.close()
        assert set(heard) <= kept
        serving = following
    assert len(heard) > 5 * kills  # of some kills none: they came as the session was being opened
    said = {"uuid": "the-last-word", "stage": "", "to": ["all"], "text": "play goes on"}
    answer = httpx.post(address + room.api("commands/message"), json=said, headers=bearer(tokens[2][0]), timeout=30)
    assert answer.status_code == 200, answer.text
    serving.terminate()
    out, err = serving.communicate(timeout=30)
    assert "Traceback" not in out + err
    log = Log(path)
    found = replay(log)
    log.close()
    assert found.differs is None
    assert found.turns > 0
    for person in room.people:
        person.close()
    print(f"{kills} kills, {len(heard)} acknowledged, {found.turns} turns")
