"""`tertius validate`: what the model claims to reproduce, row by row, and a miss shown as a miss."""

import argparse

import pandas as pd
from rich.table import Table

from sim.analysis.validation.laboratory import Laboratory
from sim.analysis.validation.mechanisms import MECHANISMS, mechanisms
from sim.analysis.validation.rows import HOLDS, MISSES
from sim.scenario import load

from .shown import announce_compiling, bar, console, figure

FLAGSHIP = "trump_triangulation"
STYLES = {HOLDS: "green", MISSES: "bold red"}


def validate(asked: argparse.Namespace) -> int:
    """Test every mechanism on the flagship and print the table; a miss is no failure of the command."""
    announce_compiling()
    laboratory = Laboratory(load(FLAGSHIP))
    with bar(len(MECHANISMS), "mechanisms") as progress:
        table = mechanisms(laboratory, lambda name: progress(1))
    show(table)
    return 0


def show(table: pd.DataFrame) -> None:
    """Print a table of findings, the rows in order, and how many hold, tip and miss."""
    shown = console()
    grid = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("row", "finding", "expected", "figure", "95 % interval", "n", "verdict"):
        grid.add_column(title, justify="right" if title in ("figure", "95 % interval", "n") else "left")
    for name, findings in table.groupby("row", sort=False):
        first = findings.iloc[0]
        grid.add_section()
        verdict = f"[{STYLES.get(first.verdict, 'yellow')}]{first.verdict}"
        grid.add_row(f"[bold]{name}", f"[bold]{first.claim}", "", "", "", "", verdict)
        for line in findings.itertuples():
            error = (line.high - line.low) / 4
            value, low, high = (figure(x, error, True) for x in (line.figure, line.low, line.high))
            mark = "" if line.seen else "[red]not seen"
            interval = f"{low} to {high}" if line.high > line.low else "exact"
            grid.add_row("", line.finding, line.expected, value, interval, str(line.n), mark)
        if first.note:
            grid.add_row("", f"[dim italic]{first.note}")
    shown.print(grid)
    counts = table.groupby("row").verdict.first().value_counts()
    shown.print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
