"""Figures as a page holds them: the drawing itself, what it shows in words, and its table."""

import base64
from io import BytesIO
from typing import NamedTuple

import matplotlib
import matplotlib.style

from sim.figures.drawing import Drawn, Plain
from sim.figures.holding import Holding
from sim.figures.kinds import KINDS, drawings
from sim.plots.sheet import STYLE

from .tables import Table, as_table

MOST_ROWS = 100  # of a table that is shown; the whole can be saved from the page


class Picture(NamedTuple):
    """A figure: its name, what kind it is, its text, the drawing and the table as addresses that hold their data."""

    name: str
    what: str
    alt: str
    drawing: str
    table: Table
    left: int  # rows of the table that are not shown
    saved: str


class Pictures(NamedTuple):
    """The figures by kind, or what stands in their place, and what was left out and why."""

    kinds: dict[str, list[Picture | Plain]]
    left_out: dict[str, str]


def pictures(holding: Holding) -> Pictures:
    """Every figure that fits what the folder holds; kinds that are of another sort of folder are not missed."""
    fitting = {name: kind for name, kind in KINDS.items() if holding.what in kind.of}
    kinds: dict[str, list[Picture | Plain]] = {}
    left_out = {}
    for stem, kind, drawn in drawings(holding, fitting):
        if isinstance(drawn, str):
            left_out[stem] = drawn
        else:
            name = stem.partition("_")[0]
            kinds.setdefault(name, []).append(shown(stem, kind.what, drawn))
    return Pictures(kinds, left_out)


def shown(stem: str, what: str, drawn: Drawn | Plain) -> Picture | Plain:
    """A figure as a page holds it, or the sentence in its place."""
    return drawn if isinstance(drawn, Plain) else picture(stem, what, drawn)


def picture(stem: str, what: str, drawn: Drawn) -> Picture:
    """A figure as a page holds it, `stem` its name."""
    image = BytesIO()
    with matplotlib.style.context([STYLE, {"svg.fonttype": "path"}]):  # the reader may lack the letters
        drawn.figure.savefig(image, format="svg", metadata={"Date": None})
    rows = drawn.table.head(MOST_ROWS)
    saved = held("text/csv", drawn.table.to_csv(index=False).encode())
    left = len(drawn.table) - len(rows)
    drawing = held("image/svg+xml", image.getvalue())
    alt = drawn.alt[:1].upper() + drawn.alt[1:]
    return Picture(stem, what, alt, drawing, as_table(rows, f"The table of {stem}"), left, saved)


def held(kind: str, content: bytes) -> str:
    """An address that holds its own data."""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
