"""What if: the log folded again with one seat's orders, or the luck, of a turn changed.

What comes of it is the model's answer, given these orders, and never what would have happened. Treaties, injects and
answers stand as they were given, as far as they still can be; rulings too, but for those on a seat in the very turn
for which it is given other orders: they would decide in their place.
"""

import math
from collections.abc import Collection
from typing import Any

from sim.analysis.why.explanation import months_of
from sim.model.world import COMMON

from .charts import series
from .commands import Desk, Entry, Facts, Rejection
from .fold import apply, entry_of, steps
from .links import LEAST_KEY, Links
from .log import Log
from .orders import Submit, fault
from .profiles import MODEL, PEOPLE
from .resolve import played
from .state import NOBODY, Line, Sheet, State
from .told import headlines
from .turn import Turn
from .turns import Resolve, Rollback, Switch
from .wall import Changed

MODES = {"fixed": "other seats' orders fixed", "model": "other seats replaced by the model"}
OTHER_LUCK = 2**30  # added to a line's replication


def what_if(log: Log, line: int, changed: Changed) -> dict[str, Any] | Rejection:
    """The course of a line with something changed, beside the one that was played, as public series by month.

    `parted`: what the public news tell of the one and not of the other; `set_aside`: whether rulings decided on the
    seat in that turn that do not here.
    """
    state, kept = _course(log, line)
    made = _refolded(log, state.owner(line, changed.turn), kept, changed)
    if isinstance(made, Rejection):
        return made
    course = state.lines[line]
    turns = [turn for turn in course.turns if turn.number == changed.turn and changed.sheet is not None]
    return {
        "mode": MODES[changed.others],
        "words": "the model, given these orders",
        "set_aside": any(turn.rulings_on(changed.seat) for turn in turns),
        "parted": _parted(course, made, state),
        "played": series(course, COMMON),
        "given": series(made, COMMON),
    }


def _parted(course: Line, made: Line, state: State) -> dict[str, list[dict[str, str]]]:
    """What is told of the course that was `played` alone, and of the one `given` alone, by month, acts last."""
    found: dict[str, list[dict[str, str]]] = {"played": [], "given": []}
    months = months_of(course.scenario)
    for one, other in zip(course.turns, made.turns, strict=True):
        played, given = _public(one, course, state), _public(other, made, state)
        for name, own, others in (("played", played, given), ("given", given, played)):
            alone = sorted((each for each in own if each not in others), key=lambda each: each[:2])
            found[name] += [{"month": months[month], "text": text} for month, _, text in alone]
    return found


def _public(turn: Turn, line: Line, state: State) -> list[tuple[int, bool, str]]:
    """The public news of a turn: month, whether it is an act, text; what was answered stands with its act."""
    told = headlines(turn, line, state, COMMON)
    return [(each["month"], each["kind"] == "act", each["text"]) for each in told if each["kind"] != "answer"]


def _course(log: Log, line: int) -> tuple[State, set[int]]:
    """The session as it is, and the numbers of the entries that the course of a line is made of.

    They are those that were made on it, those made before it branched off on the lines that it goes on from, and all
    that say who is there.
    """
    found, at = [], (0, 0)
    for entry, state in steps(log):
        found.append((entry, at, state.current))
        at = state.current, state.line.turn
    ends: dict[int, float] = {}  # line → the turn from which on it is not followed
    end: float = math.inf
    of: int | None = line
    while of is not None:
        if state.lines[of].since < end:
            ends[of] = end
        end, of = min(end, state.lines[of].since), state.lines[of].parent

    def belongs(entry: Entry, at: tuple[int, int], now: int) -> bool:
        if isinstance(entry.command, Rollback):
            return now in ends
        return entry.command.people or (not isinstance(entry.command, Switch) and at[1] < ends.get(at[0], 0))

    return state, {entry.number for entry, at, now in found if belongs(entry, at, now)}


def _refolded(log: Log, line: int, kept: set[int], changed: Changed) -> Line | Rejection:
    """What the entries `kept` come to with a change in a turn that was opened on a line."""
    opened = line, changed.turn
    for entry, state in steps(log):
        if opened in state.starts and (state.current, state.line.turn) == opened:
            later = {number for number in kept if number > entry.number}
            return _begin(state, changed) or _gone_on(log, state, later, changed)
    return Rejection("unknown_turn", f"turn {changed.turn} has not been opened on this line")


def _begin(state: State, changed: Changed) -> Rejection | None:
    """Put what is to be otherwise into the state of a turn that has just opened."""
    line = state.line
    if changed.seat not in state.seats:
        return Rejection("unknown_seat", f'there is no seat "{changed.seat}"')
    if changed.luck == "new":
        line.replication += OTHER_LUCK
    if changed.others == "model":
        others = [seat for seat in state.seats if seat != changed.seat]
        state.policy |= dict.fromkeys(others, MODEL)
        line.control |= dict.fromkeys(others, MODEL)
    if changed.sheet is None:
        return None
    return fault(changed.sheet.orders, changed.sheet.answers, changed.seat, state)


def _gone_on(log: Log, state: State, kept: Collection[int], changed: Changed) -> Line:
    """Let the entries `kept` go on from a changed state, those left out that cannot stand any more."""
    desk = Desk(0.0, Links(bytes(LEAST_KEY), state.id))
    for row in log.rows():
        if row.number not in kept:
            continue
        entry = entry_of(row)
        member = state.members.get(entry.member)
        own = isinstance(entry.command, Submit) and member is not None and member.seat == changed.seat
        if own and state.line.turn == changed.turn and changed.sheet is not None:
            continue
        if isinstance(entry.command, Resolve):
            _submit(state, changed, entry)
            entry = entry._replace(turn=played(state))
        elif not isinstance(entry.command.decide(state, member or NOBODY, desk), Facts):
            continue
        apply(state, entry)
        if isinstance(entry.command, Rollback) and entry.command.luck == changed.luck == "new":
            state.line.replication += OTHER_LUCK
    return state.line


def _submit(state: State, changed: Changed, entry: Entry) -> None:
    """Hand in the changed sheet before its turn is resolved, in the place of whatever was sent or ruled."""
    line, sheet = state.line, changed.sheet
    if sheet is not None and line.turn == changed.turn:
        line.control[changed.seat] = PEOPLE  # whoever plays it, and were it nobody
        line.submitted[changed.seat] = Sheet(sheet.orders, sheet.answers, sheet.hold, 0, entry.time, 1)
        line.rulings = [each for each in line.rulings if each.ruling.state != changed.seat]
