"""Shards: files of a fixed number of replications that appear under their names only when they are whole."""

import contextlib
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .manifest import unfinished
from .play import Piece

PACKING = "zstd"


class Writing:
    """The files of one shard while they are written: outcomes first, then series and months if they are recorded.

    A context: files are renamed into place on leaving it, or taken away if anything went wrong.
    """

    def __init__(self, files: list[Path]):
        self.files = files
        self.rows = 0
        self._pieces: list[Piece] = []
        self._writers: list[pq.ParquetWriter] = []

    def __enter__(self) -> "Writing":
        for file in self.files:
            file.parent.mkdir(exist_ok=True)
        return self

    def add(self, piece: Piece) -> None:
        """Take a piece: series go to disk at once, outcomes wait to be one table. Raises OSError."""
        self.rows += piece.rows
        self._pieces.append(piece._replace(tables=()))
        if not self._writers:
            for file, table in zip(self.files[1:], piece.tables, strict=True):
                self._writers.append(pq.ParquetWriter(unfinished(file), table.schema, compression=PACKING))
        for writer, table in zip(self._writers, piece.tables, strict=True):
            writer.write_table(table)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            for writer in self._writers:
                with contextlib.ExitStack() if kind is None else contextlib.suppress(OSError, pa.ArrowException):
                    writer.close()
            if kind is None:
                pq.write_table(outcome_table(self._pieces), unfinished(self.files[0]), compression=PACKING)
                for file in self.files:
                    unfinished(file).replace(file)
        finally:
            for file in self.files:
                with contextlib.suppress(OSError):
                    unfinished(file).unlink(missing_ok=True)


def outcome_table(pieces: list[Piece]) -> pa.Table:
    """Pieces as one table: `replication`, then every outcome."""
    columns = {"replication": np.concatenate([np.arange(p.first, p.first + p.rows) for p in pieces])}
    columns |= {name: np.concatenate([p.outcomes[name] for p in pieces]) for name in pieces[0].outcomes}
    return pa.table(columns)


def is_whole(file: Path) -> bool:
    """Whether a shard's file is there and has its footer."""
    try:
        pq.read_metadata(file)
    except (OSError, pa.ArrowException):
        return False
    return True
