"""The review: what was promised and what was done, how likely the course was, and bets on it before that is shown."""

from typing import Annotated, Any

import numpy as np
from pydantic import Field

from sim.analysis.why.crises import clashes
from sim.analysis.why.draws import Call, log_of
from sim.analysis.why.explanation import months_of
from sim.model.obligations import known
from sim.model.play import play_many
from sim.model.world import ANY, DUTIES, Array, Record, blank_record
from sim.run.branch import from_month

from .commands import Command, Desk, Entry, Facts, Rejection, command
from .state import DEBRIEF, OBSERVER, PLAYER, TEACHERS, Line, Member, State
from .text import Title
from .told import tongue_of
from .turn import Turn

SHARES = (5, 25, 50, 75, 95)  # percentiles of a fan
PIECE = 50  # replications that are played at a time
MOST_BETS = 50  # questions that somebody bets on
SERIES = ("alignment", "rung", "power", "stability")


@command("bet", (PLAYER, OBSERVER), (DEBRIEF,), timely=False)
class Bet(Command):
    """Bet, before it is shown, in how many of 100 replications something would come about again."""

    question: Title
    share: Annotated[float, Field(ge=0, le=1)]

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if state.line.number in state.fans:
            return Rejection("shown", "the fan has been shown: what it tells can no longer be bet on")
        mine = {question for member, question in state.bets if member == who.number}
        if len(mine | {self.question}) > MOST_BETS:
            return Rejection("too_many", f"a bet on {MOST_BETS} questions is enough")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        state.bets[entry.member, self.question] = self.share


@command("fan", TEACHERS, (DEBRIEF,))
class ShowFan(Command):
    """Show to all the fan of the line in debrief from turn `turn` on; nobody bets any more."""

    turn: Annotated[int, Field(ge=1)] = 1

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if self.turn > len(state.line.turns):
            return Rejection("unknown_turn", f"turn {self.turn} has not been resolved on this line")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        state.fans[state.line.number] = self.turn


def promises(line: Line, seat: int = ANY) -> list[dict[str, Any]]:
    """Every call on a duty that `seat` knows of (ANY: all), turn by turn: what was owed, and what was done."""
    return [told for turn in line.turns for told in _called(turn, line, seat)]


def _called(turn: Turn, line: Line, seat: int) -> list[dict[str, Any]]:
    key = ("promises", seat)
    if key not in turn.cache:
        tongue, months, told = tongue_of(turn), months_of(line.scenario), []
        for month in turn.months:
            duties = month.before.duties
            roots = clashes(log_of(month.events), turn.case.setting, turn.case.params, duties)
            for clash in (each for root in roots for each in root.all()):
                for call in (*clash.forborne, *clash.calls):
                    if known(call.row, seat, duties.promisor, duties.beneficiary, duties.secret):
                        said = tongue.owes(call, duties), tongue.came_to(call)
                        told.append({
                            "turn": turn.number, "month": months[month.number],
                            "event": tongue.opening(clash).partition(" (")[0], **_promise(call, turn, *said),
                        })  # fmt: skip
        turn.cache[key] = told
    return turn.cache[key]


def _promise(call: Call, turn: Turn, owed: str, came: str) -> dict[str, Any]:
    codes = turn.scenario.labels.codes
    return {
        "by": codes[call.promisor], "to": codes[call.beneficiary], "duty": DUTIES[call.duty], "promised": owed,
        "done": came, "outcome": call.outcome,
    }  # fmt: skip


class Fan:
    """How N replications of the model go on from the start of a turn, and where the course that was played lies.

    All seats are the model's in them, on the world as the turn opened with the injects sent since; luck is drawn anew.
    `turn` is one that was resolved. `play` goes on by pieces and may be called between other work, from a thread of its
    own; `told` tells what has been played, a piece at least.
    """

    def __init__(self, line: Line, turn: int, replications: int, seed: int):
        assert 1 <= turn <= len(line.turns), "a fan begins with a turn that was resolved"
        first, last = line.turns[turn - 1], line.turns[-1]
        self.line, self.first, self.replications, self.seed = line, first.first, replications, seed
        self.months = last.first + len(last.months) - first.first
        self._world, self._setting = from_month(first.case.world, line.case.setting, first.first)
        self._params = first.case.params
        self._real = last.record
        self._played: list[Record] = []

    @property
    def played(self) -> int:
        """Replications played so far."""
        return sum(len(record.posture) for record in self._played)

    def play(self, rows: int = PIECE) -> bool:
        """Play a piece; returns whether more are to be played."""
        rows = min(rows, self.replications - self.played)
        if rows > 0:
            world = self._world
            sizes = len(world.power), len(world.duties.status), len(world.intensity)
            record = blank_record(self.months, *sizes, rows)
            play_many(world, self._setting, self._params, self.seed, self.played, record)
            self._played.append(record)
        return self.played < self.replications

    def told(self) -> dict[str, Any]:
        """Percentiles by month of every public series, the course that was played, and its percentile at the end."""
        assert self._played, "play a piece first"
        labels = self.line.scenario.labels
        pairs = [(i, j) for i in range(len(labels.codes)) for j in range(i)]
        told: dict[str, Any] = {
            "replications": self.played,
            "months": ["start", *months_of(self.line.scenario)[self.first : self.first + self.months]],
            "shares": list(SHARES),
            "series": {},
        }
        for name in SERIES:
            spread = np.concatenate([getattr(record, name) for record in self._played])
            real = getattr(self._real, name)[0, self.first :]
            if spread.ndim == 4:
                told["series"][name] = {
                    f"{labels.codes[j]}–{labels.codes[i]}": _fan(spread[:, :, i, j], real[:, i, j]) for i, j in pairs
                }
            else:
                told["series"][name] = {code: _fan(spread[:, :, i], real[:, i]) for i, code in enumerate(labels.codes)}
        return told


def _fan(spread: Array, real: Array) -> dict[str, Any]:
    """Percentiles over replications (R, T), the real course (T,), and the share of replications that end below it."""
    below, same = (spread[:, -1] < real[-1]).mean(), (spread[:, -1] == real[-1]).mean()
    return {
        "percentiles": np.percentile(spread, SHARES, axis=0).round(3).tolist(),
        "played": real.round(3).tolist(),
        "percentile": round(100 * float(below + same / 2), 1),
    }
