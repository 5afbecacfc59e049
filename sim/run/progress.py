"""How far a folder's runs have come, by what stands in it: nothing is played, built or locked for it."""

from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from .manifest import MANIFEST, read_manifest
from .plan import PlanError
from .shards import TABLES
from .store import is_held
from .sums import read_sums

BROKEN_OFF = "broken off"  # `running` by its manifest, but nobody writes it


class Standing(NamedTuple):
    """A folder, what its manifest says, and what stands there."""

    folder: Path
    manifest: dict[str, Any]
    status: str  # running, finished, interrupted or BROKEN_OFF
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
    files = [folder / name for name in read_sums(folder) if (folder / name).is_file()]
    runs = sum(pq.read_metadata(file).num_rows for file in files if file.parent.name == TABLES[0])
    status = manifest["status"]
    if status == "running" and not is_held(folder):
        status = BROKEN_OFF
    return Standing(folder, manifest, status, runs, sum(file.stat().st_size for file in files))
