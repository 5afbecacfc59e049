"""The state of a session, as its log adds up to it: people, and lines of turns.

A line is one course of play. A rollback leaves it as it is and opens another from a turn's start, so all that
belongs to play (world, orders, messages, treaties) is kept by line; people and links are the session's. What stands
in lists and tables of a line is never changed, only put in and taken out: a copy of the line is cheap.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sim.scenario import Case, Scenario

from .settings import Settings
from .turn import Turn

FACILITATOR, COTEACHER, PLAYER, OBSERVER, PROJECTOR = "facilitator", "coteacher", "player", "observer", "projector"
APPLICANT, OUTSIDER = "applicant", "outsider"  # in the lobby, asking for a seat; without any link
TEACHERS = (FACILITATOR, COTEACHER)
LOBBY, OPEN, REVIEW, DEBRIEF = "lobby", "open", "review", "debrief"
ALL = "all"  # who may read: everybody


def role_named(role: str) -> str:
    """A role as people write it."""
    return role.replace("cot", "co-t")


@dataclass(frozen=True)
class Member:
    """Somebody with a link. Several players may share a seat; a player has one seat."""

    number: int
    name: str
    role: str
    link: int
    digest: str
    seat: str | None = None
    wish: str | None = None  # the seat asked for, while an applicant

    @property
    def own(self) -> str:
        """The seat of a player."""
        assert self.seat is not None
        return self.seat


NOBODY = Member(0, "", OUTSIDER, 0, "")


@dataclass(frozen=True)
class Sheet:
    """A seat's orders for a turn: a draft, or what was submitted. `orders` and `answers` as in orders.py."""

    orders: tuple[Any, ...]
    answers: Any
    hold: bool
    by: int  # member
    time: float
    revision: int  # counts the saved drafts of the turn


@dataclass(frozen=True)
class Message:
    """Something that was written; `seat` is None for teachers."""

    id: str
    seat: str | None
    member: int
    text: str
    time: float
    turn: int


@dataclass(frozen=True)
class Proposal:
    """A treaty on the table. `terms` as proposed (treaties.Terms); it binds once every party has accepted."""

    id: str
    by: str
    terms: Any
    turn: int
    until: int  # the last turn in which it can be accepted
    accepted: tuple[str, ...]
    status: str = "open"  # accepted, rejected, withdrawn, countered, expired
    counters: str | None = None  # the proposal that this one answers
    time: float = 0.0


@dataclass(frozen=True)
class Inject:
    """News sent by a teacher; `changes` take effect when turn `turn` is resolved."""

    id: str
    text: str
    to: tuple[str, ...]  # codes of seats, or (ALL,)
    changes: tuple[Any, ...]
    turn: int
    time: float
    name: str | None = None  # of a prepared one


@dataclass(frozen=True)
class News:
    """What happened between people and is told: a treaty signed or left, a seat taken over, a ruling made."""

    turn: int
    text: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Ruling:
    """A facilitator's override of a turn: orders of a seat, or how a state answers; `ruling` as in turns.py."""

    id: str
    ruling: Any
    reason: str
    member: int


@dataclass
class Line:
    """One course of play, at its present turn."""

    number: int
    parent: int | None
    replication: int  # its luck
    scenario: Scenario
    case: Case  # world at the start of the present turn, setting with what is dated so far
    since: int = 0  # the turn that it began with; those before are its parent's
    turn: int = 0
    phase: str = LOBBY
    rehearsal: bool = False
    locked: bool = False
    control: dict[str, str] = field(default_factory=dict)  # seat → people or profile, in this turn
    drafts: dict[str, Sheet] = field(default_factory=dict)
    submitted: dict[str, Sheet] = field(default_factory=dict)
    rulings: list[Ruling] = field(default_factory=list)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    treaties: dict[str, tuple[int, ...]] = field(default_factory=dict)  # signed in play: proposal → duty rows
    threads: dict[str, tuple[Message, ...]] = field(default_factory=dict)  # by who reads them
    read: dict[tuple[int, str], int] = field(default_factory=dict)  # (member, thread) → messages read
    injects: list[Inject] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    bets: dict[tuple[int, str], float] = field(default_factory=dict)  # (member, question) → share
    wall: str = "bets"  # the page of the debrief that the projector shows
    asked: Any = None  # the what-if (wall.Changed) that its page answers
    worked: tuple[Case | None, dict[Any, Any]] = (None, {})  # what views work out once for the present world

    def copy(self, **changed: Any) -> "Line":
        """The same line apart from this one."""
        held = {name: value.copy() for name, value in vars(self).items() if isinstance(value, (dict, list))}
        return replace(self, **{**held, **changed})

    def once(self, key: Any, work: Callable[[], Any]) -> Any:
        """What `work` returns, worked out once for the present world and setting."""
        if self.worked[0] is not self.case:
            self.worked = (self.case, {})
        if key not in self.worked[1]:
            self.worked[1][key] = work()
        return self.worked[1][key]

    @property
    def months(self) -> int:
        """Months played."""
        return sum(len(turn.months) for turn in self.turns)


@dataclass
class State:
    """A session."""

    id: str
    settings: Settings
    room: str
    seed: int
    nonce: str
    lines: list[Line]
    members: dict[int, Member] = field(default_factory=dict)
    policy: dict[str, str] = field(default_factory=dict)  # seat → profile that takes it over at the next turn
    starts: dict[tuple[int, int], Line] = field(default_factory=dict)  # (line, turn) → the line as the turn opened
    stars: dict[str, dict[str, Any]] = field(default_factory=dict)  # by id, as stars.py makes them
    fans: dict[int, int] = field(default_factory=dict)  # line → the turn from which its fan is shown
    links: int = 0  # issued
    removed: dict[str, str] = field(default_factory=dict)  # hash of a link that was taken away → role it had
    last: dict[str, float] = field(default_factory=dict)  # seat → time of its last action
    current: int = 0
    deadline: float | None = None
    left: float | None = None  # seconds, while the timer is stopped
    open_room: bool = True
    rules: tuple[str, ...] = ()  # versions that turns were resolved under

    def ahead(self) -> "State":
        """A copy that can go on by itself."""
        held: Any = {name: value.copy() for name, value in vars(self).items() if isinstance(value, (dict, list))}
        held["lines"][self.current] = self.line.copy()
        return replace(self, **held)

    @property
    def line(self) -> Line:
        """The line in play."""
        return self.lines[self.current]

    def owner(self, line: int, turn: int) -> int:
        """The line on which a turn of a line was opened: its own, or one that it goes on from."""
        while turn < self.lines[line].since and (parent := self.lines[line].parent) is not None:
            line = parent
        return line

    @property
    def stage(self) -> str:
        """Where play stands: line, turn and phase. A write says the stage it was made for."""
        return f"{self.line.number}.{self.line.turn}.{self.line.phase}"

    @property
    def seats(self) -> list[str]:
        """Codes of the states that people may play, in the order of the settings."""
        return list(self.settings.seats or ())

    def players(self, seat: str) -> list[Member]:
        """Who plays a seat."""
        return [member for member in self.members.values() if member.role == PLAYER and member.seat == seat]

    @property
    def chair(self) -> Member:
        """The facilitator."""
        return next(member for member in self.members.values() if member.role == FACILITATOR)

    def by_digest(self, digest: str) -> Member | None:
        """Whose link has this hash."""
        return next((member for member in self.members.values() if member.digest == digest), None)
