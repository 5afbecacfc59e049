"""Shards: files of a fixed number of runs that appear under their names only when they are whole."""

import contextlib
import hashlib
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from .manifest import unfinished
from .plan import Plan, Shard
from .play import Piece, joined

PACKING = "zstd"
APART = 32  # pieces of outcomes that wait as they came: of so small columns, more is around them than in them
GROUP = 2**16  # rows of a row group of the series: files do not depend on the size of pieces
TABLES = ("runs", "steps", "months")


class Finished(NamedTuple):
    """A shard that stands: its files, as paths within the folder, with their SHA-256."""

    shard: Shard
    sums: dict[str, str]


def tables_of(plan: Plan) -> tuple[str, ...]:
    """The tables that a plan fills."""
    return TABLES if plan.record == "steps" else TABLES[:1]


def files_of(shard: Shard) -> list[str]:
    """The files of a shard, table by table, as paths within the folder."""
    name = shard.name
    return [f"{table}/{name}.parquet" for table in tables_of(shard.plan)]


class Writing:
    """The files of one shard while they are written: outcomes first, then series and months if they are recorded.

    A context: files are renamed into place on leaving it, or taken away if anything went wrong.
    """

    def __init__(self, folder: Path, shard: Shard):
        self.shard = shard
        self.rows = 0
        self._names = files_of(shard)
        self._files = [folder / name for name in self._names]
        self._runs: list[pa.Table] = []
        self._series = [_Series(file) for file in self._files[1:]]

    def __enter__(self) -> "Writing":
        for file in self._files:
            file.parent.mkdir(exist_ok=True)
        return self

    def add(self, piece: Piece) -> None:
        """Take a piece: series go to disk at once, outcomes wait to be one table. Raises OSError."""
        self.rows += piece.rows
        runs, *tables = piece.tables
        self._runs.append(runs)
        if len(self._runs) == APART:
            self._runs = [joined(self._runs)]
        for series, table in zip(self._series, tables, strict=True):
            series.add(table)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            for series in self._series:
                with contextlib.ExitStack() if kind is None else contextlib.suppress(OSError, pa.ArrowException):
                    series.close()
            if kind is None:
                pq.write_table(joined(self._runs), unfinished(self._files[0]), compression=PACKING)
                sums = [checksum(unfinished(file)) for file in self._files]
                for file in self._files:
                    unfinished(file).replace(file)
                self.finished = Finished(self.shard, dict(zip(self._names, sums, strict=True)))
        finally:
            for file in self._files:
                with contextlib.suppress(OSError):
                    unfinished(file).unlink(missing_ok=True)


class _Series:
    """A table that goes to disk as it comes, in row groups of GROUP rows."""

    def __init__(self, file: Path):
        self.file = file
        self._waiting: list[pa.Table] = []
        self._writer: pq.ParquetWriter | None = None

    def add(self, table: pa.Table) -> None:
        """Take rows, and write what fills a group. Raises OSError."""
        self._waiting.append(table)
        if self._writer is None:
            self._writer = pq.ParquetWriter(unfinished(self.file), table.schema, compression=PACKING)
        while sum(map(len, self._waiting)) >= GROUP:
            held = pa.concat_tables(self._waiting).combine_chunks()
            self._writer.write_table(held.slice(0, GROUP))
            self._waiting = [held.slice(GROUP)]

    def close(self) -> None:
        """Write what is left; nothing if no rows came. Raises OSError."""
        if self._writer is not None:
            try:
                self._writer.write_table(pa.concat_tables(self._waiting).combine_chunks())
            finally:
                self._writer.close()


def checksum(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits. Raises OSError."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
