"""Boxes of scenario discovery: for each parameter that a box bounds, the part of its range that lies within."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from .shades import BAND, EDGE, OUTSIDE
from .sheet import INK, MUTED, told


class Box(NamedTuple):
    """What `draw_box` drew, the first of the table on top."""

    ranges: BarContainer
    inside: BarContainer


def draw_box(ax: Axes, table: pd.DataFrame) -> Box:
    """Draw one box: columns parameter, low, high (of the box), least, most (of the range that was swept).

    Each range is drawn from end to end of the panel, whatever its unit; bounds are told in the parameter's own. A
    parameter of words has no bounds (NaN) and a column `words` that lists those admitted.
    """
    rows = np.arange(len(table))[::-1]
    numbers = table["low"].notna().to_numpy()
    width = (table["most"] - table["least"]).to_numpy(dtype=float)
    left = np.nan_to_num((table["low"] - table["least"]).to_numpy(dtype=float) / width)
    part = np.where(numbers, (table["high"] - table["low"]).to_numpy(dtype=float) / width, 1.0)
    ranges = ax.barh(rows, np.ones(len(table)), 0.3, color=OUTSIDE)
    inside = ax.barh(rows, part, 0.3, left=left, color=np.where(numbers, EDGE, BAND))
    place: dict[str, Any] = {"fontsize": 7, "color": INK, "annotation_clip": False}
    for row, line, start, length in zip(rows, table.itertuples(), left, part, strict=True):
        if np.isnan(line.low):
            ax.annotate(line.words, (0.5, row), ha="center", va="center", **place)
            continue
        for end, at, side in ((line.low, start, "left"), (line.high, start + length, "right")):
            ax.annotate(told(end), (at, row + 0.17), ha=side, va="bottom", **place)
        for end, at, side in ((line.least, -0.01, "right"), (line.most, 1.01, "left")):
            ax.annotate(told(end), (at, row), ha=side, va="center", **{**place, "color": MUTED})
    ax.set_yticks(rows, list(table["parameter"]))
    ax.tick_params(axis="y", pad=8 + 4.5 * max(len(told(end)) for end in table["least"]))  # past the ends' figures
    ax.set(xlim=(0, 1), ylim=(-0.5, len(table) - 0.4), xticks=[])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    return Box(ranges, inside)
