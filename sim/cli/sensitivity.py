"""`tertius sensitivity DIR`: which parameters of a sweep drive its outcomes."""

import argparse

import pandas as pd
from rich.table import Table

from sim.analysis.sensitivity.luck import LUCK
from sim.analysis.sensitivity.methods import SIZES, in_order
from sim.analysis.sensitivity.table import FIGURES
from sim.pages.numbers import figure
from sim.run.manifest import write_whole

from .shown import console
from .swept import sweep_in
from .tables import put, titled

FILE = "sensitivity.csv"
EFFECTS = "sensitivity-against-{}.csv"


def sensitivity(asked: argparse.Namespace) -> int:
    """Work out the indices, print them outcome by outcome and keep them as a table in the folder."""
    result, out = sweep_in(asked.folder), console()
    assert result.path
    with console(stderr=True).status("Drawing the sample anew, and resampling it …"):
        table, left_out = result.sensitivity(asked.outcome, asked.method, asked.against)
    lists = [name for name in table if name not in ("outcome", *FIGURES)]
    for told, rows in table.groupby(["outcome", *lists], sort=False):
        outcome, *values = told
        where = "".join(f", {name} {value}" for name, value in zip(lists, values, strict=True))
        change = "change in " if asked.against else ""
        out.print(f"[bold]{outcome}[/]{where}  [dim]{change}{result.meaning(outcome)}")
        put(out, grid(rows[rows["method"] != LUCK]))
        for share in rows[rows["method"] == LUCK].itertuples():
            out.print(f"luck's share of the variance between runs: {_share(share.value, share.low, share.high)}")
    for why in left_out:
        out.print(f"left out: {why}", style="dim", markup=False, soft_wrap=True)
    if not (table["method"] == LUCK).any():
        out.print("The luck of the runs is a part of these indices: play two replications or more to tell it apart.")
    for line in _explained(table):
        out.print(line)
    file = result.path / (EFFECTS.format(asked.against) if asked.against else FILE)
    write_whole(file, table.to_csv(index=False).encode())
    out.print(f"In brackets 95 % intervals, of the points drawn and the luck met. Kept in {file}")
    return 0


def _explained(table: pd.DataFrame) -> list[str]:
    """What a dash and a value below 0 mean, where there are any."""
    indices, varies = table[table["method"] != LUCK], table.groupby("outcome")["value"].transform("count") > 0
    told = []
    if (indices["value"].isna() & varies[indices.index]).any():
        told.append("– = not told from luck; more replications may tell")
    if ((indices["value"] < 0) & indices["index"].isin(SIZES)).any():
        told.append("below 0 = none: what luck adds was taken away, and no more is left")
    return told


def grid(rows: pd.DataFrame) -> Table:
    """A line for each parameter, the one that matters most first."""
    indices = list(rows["index"].unique())
    table = titled(["parameter"], indices)
    held, largest = rows.set_index(["parameter", "index"]), rows.groupby("index")["value"].max()
    for parameter in in_order(rows):
        there = [(parameter, name) in held.index for name in indices]
        cells = [_index(held.loc[(parameter, n)], largest[n]) if t else "" for n, t in zip(indices, there, strict=True)]
        table.add_row(parameter, *cells)
    return table


def _share(value: float, low: float, high: float) -> str:
    if pd.isna(value):
        return "– (the outcome does not vary)"
    return f"{value:.2f} ({max(0, low):.2f} to {min(1, high):.2f})"


def _index(cell: pd.Series, largest: float) -> str:
    error = max((cell["high"] - cell["low"]) / 4, largest / 30)  # no digits that say nothing
    value, low, high = (figure(cell[column], error) for column in ("value", "low", "high"))
    return value if pd.isna(cell["low"]) else f"{value} ({low} to {high})"
