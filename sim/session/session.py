"""A session: its log, the state that the log adds up to, and commands that add to both.

Every command is decided, written to disk and only then put into the state and acknowledged. What goes wrong for a
player is a Rejection; only a file that cannot be opened or a scenario with faults raises.
"""

import sqlite3
import uuid as uuids
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.scenario import parse

from .commands import Command, Desk, Done, Entry, Facts, Rejection, body_of, read_command
from .fault import Fault
from .fold import apply, entry_of, folded
from .links import Links, room_code
from .log import Log, Row
from .looks import PAGES, Looks
from .seal import sealed
from .settings import Settings, begun, settled
from .shown import FOREIGN, NO_LINK, Shown
from .state import NOBODY, OPEN, PLAYER, Member, State
from .turn import packed
from .turns import CLOCK, Back, Create
from .view import DESK, PUBLIC, page

UNWRITTEN = Rejection(
    "read_only", "the session's file cannot be written where it lies; it can only be read, or gone on with in a copy"
)


class Session(Shown):
    """An open session. Safe to use from several threads; `close` it."""

    def __init__(self, log: Log, key: bytes, state: State):
        super().__init__(log, key, state)
        self._looks = Looks()

    @classmethod
    def create(cls, path: str | Path, settings: Settings, key: bytes, now: float) -> tuple["Session", str]:
        """A new session in the file `path`, and its facilitator's token.

        `key`: secret bytes kept outside the file (links.py); `now`: server time, s. Raises ScenarioError for a faulty
        scenario or parameter, PlanError for settings that cannot be and for a file that exists.
        """
        scenario = parse(settings.scenario, settings.file)
        settings = settled(settings, scenario)
        begun(settings, scenario)
        seed, nonce = sealed(settings.seed)
        name = uuids.uuid4().hex
        facts = {"id": name, "room": room_code(), "seed": seed, "nonce": nonce, "digest": Links(key, name).digest(1)}
        command = Create(uuid=str(uuids.uuid4()), settings=settings)
        log = Log(Path(path), first=Row(1, now, 0, command.uuid, command.kind, body_of(command), facts))
        session = cls(log, key, command.founded(Entry(1, now, 0, command.uuid, command, facts)))
        return session, session.links.token(1)

    @classmethod
    def open(cls, path: str | Path, key: bytes) -> "Session":
        """The session in a file, as its log adds up. Raises PlanError if it holds none, is damaged or in use.

        Turns that were played under other rules make it read-only: it shows what was kept of them (`view`).
        """
        log = Log(Path(path))
        try:
            return cls(log, key, folded(log))
        except BaseException:
            log.close()
            raise

    def do(self, token: str | None, asked: Mapping[str, Any], now: float) -> Done | Rejection:
        """Take a command: `kind`, `uuid`, `stage` and the fields of its kind; `token` None for somebody outside.

        On disk when this returns Done. A repeat of a UUID gets the first answer and does nothing.
        """
        with self._guard:
            who = NOBODY if token is None else self.who(token)
            return NO_LINK if who is None else self._take(asked, who, now)

    def tick(self, now: float) -> Done | None:
        """Lock or resolve the turn if its time is up, and keep page times; to be called about every second.

        While nothing can be written time stands still, and it is tried again.
        """
        with self._guard:
            if self._fault:
                return self._retry(self._fault, now)
            if self._looks.due(now):
                self.keep_looks(now)
            deadline = self.state.deadline
            if deadline is None or now < deadline or self.state.line.phase != OPEN or self.read_only:
                return None
            at = {"stage": self.state.stage, "uuid": f"clock-{self.state.stage}-{deadline:.3f}".replace(".", "-")}
            done = self._take({"kind": self.state.settings.at_deadline, **at}, Member(0, "", CLOCK, 0, ""), now)
            return done if isinstance(done, Done) else None

    def back(self, now: float) -> None:
        """Let a timer go on with what it had left at the last entry; to be called when a server opens the session."""
        with self._guard:
            if self.state.deadline is not None and not self.read_only:
                self._note_back(self._time, now)

    def look(self, token: str, page: str, now: float) -> Rejection | None:
        """Note that a player has opened a page (looks.PAGES); of others nothing is noted."""

        def noted(who: Member) -> Rejection | None:
            if page not in PAGES:
                return Rejection("invalid", f"pages are {', '.join(PAGES)}")
            if who.role == PLAYER and not self.read_only:
                self._looks.add(who.own, page, self.state.stage, now)
            return None

        return self._shown(token, noted)

    def keep_looks(self, now: float | None = None) -> None:
        """Put the pages that were opened into the log; if it cannot be written they are kept for later."""
        with self._guard:
            command = self._looks.command()
            if command is not None and self._fault is None:
                time = self._time if now is None else now
                entry = Entry(self._number + 1, time, 0, command.uuid, command, {})
                if isinstance(self._commit(entry, Facts()), Done):
                    self._looks.clear()

    def close(self) -> None:
        """Close the file."""
        self.keep_looks()
        self.log.close()

    def _take(self, asked: Mapping[str, Any], who: Member, now: float) -> Done | Rejection:
        with self._guard:
            if self.read_only:
                return FOREIGN if self.foreign else UNWRITTEN
            if self._fault and self._retry(self._fault, now) is None:
                return Rejection("unwritable", self._fault.text)
            command = read_command(asked)
            if isinstance(command, Rejection):
                return command
            if who.role not in command.roles:
                return Rejection("forbidden", f"{who.role}s may not {command.kind}")
            try:
                before = self.log.find(command.uuid)
            except sqlite3.Error as error:
                return self._fail(error, now)
            if before is not None:
                return self._again(before, command, who.number)
            if command.timely and command.stage != self.state.stage:
                return Rejection("stale", "play has moved on since; nothing was sent", (self.state.stage,))
            if self.state.line.phase not in command.phases:
                return Rejection("phase", f"this cannot be done in the {self.state.line.phase} phase")
            decided = command.decide(self.state, who, Desk(now, self.links))
            if isinstance(decided, Rejection):
                return decided
            entry = Entry(self._number + 1, now, who.number, command.uuid, command, decided.data, decided.turn)
            return self._commit(entry, decided)

    def _commit(self, entry: Entry, decided: Facts) -> Done | Rejection:
        """Write an entry, then put it into the state. A resolved turn takes the pages of all seats with it."""
        row = Row(entry.number, entry.time, entry.member, entry.uuid, entry.command.kind, body_of(entry.command),
                  entry.facts)  # fmt: skip
        try:
            if decided.turn is None:
                self.log.add(row)
            else:
                self.log.add(row, packed(decided.turn), self._pages(entry))
        except (sqlite3.Error, OSError) as error:
            return self._fail(error, entry.time)
        self._fault = None
        self._number, self._time = entry.number, entry.time
        apply(self.state, entry)
        return Done(entry.command.answer(entry, self.links), self.state.stage)

    def _pages(self, entry: Entry) -> dict[str, Any]:
        """What each seat, the public and the desk will see once the entry is applied."""
        later = self.state.ahead()
        apply(later, entry)
        return {of: page(later, of) for of in (*later.seats, PUBLIC, DESK)}

    def _fail(self, error: Exception, now: float) -> Rejection:
        self._fault = Fault.of(error, now, self._fault)
        return Rejection("unwritable", self._fault.text)

    def _retry(self, before: Fault, now: float) -> Done | None:
        """Try now and then whether the file can be written again: a turn too, not only the note that it can."""
        if before.waits(now):
            return None
        if before.roomless and not self.log.has_room():
            self._fault = before._replace(tried=now)
            return None
        return self._note_back(before.since, now)

    def _note_back(self, since: float, now: float) -> Done | None:
        """Note that from now on entries are kept again, as they were not since `since`."""
        command, facts = Back(uuid=str(uuids.uuid4())), {"since": since}
        done = self._commit(Entry(self._number + 1, now, 0, command.uuid, command, facts), Facts(facts))
        return done if isinstance(done, Done) else None

    def _again(self, before: Row, command: Command, member: int) -> Done | Rejection:
        """The first answer to a command that was taken already."""
        if (before.kind, before.member, before.body) != (command.kind, member, body_of(command)):
            return Rejection("uuid_used", "another command has this UUID; make a new one")
        return Done(command.answer(entry_of(before), self.links), self.state.stage)
