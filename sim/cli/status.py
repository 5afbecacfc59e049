"""`tertius status DIR`: how far the runs in a folder have come."""

import argparse
from pathlib import Path

from rich.table import Table

from sim.run.progress import BROKEN_OFF, INCOMPLETE, Standing, standing

from .shown import amount, console, duration

STYLES = {"finished": "green", "running": "cyan"}


def status(asked: argparse.Namespace) -> int:
    """Print a line for each plan in the folder."""
    found = standing(Path(asked.folder).expanduser())
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("folder", "status", "points", "runs", "of", "size", "failed", "left"):
        table.add_column(title, justify="left" if title in ("folder", "status") else "right", no_wrap=True)
    for one in found:
        told = one.manifest
        style = STYLES.get(one.status, "yellow")
        runs = (f"{told['points']:,}", f"{one.runs:,}", f"{told['runs']:,}")
        failed = f"{told['failed_points']:,}" if told.get("failed_points") else "–"
        table.add_row(str(one.folder), f"[{style}]{one.status}", *runs, amount(one.bytes), failed, _left(one))
    console().print(table)
    if any(one.status in (BROKEN_OFF, INCOMPLETE, "interrupted") for one in found):
        console().print("The command that began a run goes on with it; files that are damaged or gone are made anew.")
    return 0


def _left(one: Standing) -> str:
    if one.status == "finished":
        return "–"
    return "unknown" if one.seconds_left is None else f"about {duration(one.seconds_left)}"
