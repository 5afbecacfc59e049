"""Whether something came about: the share of runs in which it did, a bar for each variant, with its interval."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D

from .shades import FILL, OUTSIDE
from .sheet import INK, MUTED, RULE, worded

THICK = 0.56  # of a bar, in rows


class Happened(NamedTuple):
    """What `draw_happened` drew, the first variant of the table on top."""

    yes: BarContainer
    no: BarContainer
    intervals: LineCollection
    reference: Line2D | None


def draw_happened(ax: Axes, table: pd.DataFrame) -> Happened:
    """Draw `sim.analysis.spread.happened`: of all runs the part with a yes, what is left to 100 % behind it."""
    rows = np.arange(len(table))[::-1]
    no = ax.barh(rows, 1.0, THICK, color=OUTSIDE)
    yes = ax.barh(rows, table["share"], THICK, color=FILL)
    intervals = ax.hlines(rows, table["low"], table["high"], colors=INK, linewidth=1.2, zorder=3)
    place: dict[str, Any] = {"textcoords": "offset points", "va": "center", "fontsize": 7}
    for row, one in zip(rows, table.itertuples(), strict=True):
        share = f"{100 * one.share:.3g} %" if one.n else "–"
        ax.annotate(share, (1, row), (6, 0), ha="left", color=INK, annotation_clip=False, **place)
        if one.missing:
            absent = f"not defined in {one.missing:,} of {one.missing + one.n:,} runs"
            ax.annotate(absent, (1, row), (-4, 0), ha="right", color=MUTED, **place)
    for word, at, side in (("yes", 0, "left"), ("no", 1, "right")):
        ax.annotate(word, (at, rows[0] + THICK / 2), (0, 7), ha=side, color=INK, annotation_clip=False, **place)
    base = table["reference"].iloc[0]
    reference = None if np.isnan(base) else ax.axvline(base, color=RULE, linewidth=0.9, linestyle=(0, (4, 3)))
    ax.set_yticks(rows, [worded(name) for name in table["variant"]])
    ax.set(xlim=(0, 1), ylim=(-0.5, len(table) - 0.5))
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    ax.grid(visible=False)
    return Happened(yes, no, intervals, reference)
