"""`tertius compare DIR DIR`: two kept runs or sweeps against each other."""

import argparse
import contextlib
from pathlib import Path

import pandas as pd

from sim.pages.numbers import count, figure
from sim.run.books import columns_of
from sim.run.manifest import apart, write_whole
from sim.study import Result

from . import names
from .shown import console
from .tables import legend, put, titled


def against(arguments: list[str]) -> int:
    """Compare the runs in two folders, print it and keep the table in the second, under the name of the first."""
    asked = _parser().parse_args(arguments)
    first, second = (Result.open(folder) for folder in (asked.first, asked.second))
    found, out = second.against(first, asked.outcome), console()
    same = first.plan.hash == second.plan.hash
    told = "nothing" if same else apart(first.plan, second.plan)
    out.print(f"[bold]{asked.second}[/] less [bold]{asked.first}[/]; what differs (there is the first): {told}")
    luck = f"not the same luck, since {found.unshared}: two samples" if found.unshared else "the same luck: in pairs"
    out.print(luck, markup=False)
    table = titled(["outcome"], ["first", "second", "change", "95 % interval", "replications needed"])
    for row in found.table.itertuples():
        style = "" if row.low > 0 or row.high < 0 else "dim"
        one, other = (figure(x, row.error) for x in (row.first, row.second))
        change, low, high = (figure(x, row.error, True) for x in (row.difference, row.low, row.high))
        table.add_row(row.outcome, one, other, change, f"{low} … {high}", count(row.needed), style=style)
    put(out, table)
    known = columns_of(second.scenario)
    put(out, legend({name: known[name] for name in found.table["outcome"].unique()}))
    file = Path(asked.second) / f"compare-{Path(asked.first).resolve().name}-{first.plan.hash}.csv"
    gone = no_more(file, found.table, "outcome")
    write_whole(file, found.table.to_csv(index=False).encode())
    out.print(f"Kept in {file}", soft_wrap=True)
    if gone:
        out.print(f"It showed {', '.join(gone)} before, and no more; name all outcomes to see them together")
    return 0


def no_more(file: Path, table: pd.DataFrame, column: str) -> list[str]:
    """What an earlier table in a file tells of, if there is one that can be read, and the one to be put there not."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        return sorted(set(pd.read_csv(file)[column]) - set(table[column]))
    return []


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("tertius compare", description=__doc__)
    parser.add_argument("first", metavar="DIR", help="the run or sweep to compare with")
    parser.add_argument("second", metavar="DIR", help="the run or sweep that is compared")
    parser.add_argument("--outcome", type=names, metavar="NAME,NAME", help="else the headline of the second")
    return parser
