"""The manifest: what made the files beside it, said so that anyone can tell whether it was the same thing."""

import contextlib
import hashlib
import json
import os
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from textwrap import shorten
from typing import Any

import numpy as np

import sim
from sim.model.world import Reference
from sim.scenario.reading import read

from .plan import Plan, PlanError

MANIFEST = "manifest.json"
MOST_NAMED, ROOM = 4, 40  # differences that are named, and letters of a value in them
PACKAGES = ("numpy", "scipy", "numba", "pyarrow")  # those that can change a figure or a file


def facts(reference: Reference) -> dict[str, Any]:
    """What stands in a manifest beside the plan: versions, and the hash of the reference of month 0."""
    digest = hashlib.sha256()
    for series in reference:
        digest.update(np.ascontiguousarray(series).tobytes())
    return {
        "reference": digest.hexdigest()[:12],
        "tertius": sim.__version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest in a folder, None if it has none. Raises PlanError if it cannot be understood."""
    file = folder / MANIFEST
    if not file.is_file():
        return None
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise PlanError(f"{file} is damaged; give another folder with out=DIR, or start over with overwrite=true")
    return found


def difference(found: dict[str, Any], plan: Plan) -> str:
    """What tells the plan of a manifest from the one asked for, in words."""
    told = []
    for key, value in plan.identity().items():
        there = found.get(key)
        if there == value:
            continue
        if key == "scenario_hash":
            told.append(f"the scenario's text has changed: {_changed(str(found.get('text')), plan.text)}")
        elif key == "values":
            told.append(f"params {_values(there)} there, {_values(value)} here")
        elif key == "varied":
            told.append(f"{_varied(there)} there, {_varied(value)} here")
        else:
            told.append(f"{key} {there} there, {value} here")
    return "; ".join(told) or "written by another version of tertius"


def apart(first: Plan, second: Plan) -> str:
    """What tells two plans from each other, in words; the first is there, the second here."""
    return difference(first.identity() | {"text": first.text}, second)


def write_json(file: Path, content: dict[str, Any]) -> None:
    """Write a JSON file that is there whole or not at all. Raises OSError."""
    write_whole(file, (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())


def write_whole(file: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all. Raises OSError."""
    beside = unfinished(file)
    try:
        beside.write_bytes(content)
        beside.replace(file)
    except OSError as error:
        error.filename = str(file)  # writing names none
        raise
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def unfinished(file: Path) -> Path:
    """Where a file is written until it is whole."""
    return file.with_name(f".{file.name}.{os.getpid()}.part")


def _changed(there: str, here: str) -> str:
    """What two scenarios' texts say differently, by path, as far as there is room for it."""
    found = list(_differences(read(there).data, read(here).data))
    if not found:
        return "comments or layout alone"
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return f"{', '.join(found[:MOST_NAMED])}{more}"


def _differences(there: Any, here: Any, path: str = "") -> Iterator[str]:
    """The outermost paths at which two trees differ, with old and new value where both have one."""
    if not (isinstance(there, dict) and isinstance(here, dict)):
        if there != here:
            yield f"{path} {shorten(str(there), ROOM)} → {shorten(str(here), ROOM)}"
        return
    for name in there | here:
        below = f"{path}.{name}".lstrip(".")
        if name in there and name in here:
            yield from _differences(there[name], here[name], below)
        else:
            yield f"{'−' if name in there else '+'} {below}"


def _values(values: Any) -> str:
    return ", ".join(f"{name}={value:g}" for name, value in values.items()) if values else "unchanged"


def _varied(columns: Any) -> str:
    return f"points that vary {', '.join(columns)}" if columns else "one point"
