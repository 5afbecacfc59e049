"""A classroom for tests: a session with a facilitator and teams, and commands in one line."""

import json
from pathlib import Path

from sim.scenario import load
from sim.session import Rejection, Session, Settings

KEY = b"the key of a test, kept by no file"
DEFENCE = {"duty": "defence", "mutual": True, "clause": 0.5, "bindingness": 0.6}
CONSULT = {"duty": "consultation", "mutual": True, "bindingness": 0.5}


class Room:
    """A session and everybody's tokens: `room.ALPHA`-like access by `room.tokens`."""

    def __init__(self, folder: Path, seats=("ALPHA", "BRAVO"), now=1000.0, name="class", **settings):
        self.path = folder / f"{name}.session"
        self.now = now
        asked = {"scenario": load(settings.pop("scenario", "triangle_lesson")).text, **settings}
        self.session, chair = Session.create(self.path, Settings(**asked), KEY, now)
        self._hasten()
        self.tokens = {"facilitator": chair}
        for seat in seats:
            self.let_in(seat, role="player", seat=seat, name=f"Team {seat}")

    def let_in(self, who, **fields):
        """Invite somebody and remember the token."""
        self.tokens[who] = self.done("facilitator", "invite", **fields)["token"]
        return self.tokens[who]

    def do(self, who, kind, uuid_=None, stage=None, **fields):
        """Send a command for the present stage, a second later than the last."""
        self.now += 1.0
        asked = {
            "kind": kind,
            "uuid": uuid_ or f"command-{self.now:.0f}",
            "stage": stage or self.session.state.stage,
            **fields,
        }
        return self.session.do(self.tokens.get(who, who), asked, self.now)

    def done(self, who, kind, **fields):
        """The same, and it must be taken; returns what the sender is told."""
        answer = self.do(who, kind, **fields)
        assert not isinstance(answer, Rejection), answer
        return answer.answer

    def refused(self, who, kind, **fields):
        """The same, and it must be refused; returns the code."""
        answer = self.do(who, kind, **fields)
        assert isinstance(answer, Rejection), answer
        return answer.code

    def view(self, who):
        """What somebody sees."""
        return self.session.view(self.tokens[who])

    def bytes_of(self, who):
        """The same as bytes."""
        return json.dumps(self.view(who), ensure_ascii=False, sort_keys=True).encode()

    def options(self, who):
        """What a seat may order."""
        return self.view(who)["options"]

    def submit(self, who, *orders, **fields):
        """Submit orders given as (action, target[, month])."""
        listed = [dict(zip(("action", "target", "month"), order, strict=False)) for order in orders]
        return self.done(who, "submit", orders=listed, hold=not listed, **fields)

    def propose(self, who, *parties, duties=(CONSULT,), **terms):
        """Put a treaty on the table."""
        stated = {"title": "A treaty", "parties": [who, *parties], "duties": list(duties), **terms}
        return self.done(who, "propose", terms=stated)["proposal"]

    def treaty(self, who, *parties, **terms):
        """Sign a treaty."""
        key = self.propose(who, *parties, **terms)
        for party in parties:
            self.done(party, "accept", proposal=key)
        return key

    def turn(self):
        """Resolve the turn and open the next."""
        self.done("facilitator", "resolve")
        return self.done("facilitator", "next")

    def reopened(self):
        """The session as its file has it."""
        self.session.close()
        self.session = Session.open(self.path, KEY)
        self._hasten()
        return self.session

    def _hasten(self):
        """Do not wait for the disk; what that is good for is shown by test_killed.py."""
        self.session.log._file.execute("PRAGMA synchronous=OFF")
