"""The sessions of one folder that are open in this server, and who is to be told when one of them changes."""

import asyncio
import os
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool

from sim.run.plan import PlanError
from sim.scenario import Scenario, ScenarioError, available, load
from sim.session import Done, Rejection, Session, Settings
from sim.session.links import Links
from sim.session.log import SUFFIX
from sim.session.shelf import Kept, cloned, deleted, listed
from sim.session.state import PROJECTOR, TEACHERS

from .fans import Fans
from .pages import digest_of
from .parts import Parts, digests
from .whatifs import WhatIfs

KEY_FILE, KEY_BYTES = "server.key", 32
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")  # of a session in a URL: that of its file
UNFIT = "its file has a name that no address takes: rename it, to a–z, A–Z, 0–9, - and _ alone"
HOST = "host"  # the link number, so to speak, of whoever runs the server
TICK = 1.0  # seconds


class Seen(NamedTuple):
    """What somebody sees, worked out once for as long as nothing happens."""

    now: Any  # what it was worked out for
    shown: Any  # a view or a Rejection
    known: dict[str, str]  # its digests (parts.py)


class Live:
    """An open session: its name, who is connected, and a signal that something has changed."""

    def __init__(self, name: str, session: Session):
        self.name = name
        self.session = session
        self.present: Counter[int] = Counter()  # member → open streams
        self.fans = Fans(session)
        self.what_ifs = WhatIfs(session)
        self.parts = Parts()
        self.changed = asyncio.Event()
        self._held: dict[str, Seen] = {}

    def touch(self) -> None:
        """Wake everybody who waits for a change; to be called in the event loop."""
        self.changed.set()
        self.changed = asyncio.Event()

    def view(self, token: str) -> dict[str, Any] | Rejection:
        """`Session.view`; teachers are also told who is connected, the projector in which seats somebody is."""
        return self.seen(token).shown

    def digest(self, token: str) -> str:
        """A hash of what the holder of a token sees now: the same as long as nothing that they may see has changed."""
        return digest_of(self.seen(token).known)

    def seen(self, token: str) -> Seen:
        """What the holder of a token sees, with its digests."""
        session, beside = self.session, self.fans.state() + self.what_ifs.state()
        here = sorted(number for number, streams in self.present.items() if streams > 0)
        now = session.number, session.fault, beside, here
        held = self._held.get(token)
        if held is None or held.now != now:
            shown = session.view(token)
            if not isinstance(shown, dict):
                return Seen(now, shown, {})
            if shown["me"]["role"] in TEACHERS:
                shown["connected"] = here
            if shown["me"]["role"] == PROJECTOR:
                taken = {member.seat for member in session.state.members.values() if member.number in here}
                shown["here"] = [seat for seat in session.state.seats if seat in taken]
            held = self._held[token] = Seen(now, shown, digests(shown, beside))
        return held


