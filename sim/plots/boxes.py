"""Boxes of scenario discovery: for each parameter that a box bounds, the part of its range that lies within."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from .shades import EDGE, OUTSIDE
from .sheet import INK, MUTED, told, worded


class Box(NamedTuple):
    """What `draw_box` drew, the first of the table on top."""

    ranges: BarContainer
    inside: BarContainer


def draw_box(ax: Axes, table: pd.DataFrame) -> Box:
    """Draw one box: columns parameter, low, high (of the box), least, most (of the range that was swept).

    Each range is drawn from end to end of the panel, whatever its unit; bounds are told in the parameter's own.
    """
    rows = np.arange(len(table))[::-1]
    width = (table["most"] - table["least"]).to_numpy(dtype=float)
    left = (table["low"] - table["least"]).to_numpy(dtype=float) / width
    part = (table["high"] - table["low"]).to_numpy(dtype=float) / width
    ranges = ax.barh(rows, np.ones(len(table)), 0.3, color=OUTSIDE)
    inside = ax.barh(rows, part, 0.3, left=left, color=EDGE)
    for row, line, start, length in zip(rows, table.itertuples(), left, part, strict=True):
        for end, at, side in ((line.low, start, "left"), (line.high, start + length, "right")):
            ax.annotate(told(end), (at, row + 0.17), ha=side, va="bottom", fontsize=7, color=INK)
        for end, at, side in ((line.least, -0.01, "right"), (line.most, 1.01, "left")):
            ax.annotate(told(end), (at, row), ha=side, va="center", fontsize=6.5, color=MUTED, annotation_clip=False)
    ax.set_yticks(rows, [worded(name) for name in table["parameter"]])
    ax.tick_params(axis="y", pad=26)
    ax.set(xlim=(0, 1), ylim=(-0.5, len(table) - 0.4), xticks=[])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    return Box(ranges, inside)
