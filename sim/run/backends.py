"""Where shards are made. A backend takes shards and yields each when it stands, in any order.

A shard is all that has to be told (`sim.run.plan.Shard`, picklable): whoever makes it needs the scenario, which
its text gives, and the folder. A backend may make shards anywhere, if only `Writing` puts their files in place.
"""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

from sim.scenario import Scenario

from .plan import Shard
from .play import play
from .shards import Finished, Writing

Progress = Callable[[int], Any]  # told how many runs have come to stand since the last call
Backend = Callable[[Sequence[Shard], Scenario, Path, int | None, Progress], Generator[Finished, None, None]]


def local(
    shards: Sequence[Shard], scenario: Scenario, folder: Path, workers: int | None, progress: Progress
) -> Generator[Finished, None, None]:
    """Threads of this process, all at work on one shard after the other. Raises OSError."""
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


BACKENDS: dict[str, Backend] = {"local": local}
