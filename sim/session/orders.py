"""Orders: drafts that save themselves, submission, and a facilitator's rulings on them."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from sim.model.world import Orders, World
from sim.run.orders import Answers, Order, checked, place, write_answers

from .commands import Command, Desk, Entry, Facts, Rejection, command, short_id
from .ledger import row_of
from .profiles import PEOPLE
from .settings import MOST_BUDGET, MOST_MONTHS
from .state import FACILITATOR, OPEN, PLAYER, Line, Member, Ruling, Sheet, State
from .text import Line as Reason
from .text import Note
from .turn import Turn

HOLD = "hold"  # who acts for a seat that does nothing of its own
Word = Annotated[str, Field(max_length=40)]
Told = Annotated[dict[Annotated[str, Field(max_length=80)], bool], Field(max_length=64)]


class Ordered(BaseModel):
    """One order: an act of the action table at a state, in month 1 … of the turn, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    action: Word | None = None
    target: Word | None = None
    month: Annotated[int, Field(ge=1, le=MOST_MONTHS)] = 1
    rationale: Note = ""


class Said(BaseModel):
    """Standing answers (`sim.run.orders.Answers`) by state code, and for `honour` by duty (`treaty/number`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    resist: Told = {}
    fight: Told = {}
    accept: Told = {}
    honour: Told = {}


Listed = Annotated[tuple[Ordered, ...], Field(max_length=MOST_BUDGET)]


class _Sheet(Command):
    """What a team writes for a turn. `hold`: it means to do nothing of its own."""

    orders: Listed = ()
    answers: Said = Said()
    hold: bool = False

    def sheet(self, entry: Entry, state: State) -> Sheet:
        """As the state keeps it."""
        seat = state.members[entry.member].own
        before = state.line.drafts.get(seat)
        revision = before.revision + 1 if before else 1
        return Sheet(self.orders, self.answers, self.hold, entry.member, entry.time, revision)


@command("draft", (PLAYER,), (OPEN,))
class Draft(_Sheet):
    """Save what is being written, however unfinished; `revision` is that of the draft it was made from."""

    revision: Annotated[int, Field(ge=0)] | None = None

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if state.line.locked:
            return LOCKED
        before = state.line.drafts.get(who.own)
        if self.revision is not None and self.revision != (before.revision if before else 0):
            return Rejection("moved", "somebody else of your team has saved meanwhile; compare before you save")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        seat = state.members[entry.member].own
        state.line.drafts[seat] = self.sheet(entry, state)

    def answer(self, entry: Entry, links: Any) -> dict[str, Any]:
        return {"saved": entry.time}


@command("submit", (PLAYER,), (OPEN,))
class Submit(_Sheet):
    """Send the orders of the turn; until they are locked they can be sent again, changed."""

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if state.line.locked:
            return LOCKED
        by = state.line.control.get(who.own)
        if by != PEOPLE:
            return Rejection("taken_over", f'the policy "{by}" plays {who.own} in this turn')
        if not self.orders and not self.hold:
            return Rejection("empty", "no order is given; say Hold if you mean to do nothing")
        if self.orders and self.hold:
            return Rejection("both", "orders are given and Hold is set; keep one")
        return fault(self.orders, self.answers, who.own, state) or Facts()

    def apply(self, state: State, entry: Entry) -> None:
        seat = state.members[entry.member].own
        sheet = self.sheet(entry, state)
        state.line.submitted[seat] = state.line.drafts[seat] = sheet

    def answer(self, entry: Entry, links: Any) -> dict[str, Any]:
        return {"submitted": entry.time}


@command("reopen", (PLAYER,), (OPEN,))
class Reopen(Command):
    """Take the submission back; it stays as a draft."""

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if state.line.locked:
            return LOCKED
        if who.own not in state.line.submitted:
            return Rejection("nothing", "nothing is submitted")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        state.line.submitted.pop(state.members[entry.member].own)


@command("override", (FACILITATOR,), (OPEN,))
class Override(Command):
    """Rule on a state before the turn is resolved: other orders for it ([]: none), or how it answers; and why."""

    state: Word
    orders: Listed | None = None
    answers: Said = Said()
    reason: Reason

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if self.state not in state.line.scenario.labels.codes:
            return Rejection("unknown_state", f'there is no state "{self.state}"')
        if self.orders is None and self.answers == Said():
            return Rejection("empty", "say what is ruled: orders, or answers")
        return fault(self.orders or (), self.answers, self.state, state) or Facts()

    def apply(self, state: State, entry: Entry) -> None:
        state.line.rulings.append(Ruling(short_id(self.uuid), self, self.reason, entry.member))

    def answer(self, entry: Entry, links: Any) -> dict[str, Any]:
        return {"ruling": short_id(self.uuid)}


@command("revoke", (FACILITATOR,), (OPEN,))
class Revoke(Command):
    """Take a ruling back before the turn is resolved."""

    ruling: Word

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        if all(each.id != self.ruling for each in state.line.rulings):
            return Rejection("unknown_ruling", "there is no such ruling in this turn")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        state.line.rulings = [each for each in state.line.rulings if each.id != self.ruling]


LOCKED = Rejection("locked", "orders are locked; the facilitator resolves the turn")


def fault(orders: tuple[Ordered, ...], answers: Said, seat: str, state: State) -> Rejection | None:
    """Why orders and answers of a seat cannot stand, by what it knows now; None if they can."""
    line, settings = state.line, state.settings
    case, labels = line.case, line.scenario.labels
    assert settings.turn_months is not None
    if len(orders) > settings.budget:
        return Rejection("over_budget", f"{len(orders)} orders for {settings.budget} in a turn")
    late = [order.month for order in orders if order.month > settings.turn_months]
    if late:
        return Rejection("month", f"month {late[0]} of a turn of {settings.turn_months}")
    row, world = labels.codes.index(seat), case.world
    initiatives = int(case.params.choice.initiatives)
    for month in range(settings.turn_months):
        asked = [Order(order.action or "", order.target) for order in orders if order.month == month + 1]
        try:
            checked(asked, row, world, case.setting, labels, initiatives)
        except ValueError as error:
            return Rejection("illegal_order", str(error))
    rows = {key: row_of(key, line) for key in answers.honour}
    duties = world.duties
    for key, duty in rows.items():
        if duty is None or duties.promisor[duty] != row:
            return Rejection("unknown_duty", f'{seat} owes no duty "{key}"')
    for code in (*answers.resist, *answers.fight, *answers.accept):
        if code not in labels.codes or code == seat:
            return Rejection("unknown_state", f'there is no other state "{code}"')
    return None


def orders_in(sheet: Sheet | Override, month: int) -> list[Order]:
    """The orders that are dated to month `month` of the turn (0 is the first)."""
    return [Order(order.action or "", order.target) for order in sheet.orders or () if order.month == month + 1
            and order.action != "WAIT"]  # fmt: skip


def answers_of(said: Said, seat: str, line: Line, world: World) -> Answers:
    """A seat's standing answers as those of a state: duties by row, what has lapsed meanwhile left out."""
    own = line.scenario.labels.codes.index(seat)
    rows = {key: row_of(key, line) for key in said.honour}
    honour = {
        row: said.honour[key] for key, row in rows.items() if row is not None and world.duties.promisor[row] == own
    }
    return Answers(said.resist, said.fight, said.accept, honour)


def ruled(turn: Turn, line: Line, world: World, month: int, orders: Orders) -> None:
    """Write the facilitator's rulings over what was ordered."""
    labels = turn.scenario.labels
    for each in turn.rulings:
        ruling, row = each.ruling, labels.codes.index(each.ruling.state)
        if ruling.orders is not None:
            place(orders_in(ruling, month), row, turn.case.setting, labels, orders)
        write_answers(answers_of(ruling.answers, ruling.state, line, world), row, world, labels, orders)
