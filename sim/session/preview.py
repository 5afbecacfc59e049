"""Before a turn is resolved, for teachers: what would be carried out, with its true odds, and how the model leans.

What would be carried out is taken as resolving takes it (resolve.py). Nothing is drawn, neither with the session's
luck nor with another: chances are as the world stands, so those of later months may have moved by then.
"""

from typing import Any

import numpy as np

from sim.analysis.why.decisions import leanings
from sim.analysis.why.words import Tongue
from sim.model.actions import WAIT
from sim.model.world import DUTIES, OPEN, Array, Orders, World

from .decided import ANSWER, RULING, answered, decided, deciding
from .ledger import row_of
from .odds import Chance, Odds
from .resolve import unplayed
from .state import Line, State
from .turn import Turn
from .words import tongue_in

ANSWERS = {  # by what is asked: what a yes to it is
    "resist": "resists {}", "fight": "threatens force if {} resists", "accept": "accepts a pact with {}",
    "honour": "honours {}",
}  # fmt: skip
ACTS_TOLD, LEAST = 4, 0.03  # of a state that the model plays: so many acts, from this chance on


def preview(state: State) -> dict[str, Any]:
    """`orders`: every act that is ordered, and what would decide of it; `held`: who is to do nothing in the turn.

    `answers`: how states answer if they are asked, and who decides that; `model`: how each other state leans;
    `turn`: its number.
    """
    line, turn = state.line, unplayed(state)
    world, tongue = line.case.world, tongue_in(line.scenario, line.case)
    odds, ordered = Odds(world, turn.case, tongue), []
    months = [deciding(turn, line, world, month) for month in range(state.settings.turn_months or 1)]
    for month, by in enumerate(months):
        for actor, action, target in _acts(by[ANSWER], turn):
            ordered.append({
                **_who(actor, by, turn), "month": month + 1, "action": tongue.labels.actions[action],
                "target": tongue.code(target), "text": tongue.did(actor, action, target),
                "odds": [_told(chance, by) for chance in odds.of(actor, action, target)],
            })  # fmt: skip
    first, acting = months[0][ANSWER], {each["seat"] for each in ordered}
    told = [_who(int(i), months[0], turn) for i in np.nonzero(first.action[:, 0] != OPEN)[0]]
    held = [each for each in told if each["seat"] not in acting]
    answers = [
        {"seat": code, "text": f"{code} {_answer(ask, of, state.line, tongue)}", "decided": who, "yes": yes}
        for code in tongue.labels.codes
        for (ask, of), (who, yes) in answered(turn, code).items()
    ]
    leaning = _model(first, turn, world, tongue)
    return {"turn": line.turn, "orders": ordered, "held": held, "answers": answers, "model": leaning}


def _answer(ask: str, of: str, line: Line, tongue: Tongue) -> str:
    """What a standing answer says yes or no to; `of` is a state, or a duty by its name."""
    row = row_of(of, line) if ask == "honour" else None
    if row is None:
        return ANSWERS[ask].format(of)
    duties = line.case.world.duties
    owed = f"{DUTIES[duties.duty[row]]} to {tongue.code(int(duties.beneficiary[row]))}"
    return ANSWERS[ask].format(f"{owed} ({tongue.treaty(row, duties)})")


def _who(actor: int, by: dict[str, Orders], turn: Turn) -> dict[str, Any]:
    """A state that is ordered something, and by whom."""
    code = turn.scenario.labels.codes[actor]
    return {"seat": code, "by": RULING if by[RULING].action[actor, 0] != OPEN else turn.acted.get(code)}


def _acts(orders: Orders, turn: Turn) -> list[tuple[int, int, int]]:
    """What is ordered: actor, action, target."""
    procedures = turn.case.setting.actions.procedure
    slots = zip(*(orders.action != OPEN).nonzero(), strict=True)
    acts = [(int(i), int(orders.action[i, b]), int(orders.target[i, b])) for i, b in slots]
    return [each for each in acts if procedures[each[1]] != WAIT]


def _told(chance: Chance, by: dict[str, Orders]) -> dict[str, Any]:
    """What an act calls for, with its chance, or with who decides it in the place of chance, and how."""
    found = decided(chance.key, by)
    if found is None:
        return {"text": chance.text, "chance": round(chance.chance, 4)}
    who, yes = found
    return {"text": chance.text, "decided": who, "yes": yes}


def _model(orders: Orders, turn: Turn, world: World, tongue: Tongue) -> list[dict[str, Any]]:
    """Of each state that is ordered nothing in the first month, the likeliest first acts with their chances."""
    left = [int(i) for i in np.nonzero((orders.action[:, 0] == OPEN) & (world.present == 1))[0]]
    chances = leanings(left, world, turn.case)
    return [{"seat": tongue.code(i), "acts": _likely(i, each, tongue)} for i, each in zip(left, chances, strict=True)]


def _likely(actor: int, chances: Array, tongue: Tongue) -> list[dict[str, Any]]:
    """The likeliest of the chances (N,A)."""
    ranked = np.dstack(np.unravel_index(np.argsort(-chances, axis=None), chances.shape))[0][:ACTS_TOLD]
    return [
        {"text": tongue.did(actor, int(a), int(j)), "chance": round(float(chances[j, a]), 4)}
        for j, a in ranked if chances[j, a] >= LEAST
    ]  # fmt: skip
