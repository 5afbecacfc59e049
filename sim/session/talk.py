"""Messages: to a seat, a group, all, one's own team, or the facilitator's desk.

A thread is known by who reads it, so nobody sees that others write to each other.
"""

from typing import Annotated, Any

from pydantic import Field
from pydantic_core import ErrorDetails

from .commands import Command, Desk, Entry, Facts, Rejection, command, plainly, short_id
from .links import Links
from .state import ALL, DEBRIEF, OPEN, PLAYER, REVIEW, TEACHERS, Member, Message, State
from .text import Words

DESK = "desk"  # the facilitator and the co-teachers, as a party of a thread
TEAM = "team"
PUBLIC = "all"
MOST_MESSAGES = 20_000  # of a session

NOBODY = "Choose who it is for."

Party = Annotated[str, Field(max_length=6)]


@command("message", (PLAYER, *TEACHERS), (OPEN, REVIEW, DEBRIEF), timely=False)
class Say(Command):
    """Write to seats by code, `desk`, `all`, or `team` (one's own seat)."""

    to: Annotated[tuple[Party, ...], Field(min_length=1, max_length=32)]
    text: Words

    @classmethod
    def told(cls, fault: ErrorDetails) -> str:
        """What is wrong with a field; a form on which nobody is ticked has no `to`."""
        return NOBODY if fault["loc"] == ("to",) and fault["type"] in ("missing", "too_short") else plainly(fault)

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if sum(map(len, state.line.threads.values())) >= MOST_MESSAGES:
            return Rejection("too_many", "this session takes no more messages")
        if TEAM in self.to or ALL in self.to:
            if len(self.to) > 1:
                return Rejection("unknown_party", "all and team stand alone")
            return (
                Rejection("unknown_party", "a teacher has no team") if self.to == (TEAM,) and not who.seat else Facts()
            )
        unknown = [party for party in self.to if party != DESK and party not in state.seats]
        if unknown:
            return Rejection("unknown_party", f'there is no seat "{unknown[0]}" to write to')
        if {*self.to} == {who.seat or DESK}:
            return Rejection("unknown_party", "name somebody else; `team` is one's own seat")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        who, line = state.members[entry.member], state.line
        thread = thread_of(self.to, who.seat)
        message = Message(short_id(self.uuid), who.seat, who.number, self.text, entry.time, line.turn)
        line.threads[thread] = (*line.threads.get(thread, ()), message)
        line.read[who.number, thread] = len(line.threads[thread])

    def answer(self, entry: Entry, links: Links) -> dict[str, Any]:
        return {"message": short_id(self.uuid)}


@command("read", (PLAYER, *TEACHERS), (OPEN, REVIEW, DEBRIEF), timely=False)
class Read(Command):
    """Say how many messages of a thread one has seen; more than there are is all of them."""

    thread: Annotated[str, Field(max_length=120)]
    count: Annotated[int, Field(ge=0, le=MOST_MESSAGES)]

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if self.thread not in state.line.threads or not reads(self.thread, who):
            return Rejection("unknown_thread", "there is no such thread")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        line = state.line
        line.read[entry.member, self.thread] = min(self.count, len(line.threads[self.thread]))


def thread_of(to: tuple[str, ...], seat: str | None) -> str:
    """The thread that a message belongs to: `all`, `team CODE`, or its parties in order, joined by +."""
    if to == (ALL,):
        return PUBLIC
    if to == (TEAM,):
        return f"{TEAM} {seat}"
    return "+".join(sorted({*to, seat or DESK}))


def reads(thread: str, who: Member) -> bool:
    """Whether somebody may read a thread."""
    if who.role in TEACHERS:
        return True
    if who.role != PLAYER or who.seat is None:
        return thread == PUBLIC
    return thread in (PUBLIC, f"{TEAM} {who.seat}") or who.seat in thread.split("+")
