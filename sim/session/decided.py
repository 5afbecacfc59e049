"""What decides in the place of chance: a facilitator's ruling, or a standing answer."""

from sim.model import events as e
from sim.model.world import OPEN, Orders, World

from .odds import Key
from .resolve import orders_of, rulings_of
from .state import Line
from .turn import Turn

RULING, ANSWER = "a facilitator ruling", "a standing answer"
ASK = {  # under what a standing answer to a draw of that kind is given (orders.Said)
    e.RESISTED: "resist", e.STOOD_DOWN: "resist", e.FOUGHT: "fight", e.ACCEPTED: "accept", e.HONOUR_DRAWN: "honour",
    e.FORBORE: "honour",
}  # fmt: skip
OF_TARGET = (e.RESISTED, e.STOOD_DOWN, e.ACCEPTED, e.SANCTION_DRAWN)  # the target of the act decides, else its actor


def deciding(turn: Turn, line: Line, world: World, month: int) -> dict[str, Orders]:
    """What may decide in month `month` of a turn that begins with that world; the first that has an answer does."""
    return {RULING: rulings_of(turn, line, world, month), ANSWER: orders_of(turn, line, world, month)}


def answered(turn: Turn, code: str) -> dict[tuple[str, str], tuple[str, bool]]:
    """The standing answers of a state by what is asked and of whom or which duty: who decides, and whether it is yes.

    Its own, and over them what was ruled.
    """
    sheet = turn.sheets.get(code)
    said = [*([(ANSWER, sheet.answers)] if sheet else []),
            *((RULING, each.ruling.answers) for each in turn.rulings_on(code))]  # fmt: skip
    return {
        (ask, of): (who, yes)
        for who, answers in said
        for ask, given in answers.model_dump().items()
        for of, yes in given.items()
    }


def decided(key: Key, by: dict[str, Orders]) -> tuple[str, bool] | None:
    """Who decides what chance would (`key`), and whether it then comes about; None if chance does."""
    for who, orders in by.items():
        given = _answer(key, orders)
        if given != OPEN:
            return who, bool(given) != (key[0] == e.STOOD_DOWN)  # to resist the call is not to stand down
    return None


def whose(key: Key) -> tuple[int, int]:
    """The state that decides what a draw is about, and the other one."""
    what, actor, target, *_ = key
    return (target, actor) if what in OF_TARGET else (actor, target)


def _answer(key: Key, orders: Orders) -> int:
    ask = ASK.get(key[0])
    if ask is None:
        return OPEN
    return int(orders.honour[key[3]] if ask == "honour" else getattr(orders, ask)[whose(key)])
