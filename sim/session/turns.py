"""The course of a session: it is set up, turns open and are resolved, time runs, and a line may be rolled back."""

from typing import Annotated, Literal

from pydantic import Field

from sim.model.compiled import rules_version
from sim.scenario import parse

from .commands import Command, Desk, Entry, Facts, Rejection, command
from .machine import machine
from .people import controlled, named, vacated
from .resolve import played
from .seal import new_luck
from .settings import Settings, begun
from .state import ALL, DEBRIEF, FACILITATOR, LOBBY, OPEN, REVIEW, TEACHERS, Line, Member, News, State
from .treaties import lapse

CLOCK = "clock"  # the role of the timer
MOST_SECONDS = 86_400


@command("create", ())
class Create(Command):
    """The first entry of every log: settings, and as facts the session's id, room code, seed and nonce."""

    settings: Settings

    def founded(self, entry: Entry) -> State:
        """The state that a log begins with: an open lobby and its facilitator's link. Raises as `settings.begun`."""
        facts, settings = entry.facts, self.settings
        scenario, case = begun(settings, parse(settings.scenario, settings.file))
        line = Line(0, None, 0, scenario, case)
        chair = Member(1, "Facilitator", FACILITATOR, 1, facts["digest"])
        return State(facts["id"], settings, facts["room"], facts["seed"], facts["nonce"], [line], {1: chair}, links=1)


@command("start", (FACILITATOR,), (LOBBY,))
class Start(Command):
    """Open the first turn, with whoever is there; a rehearsal is rolled back afterwards."""

    rehearsal: bool = False

    def apply(self, state: State, entry: Entry) -> None:
        state.line.rehearsal = self.rehearsal
        _open(state, entry.time)


@command("next", (FACILITATOR,), (REVIEW,))
class Next(Command):
    """Open the next turn."""

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        assert state.settings.turns is not None
        if state.line.turn >= state.settings.turns:
            return Rejection("last_turn", "that was the last turn; go on to the debrief")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        _open(state, entry.time)


@command("resolve", (FACILITATOR, CLOCK), (OPEN,))
class Resolve(Command):
    """Resolve the turn with what is submitted; the log keeps its months, and a hash of them."""

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        turn = played(state)
        return Facts({"digest": turn.digest(), "rules": rules_version(), "machine": machine()}, turn)

    def apply(self, state: State, entry: Entry) -> None:
        turn, line = entry.turn, state.line
        assert turn is not None
        line.turns.append(turn)
        line.case = line.case._replace(world=turn.after)
        line.phase, line.locked = REVIEW, False
        lapse(line)
        state.deadline = state.left = None
        state.rules = tuple(dict.fromkeys((*state.rules, entry.facts["rules"])))


@command("lock", (FACILITATOR, CLOCK), (OPEN,))
class Lock(Command):
    """Lock all orders as they are submitted; giving more time unlocks them."""

    def apply(self, state: State, entry: Entry) -> None:
        state.line.locked = True
        state.deadline = state.left = None


@command("pause", TEACHERS, (OPEN,))
class Pause(Command):
    """Stop the timer."""

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        return Facts() if state.deadline is not None else Rejection("no_timer", "no timer runs")

    def apply(self, state: State, entry: Entry) -> None:
        assert state.deadline is not None
        state.left, state.deadline = max(0.0, state.deadline - entry.time), None


@command("resume", TEACHERS, (OPEN,))
class Resume(Command):
    """Let the timer run on."""

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        return Facts() if state.left is not None else Rejection("no_timer", "no timer is stopped")

    def apply(self, state: State, entry: Entry) -> None:
        assert state.left is not None
        state.deadline, state.left = entry.time + state.left, None


@command("extend", TEACHERS, (OPEN,))
class Extend(Command):
    """Give more time, or less; a turn without timer gets one of this length, a locked one is open again."""

    seconds: Annotated[int, Field(ge=-MOST_SECONDS, le=MOST_SECONDS)]

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if self.seconds < 0 and state.deadline is None and state.left is None:
            return Rejection("no_timer", "no timer runs that could be cut short")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        if state.left is not None:
            state.left = max(0.0, state.left + self.seconds)
        else:
            since = entry.time if state.deadline is None else state.deadline
            state.deadline = max(entry.time, since + self.seconds)
        state.line.locked = False


