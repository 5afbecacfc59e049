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
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import filelock
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .manifest import MANIFEST, difference, read_manifest, unfinished, write_json
from .plan import Plan, PlanError, Shard
from .play import failures_of
from .shards import PACKING, TABLES, Finished, files_of
from .sums import SUMS, add_sums, agrees, order_sums, read_sums

CODEBOOK, POINTS, FAILURES, LOCK, RESERVE = "codebook.json", "points.parquet", "failures.json", ".lock", ".reserve"
ROOM = 2**13  # bytes that a manifest takes beside the scenario's text
MADE_OF_IT = ("sensitivity.csv", "discover.csv", "compare-*.csv", "ablate.csv")
OURS = (MANIFEST, CODEBOOK, POINTS, FAILURES, SUMS, LOCK, RESERVE, *MADE_OF_IT)


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
        PlanError if the folder holds anything but this plan, unless `overwrite`, or another process is writing it;
        OSError if it cannot be written.
        """
        check_free(path, plan, overwrite)
        found = None if overwrite else read_manifest(path)
        if found and found.get("status") == "finished":
            store = cls(path, plan, found)
            if not store.missing:
                yield store
                return
        path.mkdir(parents=True, exist_ok=True)
        with _told_of(path), _alone(path):
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
            inside = sorted(file.parent.name for file in path.glob(f"*/{MANIFEST}"))
            runs = f"; it holds the runs {', '.join(inside)}: name one of them, {path / inside[0]}" if inside else ""
            raise PlanError(f"{path} holds no run of tertius, which has a {MANIFEST}{runs}")
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


def check_free(path: Path, plan: Plan, overwrite: bool) -> None:
    """Refuse a path that is no folder or holds something other than this plan. Raises PlanError."""
    _check_folder(path)
    if overwrite or not path.exists():
        return
    found = read_manifest(path)
    if found is None:
        if any(not any(map(entry.match, OURS)) for entry in path.iterdir()):
            raise PlanError(f"{path} holds files that are not a run of tertius; give another folder with out=DIR")
    elif found.get("plan") != plan.hash:
        raise PlanError(
            f"{path} holds another plan ({difference(found, plan)}); "
            "give another folder with out=DIR, or replace what it holds with overwrite=true"
        )


def check_apart(path: Path, names: Iterable[str]) -> None:
    """Refuse a folder for several runs, each in a folder of its name, that is one run's or holds none of them.

    Raises PlanError.
    """
    _check_folder(path)
    inside = {entry.name for entry in path.iterdir()} if path.exists() else set()
    if MANIFEST in inside:
        raise PlanError(f"{path} holds a run; a comparison has a folder of several, give another with out=DIR")
    if inside and inside.isdisjoint(names):
        raise PlanError(f"{path} holds files that are not a comparison of tertius; give another folder with out=DIR")


def _check_folder(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise PlanError(f"{path} is a file; give a folder with out=DIR")


def clear(path: Path) -> None:
    """Take away what a run left in a folder, but the lock, and nothing else. Raises OSError."""
    for pattern in OURS:
        for file in path.glob(pattern):
            if file.name != LOCK:
                file.unlink()
    for table in TABLES:
        for file in (path / table).glob("*.parquet"):
            file.unlink()
        with contextlib.suppress(OSError):
            (path / table).rmdir()


def is_held(path: Path) -> bool:
    """Whether a living process is writing the folder."""
    if not (path / LOCK).exists():
        return False
    try:
        with _alone(path):
            return False
    except (PlanError, OSError):
        return True


@contextlib.contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """What cannot be written names the folder, and a folder that could not even be begun is not left behind."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        if not (path / MANIFEST).exists():
            with contextlib.suppress(OSError):
                clear(path)
                (path / LOCK).unlink(missing_ok=True)
                path.rmdir()
        raise


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the folder; the system lets go of it when this process ends, however it ends."""
    lock = filelock.FileLock(path / LOCK, blocking=False)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise PlanError(
            f"another tertius is writing to {path}; wait for it (`tertius status {path}`), or give another folder "
            "with out=DIR"
        ) from None
    try:
        yield
    finally:
        lock.release()


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
