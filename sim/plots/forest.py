"""The forest of a comparison: for each posture the change it makes, with its interval, around a line at zero."""

from collections.abc import Mapping
from typing import NamedTuple

import matplotlib.style
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.outcomes.labels import Column

from .sheet import ACROSS, LINE, STYLE, head, lines_of, named, say, told, worded

KEY = "red: more than at baseline, blue: less, hollow and grey: not told from no change"
WIDE = 2.4  # inches, of the small text above a panel
UNITS = {"0 or 1": "share of runs", "count": "mean number a run"}  # what the mean of such an outcome is
RISE, FALL, UNTOLD = "#b5482a", "#2c6e91", "#9a9a9a"  # told from zero, upward or downward; not told from zero


class Forest(NamedTuple):
    """What `draw_forest` drew."""

    points: PathCollection
    intervals: LineCollection
    zero: Line2D


def draw_forest(ax: Axes, table: pd.DataFrame) -> Forest:
    """Draw one outcome: a row for each posture, the first on top.

    `table` has the columns posture, difference, low, high; rows without an interval are drawn as points.
    """
    rows = np.arange(len(table))[::-1]
    low, high = table["low"].to_numpy(), table["high"].to_numpy()
    colours = np.select([low > 0, high < 0], [RISE, FALL], UNTOLD)
    zero = ax.axvline(0.0, color="#4a4a4a", linewidth=0.9, zorder=1)
    intervals = ax.hlines(rows, low, high, colors=list(colours), zorder=2)
    faces = np.where((low > 0) | (high < 0), colours, "white")  # hollow: told without colour too
    points = ax.scatter(table["difference"], rows, c=list(faces), edgecolors=list(colours), s=22, zorder=3)
    ax.set_yticks(rows, [worded(name) for name in table["posture"]])
    ax.set_ylim(-0.6, len(table) - 0.4)
    return Forest(points, intervals, zero)


def forest_figure(
    table: pd.DataFrame, title: str, note: str, meant: Mapping[str, Column], plain: Mapping[str, str]
) -> Figure:
    """A panel for each outcome of a comparison (columns posture, outcome, baseline, difference, low, high).

    Where it has `n` and `missing`, and an outcome is not defined in every pair, the panel says of how many it is.
    `note` is the small print, `meant` says what each outcome is, and `plain` has a sentence for those that no posture
    changes, in place of the panel and after the others.
    """
    panels = [(str(outcome), rows) for outcome, rows in table.groupby("outcome", sort=False)]
    panels.sort(key=lambda panel: panel[0] in plain)  # sentences stand last, or panels beside them lose their rows
    down, across = -(-len(panels) // ACROSS), min(ACROSS, len(panels))
    lines = lines_of([meant[outcome].meaning for outcome, _ in panels], WIDE)
    with matplotlib.style.context(STYLE):
        figure = Figure(
            figsize=(1.4 + 2.9 * across, 0.9 + down * (0.75 + LINE * lines / 72 + 0.24 * table["posture"].nunique())),
            layout="constrained",
        )
        axes = figure.subplots(down, across, squeeze=False, sharey=True).ravel()
        for ax, (outcome, rows) in zip(axes, panels, strict=False):
            named(ax, worded(outcome), meant[outcome].told, WIDE, lines)
            if outcome in plain:
                say(ax, plain[outcome], WIDE)
                continue
            draw_forest(ax, rows)
            unit = UNITS.get(meant[outcome].unit, meant[outcome].unit)
            pairs = f"; {_span(rows['n'])} pairs" if "missing" in rows and rows["missing"].any() else ""
            ax.set_xlabel(f"change from {told(rows['baseline'].iloc[0])} ({unit}{pairs})")
            ax.locator_params(axis="x", nbins=5)
        for ax in axes[len(panels) :]:
            ax.remove()
        head(figure, title, f"dot: mean change, run by run on the same luck, line: 95 % interval · {KEY} · {note}")
    return figure


def _span(counts: pd.Series) -> str:
    low, high = counts.min(), counts.max()
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
