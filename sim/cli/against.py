"""`tertius compare DIR DIR`: two kept runs, sweeps or comparisons against each other."""

import argparse
import contextlib
from pathlib import Path

import pandas as pd
from rich.table import Table

from sim.figures.holding import COMPARISON, Holding, held
from sim.pages.numbers import count, figure
from sim.run.books import columns_of
from sim.run.manifest import apart, write_whole
from sim.run.plan import PlanError
from sim.study import BASELINE, Comparison

from . import names
from .shown import console
from .tables import legend, put, titled


def against(arguments: list[str]) -> int:
    """Compare what two folders hold, print it and keep the table in the second, under the name of the first."""
    asked = _parser().parse_args(arguments)
    first, second = (held(folder) for folder in (asked.first, asked.second))
    of_postures = _of_postures(first, second)
    if of_postures:
        found = Comparison(second.runs).against(Comparison(first.runs), asked.outcome)
    else:
        found = second.first.against(first.first, asked.outcome)
    plan, other, out = first.first.plan, second.first.plan, console()
    differs = "nothing" if plan.hash == other.hash else apart(plan, other)
    what = f"the changes against {BASELINE} in " if of_postures else ""
    out.print(
        f"{what}[bold]{asked.second}[/] less [bold]{asked.first}[/]; what differs (there is the first): {differs}"
    )
    out.print(found.words, markup=False)
    put(out, grid(found.table))
    known = columns_of(second.first.scenario)
    put(out, legend({name: known[name] for name in found.table["outcome"].unique()}))
    file = Path(asked.second) / f"compare-{Path(asked.first).resolve().name}-{plan.hash}.csv"
    gone = [name for column in ("posture", "outcome") if column in found.table
            for name in no_more(file, found.table, column)]  # fmt: skip
    write_whole(file, found.table.to_csv(index=False).encode())
    out.print(f"Kept in {file}", soft_wrap=True)
    if gone:
        out.print(f"It showed {', '.join(gone)} before, and no more; ask for all to see them together")
    return 0


def grid(rows: pd.DataFrame) -> Table:
    """A line for each outcome, under each posture if the rows tell of several."""
    table = titled(["outcome"], ["first", "second", "change", "95 % interval", "replications needed"])
    for posture, told in rows.groupby("posture", sort=False) if "posture" in rows else [("", rows)]:
        if posture:
            table.add_section()
            table.add_row(f"[bold]{posture}[/]")
        for row in told.itertuples():
            style = "" if row.low > 0 or row.high < 0 else "dim"
            one, other = (figure(x, row.error) for x in (row.first, row.second))
            change = figure(row.difference, row.error, True)
            table.add_row(row.outcome, one, other, change, interval(row), count(row.needed), style=style)
    return table


def interval(row) -> str:
    """The interval of a change, and of how many pairs it is where the outcome was not defined in all."""
    paired = getattr(row, "luck", "shared") == "shared"
    low, high = (figure(x, row.error, True) for x in (row.low, row.high))
    ends = "no run differs" if paired and row.error == 0 == row.difference else f"{low} … {high}"
    pairs = f"{row.n:,} of {row.n + row.missing:,} pairs" if paired else f"not defined in {row.missing:,} runs"
    return f"{ends} ({pairs})" if row.missing else ends


def no_more(file: Path, table: pd.DataFrame, column: str) -> list[str]:
    """What an earlier table in a file tells of, if there is one that can be read, and the one to be put there not."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        return sorted(set(pd.read_csv(file)[column]) - set(table[column]))
    return []


def _of_postures(first: Holding, second: Holding) -> bool:
    """Whether both are comparisons. Raises PlanError if one alone is."""
    several = [holding for holding in (first, second) if holding.what == COMPARISON]
    if len(several) == 1:
        other = second if several[0] is first else first
        raise PlanError(
            f"{several[0].path} holds a comparison and {other.path} a {other.what}; "
            f"name the folder of one posture, say {several[0].path / BASELINE}, or two comparisons"
        )
    return bool(several)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("tertius compare", description=__doc__)
    parser.add_argument("first", metavar="DIR", help="the run, sweep or comparison to compare with")
    parser.add_argument("second", metavar="DIR", help="the run, sweep or comparison that is compared")
    parser.add_argument("--outcome", type=names, metavar="NAME,NAME", help="else the headline of the second")
    return parser
