"""`tertius validate`: what the model claims to reproduce, row by row, and a miss shown as a miss."""

import argparse
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from rich.table import Table

from sim.analysis.validation.exact import EXACT
from sim.analysis.validation.laboratory import EXPECTED, Laboratory
from sim.analysis.validation.mechanisms import MECHANISMS
from sim.analysis.validation.regularities import REGULARITIES
from sim.analysis.validation.rows import HOLDS, MISSES, Row, tabulated
from sim.analysis.validation.samples import MONTHS, Samples
from sim.analysis.validation.trials import Trials
from sim.model.compiled import rules_version
from sim.pages.numbers import count, figure
from sim.run.manifest import write_whole
from sim.scenario import load

from .shown import announce_compiling, bar, console

FLAGSHIP = "trump_triangulation"
STYLES = {HOLDS: "green", MISSES: "bold red"}


def validate(asked: argparse.Namespace) -> int:
    """Test every row of a table and print it, and save it if asked to; a miss is no failure of the command."""
    announce_compiling()
    rows, given = _asked(asked.what)
    with bar(len(rows), asked.what) as progress:
        table = tabulated(rows, given, lambda name: progress(1))
    show(table)
    if asked.save:
        write_whole(Path(asked.save), table.assign(rules=rules_version()).to_csv(index=False).encode())
    return 0


def _asked(what: str) -> tuple[Mapping[str, Row], Any]:
    """The rows of a table and what their tests take."""
    if what == "exact":
        return EXACT, Trials()
    if what == "regularities":
        return REGULARITIES, Samples(Laboratory(load(FLAGSHIP), months=MONTHS))
    return MECHANISMS, Laboratory(load(FLAGSHIP))


def show(table: pd.DataFrame) -> None:
    """Print a table of findings, the rows in order, and how many hold, tip and miss."""
    shown = console()
    grid = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("row", "finding", "expected", "figure", "95 % interval", "n", "verdict"):
        numeric = title in ("figure", "95 % interval", "n")
        grid.add_column(title, justify="right" if numeric else "left", no_wrap=numeric or title in ("row", "verdict"))
    for name, findings in table.groupby("row", sort=False):
        first = findings.iloc[0]
        grid.add_section()
        verdict = f"[{STYLES.get(first.verdict, 'yellow')}]{first.verdict}"
        grid.add_row(f"[bold]{name}", f"[bold]{first.claim}", "", "", "", "", verdict)
        for line in findings.itertuples():
            mark = "" if line.seen else "[red]not seen"
            grid.add_row("", line.finding, line.expected, *_measured(line), f"{line.n:,}", mark)
        if first.note:
            grid.add_row("", f"[dim italic]{first.note}")
    shown.print(grid)
    counts = table.groupby("row").verdict.first().value_counts()
    shown.print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))


def _measured(line: Any) -> tuple[str, str]:
    """The figure and its interval."""
    if math.isnan(line.figure):
        return "–", "not run"
    if not line.high > line.low:
        if line.figure == round(line.figure):
            return count(line.figure), "exact"
        rounding = abs(line.figure) < 1e-6
        return f"{line.figure:.0e}".replace("-", "−") if rounding else figure(line.figure), "exact"
    error, change = (line.high - line.low) / 4, line.expected in EXPECTED.values()
    value, low, high = (figure(x, error, signed=change) for x in (line.figure, line.low, line.high))
    return value, f"{low} to {high}"
