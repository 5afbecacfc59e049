"""What may be asked of a session, by whom and when: the shape that every command shares.

A command is a frozen model of its fields. `decide` says no with a Rejection, or returns the facts that the log must
hold beside the command (ids, hashes, what was drawn); `apply` puts a command that the log holds into the state and
may use nothing but state, command and facts; `answer` is what the sender is told, the same if it asks again.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from .links import Links
from .state import DEBRIEF, LOBBY, OPEN, REVIEW, Member, State
from .turn import Turn

MOST_BODY = 32_768  # characters of a command, as JSON
PHASES = (LOBBY, OPEN, REVIEW, DEBRIEF)


class Rejection(NamedTuple):
    """Why a command was not taken: a code for programs, a sentence for people, and what it concerns."""

    code: str
    text: str
    details: tuple[str, ...] = ()


class Done(NamedTuple):
    """A command that the log holds: what its sender is told, and the stage afterwards."""

    answer: dict[str, Any]
    stage: str


class Desk(NamedTuple):
    """What deciding may use beside state and command."""

    now: float  # server time, seconds
    links: Links


class Facts(NamedTuple):
    """What the log keeps of a decision, as plain data, and a turn that was played for it."""

    data: dict[str, Any] = {}
    turn: Turn | None = None


class Entry(NamedTuple):
    """A command in the log. `member` is 0 for the clock and those without a link."""

    number: int
    time: float
    member: int
    uuid: str
    command: "Command"
    facts: dict[str, Any]
    turn: Turn | None = None


class Command(BaseModel):
    """The fields of every command: a UUID of the sender's, and the stage (State.stage) that it expects."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: ClassVar[str]
    roles: ClassVar[tuple[str, ...]]
    phases: ClassVar[tuple[str, ...]] = PHASES
    timely: ClassVar[bool] = True  # whether it is refused once the stage is another
    people: ClassVar[bool] = False  # whether it says who is there, which holds under any rules

    uuid: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{8,64}$")]
    stage: Annotated[str, StringConstraints(max_length=40)] = ""

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        """Take the command or refuse it; changes nothing."""
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        """Put it into the state."""
        raise NotImplementedError

    def answer(self, entry: Entry, links: Links) -> dict[str, Any]:
        """What the sender is told."""
        return {}

    @classmethod
    def told(cls, fault: ErrorDetails) -> str:
        """What is wrong with a field, in a sentence."""
        return plainly(fault)


COMMANDS: dict[str, type[Command]] = {}


def command(
    kind: str, roles: tuple[str, ...], phases: tuple[str, ...] = PHASES, timely: bool = True, people: bool = False
):
    """Register a class as the command of that kind."""

    def registered(cls: type[Command]) -> type[Command]:
        cls.kind, cls.roles, cls.phases, cls.timely, cls.people = kind, roles, phases, timely, people
        COMMANDS[kind] = cls
        return cls

    return registered


def short_id(uuid: str) -> str:
    """The id of what a command makes: it tells nothing of how many were made before."""
    return "t" + hashlib.sha256(uuid.encode()).hexdigest()[:12]


def plainly(fault: ErrorDetails) -> str:
    """What is wrong with a field, by its name."""
    place = ".".join(str(part) for part in fault["loc"])
    message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "too_short":
        message = f"at least {fault['ctx']['min_length']} needed, {fault['ctx']['actual_length']} given"
    return f"{place}: {message}" if place else message


def unfit(error: ValidationError, tell: Callable[[ErrorDetails], str] = plainly) -> Rejection:
    """Fields that are missing, too long or of the wrong kind, as a rejection."""
    told = [tell(fault) for fault in error.errors(include_url=False, include_input=False)]
    return Rejection("invalid", told[0] if len(told) == 1 else f"{told[0]} (and {len(told) - 1} more)", tuple(told))


def read_command(asked: Mapping[str, Any]) -> Command | Rejection:
    """A command from plain data."""
    fields = dict(asked)
    kind = fields.pop("kind", None)
    if not isinstance(kind, str) or kind not in COMMANDS:
        return Rejection("unknown_command", "there is no such command")
    if len(json.dumps(fields, ensure_ascii=False, default=str)) > MOST_BODY:
        return Rejection("invalid", f"a command has {MOST_BODY:,} characters at most")
    try:
        return COMMANDS[kind].model_validate(fields)
    except ValidationError as error:
        return unfit(error, COMMANDS[kind].told)


def body_of(command: Command) -> dict[str, Any]:
    """The fields of a command as plain data."""
    return command.model_dump(mode="json")
