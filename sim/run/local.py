"""Shards made by threads of this process."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

from sim.scenario import Scenario

from .plan import Shard
from .play import play
from .shards import Finished, Writing

Progress = Callable[[int], Any]  # told how many runs have come to stand since the last call


def local(
    shards: Sequence[Shard], scenario: Scenario, folder: Path, workers: int | None, progress: Progress
) -> Generator[Finished, None, None]:
    """Threads (None: one a core), all at work on one shard after the other. Raises OSError."""
    pieces = play(shards, scenario, workers)
    try:
        for shard in shards:
            with Writing(folder, shard) as writing:
                while writing.rows < shard.rows:
                    piece = next(pieces)
                    writing.add(piece)
                    progress(piece.rows)
            yield writing.finished
    finally:
        pieces.close()
