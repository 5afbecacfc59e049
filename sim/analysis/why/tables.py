"""Decisions, draws and duties as tables for a notebook, a row each.

All take a history, the numbers of the months wanted, the months' names, and a state's position to keep only what
touched it.
"""

import numpy as np
import pandas as pd

from sim.model import events as e
from sim.model.value import TERMS
from sim.model.world import DUTIES, Obligations

from .crises import clashes
from .decisions import decisions
from .draws import Draw, log_of
from .replay import History
from .words import Tongue

OPTIONS = [
    "month", "actor", "action", "target", "chance", "habit", "log_odds", "worth", *TERMS, "effort", "rest", "success",
    "draw", "chosen",
]  # fmt: skip
DRAWS = ["month", "what", "wave", "actor", "target", "about", "probability", "draw", "outcome", "terms"]
CALLS = [
    "month", "attacker", "victim", "rung", "promisor", "beneficiary", "treaty", "duty", "clause", "clause_draw",
    "benefit", "cost", "word", "probability", "draw", "outcome",
]  # fmt: skip


def options(
    history: History, numbers: list[int], months: list[str], tongue: Tongue, state: int | None = None
) -> pd.DataFrame:
    """Every option weighed: chance, habit, Q (`worth`) and its parts by term, draw, whether it was chosen.

    `effort` is the cost of acting, `rest` what is no term of E14; terms, effort and rest sum to `worth`, and chances
    to 1 for each month and actor. DEMAND and force are chosen by what a fight promises: `log_odds` is what that, or
    value, adds to habit. An option that holds still has no target. `draw` is uniform; −log(draw)/chance is the time
    that the act takes, and the first is done.
    """
    rows = []
    for number in numbers:
        for d in decisions(history, number):
            if state not in (None, d.actor):
                continue
            taken = {(j, a) for a, j in d.chosen}
            for j, a in zip(*np.nonzero(d.chance), strict=True):
                waits = j == d.actor
                chosen = (int(j), int(a)) in taken or (waits and not taken)
                rows.append((
                    months[number], tongue.code(d.actor), tongue.labels.actions[a],
                    None if waits else tongue.code(j), d.chance[j, a], d.habit[j, a], d.pull[j, a], d.worth[j, a],
                    *d.terms[j, a], d.effort[j, a], d.rest[j, a], d.success[j, a], d.draw[j, a], chosen,
                ))  # fmt: skip
    return pd.DataFrame(rows, columns=OPTIONS)


def draws(
    history: History, numbers: list[int], months: list[str], tongue: Tongue, state: int | None = None
) -> pd.DataFrame:
    """Every draw of the log with its probability, outcome and terms by name, in the order in which they fell."""
    rows = []
    for number in numbers:
        month = history.months[number]
        for draw in log_of(month.events):
            if state in (None, draw.actor, draw.target):
                dated = draw.what == e.DATED  # its subject need not be a state
                who = (None, None) if dated else (tongue.code(draw.actor), tongue.code(draw.target))
                rows.append((
                    months[number], draw.kind, draw.wave, *who, _about(draw, month.before.duties, tongue),
                    draw.probability, draw.draw, draw.outcome, draw.terms,
                ))  # fmt: skip
    return pd.DataFrame(rows, columns=DRAWS)


def duties(
    history: History, numbers: list[int], months: list[str], tongue: Tongue, state: int | None = None
) -> pd.DataFrame:
    """Every duty called upon: the event, the treaty, clause and honour with their terms, what it came to."""
    rows = []
    for number in numbers:
        month = history.months[number]
        owed = month.before.duties
        roots = clashes(log_of(month.events), tongue.setting, tongue.params, owed)
        for clash in [each for root in roots for each in root.all()]:
            for call in [*clash.forborne, *clash.calls]:
                if state not in (None, call.promisor, call.beneficiary, call.enemy):
                    continue
                clause, honour = call.clause, call.honour
                terms = honour.terms if honour else {}
                rows.append((
                    months[number], tongue.code(clash.attacker), tongue.code(clash.victim), clash.rung,
                    tongue.code(call.promisor), tongue.code(call.beneficiary), tongue.treaty(call.row, owed),
                    DUTIES[call.duty], clause.probability if clause else 0.0, clause.draw if clause else np.nan,
                    terms.get("benefit", np.nan), call.cost, terms.get("word", np.nan),
                    honour.probability if honour else np.nan, honour.draw if honour else np.nan, call.outcome,
                ))  # fmt: skip
    return pd.DataFrame(rows, columns=CALLS)


def _about(draw: Draw, owed: Obligations, tongue: Tongue) -> str:
    """What a draw's item names, for those kinds where it names something."""
    labels = tongue.labels
    if draw.what == e.DID:
        return labels.actions[draw.item]
    if draw.what in (e.CLAUSE_DRAWN, e.HONOUR_DRAWN, e.FORBORE, e.JOINED_IN, e.RENEWED):
        return tongue.treaty(draw.item, owed)
    if draw.what in (e.CEASED, e.RELAPSED):
        return labels.conflicts[draw.item]
    if draw.what == e.DATED:
        return tongue.scenario.events[draw.item]
    return labels.postures[draw.item] if draw.what == e.POSTURE_TAKEN else ""
