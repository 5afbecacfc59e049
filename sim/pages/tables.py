"""Tables for a page: text as it is read, and what columns are sorted by."""

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from .numbers import figure

LONG, SHORT = 30, 12  # letters


class Cell(NamedTuple):
    """One entry: its text, what it is sorted by (None: its text), a style of the page, where it leads."""

    text: str
    key: float | None = None
    style: str = ""
    link: str = ""


class Table(NamedTuple):
    """A table: caption, column titles, rows; columns of numbers stand to the right."""

    caption: str
    columns: list[str]
    rows: list[list[Cell]]

    @property
    def styles(self) -> list[str]:
        """Of each column: number, long (text that wants room), short (text that is not broken), or ""."""
        return [_style([row[k] for row in self.rows]) for k in range(len(self.columns))]


def number(value: Any, error: float = math.nan, signed: bool = False, style: str = "") -> Cell:
    """A figure to the digits that its error leaves, else to three, whole ones as such; a dash if it is not defined."""
    value = float(value)
    if math.isnan(error) and value.is_integer() and not signed:
        return whole(int(value))
    return Cell(figure(value, error, signed), value if math.isfinite(value) else None, style)


def whole(value: int) -> Cell:
    """A count."""
    return Cell(f"{value:,}".replace("-", "−"), float(value))


def words(row: Iterable[Any]) -> list[Cell]:
    """A row of text."""
    return [Cell(str(text)) for text in row]


def as_table(frame: pd.DataFrame, caption: str) -> Table:
    """A data frame as it stands, numbers to three digits that matter."""
    numeric = [kind.kind in "iuf" for kind in frame.dtypes]
    rows = [
        [number(value) if plain else Cell(str(value)) for value, plain in zip(row, numeric, strict=True)]
        for row in frame.itertuples(index=False, name=None)
    ]
    return Table(caption, [str(name).replace("_", " ") for name in frame.columns], rows)


def _style(cells: list[Cell]) -> str:
    if any(cell.key is not None for cell in cells):
        return "number"
    most = max((len(cell.text) for cell in cells), default=0)
    return "long" if most > LONG else "short" if most <= SHORT else ""