@command("back", ())
class Back(Command):
    """Nothing could be kept since the time that the facts tell: no server ran, or the file could not be written.

    A timer has stood still meanwhile. What the clock of the machine was set to in between does not matter.
    """

    def apply(self, state: State, entry: Entry) -> None:
        if state.deadline is not None:
            state.deadline += entry.time - entry.facts["since"]


@command("rollback", (FACILITATOR,), (OPEN, REVIEW, DEBRIEF))
class Rollback(Command):
    """Open turn `turn` again as it stood when it opened; what was played since stays as a line of its own.

    With `luck` same the same orders would bring the same again; with new, chance is drawn anew, so that not even the
    opened seal tells it. The timer stands still until it is resumed: a class is told first where it is now.
    """

    turn: Annotated[int, Field(ge=1)]
    luck: Literal["same", "new"] = "new"

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if (state.current, self.turn) not in state.starts:
            return Rejection("unknown_turn", f"turn {self.turn} has not been opened on this line")
        return Facts({"replication": new_luck()} if self.luck == "new" else {})

    def apply(self, state: State, entry: Entry) -> None:
        old, number = state.line, len(state.lines)
        for turn in range(1, self.turn + 1):
            state.starts[number, turn] = state.starts[old.number, turn]
        line = state.starts[old.number, self.turn].copy(
            number=number, parent=old.number, replication=entry.facts.get("replication", old.replication),
            since=self.turn, rehearsal=False,
        )  # fmt: skip
        line.control = controlled(state)
        state.lines.append(line)
        state.current = number
        _time(state, entry.time, paused=True)


@command("switch", (FACILITATOR,), (OPEN, REVIEW, DEBRIEF))
class Switch(Command):
    """Go on with another line, where it was left; its timer stands still until it is resumed."""

    line: Annotated[int, Field(ge=0)]

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if self.line >= len(state.lines):
            return Rejection("unknown_line", f"there is no line {self.line}")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        state.current = self.line
        for seat in state.seats:
            vacated(state, seat)
        _time(state, entry.time, paused=True)


@command("finish", (FACILITATOR,), (OPEN, REVIEW))
class Finish(Command):
    """Go on to the debrief: the seal is opened, and what was secret may be shown."""

    def apply(self, state: State, entry: Entry) -> None:
        state.line.phase = DEBRIEF
        state.deadline = state.left = None


@command("cloned", (), people=True)
class Cloned(Command):
    """The first entry that a clone adds to the log it was copied from: it goes on by itself, on a line of its own.

    Nobody but its facilitator has a link to it. `luck` as for a rollback.
    """

    name: str
    luck: Literal["same", "new"]

    def apply(self, state: State, entry: Entry) -> None:
        facts, line = entry.facts, state.line
        state.id, state.room, state.links = facts["id"], facts["room"], state.links + 1
        state.settings = state.settings.model_copy(update={"name": self.name})
        state.members = {1: Member(1, state.chair.name, FACILITATOR, facts["link"], facts["digest"])}
        for seat in state.seats:
            vacated(state, seat)
        if self.luck == "new":
            line.replication = facts["replication"]


def _open(state: State, now: float) -> None:
    """Open the turn after the present one."""
    line = state.line
    line.turn, line.phase, line.locked = line.turn + 1, OPEN, False
    line.drafts, line.submitted, line.rulings = {}, {}, []
    before, line.control = line.control, controlled(state)
    for seat, by in line.control.items():
        if before and before[seat] != by:
            line.news.append(News(line.turn, f"{seat} is now played by {named(by)}", (ALL,)))
    state.starts[line.number, line.turn] = line.copy()
    _time(state, now)


def _time(state: State, now: float, paused: bool = False) -> None:
    """Set the timer of a turn that has just opened, or been opened again."""
    seconds = state.settings.seconds if state.line.phase == OPEN else None
    state.left = seconds if paused else None
    state.deadline = None if seconds is None or paused else now + seconds
