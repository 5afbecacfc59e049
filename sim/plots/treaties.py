"""The timeline of treaties: how far each promise held, and when it was called upon, kept, broken, or entrapped."""

from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import FillBetweenPolyCollection, PathCollection

from .shades import CORE, EDGE
from .sheet import INK, RULE, months_along

HEIGHT = 0.2  # of a promise that binds in every run, in rows
MARKS = {  # event → mark, colour of its face and of its edge, height above the row's base
    "invoked": ("o", "white", EDGE, 0.42),
    "honoured": ("o", EDGE, "none", 0.42),  # fills the ring as far as duties called upon were honoured
    "abandoned": ("X", "#b5482a", "#b5482a", 0.72),
    "entrapped": ("D", "#e0a100", INK, 0.72),
}
LARGEST = 60.0  # points², of the mark for the largest mean


class Timeline(NamedTuple):
    """What `draw_treaties` drew; `held` by promise, `marks` by event, with a mark where the mean is above 0."""

    held: dict[str, FillBetweenPolyCollection]
    marks: dict[str, PathCollection]


def draw_treaties(ax: Axes, table: pd.DataFrame, largest: float | None = None) -> Timeline:
    """Draw `sim.analysis.history.treaties`: a row a promise, the height of the band the share of runs it binds in.

    The area of a mark is the mean number a run in that month, against the `largest` of all panels, or else of this
    table: a single run shows its events at full size.
    """
    promises = list(table["promise"].unique())
    base = dict(zip(promises, range(len(promises) - 1, -1, -1), strict=True))
    held, marks = {}, {}
    largest = table[list(MARKS)].to_numpy().max() if largest is None else largest
    for promise in promises:
        rows, low = table[table["promise"] == promise], base[promise]
        held[promise] = ax.fill_between(
            rows["month"], low, low + HEIGHT * rows["in_force"], color=CORE, linewidth=0, step="pre"
        )
        ax.axhline(low, color="#d0d0d0", linewidth=0.6, zorder=0)
    for event, (mark, face, edge, above) in MARKS.items():
        rows = table[table[event] > 0]
        heights = rows["promise"].map(base).to_numpy(dtype=float) + above
        size = LARGEST * rows[event].to_numpy(dtype=float) / (largest or 1.0)
        marks[event] = ax.scatter(
            rows["month"],
            heights,
            size,
            marker=mark,
            facecolor=face,
            edgecolor=edge,
            linewidth=0.8,
            zorder=3,
            clip_on=False,
            label=event,
        )
    ax.set_yticks([low + HEIGHT / 2 for low in base.values()], promises)
    ax.set_ylim(-0.15, len(promises) - 0.2)
    ax.grid(axis="x")
    months_along(ax, table)
    _key(ax)
    return Timeline(held, marks)


def _key(ax: Axes) -> None:
    """What the marks mean, in a line above the rows, right of a title."""
    ends = ax.legend(
        loc="lower right", bbox_to_anchor=(1, 1), ncols=len(MARKS), frameon=False, fontsize=7, borderaxespad=0.2,
        handletextpad=0.2, labelcolor=RULE,
    )  # fmt: skip
    for handle in ends.legend_handles:
        if isinstance(handle, PathCollection):
            handle.set_sizes([34])
