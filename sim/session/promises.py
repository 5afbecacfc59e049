"""The review: what was promised and what was done."""

from typing import Any

from sim.analysis.why.crises import clashes
from sim.analysis.why.draws import Call, log_of
from sim.analysis.why.explanation import months_of
from sim.model.obligations import known
from sim.model.world import ANY, DUTIES

from .state import Line
from .told import tongue_of
from .turn import Turn


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
