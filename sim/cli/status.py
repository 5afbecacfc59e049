"""`tertius status DIR`: how far the runs in a folder have come."""

import argparse
from pathlib import Path

from sim.run.progress import BROKEN_OFF, INCOMPLETE, Standing, standing

from .shown import amount, console, duration
from .tables import put, titled

STYLES = {"finished": "green", "running": "cyan"}


def status(asked: argparse.Namespace) -> int:
    """Print a line for each plan in the folder."""
    found = standing(Path(asked.folder).expanduser())
    table = titled(["folder", "status"], ["points", "runs", "of", "size", "failed", "left"])
    for one in found:
        told = one.manifest
        style = STYLES.get(one.status, "yellow")
        runs = (f"{told['points']:,}", f"{one.runs:,}", f"{told['runs']:,}")
        failed = f"{told['failed_points']:,}" if told.get("failed_points") else "–"
        table.add_row(str(one.folder), f"[{style}]{one.status}", *runs, amount(one.bytes), failed, _left(one))
    put(console(), table)
    if any(one.status in (BROKEN_OFF, INCOMPLETE, "interrupted") for one in found):
        console().print("The command that began a run goes on with it; files that are damaged or gone are made anew.")
    return 0


def _left(one: Standing) -> str:
    if one.status == "finished":
        return "–"
    return "unknown" if one.seconds_left is None else f"about {duration(one.seconds_left)}"
