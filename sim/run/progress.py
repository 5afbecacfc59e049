"""How far a folder's runs have come, by what stands in it: nothing is played, built or locked for it."""

import contextlib
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from .folder import is_held
from .manifest import MANIFEST, read_manifest
from .plan import PlanError
from .shards import TABLES
from .sums import read_sums

BROKEN_OFF = "broken off"  # `running` by its manifest, but nobody writes it
INCOMPLETE = "incomplete"  # `finished` by its manifest, but files are gone or damaged


class Standing(NamedTuple):
    """A folder, what its manifest says, and what stands there."""

    folder: Path
    manifest: dict[str, Any]
    status: str  # running, finished, interrupted, BROKEN_OFF or INCOMPLETE
    runs: int  # that stand
    bytes: int  # of the files that stand

    @property
    def seconds_left(self) -> float | None:
        """At the rate so far; None if there is none."""
        spent, left = self.manifest.get("elapsed_seconds", 0), self.manifest["runs"] - self.runs
        return left * spent / self.runs if self.runs and spent else None


def standing(folder: Path) -> list[Standing]:
    """The runs kept in a folder or, if it holds none, in the folders below. Raises PlanError if there are none."""
    if not folder.is_dir():
        raise PlanError(f"there is no folder {folder}")
    kept = [folder] if (folder / MANIFEST).is_file() else sorted(f.parent for f in folder.rglob(MANIFEST))
    told = {one: read_manifest(one) or {} for one in kept}
    found = [_standing(one, manifest) for one, manifest in told.items() if "runs" in manifest and "plan" in manifest]
    if not found:
        raise PlanError(f"{folder} holds no runs of tertius")
    return found


def _standing(folder: Path, manifest: dict[str, Any]) -> Standing:
    """What stands by the ends of files; only `run` reads them whole and holds them against their checksums."""
    rows = {folder / name: _rows(folder / name) for name in read_sums(folder)}
    gone = {file.name for file, held in rows.items() if held is None}  # a shard has the same name in every table
    files = [file for file in rows if file.name not in gone]
    runs = sum(rows[file] or 0 for file in files if file.parent.name == TABLES[0])
    status = manifest["status"]
    if status == "running" and not is_held(folder):
        status = BROKEN_OFF
    if status == "finished" and runs < manifest["runs"]:
        status = INCOMPLETE
    return Standing(folder, manifest, status, runs, sum(file.stat().st_size for file in files))


def _rows(file: Path) -> int | None:
    """The rows of a file, None if it is gone or cannot be read."""
    with contextlib.suppress(OSError, pa.ArrowException):
        return pq.read_metadata(file).num_rows
    return None
