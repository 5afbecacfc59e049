"""The log of a month as draws by name, and what a trigger came to (E9)."""

from typing import NamedTuple

import numpy as np

from sim.model import events as e
from sim.model.events import COLUMNS, LOGGED, Events
from sim.model.obligations import cost_of_level, entrapped, word
from sim.model.params import Params
from sim.model.world import NEUTRALITY, NONAGGRESSION, TROOPS, Obligations

# what the last columns of a log row mean, by kind
TERMS = {
    e.RESISTED: ("win", "fight", "hold", "expected"),
    e.FOUGHT: ("win", "expected"),
    e.ANSWERED_BACK: ("worth",),
    e.CLAUSE_DRAWN: ("provocation", "misjudgement", "enemy", "rung"),
    e.HONOUR_DRAWN: ("benefit", "cost", "word", "enemy"),
    e.FORBORE: ("benefit", "cost", "word"),
    e.JOINED_IN: ("worth", "", "", "rung"),
    e.ACCEPTED: ("alignment",),
    e.RENEWED: ("alignment",),
    e.SANCTION_DRAWN: ("damage", "exit", "resolve"),
    e.UNREST_BROKE: ("stability",),
    e.CEASED: ("on_attacker", "on_defender", "arms"),
    e.RELAPSED: ("trust",),
    e.DATED: ("value",),
}
HONOURED, ENTRAPPED, ABANDONED, LAPSED = "honoured", "entrapped", "abandoned", "lapsed"


class Draw(NamedTuple):
    """A row of the log: what was drawn between whom, the probability it was held against, what came of it."""

    what: int  # index into LOGGED
    wave: int
    actor: int
    target: int
    item: int  # duty, conflict, calendar row, action or rung, by kind
    draw: float
    probability: float
    outcome: int  # 1 or 0; how far help goes for a duty to help, −1 nowhere
    terms: dict[str, float]  # by the names of TERMS

    @property
    def kind(self) -> str:
        """What was drawn, by its name in LOGGED."""
        return LOGGED[self.what]


class Call(NamedTuple):
    """A duty that an event called upon: its clause, its honour, what it came to (E9a, E9b)."""

    row: int  # of the obligations
    promisor: int
    beneficiary: int
    enemy: int
    duty: int  # of world.DUTIES
    clause: Draw | None
    honour: Draw | None  # None if the clause released the promisor
    cost: float  # of what is due: c of the chance to honour; NaN if the clause released
    outcome: str  # honoured, entrapped (honoured against its interest), abandoned, lapsed


def log_of(events: Events) -> list[Draw]:
    """The rows of a month's log, in the order in which they were drawn."""
    assert COLUMNS[8:] == ("one", "two", "three", "four")
    told = []
    for row in events.log[: events.used[0]]:
        what, wave, actor, target, item = (int(value) for value in row[:5])
        terms = {name: float(value) for name, value in zip(TERMS.get(what, ()), row[8:], strict=False) if name}
        told.append(Draw(what, wave, actor, target, item, float(row[5]), float(row[6]), int(row[7]), terms))
    return told


def called(row: int, clause: Draw | None, honour: Draw | None, enemy: int, duties: Obligations, params: Params) -> Call:
    """A call on duty `row` with what it came to; `duties` as they stood when the month had opened."""
    who = int(duties.promisor[row]), int(duties.beneficiary[row])
    if honour is None:
        outcome = LAPSED
    elif duties.duty[row] in (NEUTRALITY, NONAGGRESSION):
        outcome = HONOURED if honour.outcome == 1 else ABANDONED
    elif honour.outcome < duties.least_help[row]:
        outcome = ABANDONED
    else:
        outcome = ENTRAPPED if _entrapped(row, honour, duties, params) else HONOURED
    cost = np.nan if honour is None else _due(row, honour, duties, params)
    return Call(row, *who, enemy, int(duties.duty[row]), clause, honour, cost, outcome)


def _due(row: int, honour: Draw, duties: Obligations, params: Params) -> float:
    """What the help that is due costs, or the peace that is owed (E9b)."""
    if duties.duty[row] in (NEUTRALITY, NONAGGRESSION):
        return honour.terms["cost"]
    return float(cost_of_level(duties.least_help[row], honour.terms["cost"], params.obligation))


def _entrapped(row: int, honour: Draw, duties: Obligations, params: Params) -> bool:
    """Whether it joined against its interest, and only because its word would suffer (E9)."""
    if honour.outcome != TROOPS:
        return False
    bare = honour.terms["word"] - word(duties.bindingness[row], 0.0, 0.0, 0.0, params.obligation)
    rationality = params.choice.rationality
    return bool(entrapped(honour.draw, honour.terms["benefit"], honour.terms["cost"], bare, rationality))
