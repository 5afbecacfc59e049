"""The folder that keeps a run.

    DIR/manifest.json   what was asked, with what versions, and how far it came
    DIR/codebook.json   unit and meaning of every column
    DIR/runs/           a row for each replication
    DIR/steps/          a row for each replication, month and ordered pair   (record=steps)
    DIR/months/         a row for each replication and month                 (record=steps)

A file appears under its name only when it is whole, and its name holds the plan's hash: whatever
ends a run, what was finished stands and can be read, and the same plan continues from there.
"""

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .manifest import MANIFEST, difference, plan_of, read_manifest, write_json
from .plan import Plan, PlanError, Shard
from .play import Piece
from .shards import Writing, is_whole

TABLES = ("runs", "steps", "months")
CODEBOOK = "codebook.json"


class Store:
    """The folder of one plan: made by `Store.open`, filled by `keep`, read through `files`."""

    def __init__(self, path: Path, plan: Plan, manifest: dict[str, Any]):
        self.path = path
        self.plan = plan
        self.manifest = manifest
        self._begun = time.monotonic()
        self._spent = float(manifest.get("elapsed_seconds", 0.0))

    @classmethod
    def open(cls, path: Path, plan: Plan, facts: dict[str, Any], codebook: dict[str, Any], overwrite: bool) -> "Store":
        """The folder at `path`, made ready for `plan`; the manifest says `running` unless nothing is missing.

        `facts` is what the manifest says beside the plan, `codebook` table → column → unit and meaning. Raises
        PlanError if the folder holds anything but this plan, unless `overwrite`; OSError if it cannot be written.
        """
        check_free(path, plan, overwrite)
        if overwrite:
            clear(path)
        path.mkdir(parents=True, exist_ok=True)
        found = read_manifest(path)
        store = cls(path, plan, found or {**plan.identity(), "plan": plan.hash, **facts, "text": plan.text})
        if not found or store.missing():
            write_json(path / CODEBOOK, codebook)
            store.manifest.setdefault("started", _now())
            store.mark("running")
        return store

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

    def missing(self) -> list[Shard]:
        """Shards of the plan that do not stand, whole, in every table."""
        return [shard for shard in self.plan.shards() if not all(map(is_whole, self._files(shard)))]

    def kept(self) -> int:
        """Replications that stand."""
        return self.plan.replications - sum(shard.rows for shard in self.missing())

    def keep(self, pieces: Iterator[Piece], shards: list[Shard]) -> Iterator[int]:
        """Write pieces, in the order of `shards`, and yield how many replications each brought. Raises OSError."""
        for shard in shards:
            with Writing(self._files(shard)) as writing:
                while writing.rows < shard.rows:
                    piece = next(pieces)
                    writing.add(piece)
                    yield piece.rows

    def mark(self, status: str) -> None:
        """Say in the manifest that the run is `running`, `finished` or `interrupted`. Raises OSError."""
        self.manifest |= {
            "status": status,
            "ended": None if status == "running" else _now(),
            "elapsed_seconds": round(self._spent + time.monotonic() - self._begun, 3),
        }
        write_json(self.path / MANIFEST, self.manifest)

    def files(self, table: str = "runs") -> list[Path]:
        """The whole files of a table, in order of replication."""
        return [file for shard in self.plan.shards() if is_whole(file := self._file(table, shard))]

    def holding(self, replication: int) -> Path | None:
        """The file of outcomes that has a replication's row; None if it does not stand."""
        shards = (shard for shard in self.plan.shards() if shard.first <= replication < shard.first + shard.rows)
        return next((file for shard in shards if is_whole(file := self._file("runs", shard))), None)

    def _files(self, shard: Shard) -> list[Path]:
        return [self._file(table, shard) for table in (TABLES if self.plan.record == "steps" else TABLES[:1])]

    def _file(self, table: str, shard: Shard) -> Path:
        return self.path / table / f"{shard.first:010d}-{self.plan.hash}.parquet"


def check_free(path: Path, plan: Plan, overwrite: bool) -> None:
    """Refuse a path that is no folder or holds something other than this plan. Raises PlanError."""
    if path.exists() and not path.is_dir():
        raise PlanError(f"{path} is a file; give a folder with out=DIR")
    if overwrite or not path.exists():
        return
    found = read_manifest(path)
    if found is None:
        if any(entry.name != CODEBOOK for entry in path.iterdir()):
            raise PlanError(f"{path} holds files that are not a run of tertius; give another folder with out=DIR")
    elif found.get("plan") != plan.hash:
        raise PlanError(
            f"{path} holds another plan ({difference(found, plan)}); "
            "give another folder with out=DIR, or replace what it holds with overwrite=true"
        )


def clear(path: Path) -> None:
    """Take away what a run left in a folder, and nothing else. Raises OSError."""
    for name in (MANIFEST, CODEBOOK):
        (path / name).unlink(missing_ok=True)
    for table in TABLES:
        for file in (path / table).glob("*.parquet"):
            file.unlink()
        with contextlib.suppress(OSError):
            (path / table).rmdir()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
