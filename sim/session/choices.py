"""What a seat may order now with the odds of each order, and what others may ask of it."""

from typing import Any

from sim.analysis.why.draws import log_of
from sim.analysis.why.explanation import months_of
from sim.model import actions as act
from sim.model import events as e
from sim.model.world import World
from sim.run.orders import legal_acts

from .commands import Rejection
from .decided import ASK, answered, whose
from .ledger import keys_of, ledger
from .odds import Chance, Odds
from .orders import Said
from .seen import seen
from .state import Line, State
from .turn import Turn
from .words import tongue_in


def choices_of(state: State, code: str, turn: int | None = None) -> dict[str, Any] | Rejection:
    """What teachers may order in the place of a state: its choices now, or those as turn `turn` of the line opened.

    Of a turn that was resolved also `done`: what the state did in it, as a sheet, and how much of it is `left` out,
    since it could not be ordered as the turn opened.
    """
    line = state.line if turn is None else state.starts.get((state.current, turn))
    if line is None:
        return Rejection("unknown_turn", f"turn {turn} has not been opened on this line")
    if code not in line.scenario.labels.codes:
        return Rejection("unknown_state", f'there is no state "{code}"')
    months = months_of(line.scenario)[line.months : line.months + (state.settings.turn_months or 1)]
    resolved = next((each for each in state.line.turns if each.number == turn), None)
    now = choices(line, line.scenario.labels.codes.index(code))
    return {"state": code, "months": months, "done": resolved and _sheet(resolved, code, now["options"])} | now


def _sheet(turn: Turn, code: str, options: list[dict[str, Any]]) -> dict[str, Any]:
    open_to = {(each["action"], each["target"]) for each in options}
    done = _done(turn, code)
    kept = [each for each in done if (each["action"], each["target"]) in open_to]
    return {"orders": kept, "answers": _answered(turn, code), "left": len(done) - len(kept)}


def _done(turn: Turn, code: str) -> list[dict[str, Any]]:
    """The acts of a state in a turn as orders, whoever gave them, those that were void by then with them."""
    labels = turn.scenario.labels
    return [
        {"action": labels.actions[draw.item], "target": labels.codes[draw.target], "month": place + 1}
        for place, month in enumerate(turn.months)
        for draw in log_of(month.events)
        if draw.what in (e.DID, e.VOIDED) and labels.codes[draw.actor] == code
    ]


def _answered(turn: Turn, code: str) -> dict[str, dict[str, bool]]:
    """The standing answers of a state in a turn, as a sheet has them."""
    found: dict[str, dict[str, bool]] = {ask: {} for ask in Said.model_fields}
    for (ask, of), (_, yes) in answered(turn, code).items():
        found[ask][of] = yes
    return found


def choices(line: Line, row: int) -> dict[str, Any]:
    """The options and questions of state `row`, on the world as it knows it."""
    return line.once(("choices", row), lambda: _choices(line, row))


def _choices(line: Line, row: int) -> dict[str, Any]:
    world, tongue = seen(line.case.world, row), tongue_in(line.scenario, line.case)
    odds = Odds(world, line.case, tongue)
    actions, labels = line.case.setting.actions, line.scenario.labels
    options, fights = [], []
    for j, a in zip(*legal_acts(row, world, line.case.setting).nonzero(), strict=True):
        chances = odds.of(row, int(a), int(j))
        options.append({
            "action": labels.actions[a], "target": labels.codes[j], "text": tongue.did(row, int(a), int(j)),
            "cost": round(float(actions.cost[a]), 3), "severity": float(actions.severity[a]),
            "odds": [_told(each, row, line) for each in chances],
        })  # fmt: skip
        if actions.procedure[a] == act.DEMAND:
            fights += _asked("fight", labels.codes[j], f"If {labels.codes[j]} resists your demand: threaten force?",
                             e.FOUGHT, chances)  # fmt: skip
    return {"options": options, "asked": [*_by_others(line, row, world, odds), *fights, *_owed(line, row)]}


def _told(chance: Chance, row: int, line: Line) -> dict[str, Any]:
    """One of the odds; `answer` names the standing answer (`ask.of`) by which state `row` can decide it itself."""
    told: dict[str, Any] = {"text": chance.text, "chance": round(chance.chance, 4)}
    (who, other), ask = whose(chance.key), ASK.get(chance.key[0])
    if who == row and ask:
        of = keys_of(line)[chance.key[3]] if ask == "honour" else line.scenario.labels.codes[other]
        told["answer"] = f"{ask}.{of}"
    return told


def _by_others(line: Line, row: int, world: World, odds: Odds) -> list[dict[str, Any]]:
    """Demands, calls to stand down and proposals that others could make, and how likely the model would agree."""
    setting, codes, told = line.case.setting, line.scenario.labels.codes, []
    asking = {
        act.DEMAND: ("resist", e.RESISTED, "If {} makes a demand on you, or tells you to stand down: resist?"),
        act.PROPOSE: ("accept", e.ACCEPTED, "If {} proposes a defence pact: accept?"),
    }
    for other, code in enumerate(codes):
        could = legal_acts(other, world, setting)[row] if other != row else []
        for procedure, (ask, what, text) in asking.items():
            for a, allowed in enumerate(could):
                if allowed and setting.actions.procedure[a] == procedure:
                    chances = odds.of(other, a, row)
                    told += _asked(ask, code, text.format(code), what, chances)
    return told


def _owed(line: Line, row: int) -> list[dict[str, Any]]:
    """The duties that a seat owes and may be called upon."""
    code, told = line.scenario.labels.codes[row], []
    for treaty in ledger(line, row):
        for duty in treaty["duties"]:
            if duty["by"] == code and duty["kind"] != "sanctions" and duty["status"] in ("in force", "denounced"):
                text = f"If your {duty['kind']} to {duty['to']} is called upon ({treaty['title']}): honour it?"
                told.append({"ask": "honour", "of": duty["duty"], "text": text, "chance": None})
    return told


def _asked(ask: str, of: str, text: str, what: int, chances: list[Chance]) -> list[dict[str, Any]]:
    """A question with the chance that the model's rule would say yes, if it can come up."""
    found = [round(each.chance, 4) for each in chances if each.key[0] == what]
    return [{"ask": ask, "of": of, "text": text, "chance": found[0]}] if found else []
