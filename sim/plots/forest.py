"""The forest of a comparison: for each posture the change it makes, with its interval, around a line at zero."""

from typing import NamedTuple

import matplotlib.style
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .sheet import ACROSS, STYLE, head, told, worded

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
    points = ax.scatter(table["difference"], rows, c=list(colours), s=22, zorder=3)
    ax.set_yticks(rows, [worded(name) for name in table["posture"]])
    ax.set_ylim(-0.6, len(table) - 0.4)
    return Forest(points, intervals, zero)


def forest_figure(table: pd.DataFrame, title: str, note: str) -> Figure:
    """A panel for each outcome of a comparison (columns posture, outcome, baseline, difference, low, high).

    Where it has `n` and `missing`, and an outcome is not defined in every pair, the panel says of how many it is.
    `note` is the small print.
    """
    panels = list(table.groupby("outcome", sort=False))
    down, across = -(-len(panels) // ACROSS), min(ACROSS, len(panels))
    with matplotlib.style.context(STYLE):
        figure = Figure(
            figsize=(1.4 + 2.9 * across, 0.9 + down * (0.7 + 0.24 * table["posture"].nunique())), layout="constrained"
        )
        axes = figure.subplots(down, across, squeeze=False, sharey=True).ravel()
        for ax, (outcome, rows) in zip(axes, panels, strict=False):
            draw_forest(ax, rows)
            ax.set_title(worded(str(outcome)))
            pairs = f" ({_span(rows['n'])} pairs)" if "missing" in rows and rows["missing"].any() else ""
            ax.set_xlabel(f"change from {told(rows['baseline'].iloc[0])}{pairs}")
            ax.locator_params(axis="x", nbins=5)
        for ax in axes[len(panels) :]:
            ax.remove()
        head(figure, title, f"95 % intervals on the same luck; grey: not told from zero · {note}")
    return figure


def _span(counts: pd.Series) -> str:
    low, high = counts.min(), counts.max()
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
