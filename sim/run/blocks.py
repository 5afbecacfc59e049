"""The series of kept runs, some whole runs at a time: memory does not grow with their number."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.model.world import Array
from sim.outcomes.labels import near
from sim.scenario import Scenario

from .plan import PlanError
from .shards import GROUP

ROWS = 2**19  # of the table of pairs in a block, unless a single run has more

Tables = Mapping[str, pa.Table | pq.ParquetFile]  # `steps` and `months` of the same runs


class Block(NamedTuple):
    """Some runs: their points and replications (R,), and how columns of their `steps` or `months` are read."""

    point: Array
    replication: Array
    read: Callable[[str, list[str]], pd.DataFrame]


def blocks(shards: Iterable[Tables], scenario: Scenario) -> Iterator[Block]:
    """The runs of shards in their order; a block reaches across no two of them, and reads only what is asked of it."""
    months, states = scenario.months + 1, len(scenario.codes)
    of_run = {"months": months, "steps": months * states * (states - 1)}
    size = max(1, ROWS // of_run["steps"])
    for tables in shards:
        held = tables["months"]
        runs = (held if isinstance(held, pa.Table) else held.metadata).num_rows // months
        for first in range(0, runs, size):
            read = partial(_read, tables, of_run, first, min(size, runs - first))
            keys = read("months", ["point", "replication"])[::months]
            yield Block(keys["point"].to_numpy(), keys["replication"].to_numpy(), read)


def _read(
    tables: Tables, of_run: Mapping[str, int], first: int, runs: int, table: str, columns: list[str]
) -> pd.DataFrame:
    held, start, rows = tables[table], first * of_run[table], runs * of_run[table]
    if isinstance(held, pa.Table):
        return picked(held, columns).slice(start, rows).to_pandas()
    groups = range(start // GROUP, -(-(start + rows) // GROUP))
    found = picked(held.read_row_groups(list(groups), columns), columns)
    return found.slice(start - GROUP * groups[0], rows).to_pandas()


def picked(table: pa.Table, columns: list[str]) -> pa.Table:
    """Columns of a table, in that order. Raises PlanError for one that was not kept: what may have been meant."""
    absent = [name for name in columns if name not in table.column_names]
    if absent:
        hint = near(absent[0], table.column_names)
        raise PlanError(f'no column "{absent[0]}" was kept{hint} (what another version of tertius kept may lack some)')
    return table.select(columns)
