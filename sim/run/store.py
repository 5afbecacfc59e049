"""The folder that keeps a plan.

    DIR/manifest.json    what was asked, with what versions, and how far it came
    DIR/codebook.json    unit and meaning of every column
    DIR/points.parquet   a row for each point: its number and everything that varies between points
    DIR/runs/            a row for each run: point, replication, seed, what varies, every outcome
    DIR/steps/           a row for each run, month and ordered pair   (record=steps)
    DIR/months/          a row for each run and month                 (record=steps)
    DIR/SHA256SUMS       the checksum of every shard that stands
    DIR/failures.json    why points could not be played, if any could not
    DIR/sensitivity.csv  what was made of it later (and discover, compare-…, ablate); goes with it
    DIR/.lock            held by the one process that writes
    DIR/.reserve         while it writes: room for the manifest's last word, should the disk be full by then

A file appears under its name only when it is whole, and its name holds the hash of what made it: whatever ends a
run, what was finished stands and can be read, and the same plan continues from there.
"""

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .folder import CODEBOOK, FAILURES, POINTS, RESERVE, alone, check_free, clear, possible, runs_in, told_of
from .manifest import MANIFEST, read_manifest, unfinished, write_json
from .plan import Plan, PlanError, Shard
from .play import failures_of
from .shards import PACKING, TABLES, Finished, files_of
from .sums import add_sums, agrees, order_sums, read_sums

ROOM = 2**13  # bytes that a manifest takes beside the scenario's text


class Store:
    """The folder of one plan: opened by `opened`, filled by `keep`, read through `files`."""

    def __init__(self, path: Path, plan: Plan, manifest: dict[str, Any]):
        self.path = path
        self.plan = plan
        self.manifest = manifest
        self.shards = plan.shards()
        self._begun = time.monotonic()
        self._spent = float(manifest.get("elapsed_seconds", 0.0))
        sums = read_sums(path)
        self._missing = {shard.first: shard for shard in self.shards if not self._stands(shard, sums)}

    @property
    def missing(self) -> list[Shard]:
        """Shards that do not stand, whole, in every table."""
        return list(self._missing.values())

    @classmethod
    @contextlib.contextmanager
    def opened(
        cls, path: Path, plan: Plan, facts: dict[str, Any], codebook: dict[str, Any], overwrite: bool
    ) -> Iterator["Store"]:
        """The folder at `path`, made ready for `plan`, and for this process alone unless nothing is missing.

        `facts` is what the manifest says beside the plan, `codebook` table → column → unit and meaning. Raises
        PlanError if the folder holds anything but this plan, unless `overwrite`, another process is writing it, or
        there can be none at `path`; OSError if it cannot be written.
        """
        check_free(path, plan, overwrite)
        found = None if overwrite else read_manifest(path)
        if found and found.get("status") == "finished":
            store = cls(path, plan, found)
            if not store.missing:
                yield store
                return
        with possible(path):
            path.mkdir(parents=True, exist_ok=True)
        with told_of(path), alone(path):
            _sweep(path)
            if overwrite:
                clear(path)
            found = read_manifest(path)
            store = cls(path, plan, found or {**plan.identity(), "plan": plan.hash, **facts, "text": plan.text})
            write_json(path / CODEBOOK, codebook)
            _write_points(path / POINTS, plan)
            (path / RESERVE).write_bytes(bytes(ROOM + 2 * len(plan.text.encode())))
            store.manifest.setdefault("started", _now())
            store.mark("running")
            yield store

    @classmethod
    def find(cls, path: Path) -> "Store":
        """The run that stands in a folder. Raises PlanError if there is none, or if its manifest is damaged."""
        found = read_manifest(path)
        if not path.is_dir():
            raise PlanError(f"there is no folder {path}; give that of a run, as `tertius run` names it at its end")
        if found is None:
            if inside := runs_in(path):
                raise PlanError(
                    f"{path} holds several runs, as a comparison does: {', '.join(inside)}; name the folder of one, "
                    f"say {path / inside[-1]}"
                )
            raise PlanError(f"{path} holds no run of tertius, which has a {MANIFEST}")
        return cls(path, plan_of(found, path), found)

    def kept(self) -> int:
        """Runs that stand."""
        return self.plan.rows - sum(shard.rows for shard in self.missing)

    def keep(self, finished: Finished) -> None:
        """Take note of a shard that stands, and of the time so far. Raises OSError."""
        add_sums(self.path, finished.sums)
        del self._missing[finished.shard.first]
        self.mark("running")

    def finish(self) -> None:
        """Say that nothing is missing, and what could not be played. Raises OSError."""
        _sweep(self.path)
        order_sums(self.path, (name for shard in self.shards for name in files_of(shard)))
        failures = self.failures()
        if failures:
            write_json(self.path / FAILURES, failures)
        self.manifest["failed_points"] = len(failures)
        self.mark("finished")

    def mark(self, status: str) -> None:
        """Say in the manifest that the run is `running`, `finished` or `interrupted`. Raises OSError."""
        if status != "running":
            (self.path / RESERVE).unlink(missing_ok=True)
        self.manifest |= {
            "status": status,
            "runs": self.plan.rows,
            "ended": None if status == "running" else _now(),
            "elapsed_seconds": round(self._spent + time.monotonic() - self._begun, 3),
        }
        write_json(self.path / MANIFEST, self.manifest)

    def files(self, table: str = "runs", row: int | None = None) -> list[Path]:
        """The files of a table that stand, in order of point and replication; or the one that has a row of the plan."""
        place = TABLES.index(table)
        return [
            self.path / files_of(shard)[place]
            for shard in self.shards
            if shard.first not in self._missing and (row is None or shard.first <= row < shard.first + shard.rows)
        ]

    def failures(self) -> dict[str, str]:
        """Point → why it could not be played."""
        return {point: why for file in self.files() for point, why in failures_of(pq.read_schema(file)).items()}

    def _stands(self, shard: Shard, sums: dict[str, str]) -> bool:
        return all(agrees(self.path, name, sums.get(name)) for name in files_of(shard))


def plan_of(found: dict[str, Any], folder: Path) -> Plan:
    """The plan that a manifest and the points beside it state. Raises PlanError if they state none that can be read."""
    try:
        columns = pq.read_table(folder / POINTS, columns=list(found["varied"])) if found["varied"] else pa.table({})
        varied = {name: np.array(columns[name].to_pylist()) for name in columns.column_names}
        plan = Plan(**{name: found[name] for name in Plan._fields if name not in ("varied", "first")}, varied=varied)
        whole = plan.hash == found["plan"]
    except (KeyError, TypeError, AttributeError, OSError, pa.ArrowException):
        whole = False
    if not whole:
        raise PlanError(
            f"{folder / MANIFEST} states no plan that can be read: it is damaged or of another version; run it again"
        )
    return plan


def points_table(plan: Plan) -> pa.Table:
    """A row for each point: its number and everything that varies between points."""
    return pa.table(
        {"point": pa.array(range(plan.points), pa.int64())} | {n: pa.array(c) for n, c in plan.varied.items()}
    )


def _sweep(path: Path) -> None:
    """Take away what processes that were killed left half written."""
    for part in path.rglob(".*.part"):
        part.unlink(missing_ok=True)


def _write_points(file: Path, plan: Plan) -> None:
    beside = unfinished(file)
    try:
        pq.write_table(points_table(plan), beside, compression=PACKING)
        beside.replace(file)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
