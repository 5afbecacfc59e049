"""How far to trust it: what the rules are known to reproduce and to miss, as it was last measured."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

import sim.analysis.validation
from sim.analysis.validation.rows import HOLDS, MISSES, TIPS
from sim.pages.tables import Cell, Table, number, whole, words

KEPT = Path(sim.analysis.validation.__file__).parent / "kept"  # written by `tertius validate … --save`
TABLES = {
    "exact": "known answers of each rule",
    "regularities": "published findings",
    "mechanisms": "what commentary on the flagship's subject claims",
}

PLURAL = {HOLDS: "hold", MISSES: "miss", TIPS: "tip"}


class Trust(NamedTuple):
    """What was measured: a sentence a table, what misses, the tables, and under what rules."""

    counts: list[str]
    misses: list[str]
    rows: Table
    findings: Table
    rules: list[str]


def trust() -> Trust:
    """The validation tables as they are kept with this version."""
    held = {name: pd.read_csv(KEPT / f"{name}.csv", keep_default_na=True) for name in TABLES}
    counts, rows, findings = [], [], []
    for name, table in held.items():
        firsts = table.drop_duplicates("row")
        number_of = firsts["verdict"].value_counts()
        told = [f"{count} {PLURAL[verdict] if count > 1 else verdict}" for verdict, count in number_of.items()]
        counts.append(f"{TABLES[name]}: {', '.join(told)}")
        for row in firsts.itertuples():
            note = row.note if isinstance(row.note, str) else ""
            style = "miss" if row.verdict == MISSES else "" if row.verdict == HOLDS else "tips"
            rows.append(
                [Cell(row.row), Cell(TABLES[name]), Cell(row.claim), Cell(row.verdict, style=style), Cell(note)]
            )
        findings += [_finding(row) for row in table.itertuples()]
    every = pd.concat(held.values())
    missed = every[every["verdict"] == MISSES].drop_duplicates("row")
    misses = [f"{row.row}: {row.claim}" + (f" ({row.note})" if isinstance(row.note, str) else "")
              for row in missed.itertuples()]  # fmt: skip
    columns = ["row", "finding", "expected", "figure", "95 % from", "to", "n", "seen"]
    return Trust(
        counts,
        misses,
        Table("Every row and its verdict", ["row", "of", "claim", "verdict", "note"], rows),
        Table("Every finding behind them", columns, findings),
        sorted(set(every["rules"])),
    )


def _finding(row) -> list[Cell]:
    error = (row.high - row.low) / 4
    figures = [number(value, error) for value in (row.figure, row.low, row.high)]
    seen = Cell("yes" if row.seen else "no", style="" if row.seen else "miss")
    return [*words([row.row, row.finding, row.expected]), *figures, whole(int(row.n)), seen]
