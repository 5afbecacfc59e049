"""The lobby: who asks for a seat, who is let in, who plays what; and who plays a seat without people."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from .commands import Command, Desk, Entry, Facts, Rejection, command
from .links import Links
from .profiles import MODEL, PEOPLE, PROFILES
from .state import (
    ALL,
    APPLICANT,
    COTEACHER,
    DEBRIEF,
    FACILITATOR,
    LOBBY,
    OBSERVER,
    OPEN,
    OUTSIDER,
    PLAYER,
    PROJECTOR,
    REVIEW,
    TEACHERS,
    Member,
    News,
    State,
    role_named,
)
from .text import Name, spelled

MOST_WAITING = 200
Role = Literal["coteacher", "player", "observer", "projector"]
Seat = Annotated[str, Field(max_length=6)]
EVERYBODY = (FACILITATOR, COTEACHER, PLAYER, OBSERVER, PROJECTOR)


class _Admitting(Command):
    """A command that gives somebody a role and, to a player, a seat."""

    role: Role
    seat: Seat | None = None

    def unfit(self, state: State) -> Rejection | None:
        """Why that role and seat cannot be given."""
        if (self.role == PLAYER) != (self.seat is not None):
            return Rejection("seat", "a player needs a seat, nobody else has one")
        if self.seat is not None and self.seat not in state.seats:
            return Rejection("unknown_seat", f'there is no seat "{self.seat}"')
        return None


@command("ask", (OUTSIDER,), timely=False, people=True)
class Ask(Command):
    """Ask for a seat with the room code; the answer has the link of an applicant."""

    room: Annotated[str, Field(max_length=12)]
    name: Name
    wish: Seat | None = None

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if not state.open_room or spelled(self.room) != state.room:
            return Rejection("room", "no room with this code is open")
        if self.wish is not None and self.wish not in state.seats:
            return Rejection("unknown_seat", f'there is no seat "{self.wish}"')
        if sum(member.role == APPLICANT for member in state.members.values()) >= MOST_WAITING:
            return Rejection("full", "too many are waiting; ask the facilitator")
        return _linked(state, desk.links)

    def apply(self, state: State, entry: Entry) -> None:
        _join(state, entry, Member(0, self.name, APPLICANT, 0, "", wish=self.wish))

    def answer(self, entry: Entry, links: Links) -> dict[str, Any]:
        return _link(entry, links)


@command("invite", (FACILITATOR,), timely=False, people=True)
class Invite(_Admitting):
    """Make a link for a role, and a seat; whoever opens it is let in. Without `name`, named after these."""

    name: Name | None = None

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        return self.unfit(state) or _linked(state, desk.links)

    def apply(self, state: State, entry: Entry) -> None:
        name = self.name or (f"Team {self.seat}" if self.seat else role_named(self.role).capitalize())
        _join(state, entry, Member(0, name, self.role, 0, "", self.seat))
        _arrived(state, self.seat)

    def answer(self, entry: Entry, links: Links) -> dict[str, Any]:
        return _link(entry, links)


@command("admit", TEACHERS, timely=False, people=True)
class Admit(_Admitting):
    """Let an applicant in; the link the applicant holds stays the same."""

    member: int

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        asked = state.members.get(self.member)
        if asked is None or asked.role != APPLICANT:
            return Rejection("unknown_member", "nobody is waiting under this number")
        if self.role == COTEACHER and who.role != FACILITATOR:
            return Rejection("forbidden", "only the facilitator lets teachers in")
        return self.unfit(state) or Facts()

    def apply(self, state: State, entry: Entry) -> None:
        _change(state, self.member, role=self.role, seat=self.seat, wish=None)
        _arrived(state, self.seat)


@command("assign", (FACILITATOR,), timely=False, people=True)
class Assign(_Admitting):
    """Give somebody another role or seat."""

    member: int

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        return _another(self.member, state) or self.unfit(state) or Facts()

    def apply(self, state: State, entry: Entry) -> None:
        before = state.members[self.member].seat
        _change(state, self.member, role=self.role, seat=self.seat, wish=None)
        vacated(state, before)
        _arrived(state, self.seat)


@command("rename", EVERYBODY, timely=False, people=True)
class Rename(Command):
    """Give oneself another name; a teacher may rename others."""

    name: Name
    member: int | None = None

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if self.member not in (None, who.number) and who.role not in TEACHERS:
            return Rejection("forbidden", "only teachers rename others")
        if self.member is not None and self.member not in state.members:
            return Rejection("unknown_member", "there is nobody with this number")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        _change(state, self.member or entry.member, name=self.name)


@command("remove", (FACILITATOR,), timely=False, people=True)
class Remove(Command):
    """Take somebody's link away; a seat left without people is the model's at once, and its orders with it."""

    member: int

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        return _another(self.member, state) or Facts()

    def apply(self, state: State, entry: Entry) -> None:
        gone = state.members.pop(self.member)
        state.removed[gone.digest] = gone.role
        vacated(state, gone.seat)


@command("reissue", (FACILITATOR,), timely=False, people=True)
class Reissue(Command):
    """Give somebody a new link; the old one opens nothing any more."""

    member: int

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if self.member not in state.members:
            return Rejection("unknown_member", "there is nobody with this number")
        return _linked(state, desk.links)

    def apply(self, state: State, entry: Entry) -> None:
        state.links = entry.facts["link"]
        _change(state, self.member, link=entry.facts["link"], digest=entry.facts["digest"])

    def answer(self, entry: Entry, links: Links) -> dict[str, Any]:
        return {"member": self.member, "token": links.token(entry.facts["link"])}


@command("room", TEACHERS, timely=False, people=True)
class Room(Command):
    """Open or close the room: whether its code is heard."""

    open: bool

    def apply(self, state: State, entry: Entry) -> None:
        state.open_room = self.open


@command("takeover", (FACILITATOR,), (LOBBY, OPEN, REVIEW), timely=False, people=True)
class Takeover(Command):
    """Let a profile play a seat from the next turn on, or give it back to its people (`people`)."""

    seat: Seat
    by: Annotated[str, Field(max_length=40)] = MODEL

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if self.seat not in state.seats:
            return Rejection("unknown_seat", f'there is no seat "{self.seat}"')
        if self.by != PEOPLE and self.by not in PROFILES:
            return Rejection("unknown_profile", f'there is no profile "{self.by}"; there is {", ".join(PROFILES)}')
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        if self.by == PEOPLE:
            state.policy.pop(self.seat, None)
        else:
            state.policy[self.seat] = self.by
        now = state.line.control.get(self.seat)
        if now is not None and now != controlled(state)[self.seat]:
            text = f"{self.seat} is played by {named(self.by)} from the next turn on"
            state.line.news.append(News(state.line.turn, text, (ALL,)))


def controlled(state: State) -> dict[str, str]:
    """Who plays each seat if a turn opens now: a profile that took it over, its people, or the one for empty seats."""
    return {
        seat: state.policy.get(seat) or (PEOPLE if state.players(seat) else state.settings.empty)
        for seat in state.seats
    }


def named(by: str) -> str:
    """Who plays a seat, in words."""
    return "its people" if by == PEOPLE else f'the policy "{by}"'


def _linked(state: State, links: Links) -> Facts:
    number = state.links + 1
    return Facts({"link": number, "digest": links.digest(number)})


def _join(state: State, entry: Entry, member: Member) -> None:
    """Let somebody in under the number of the first link."""
    number = state.links = entry.facts["link"]
    state.members[number] = replace(member, number=number, link=number, digest=entry.facts["digest"])


def _link(entry: Entry, links: Links) -> dict[str, Any]:
    return {"member": entry.facts["link"], "token": links.token(entry.facts["link"])}


def _change(state: State, number: int, **changed: Any) -> None:
    state.members[number] = replace(state.members[number], **changed)


def _another(number: int, state: State) -> Rejection | None:
    """Refuse who is not there, and the facilitator's own place."""
    if number not in state.members:
        return Rejection("unknown_member", "there is nobody with this number")
    if state.members[number].role == FACILITATOR:
        return Rejection("forbidden", "the facilitator keeps the chair")
    return None


def _arrived(state: State, seat: str | None) -> None:
    """Let latecomers play an empty seat in the turn that is open: nothing has been done for it yet."""
    line = state.line
    if seat in line.control and seat not in state.policy and line.phase == OPEN and line.control[seat] != PEOPLE:
        line.control[seat] = PEOPLE
        line.news.append(News(line.turn, f"{seat} is now played by {named(PEOPLE)}", (ALL,)))


def vacated(state: State, seat: str | None) -> None:
    """Drop what a seat had written once nobody is left to stand by it; in an open turn its policy plays it at once."""
    line, by = state.line, state.settings.empty
    if seat is None or state.players(seat) or line.phase == DEBRIEF:
        return
    line.drafts.pop(seat, None)
    line.submitted.pop(seat, None)
    if line.phase == OPEN and line.control.get(seat) == PEOPLE:
        line.control[seat] = by
        line.news.append(News(line.turn, f"{seat} is now played by {named(by)}", (ALL,)))