class House:
    """The folder of sessions that a server serves, and the key that its links are made with."""

    def __init__(self, folder: Path, own: str | None = None):
        """`own`: the file of a scenario to be offered before the installed ones, or the name of one of these.

        Raises PlanError for an unwritable folder.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.key = _key(folder / KEY_FILE)
        except OSError as error:
            raise PlanError(
                f"{folder} cannot hold sessions ({error.strerror}); name a folder that can be written: folder=DIR"
            ) from None
        self.folder = folder
        self.own = own
        self.live: dict[str, Live] = {}
        self._since = time.time() - time.monotonic()
        self.join_address: str | None = None  # where others reach this server, if not where the asker does
        self.ending = asyncio.Event()
        self._guard = threading.Lock()

    @property
    def host_token(self) -> str:
        """The token of whoever runs the server: it opens the list of sessions."""
        return Links(self.key, HOST).token(0)

    def scenarios(self) -> dict[str, Scenario | ScenarioError]:
        """What sessions can be set up from, as the files now are, or what is wrong with a file.

        By the name of an installed scenario, or by the file of the own one of whoever serves.
        """
        found: dict[str, Scenario | ScenarioError] = {}
        for name in dict.fromkeys([*filter(None, [self.own]), *(name for name, _, _ in available())]):
            try:
                found[name] = load(name)
            except ScenarioError as error:
                found[name] = error
        return found

    def sessions(self) -> list[Kept]:
        """The sessions of the folder (shelf.listed); of one that has no fitting name, that it is so."""
        return [
            kept if NAME.fullmatch(kept.path.stem) else kept._replace(trouble=kept.trouble or UNFIT)
            for kept in listed(self.folder, self.key)
        ]

    @property
    def listening(self) -> int:
        """Open streams, of all sessions."""
        return sum(live.present.total() for live in list(self.live.values()))

    def now(self) -> float:
        """Server time, s: the clock of the machine as it was when the server began, and what has passed since.

        So a clock that is set meanwhile neither ends a turn nor holds it up.
        """
        return self._since + time.monotonic()

    def found(self, name: str) -> Live | None:
        """The session of that name, opened if need be; None if there is none. Raises PlanError if it cannot be."""
        if not NAME.fullmatch(name):
            return None
        if name in self.live:
            return self.live.get(name)
        with self._guard:
            path = self._path(name)
            if name not in self.live and path.is_file():
                live = Live(name, Session.open(path, self.key))
                live.session.back(self.now())
                self.live[name] = live
            return self.live.get(name)

    def by_room(self, room: str) -> Live | None:
        """The open session with this room code."""
        return next((one for one in self.live.values() if not isinstance(one.session.door(room), Rejection)), None)

    def create(self, settings: Settings) -> Live:
        """A new session, in a file named after it. Raises ScenarioError and PlanError."""
        with self._guard:
            name = self._free(settings.name)
            session, _ = Session.create(self._path(name), settings, self.key, self.now())
            self.live[name] = Live(name, session)
            return self.live[name]

    def clone(self, live: Live, name: str, turn: int | None, luck: str) -> Live:
        """A session of its own that goes on from another one. Raises PlanError."""
        with self._guard:
            free = self._free(name)
            session, _ = cloned(live.session.log, self._path(free), self.key, name, self.now(), turn, luck)
            self.live[free] = Live(free, session)
            return self.live[free]

    def chair(self, live: Live) -> str | None:
        """The facilitator's token; None if it was made with another key."""
        links, chair = live.session.links, live.session.state.chair
        return links.token(chair.link) if links.made(chair) else None

    def delete(self, name: str) -> bool:
        """Delete a session and all that was written in it, a damaged one too; False if there is none."""
        if self._path(name) not in self.folder.glob(f"*{SUFFIX}"):
            return False
        with self._guard:  # so that no page opens it again meanwhile
            self._close(name)
            deleted(self._path(name))
        return True

    def forget(self, name: str) -> None:
        """Close a session."""
        with self._guard:
            self._close(name)

    def _close(self, name: str) -> None:
        if name in self.live:
            live = self.live.pop(name)
            live.fans.end()
            live.session.close()

    async def do(self, live: Live, token: str | None, asked: Mapping[str, Any]) -> Done | Rejection:
        """Take a command, away from the event loop, and tell everybody."""
        done = await run_in_threadpool(live.session.do, token, asked, self.now())
        live.touch()
        return done

    async def tick(self) -> None:
        """Let time run in every open session, and play what fans and what-ifs are due, until cancelled."""
        playing: set[asyncio.Task[None]] = set()
        while True:
            await asyncio.sleep(TICK)
            for live in list(self.live.values()):
                fault = live.session.fault
                if await run_in_threadpool(live.session.tick, self.now()) or live.session.fault != fault:
                    live.touch()
                for each in (live.fans, live.what_ifs):
                    if each.due:
                        playing.add(asyncio.create_task(self._play(live, each)))
            playing = {each for each in playing if not each.done()}

    async def _play(self, live: Live, beside: Fans | WhatIfs) -> None:
        await run_in_threadpool(beside.play)
        live.touch()

    def end(self) -> None:
        """Let every open stream end; to be called in the event loop."""
        self.ending.set()
        for live in list(self.live.values()):
            live.touch()

    def close(self) -> None:
        """Close every session."""
        for name in list(self.live):
            self.forget(name)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"

    def _free(self, title: str) -> str:
        """A name for a file that is not taken."""
        base = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40] or "session"
        names = (base if number == 1 else f"{base}-{number}" for number in range(1, 10_000))
        return next(name for name in names if not self._path(name).exists())


def _key(path: Path) -> bytes:
    """The server's secret, made once and kept beside the sessions, for its owner alone to read. Raises PlanError."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        held = bytes.fromhex(path.read_text(encoding="ascii").strip())
        if len(held) < KEY_BYTES:
            raise PlanError(f"{path} holds no key; delete it, and issue new links") from None
        return held
    with os.fdopen(made, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES))
    return bytes.fromhex(path.read_text(encoding="ascii"))
