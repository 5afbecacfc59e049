"""Orders by name: what a state may do now, what it decides and how it answers, as the arrays of the rules.

A decision is None (the model's rule decides), an Order or several; answers stand ready for what others may ask.
What is ordered is checked before it is written; should the month change what is legal, the order is void
(step.choose).
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sim.model.actions import WAIT
from sim.model.held import held
from sim.model.legal import legal, openings
from sim.model.world import Array, Orders, Setting, World
from sim.outcomes.labels import Labels, near


class Order(NamedTuple):
    """An act of the action table and the code of the state it is done to; `Order("WAIT")` holds still."""

    action: str
    target: str | None = None


class Answers(NamedTuple):
    """Standing answers to what others may ask in the month; what is not named is left to the model's rule."""

    resist: Mapping[str, bool] = {}  # by state that may demand, or call on one to stand down: resist, or yield
    fight: Mapping[str, bool] = {}  # by state of which one demands: threaten force if it resists, or back down
    accept: Mapping[str, bool] = {}  # by state that may propose a defence pact: accept, or decline
    honour: Mapping[int, bool] = {}  # by row of the obligations, of which one is the promisor: honour, or decline


Decision = Order | tuple[str, str] | Iterable[Order | tuple[str, str]] | None


def legal_acts(row: int, world: World, setting: Setting) -> Array:
    """Which acts state `row` may do to whom, as far as it knows: (N, A) booleans by target and action (E15).

    As the month stands before it opens: what the calendar, treaties that come and go, or states that
    act earlier change in it is not foreseen, and may make an order void. Holding still is always
    legal and not among them.
    """
    now, fixed = held(world), held(setting)
    return legal(row, now, openings(now, fixed, row), fixed)


def options(row: int, world: World, setting: Setting, labels: Labels) -> list[Order]:
    """The same by name, target by target."""
    pairs = zip(*legal_acts(row, world, setting).nonzero(), strict=True)
    return [Order(labels.actions[a], labels.codes[j]) for j, a in pairs]


def write(decision: Decision, row: int, world: World, setting: Setting, labels: Labels, orders: Orders) -> None:
    """Write what state `row` decides into its row of `orders`; it does that and nothing else in the month.

    None leaves the row open to the model's rule. Raises ValueError, saying what is legal, for what is no
    order, an unknown action or state, an act that is not legal, two acts at one target or more acts than
    the state has initiatives; `orders` is then unchanged.
    """
    if decision is not None:
        place(checked(decision, row, world, setting, labels, orders.action.shape[1]), row, setting, labels, orders)


def checked(
    decision: Decision, row: int, world: World, setting: Setting, labels: Labels, initiatives: int
) -> list[Order]:
    """A decision as a list of orders that are legal now, those that hold still left out; raises as `write`."""
    actor, asked = labels.codes[row], _named(decision, labels.codes[row])
    if len(asked) > initiatives:
        several = "initiative" if initiatives == 1 else "initiatives"
        raise ValueError(f"{actor}: {len(asked)} orders for {initiatives} {several}")
    if len({order.target for order in asked}) < len(asked):
        raise ValueError(f"{actor}: two orders at one target; a state does one act to another in a month")
    known = legal_acts(row, world, setting)
    for order in asked:
        _check(order, actor, known, labels)
    return asked


def place(orders_of: list[Order], row: int, setting: Setting, labels: Labels, orders: Orders) -> None:
    """Write orders that were checked before, perhaps months ago; with none the state holds still."""
    orders.action[row], orders.target[row] = setting.actions.procedure.tolist().index(WAIT), row
    for slot, order in enumerate(orders_of):
        orders.action[row, slot] = labels.actions.index(order.action)
        orders.target[row, slot] = labels.codes.index(str(order.target))


def write_answers(answers: Answers, row: int, world: World, labels: Labels, orders: Orders) -> None:
    """Write the standing answers of state `row` into `orders`.

    Raises ValueError for an unknown state and for a duty of which it is not the promisor; `orders` is then unchanged.
    """
    actor = labels.codes[row]
    for code in (*answers.resist, *answers.fight, *answers.accept):
        if code not in labels.codes or code == actor:
            others = [known for known in labels.codes if known != actor]
            raise ValueError(f'{actor}: there is no other state "{code}"{near(code, others)}')
    for duty in answers.honour:
        if not 0 <= duty < len(world.duties.promisor) or world.duties.promisor[duty] != row:
            raise ValueError(f"{actor}: duty {duty} is not its own")
    for name in ("resist", "fight", "accept"):
        for code, said in getattr(answers, name).items():
            getattr(orders, name)[row, labels.codes.index(code)] = int(said)
    for duty, said in answers.honour.items():
        orders.honour[duty] = int(said)


def _named(decision: Decision, actor: str) -> list[Order]:
    """A decision as a list of orders, those that hold still left out."""
    try:
        given: list[Any] = list(decision)  # type: ignore[arg-type]
        several = [given] if given and isinstance(given[0], str) else given
        orders = [Order(*order) for order in several]
    except TypeError:
        raise ValueError(f"{actor}: {decision!r} is no order; give (action, target) or several") from None
    return [order for order in orders if order != Order("WAIT")]


def _check(order: Order, actor: str, known: Array, labels: Labels) -> None:
    """Refuse an order that names nothing or is not among the legal acts `known` (N, A)."""
    if order.action not in labels.actions:
        raise ValueError(f'{actor}: there is no action "{order.action}"{near(order.action, labels.actions)}')
    if order.target not in labels.codes:
        raise ValueError(f'{actor}: there is no state "{order.target}"{near(str(order.target), labels.codes)}')
    target = labels.codes.index(order.target)
    if not known[target, labels.actions.index(order.action)]:
        can = [name for a, name in enumerate(labels.actions) if known[target, a]]
        also = f"; to {order.target} it may {', '.join(can)}" if can else f"; it may do nothing to {order.target}"
        raise ValueError(f"{actor} may not {order.action} {order.target} now{also}")
