"""Playing many replications on the cores of one machine, in pieces that threads take turns at.

The compiled rules release the interpreter's lock, so threads suffice. A piece's size follows from
the size of the world alone: results do not depend on the number of workers, memory does not grow
with the number of replications, and a piece is short enough that Ctrl-C and progress bars work.
"""

import os
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pyarrow as pa

from sim.model.compiled import is_cached
from sim.model.play import play_many
from sim.model.world import Array, blank_record
from sim.outcomes.outcomes import measure
from sim.scenario import Case, Scenario

from .plan import Plan, Shard
from .steps import month_table, pair_table

PIECE_BYTES = 24 * 2**20  # of records that one worker holds at a time


class Piece(NamedTuple):
    """What came of replications `first` … `first + rows − 1`."""

    first: int
    rows: int
    outcomes: dict[str, Array]  # outcome → (rows,)
    tables: tuple[pa.Table, ...]  # series by pair and by month, if the plan records them


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def piece_rows(case: Case, scenario: Scenario) -> int:
    """Replications a piece holds: as many as fit PIECE_BYTES, at least one."""
    one = _blank(case, scenario, 1)
    return max(1, PIECE_BYTES // sum(series.nbytes for series in one))


def play(
    plan: Plan, scenario: Scenario, case: Case, shards: Iterable[Shard], workers: int | None = None, rows: int = 0
) -> Generator[Piece, None, None]:
    """Play the given shards of a plan, yielding pieces in their order; no piece reaches across two shards.

    `rows` replications a piece (0: as `piece_rows`), `workers` threads (None: one a core).
    """
    workers = workers or cores()
    rows = rows or piece_rows(case, scenario)
    if not is_cached():  # compile in this thread, where Ctrl-C is heard
        play_many(case.world, case.setting, case.params, plan.seed, 0, _blank(case, scenario, 1))
    waiting: deque = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for shard in shards:
                last = shard.first + shard.rows
                for first in range(shard.first, last, rows):
                    waiting.append(pool.submit(_piece, plan, scenario, case, first, min(rows, last - first)))
                    if len(waiting) > workers:
                        yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _piece(plan: Plan, scenario: Scenario, case: Case, first: int, rows: int) -> Piece:
    record = _blank(case, scenario, rows)
    play_many(case.world, case.setting, case.params, plan.seed, first, record)
    outcomes = measure(record, case.setting, case.params, scenario.labels, scenario.named, scenario.outcomes)
    tables = (pair_table, month_table) if plan.record == "steps" else ()
    return Piece(first, rows, outcomes, tuple(table(record, scenario.labels, first) for table in tables))


def _blank(case: Case, scenario: Scenario, runs: int):
    world = case.world
    return blank_record(scenario.months, len(world.power), len(world.duties.treaty), len(world.intensity), runs)
