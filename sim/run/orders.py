"""Orders by name: what a state may do now, and what it decides as the arrays of the rules.

A decision is None (the model's rule decides), an Order or several. What is ordered is checked before
it is written; should the month change what is legal, the order is void (step.choose). Left out: standing answers to
demands, calls and proposals, which `sim.model.world.Orders` also holds.
"""

from collections.abc import Iterable
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
    if decision is None:
        return
    actor, asked = labels.codes[row], _named(decision, labels.codes[row])
    slots = orders.action.shape[1]
    if len(asked) > slots:
        raise ValueError(f"{actor}: {len(asked)} orders for {slots} {'initiative' if slots == 1 else 'initiatives'}")
    if len({order.target for order in asked}) < len(asked):
        raise ValueError(f"{actor}: two orders at one target; a state does one act to another in a month")
    wait = setting.actions.procedure.tolist().index(WAIT)
    known = legal_acts(row, world, setting)
    chosen = [_positions(order, actor, known, labels) for order in asked]
    orders.action[row], orders.target[row] = wait, row
    for slot, (action, target) in enumerate(chosen):
        orders.action[row, slot], orders.target[row, slot] = action, target


def _named(decision: Decision, actor: str) -> list[Order]:
    """A decision as a list of orders, those that hold still left out."""
    try:
        given: list[Any] = list(decision)  # type: ignore[arg-type]
        several = [given] if given and isinstance(given[0], str) else given
        orders = [Order(*order) for order in several]
    except TypeError:
        raise ValueError(f"{actor}: {decision!r} is no order; give (action, target) or several") from None
    return [order for order in orders if order != Order("WAIT")]


def _positions(order: Order, actor: str, known: Array, labels: Labels) -> tuple[int, int]:
    """The positions of an order's action and target, if it is legal."""
    if order.action not in labels.actions:
        raise ValueError(f'{actor}: there is no action "{order.action}"{near(order.action, labels.actions)}')
    if order.target not in labels.codes:
        raise ValueError(f'{actor}: there is no state "{order.target}"{near(str(order.target), labels.codes)}')
    action, target = labels.actions.index(order.action), labels.codes.index(order.target)
    if not known[target, action]:
        can = [name for a, name in enumerate(labels.actions) if known[target, a]]
        also = f"; to {order.target} it may {', '.join(can)}" if can else f"; it may do nothing to {order.target}"
        raise ValueError(f"{actor} may not {order.action} {order.target} now{also}")
    return action, target
