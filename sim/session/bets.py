"""Bets before the fan is shown: of what came about in the game, in how many of the model's does it come about again?"""

import math
import re
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from sim.analysis.why.words import decimal, percent
from sim.model.world import Array, Record
from sim.outcomes.outcomes import measure
from sim.run.books import columns_of
from sim.scenario import Scenario

from .commands import Command, Desk, Entry, Facts, Rejection, command
from .state import DEBRIEF, OBSERVER, PLAYER, TEACHERS, Line, Member, State
from .wall import FAN
from .words import unmarked

MOST_HEADLINES = 3  # of the scenario's headline outcomes that are asked about
Share = Annotated[float, Field(ge=0, le=1)]
Asked = Annotated[str, Field(max_length=80)]
HAPPENED = {  # standard outcomes that count events, the gravest first: what came about, and what again
    "wars": ("It came to war", "come to war again"),
    "crises_force": ("Force was used in a crisis", "see force used again"),
    "abandonments": ("A promise that was called upon was not kept", "see a promise broken again"),
    "crises": ("Force was threatened", "see a threat of force again"),
}
QUIET = "crises", "Nobody threatened force", "again have no threat of force"
SAID = {  # by family of outcomes and how many states it names: what came about, and what again
    ("alignment", 2): ("The tie of {0} and {1} ended at {value} (−1 hostile, 1 close)", "end as warm, or warmer"),
    ("leverage", 2): (
        "At the end {1} would lose {share} of what it needs without {0}",
        "make that loss as large, or larger",
    ),
    ("tilt", 3): ("{0} was closer to {1} than to {2} by {size}, over the {months}", "lean to {1} as far, or farther"),
}
AWAY = "{0} was closer to {2} than to {1} by {size}, over the {months}", "lean to {2} no farther than that"
YEAR, LAST_YEAR = 12, re.compile(r"last (year|12 months)")  # months that a tilt is the mean of, where there are as many


class Question(NamedTuple):
    """Something that came about since a turn, and what it is that it comes about again."""

    outcome: str  # a column of sim.outcomes
    came: str  # in words
    ask: str  # in how many of 100 replays it … again
    least: float | None  # the value from which on it has; None: it is 0 again

    def again(self, values: Array) -> Array:
        """In which replications it came about again (R,)."""
        return values == 0.0 if self.least is None else values >= self.least

    def told(self) -> dict[str, str]:
        """As plain data."""
        return {"question": self.outcome, "came": self.came, "ask": self.ask}


@command("bet", (PLAYER, OBSERVER), (DEBRIEF,), timely=False)
class Bet(Command):
    """Bet, before the fan is shown, in how many of the model's games things come about again (shares, 0 to 1).

    They are whole games, from turn 1 on: the fan from there settles bets. A question that is left out keeps its bet.
    """

    shares: Annotated[dict[Asked, Share], Field(max_length=MOST_HEADLINES + 1)]

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if state.line.number in state.fans:
            return Rejection("shown", "the fan has been shown: what it tells can no longer be bet on")
        if not self.shares:
            return Rejection("empty", "write how many of 100 games, for one question at least")
        if not set(self.shares) <= {each.outcome for each in questions(state.line)}:
            return Rejection("unknown_question", "there is no such question to bet on")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        state.line.bets |= {(entry.member, question): share for question, share in self.shares.items()}


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
        state.line.wall = FAN


def questions(line: Line, turn: int = 1) -> list[Question]:
    """What came about from turn `turn` on: the gravest event, then the scenario's headline; none before a turn."""
    return line.once(("questions", turn), lambda: _questions(line, turn)) if line.turns else []


def _questions(line: Line, turn: int) -> list[Question]:
    first = line.turns[turn - 1].first
    since = Record(*(series[:, first:] for series in line.turns[-1].record))
    came = {name: float(values[0]) for name, values in measured(since, line).items()}
    asked = [Question(name, *said, 1.0) for name, said in HAPPENED.items() if came[name] > 0.0][:1]
    asked = asked or [Question(*QUIET, None)]
    for name in line.scenario.headline[:MOST_HEADLINES]:
        if name != asked[0].outcome and math.isfinite(came[name]):
            asked.append(_question(name, came[name], line.months - first, line.scenario))
    return asked


def _question(name: str, value: float, months: int, scenario: Scenario) -> Question:
    """What is asked of an outcome and its value after some months."""
    figure = decimal(value, 0 if value.is_integer() else 2)
    played = f"last {YEAR} months" if months > YEAR else f"{months} months played"
    family, *of = name.split("_")
    said = None if name in scenario.outcomes else SAID.get((family, len(of)))
    if said is None:
        meaning = unmarked(columns_of(scenario)[name].meaning)
        told = meaning if months > YEAR else LAST_YEAR.sub(played, meaning)
        ask = f"come to {figure} again, or more" if value else "again come to 0"
        return Question(name, f"{told[0].upper()}{told[1:]}: {figure}", ask, value or None)
    came, ask = AWAY if family == "tilt" and value < 0.0 else said
    words = {"value": figure, "share": percent(value), "size": decimal(abs(value)), "months": played}
    return Question(name, came.format(*of, **words), ask.format(*of), value)


def measured(record: Record, line: Line) -> dict[str, Array]:
    """Every outcome of the runs of a record (R,), as a sweep would report it."""
    scenario, case = line.scenario, line.case
    return measure(record, case.setting, case.params, scenario.labels, scenario.named, scenario.outcomes)


def betting(state: State, counted: bool) -> dict[str, Any] | None:
    """What can be bet on in the debrief and, once the fan is shown, what was bet; who has bet what is told to nobody.

    With `counted`, for teachers, also how many have.
    """
    line, shown = state.line, state.fans.get(state.line.number)
    if line.phase != DEBRIEF:
        return None
    asked = questions(line)
    told: dict[str, Any] = {
        "questions": [each.told() for each in asked],
        "shown": shown,
    }
    shares = {each.outcome: sorted(s for (_, name), s in line.bets.items() if name == each.outcome) for each in asked}
    if shown is not None:
        told["shares"] = shares
    if counted:
        told["placed"] = {name: len(each) for name, each in shares.items()}
    return told
