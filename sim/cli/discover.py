"""`tertius discover DIR --where …`: which assumptions lead to an outcome, as boxes in words."""

import argparse

from sim.analysis.discovery.table import in_words
from sim.run.manifest import write_whole
from sim.run.priors import parameters_of

from .shown import console
from .swept import sweep_in

FILE = "discover.csv"


def discover(asked: argparse.Namespace) -> int:
    """Find the boxes, print them and keep them as a table in the folder."""
    result, out = sweep_in(asked.folder), console()
    assert result.path
    found = result.discover(asked.where, asked.density)
    out.print(f"[bold]{found.where}[/] in {found.cases:.1%} of runs, {found.points:,} points")
    if found.missing:
        out.print(f"{found.missing:,} runs in which it cannot be told are left out")
    known = parameters_of(result.scenario)
    for number, rows in found.table.groupby("box"):
        first, outside = rows.iloc[0], " among the points outside the boxes above" if number > 1 else ""
        out.print(
            f"[bold]box {number}[/]{outside}: true of {first.density:.0%} of its runs (density); it holds "
            f"{first.coverage:.0%} of all such runs (coverage) in {first.mass:.0%} of the points"
        )
        for _, row in rows.iterrows():
            meaning = known[row["parameter"]].meaning if row["parameter"] in known else ""
            out.print(f"  {in_words(row)}  [dim]{meaning}")
    write_whole(result.path / FILE, found.table.to_csv(index=False).encode())
    out.print(f"It follows from the scenario's assumptions and is no forecast. Kept in {result.path / FILE}")
    return 0
