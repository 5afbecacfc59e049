"""What a plan would take: seconds and bytes, by the folder's own past or by playing a few runs."""

import io
import time
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from sim.scenario import Scenario

from .manifest import read_manifest
from .plan import Plan, Shard
from .play import cores, play
from .shards import PACKING, TABLES
from .store import Store

TRIED = 64  # runs that are played to see


class Expected(NamedTuple):
    """Runs that stand, and what the rest would take on this machine, but for starting."""

    stand: int
    seconds: float
    bytes: float
    source: str  # where the rates come from


def expected(plan: Plan, scenario: Scenario, folder: Path, workers: int | None = None) -> Expected:
    """What is left of a plan and what it would take; nothing is written.

    The rates are those of the folder's runs so far, if it has any; else of the plan's first runs, played now.
    """
    manifest = read_manifest(folder) if folder.is_dir() else None
    store = Store(folder, plan, manifest or {})
    stand = store.kept()
    left = plan.rows - stand
    spent = (manifest or {}).get("elapsed_seconds", 0)
    if stand and spent:
        files = [file for table in TABLES for file in (folder / table).glob("*.parquet")]
        size = sum(file.stat().st_size for file in files)
        return Expected(stand, left * spent / stand, left * size / stand, "the runs that this folder holds")
    seconds, each, around = _tried(plan, scenario, workers)
    held = left * each + len(store.missing) * around
    return Expected(stand, left * seconds, held, f"{min(TRIED, plan.rows)} runs played to see")


def _tried(plan: Plan, scenario: Scenario, workers: int | None) -> tuple[float, float, float]:
    """Seconds and bytes a run, of the first runs of a plan, and the bytes that a shard takes beside its runs."""
    rows = min(TRIED, plan.rows)
    shard = Shard(plan, 0, rows, rows)
    list(play([shard._replace(rows=1)], scenario, workers))  # what has to be loaded is loaded
    begun = time.perf_counter()
    pieces = list(play([shard], scenario, workers, rows=-(-rows // (workers or cores()))))
    seconds = (time.perf_counter() - begun) / rows
    tables = [pa.concat_tables(parts) for parts in zip(*(piece.tables for piece in pieces), strict=True)]
    half = rows // 2
    few = sum(_packed(table.slice(0, half * (len(table) // rows))) for table in tables)
    every = sum(map(_packed, tables))
    each = (every - few) / (rows - half)
    return seconds, each, every - rows * each  # many columns weigh more in a small file than its runs do


def _packed(table: pa.Table) -> int:
    held = io.BytesIO()
    pq.write_table(table.combine_chunks(), held, compression=PACKING)
    return held.tell()
