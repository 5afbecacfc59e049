"""One replication played again month by month, with the log of every draw.

The rules keep no log in a sweep; the same seed and number bring the same history again, and a stored row of
outcomes tells whether they did.
"""

from typing import NamedTuple

import numpy as np

from sim.model.events import Events
from sim.model.play import step
from sim.model.world import Orders, Record, World, blank_orders, blank_record
from sim.outcomes.outcomes import measure
from sim.scenario import Case, Scenario

ROWS = 256  # of a month's log to begin with; a month that fills them is played again with twice as many


class Month(NamedTuple):
    """A month of the history: the world as it stood before, and what happened."""

    number: int  # 0 is the first
    before: World
    events: Events  # with its log


class History(NamedTuple):
    """A replication from its start to its end."""

    case: Case
    seed: int
    replication: int
    months: list[Month]
    record: Record  # of one run, leading axis 1


def open_orders(case: Case) -> Orders:
    """Orders that leave everything to the model, as in every run that is stored."""
    world = case.world
    return blank_orders(len(world.power), len(world.duties.status), int(case.params.choice.initiatives))


def replay(case: Case, months: int, seed: int, replication: int) -> History:
    """Play a replication of `months` months again; equal to what a sweep of the same plan played."""
    world, orders = case.world, open_orders(case)
    record = blank_record(months, len(world.power), len(world.duties.status), len(world.intensity), 1)
    played = []
    for number in range(months):
        later, events = logged(world, case, orders, seed, replication, number, record)
        played.append(Month(number, world, events))
        world = later
    return History(case, seed, replication, played, record)


def logged(
    world: World, case: Case, orders: Orders, seed: int, replication: int, number: int, record: Record
) -> tuple[World, Events]:
    """A month of `sim.model.play.step` with every draw in its log; `case` gives setting and parameters."""
    rows = ROWS
    while True:
        later, events = step(world, case.setting, case.params, orders, seed, replication, number, record, rows)
        if events.used[0] < rows:
            return later, events
        rows *= 2


def departures(history: History, scenario: Scenario, stored: dict[str, float]) -> list[str]:
    """The outcomes in which a history is not the stored one; rounding of another machine does not count."""
    case = history.case
    again = measure(history.record, case.setting, case.params, scenario.labels, scenario.named, scenario.outcomes)
    return [
        name
        for name, values in again.items()
        if name in stored and not np.isclose(values[0], stored[name], rtol=1e-6, atol=1e-9, equal_nan=True)
    ]
