"""What own outcomes may name, with its meaning: the series of a run, the events counted by month, the functions.

`expression.py` reads the names, `sim/run/steps.py` heads the columns of kept series with the meanings, docs/tables.py
prints them all as docs/reference/outcomes.md.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.model.world import DUTIES, KINDS, TALLY, Array

PAGE = "docs/reference/outcomes.md"
PAIR, FLOW, STATE, CONFLICT = ("state", "state"), ("state", "state", "kind"), ("state",), ("conflict",)
PARTS = {"kind": KINDS, "event": TALLY, "duty": tuple(duty.replace("-", "") for duty in DUTIES)}
KINDS_IN_WORDS = dict(zip(KINDS, ("goods", "arms and technology", "political cover"), strict=True))
PHASES = ("fighting", "ceasefire")


class Series(NamedTuple):
    """A series of months: what stands behind its name, what a value is, `equation` by its number in docs/odd.md.

    The meaning has `{i}` and `{j}` for the first and second state, `{kind}` for the kind of flow.
    """

    axes: tuple[str, ...]
    unit: str
    meaning: str
    equation: str = ""


SERIES: dict[str, Series] = {
    "alignment": Series(PAIR, "−1 to 1", "warmth of the tie between {i} and {j}, the same both ways", "E7"),
    "hostility": Series(PAIR, "0 to 1", "belief of {i} that {j} means harm", "E6"),
    "threat": Series(PAIR, "0 to 1", "threat that {i} feels from {j}", "E5"),
    "credibility": Series(PAIR, "0 to 1", "belief of {i} that {j} keeps its word", "E8"),
    "rung": Series(
        PAIR, "0 to 4", "rung of the crisis between {i} and {j}: 0 calm, 1 dispute, 2 threat of force, 3 use of force, "
        "4 war; the same both ways", "E10",
    ),
    "sanction": Series(PAIR, "stock, 0 to 1", "sanctions of {i} on {j} in force", "E1c"),
    "conceded": Series(PAIR, "share of the stake", "part of what {i} wants of {j} that it has already won", "E10"),
    "sunk": Series(PAIR, "stock", "lives and effort that {i} has put in for {j}", "E8"),
    "act": Series(PAIR, "action", "what {i} did to {j} in the month, to be compared with the name of an action; "
                  "−1 if nothing"),
    "dependence": Series(
        FLOW, "share of need", "part of its need that {i} would lose without the {kind} of {j}: the leverage of {j} "
        "over {i}", "E2",
    ),
    "offer": Series(
        FLOW, "units of need", "{kind} that {j} offers {i}, after tariffs and sanctions, at most 1; of a state to "
        "itself, its own production", "E1",
    ),
    "willingness": Series(FLOW, "share", "part of the {kind} it could give {i} that {j} offers", "E1b"),
    "power": Series(STATE, "largest at the start = 1", "power of {i}", "E11"),
    "offense": Series(STATE, "0 to 1", "reach of the forces of {i}", "E11"),
    "committed": Series(STATE, "share of power", "power of {i} that is tied down", "E5"),
    "stability": Series(STATE, "0 to 1", "stability of the regime of {i}", "E12"),
    "unmet": Series(STATE, "share of need", "need of {i} that is not met", "E1"),
    "casualties": Series(STATE, "in the month", "casualties of {i}", "E12"),
    "intensity": Series(CONFLICT, "0 to 1", "intensity of a standing conflict", "E13"),
    "phase": Series(CONFLICT, "word", "phase of a standing conflict, fighting or ceasefire", "E13"),
    "posture": Series((), "word", "posture in force, to be compared with the name of a posture"),
    "status": Series(("treaty",), "word", "status of a treaty, of the first of its duties in the file", "E9"),
    "tally": Series(("state", "state", "event"), "in the month", "how often an event happened, as the table of events "
                    "says"),
    "invoked": Series(("duty",), "in the month", "duties of a type that were called upon and not released by their "
                      "clause", "E9a"),
    "honoured": Series(("duty",), "in the month", "those of them that were honoured", "E9b"),
}  # fmt: skip

EVENTS: dict[str, str] = {  # tally.EVENT[i, j]
    "demanded": "{i} made a demand on {j}",
    "yielded": "{j} yielded to a demand of {i}",
    "crisis": "a crisis that {i} opened with {j} reached a threat of force (rung 2)",
    "struck": "{i} took a crisis with {j} to the use of force (rung 3)",
    "invaded": "{i} took a crisis with {j} to war (rung 4)",
    "invoked": "a duty of {i} to {j} was called upon and not released by its clause",
    "honoured": "{i} honoured a duty to {j} that was called upon",
    "entrapped": "{i} sent troops for {j} against its interest, for its word",
    "abandoned": "{i} left a duty to {j} that was called upon unmet",
    "sanctioned": "{i} imposed sanctions on {j}",
    "sanction_success": "{j} yielded to sanctions of {i} as they were imposed",
    "deployed": "{i} sent troops to the side of {j}",
    "joined": "{i} joined a fight against {j} for an ally",
    "proposed": "{i} proposed a pact to {j}",
    "signed": "{j} accepted a pact that {i} proposed",
    "exited": "{i} left its treaties with {j}",
    "restrained": "{j} stood down in a crisis as {i} asked",
    "answered": "{i} answered an attack or a threat of {j} at the same rung",
    "conceded": "{i} conceded to {j} unasked",
    "war_won": "{i} won a war against {j}",
}
assert tuple(EVENTS) == TALLY


class Function(NamedTuple):
    """What a function makes of a series; `reduce` takes its months 1 … T of R runs, (R, T), and gives (R, 1)."""

    meaning: str
    example: str  # of the scenario trump_triangulation
    reduce: Callable[[Array], Array] | None = None  # None: expression.py applies it itself
    windowed: bool = True  # whether last=MONTHS may follow


def first_month(truth: Array) -> Array:
    """Month (1 … T) of the first truth along axis 1, NaN if it never comes."""
    return np.where(truth.any(axis=1), truth.argmax(axis=1) + 1.0, np.nan)


FUNCTIONS: dict[str, Function] = {
    "mean": Function(
        "mean over the months; of a comparison, the share of months in which it holds",
        "mean(alignment[PRK,RUS] - alignment[PRK,CHN], last=12)", lambda x: x.mean(axis=1, keepdims=True),
    ),
    "sum": Function(
        "sum over the months; of a comparison, the number of months in which it holds",
        "sum(rung[KOR,PRK] >= 2)", lambda x: x.sum(axis=1, keepdims=True),
    ),
    "min": Function("least value", "min(stability[PRK])", lambda x: x.min(axis=1, keepdims=True)),
    "max": Function("greatest value", "max(threat[KOR,PRK], last=24)", lambda x: x.max(axis=1, keepdims=True)),
    "std": Function(
        "standard deviation over the months", "std(alignment[CHN,USA])", lambda x: x.std(axis=1, keepdims=True),
    ),
    "any": Function(
        "1 if it holds in one month at least, else 0", "any(act[PRK,RUS] == DEPLOY)",
        lambda x: (x != 0).any(axis=1, keepdims=True) * 1.0,
    ),
    "all": Function(
        "1 if it holds in every month, else 0", "all(status[rus_prk_2024] == in_force)",
        lambda x: (x != 0).all(axis=1, keepdims=True) * 1.0,
    ),
    "first": Function(
        "month in which it first holds: 1 is the first month of the run; missing if it never does",
        "first(phase[ukraine] == ceasefire)", lambda x: first_month(x != 0)[:, None], windowed=False,
    ),
    "final": Function(
        "value at the end of the last month", "final(dependence.M[PRK,RUS])", lambda x: x[:, -1:], windowed=False,
    ),
    "start": Function(
        "value at the start, before the first month", "final(power[PRK]) - start(power[PRK])", windowed=False,
    ),
    "abs": Function(
        "absolute value, month by month; the result is still a series",
        "max(abs(alignment[CHN,RUS] - alignment[CHN,USA]))", windowed=False,
    ),
}  # fmt: skip
WINDOWED = [name for name, function in FUNCTIONS.items() if function.windowed]
