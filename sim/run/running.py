"""Carrying out a plan: into a folder, where it can be continued, or into memory."""

import contextlib
from collections.abc import Callable

import pyarrow as pa

from sim.scenario import Scenario

from .backends import Backend
from .local import Progress, local
from .plan import Plan
from .play import joined, play
from .shards import tables_of
from .store import Store

Stop = Callable[[], bool]  # whether to end when the shard in hand stands


def complete(
    store: Store,
    scenario: Scenario,
    workers: int | None,
    progress: Progress,
    backend: Backend = local,
    stop: Stop = lambda: False,
) -> int:
    """Play what a folder lacks of its plan and return how many runs that was; 0 if it lacked nothing.

    Whatever ends it, finished shards stand and the manifest says `interrupted`; the exception carries a note of
    what was kept. Raises KeyboardInterrupt if told to stop, OSError if the folder cannot be written.
    """
    lacking = store.plan.rows - store.kept()
    if not lacking:
        if store.manifest.get("status") != "finished":
            store.finish()
        return 0
    progress(store.kept())
    try:
        with contextlib.closing(backend(list(store.missing), scenario, store.path, workers, progress)) as made:
            for finished in made:
                store.keep(finished)
                if store.missing and stop():
                    raise KeyboardInterrupt
        store.finish()
    except BaseException as error:
        error.add_note(
            f"{store.kept():,} of {store.plan.rows:,} replications are kept in {store.path}; "
            "the same command continues from there"
        )
        with contextlib.suppress(OSError):  # the manifest then goes on saying `running`, and `status`: broken off
            store.mark("interrupted")
        raise
    return lacking


def in_memory(plan: Plan, scenario: Scenario, workers: int | None, progress: Progress) -> dict[str, pa.Table]:
    """Play a whole plan and return its tables by name, as a folder would hold them."""
    tables: dict[str, list[pa.Table]] = {name: [] for name in tables_of(plan)}
    for piece in play(plan.shards(), scenario, workers):
        for name, table in zip(tables, piece.tables, strict=True):
            tables[name].append(table)
        progress(piece.rows)
    return {name: joined(parts) for name, parts in tables.items()}
