"""Playing shards on the cores of one machine, in pieces that threads take turns at.

The compiled rules release the interpreter's lock, so threads suffice. A piece's size follows from the size of the
world alone: memory does not grow with the number of runs, and a piece is short enough that Ctrl-C and progress bars
work. The arrays of a point are built when its first piece is played, never for the whole plan. What comes out does
not depend on workers and pieces.
"""

import json
import os
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from sim.model.play import play_many
from sim.model.stage import is_compiled
from sim.model.world import Record, blank_record
from sim.outcomes.outcomes import measure
from sim.scenario import Case, Scenario, ScenarioError, build

from .books import columns_of
from .plan import Plan, Point, Shard, Span
from .steps import month_table, pair_table

PIECE_BYTES = 24 * 2**20  # of records that one worker holds at a time
PIECE_ROWS = 64  # at most
FAILURES = b"failures"  # metadata of a table of runs: point → reason, as JSON


class Piece(NamedTuple):
    """What came of some rows of a shard: a table of runs, and those of the series if the plan records them."""

    rows: int
    tables: tuple[pa.Table, ...]


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def play(
    shards: Iterable[Shard], scenario: Scenario, workers: int | None = None, rows: int = 0
) -> Generator[Piece, None, None]:
    """Play shards, yielding pieces in their order; no piece reaches across two shards.

    `rows` a piece at most (0: as many as fit PIECE_BYTES and PIECE_ROWS), `workers` threads (None: one a core).
    """
    workers = workers or cores()
    waiting: deque = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for shard in shards:
                rows = rows or _piece_rows(scenario)
                if not is_compiled():  # compile in this thread, where Ctrl-C is heard
                    _piece(shard, scenario, 0, 1)
                for first in range(0, shard.rows, rows):
                    waiting.append(pool.submit(_piece, shard, scenario, first, min(rows, shard.rows - first)))
                    if len(waiting) > workers:
                        yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def joined(tables: Iterable[pa.Table]) -> pa.Table:
    """Tables of runs as one, with the failures that any of them tells of."""
    tables = list(tables)
    told = {point: why for table in tables for point, why in failures_of(table.schema).items()}
    whole = pa.concat_tables([table.replace_schema_metadata(None) for table in tables]).combine_chunks()
    return whole.replace_schema_metadata({FAILURES: json.dumps(told)} if told else None)


def failures_of(schema: pa.Schema) -> dict[str, str]:
    """Point → why it could not be played, of a table of runs."""
    return json.loads((schema.metadata or {}).get(FAILURES, b"{}"))


def _piece(shard: Shard, scenario: Scenario, first: int, rows: int) -> Piece:
    runs, *series = zip(*(_span(shard.plan, scenario, span) for span in shard.spans(first, rows)), strict=True)
    return Piece(rows, (joined(runs), *map(pa.concat_tables, series)))


def _span(plan: Plan, scenario: Scenario, span: Span) -> tuple[pa.Table, ...]:
    """The tables of one point's replications; of a point that cannot be built NaN for outcomes, no series, and why."""
    point = plan.point(span.point)
    key, made = _key(plan, span, point), (pair_table, month_table) if plan.record == "steps" else ()
    try:
        case = _case(scenario, point._replace(seed=0))
    except ScenarioError as error:
        runs = pa.table(key | {name: np.full(span.rows, np.nan) for name in columns_of(scenario)})
        runs = runs.replace_schema_metadata({FAILURES: json.dumps({span.point: str(error)})})
        record = _blank(_base(scenario), scenario, 1)
        series = [table(record, scenario.labels, 0).slice(0, 0) for table in made]
    else:
        record = _blank(case, scenario, span.rows)
        play_many(case.world, case.setting, case.params, point.seed, span.first, record)
        runs = pa.table(
            key | measure(record, case.setting, case.params, scenario.labels, scenario.named, scenario.outcomes)
        )
        series = [table(record, scenario.labels, span.first) for table in made]
    return runs, *(t.add_column(0, "point", pa.array(np.full(len(t), span.point))) for t in series)


def _key(plan: Plan, span: Span, point: Point) -> dict[str, pa.Array]:
    """The columns that tell a row apart: point, replication, seed, and what varies between points."""
    replications = np.arange(span.first, span.first + span.rows)
    told = {
        "point": np.full(span.rows, span.point),
        "replication": replications,
        "seed": np.full(span.rows, point.seed),
    }
    here = dict(point.values) | point._asdict()
    told |= {name: np.full(span.rows, here[name]) for name in plan.varied}
    return {name: pa.array(column) for name, column in told.items()}


@lru_cache(maxsize=16)
def _case(scenario: Scenario, point: Point) -> Case:
    return build(scenario, point.posture, dict(point.values), point.activation, point.acting)


def _base(scenario: Scenario) -> Case:
    return _case(scenario, Point("baseline", (), 0, "simultaneous", True))


def _piece_rows(scenario: Scenario) -> int:
    one = sum(series.nbytes for series in _blank(_base(scenario), scenario, 1))
    return max(1, min(PIECE_ROWS, PIECE_BYTES // one))


def _blank(case: Case, scenario: Scenario, runs: int) -> Record:
    world = case.world
    return blank_record(scenario.months, len(world.power), len(world.duties.treaty), len(world.intensity), runs)
