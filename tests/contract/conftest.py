"""What contract tests share: a case played whole, stepped by hand, and where two records part."""

import numpy as np
import pytest

from sim.model.play import play_many, step
from sim.model.world import blank_orders, blank_record

CHOICES = ("act", "tally", "rung", "status", "invoked", "honoured", "phase", "posture")


def record_of(case, months, runs):
    world = case.world
    return blank_record(months, len(world.power), len(world.duties.status), len(world.intensity), runs)


@pytest.fixture(scope="session")
def played():
    """`played(case, months, seed, first, runs)`: the record of the compiled loop."""

    def play(case, months, seed=5, first=0, runs=1):
        record = record_of(case, months, runs)
        play_many(case.world, case.setting, case.params, seed, first, record)
        return record

    return play


@pytest.fixture(scope="session")
def stepped():
    """`stepped(case, months, seed, replication)`: the record of one run, a call for each month."""

    def play(case, months, seed=5, replication=0):
        record, world = record_of(case, months, 1), case.world
        orders = blank_orders(len(world.power), len(world.duties.status), int(case.params.choice.initiatives))
        for month in range(months):
            world, _ = step(world, case.setting, case.params, orders, seed, replication, month, record)
        return record

    return play


@pytest.fixture(scope="session")
def parting():
    """`parting(one, two, tolerance)`: fields of two records that differ, each with its first month, earliest first.

    Choices and counts (CHOICES) must be equal, other fields to `tolerance`, absolute and relative.
    """

    def compare(one, two, tolerance=0.0):
        found = {}
        for name, a in one.items():
            b = two[name]
            assert a.shape == b.shape, name
            bound = 0.0 if name in CHOICES else tolerance
            off = ~np.isclose(a, b, rtol=bound, atol=bound)
            if off.any():
                found[name] = int(np.argwhere(off)[:, 1].min())
        return sorted(found.items(), key=lambda entry: entry[1])

    return compare
