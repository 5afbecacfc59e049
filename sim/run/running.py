"""Carrying out a plan: into a folder, where it can be continued, or into memory."""

import contextlib
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from sim.outcomes.labels import Column
from sim.outcomes.outcomes import codebook
from sim.scenario import Case, Scenario

from .plan import Plan
from .play import play
from .shards import outcome_table
from .steps import month_codebook, pair_codebook
from .store import TABLES, Store

Progress = Callable[[int], Any]  # told how many replications have come to stand since the last call


def complete(store: Store, scenario: Scenario, case: Case, workers: int | None, progress: Progress) -> int:
    """Play what a folder lacks of its plan and return how many replications that was; 0 if it lacked nothing.

    Whatever ends it, finished shards stand and the manifest says `interrupted`; the exception carries a note of
    what was kept. Raises OSError if the folder cannot be written.
    """
    missing = store.missing()
    if not missing:
        if store.manifest.get("status") != "finished":
            store.mark("finished")
        return 0
    pieces = play(store.plan, scenario, case, missing, workers)
    try:
        for rows in store.keep(pieces, missing):
            progress(rows)
        store.mark("finished")
    except BaseException as error:
        pieces.close()
        error.add_note(
            f"{store.kept():,} of {store.plan.replications:,} replications are kept in {store.path}; "
            "the same command continues from there"
        )
        with contextlib.suppress(OSError):  # on a full disk the manifest may have to go on saying `running`
            store.mark("interrupted")
        raise
    return sum(shard.rows for shard in missing)


def in_memory(
    plan: Plan, scenario: Scenario, case: Case, workers: int | None, progress: Progress
) -> dict[str, pa.Table]:
    """Play a whole plan and return its tables by name, as a folder would hold them."""
    pieces = []
    for piece in play(plan, scenario, case, plan.shards(), workers):
        pieces.append(piece)
        progress(piece.rows)
    tables = {"runs": outcome_table(pieces)}
    for name, series in zip(TABLES[1:], zip(*(piece.tables for piece in pieces), strict=True), strict=False):
        tables[name] = pa.concat_tables(series)
    return tables


def columns_of(scenario: Scenario) -> dict[str, Column]:
    """Unit and meaning of every outcome; own outcomes speak for themselves."""
    return codebook(scenario.labels, scenario.named) | scenario.columns


def codebook_of(plan: Plan, scenario: Scenario) -> dict[str, Any]:
    """Unit and meaning of every column of every table that the plan fills."""
    key = {"replication": Column("number", "the run; equal numbers met the same luck")}
    books = {"runs": key | columns_of(scenario)}
    if plan.record == "steps":
        books |= {"steps": pair_codebook(scenario.labels), "months": month_codebook(scenario.labels)}
    return {table: {name: column._asdict() for name, column in book.items()} for table, book in books.items()}
