"""What an open session shows: to each what its view has (view.py), earlier turns, reviews, messages, and the desk.

Everything is told to the holder of a token, or refused with a Rejection. Nothing here changes the session.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from sim.model.compiled import rules_version

from .choices import choices_of
from .commands import Rejection
from .fault import Fault
from .injects import changeable, shown
from .links import Links, digest_of
from .log import Log
from .people import EVERYBODY
from .preview import preview
from .state import FACILITATOR, TEACHERS, Member, State
from .text import spelled
from .threads import READERS, older, threads
from .view import page, page_of, seats, told_turn, view

NO_LINK = Rejection("unknown_link", "this link opens nothing (any more)")
FOREIGN = Rejection(
    "read_only", "these turns were played under other rules than those installed; the session can only be read"
)


class Shown:
    """A session as it is read. Safe to use from several threads."""

    def __init__(self, log: Log, key: bytes, state: State):
        self.log = log
        self.state = state
        self.links = Links(key, state.id)
        self.foreign = any(version != rules_version() for version in state.rules)  # played under other rules
        self._fault: Fault | None = None
        self._number, self._time = log.last()  # of the last entry
        self._guard = threading.RLock()
        self._worked: tuple[int, dict[str, Any]] = (0, {})  # pages as they stand after that entry

    @property
    def number(self) -> int:
        """The number of the last entry: nothing that is seen changes without another."""
        return self._number

    @property
    def fault(self) -> str | None:
        """Why nothing can be written at present."""
        return self._fault.text if self._fault else None

    @property
    def read_only(self) -> bool:
        """Whether nothing can be done in it: its turns were played under other rules, or its file cannot be written."""
        return self.foreign or not self.log.writing

    def who(self, token: str) -> Member | None:
        """Whose token this is."""
        return self.state.by_digest(digest_of(token))

    def removed(self, token: str) -> str | None:
        """The role that a token had until it was taken away; None for one that opens something or never did."""
        return self.state.removed.get(digest_of(token))

    def door(self, room: str) -> dict[str, Any] | Rejection:
        """What somebody outside sees who has the room code: which seats may be asked for."""
        if not self.state.open_room or spelled(room) != self.state.room:
            return Rejection("room", "no room with this code is open")
        return {"name": self.state.settings.name, "seats": seats(self.state)}

    def view(self, token: str) -> dict[str, Any] | Rejection:
        """What the holder of a token may see now (view.py)."""
        return self._shown(token, self._seen)

    def review(self, token: str, member: int | None = None) -> dict[str, Any] | Rejection:
        """All that the holder of a token may see by now: the `view`, its threads whole, and all `turns`.

        Teachers may have that of another member, without the bets, which are each one's own.
        """

        def told(who: Member) -> tuple[Member, dict[str, Any]] | Rejection:
            if member not in (None, who.number) and who.role not in TEACHERS:
                return Rejection("forbidden", "only teachers read what others see")
            of = who if member is None else self.state.members.get(member)
            if of is None or of.role not in EVERYBODY:
                return Rejection("unknown_member", "there is nobody with this number in the room")
            seen = self._seen(of)
            if "threads" in seen:
                seen["threads"] = threads(self.state, of, whole=True)
            return of, seen if of == who else seen | {"bets": {}}

        found = self._shown(token, told, EVERYBODY)
        if isinstance(found, Rejection):
            return found
        of, seen = found
        turns = []
        for number in range(1, max((turn["turn"] for turn in seen["turns"]), default=0) + 1):
            with self._guard:  # turn by turn, so that commands come in between
                turns.append(self._turn(of, number))
        return {"view": seen, "turns": [turn for turn in turns if isinstance(turn, dict)]}

    def turn(self, token: str, number: int) -> dict[str, Any] | Rejection:
        """An earlier turn as the holder of a token may see it (view.told_turn)."""
        return self._shown(token, lambda who: self._turn(who, number), EVERYBODY)

    def messages(self, token: str, thread: str, before: int) -> list[dict[str, Any]] | Rejection:
        """Older messages of a thread (threads.older)."""
        return self._shown(token, lambda who: older(self.state, who, thread, before), READERS)

    def preview(self, token: str) -> dict[str, Any] | Rejection:
        """What would be carried out if the turn were resolved now, for teachers (preview.preview)."""
        return self._at_desk(token, lambda: preview(self.state))

    def choices(self, token: str, code: str, turn: int | None = None) -> dict[str, Any] | Rejection:
        """What a state may be ordered and asked, for teachers who rule on it (choices.choices_of)."""
        return self._at_desk(token, lambda: choices_of(self.state, code, turn))

    def preview_inject(self, token: str, changes: Sequence[dict[str, Any]]) -> list[dict[str, Any]] | Rejection:
        """What the changes of an inject would do now, for teachers (injects.shown)."""
        return self._at_desk(token, lambda: shown(tuple(changes), self.state.line))

    def changeable(self, token: str) -> list[dict[str, str]] | Rejection:
        """What the changes of an inject may name, for teachers (injects.changeable)."""
        return self._at_desk(token, lambda: changeable(self.state.line))

    def link(self, token: str, member: int | None = None) -> str | Rejection:
        """A member's token once more, for the facilitator to copy or print; without `member` one's own."""

        def told(who: Member) -> str | Rejection:
            if member not in (None, who.number) and who.role != FACILITATOR:
                return Rejection("forbidden", "only the facilitator sees the links of others")
            found = self.state.members.get(who.number if member is None else member)
            if found is None:
                return Rejection("unknown_member", "there is nobody with this number")
            if not self.links.made(found):
                return Rejection("other_key", "this link was made on another machine; issue it anew")
            return self.links.token(found.link)

        return self._shown(token, told)

    def _shown(self, token: str, tell: Callable[[Member], Any], roles: tuple[str, ...] | None = None) -> Any:
        """What `tell` says to the holder of a token, if it is of one of the roles."""
        with self._guard:
            who = self.who(token)
            if who is None:
                return NO_LINK
            if roles is not None and who.role not in roles:
                return Rejection("forbidden", f"{who.role}s do not see this")
            return tell(who)

    def _at_desk(self, token: str, tell: Callable[[], Any]) -> Any:
        """What `tell` says of play as it stands, to teachers; of turns under other rules that is not known."""
        return self._shown(token, lambda who: FOREIGN if self.foreign else tell(), TEACHERS)

    def _seen(self, who: Member) -> dict[str, Any]:
        now = view(self.state, who, self._kept if self.foreign else self._read)
        if self._fault:
            now["stage"] = self._fault.stopped(now["stage"])
        return now | {"read_only": self.read_only, "fault": self.fault}

    def _turn(self, who: Member, number: int) -> dict[str, Any] | Rejection:
        if self.foreign:
            pages = [turn for page in self.log.pages(page_of(who)) for turn in page["turns"]]
        else:
            turns = self.state.line.turns[number - 1 : number] if number > 0 else []
            pages = [told_turn(self.state, turn, page_of(who)) for turn in turns]
        missing = Rejection("unknown_turn", f"turn {number} has not been resolved")
        return next((page for page in pages if page["turn"] == number), missing)

    def _kept(self, of: str) -> dict[str, Any]:
        """A page as the log kept it when the last turn had been resolved."""
        return next(self.log.pages(of))

    def _read(self, of: str) -> dict[str, Any]:
        """A page as it stands, worked out once for all who read it."""
        if self._worked[0] != self._number:
            self._worked = (self._number, {})
        if of not in self._worked[1]:
            self._worked[1][of] = page(self.state, of)
        return self._worked[1][of]
