"""What a page shows: the choices there are, the runs that were found, one run among them."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from starlette.exceptions import HTTPException

from sim.analysis.history import typical
from sim.analysis.summary import KEY, summarise
from sim.figures.drawing import Plain
from sim.figures.endings import headline
from sim.figures.holding import COMPARISON
from sim.model.world import Array
from sim.pages.histories import PLACES
from sim.pages.pictures import Picture
from sim.pages.tables import Cell, Table, number
from sim.run.plan import PlanError

from .asked import FROM, ORDERS, TO, Asked, address, link
from .look import NONE, Look

ROWS = 20  # of the table of runs on a page


class Choice(NamedTuple):
    """A name to choose a value by: the values there are in words, and the one that is chosen."""

    name: str
    values: Mapping[str, str]
    chosen: str


class Range(NamedTuple):
    """A parameter that may be kept within a range: what it is, its ends in the folder, and those that are chosen."""

    name: str
    meaning: str
    unit: str
    least: str
    most: str
    low: str
    high: str


class Choices(NamedTuple):
    """All that can be chosen."""

    outcomes: dict[str, dict[str, str]]  # under two headings, name → meaning
    splits: Choice
    words: list[Choice]
    ranges: list[Range]
    orders: Choice


class Found(NamedTuple):
    """The runs found: how many, their distribution or why there is none, and a page of them."""

    said: str
    picture: Picture | Plain | None  # a sentence in its place, where that says all of it
    lacking: str
    marked: dict[str, str]  # what a run stands for → its address
    table: Table
    pages: dict[str, str]  # the page before, the page after → its address


def choices(look: Look, asked: Asked) -> Choices:
    """What can be chosen in a folder, and what is."""
    named = headline(look.holding)
    others = {name: column.meaning for name, column in look.outcomes.items() if name not in named}
    said = address(asked, look)
    words = [
        Choice(name, {"": "any"} | {str(value): str(value) for value in dict.fromkeys(column.tolist())},
               said.get(name, ""))
        for name, column in look.varied.items() if name not in look.numbers
    ]  # fmt: skip
    ranges = [
        Range(name, look.meant[name].meaning, look.meant[name].unit, number(look.varied[name].min()).text,
              number(look.varied[name].max()).text, said.get(name + FROM, ""), said.get(name + TO, ""))
        for name in look.numbers
    ]  # fmt: skip
    return Choices(
        {"headline": {name: look.outcomes[name].meaning for name in named}, "all others": others},
        Choice("split", {NONE: "all together"} | {name: f"by {name}" for name in look.varied}, asked.split),
        words,
        ranges,
        Choice("order", ORDERS, asked.order),
    )


def found(look: Look, asked: Asked) -> Found:
    """The runs that an address asks for."""
    rows = look.ordered(asked.kept, asked.outcome, asked.order)
    last = max(1, -(-len(rows) // ROWS))
    page = min(asked.page, last)
    said = address(asked, look)
    picture, lacking = None, "" if len(rows) else "No run is like this; widen a range or take a choice back."
    if not lacking:
        try:
            picture = look.spread(asked.kept, asked.outcome, asked.split)
        except PlanError as error:
            lacking = f"No distribution: {error} of these."
    places = {"before": page - 1, "after": page + 1}
    return Found(
        f"{len(rows):,} of {len(look.variant):,} runs{f': {asked.kept}' if str(asked.kept) else ''}",
        picture,
        lacking,
        _marked(look, asked, said),
        _runs(look, asked, rows[(page - 1) * ROWS : page * ROWS], f"Runs, page {page:,} of {last:,}", said),
        {name: link("/", {**said, "page": k}) for name, k in places.items() if 0 < k <= last},
    )


def of_run(look: Look, row: int, said: Mapping[str, str]) -> str:
    """The address of a run."""
    where = {"variant": look.name(int(look.variant[row])), "replication": int(look.replication[row])}
    return link("/run", {**said, **where})


def standing(look: Look, asked: Asked, variant: int, replication: int) -> Table:
    """Where a run stands among those chosen: the outcome asked for and the headline. Raises HTTPException."""
    rows, among = _alike(look, look.chosen(asked.kept), variant)
    row = np.flatnonzero((look.variant == variant) & (look.replication == replication))
    if not len(row):
        name = look.title(variant, replication)
        raise HTTPException(404, f"{name} is not among the {len(look.variant):,} runs kept: they are unfinished")
    names = list(dict.fromkeys([asked.outcome, *headline(look.holding)]))
    values = {name: look.column(name)[rows] for name in names}
    every = summarise(pd.DataFrame({KEY: look.replication[rows], **values}))
    cells = []
    for name, figures in every.iterrows():
        own = number(look.column(str(name))[row[0]])
        others = [number(figures[column], figures["error"]) for column in ("mean", "p05", "p95")]
        meant = look.outcomes[str(name)]
        cells.append([Cell(str(name)), own, *others, Cell(meant.unit), Cell(meant.meaning)])
    columns = ["outcome", "here", "mean", "5 %", "95 %", "unit", "what it is"]
    return Table(f"This run among the {len(rows):,} chosen{among}", columns, cells)


def _alike(look: Look, rows: Array, variant: int) -> tuple[Array, str]:
    """Of these runs those of a variant's posture, where postures vary; all of them if none is. In words, which."""
    postures = look.varied.get("posture")
    if postures is None or not len(rows):
        return rows, ""
    own = rows[postures[look.variant[rows]] == postures[variant]]
    if len(own):
        return own, f" of its own posture, {postures[variant]}"
    others = ", ".join(dict.fromkeys(postures[look.variant[rows]].tolist()))
    return rows, f", none of its own posture but of {others}"


def _marked(look: Look, asked: Asked, said: Mapping[str, str]) -> dict[str, str]:
    """A typical run and the two tails among those chosen."""
    rows = look.chosen(asked.kept)
    runs = typical(look.column(asked.outcome)[rows])
    if len(runs) < len(PLACES):
        return {}
    return {f"{place[:1].lower()}{place[1:]}": of_run(look, rows[runs[k]], said) for k, place in PLACES.items()}


def _runs(look: Look, asked: Asked, rows: Array, caption: str, said: Mapping[str, str]) -> Table:
    names = list(dict.fromkeys([asked.outcome, *headline(look.holding)]))
    varied = [] if look.holding.what == COMPARISON else list(look.varied)  # a posture is in the name of its run
    cells = []
    for row in rows:
        variant = int(look.variant[row])
        title = look.title(variant, int(look.replication[row]))
        values = look.values(variant)
        cells.append(
            [
                Cell(title, link=of_run(look, row, said)),
                *(number(look.column(name)[row]) for name in names),
                *(number(values[name]) if name in look.numbers else Cell(str(values[name])) for name in varied),
            ]
        )
    return Table(caption, ["run", *names, *varied], cells)
