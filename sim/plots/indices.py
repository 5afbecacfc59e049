"""What an outcome is sensitive to: a bar for each parameter with its interval."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.container import BarContainer

from .shades import BAND, CORE, FILL
from .sheet import INK, RULE, worded

THICK = 0.76  # of the bars of one parameter together, in rows
BARS = [FILL, BAND, CORE]  # of the first index, the second …: light enough for an interval to be seen on it


class Indices(NamedTuple):
    """What `draw_indices` drew, by index; rows from the top in the order of `parameters`, which is the table's."""

    parameters: list[str]
    bars: dict[str, BarContainer]
    intervals: dict[str, LineCollection]


def draw_indices(ax: Axes, table: pd.DataFrame) -> Indices:
    """Draw one outcome's indices: columns parameter, index, value, low, high.

    Sobol, PAWN and Morris indices alike; values with a sign lie left and right of zero, a tornado. Several indices of
    a parameter lie below each other in one row, the first in the table on top; a value without an interval (NaN) has
    none, and a parameter that an index does not tell of has no bar.
    """
    kinds = [str(kind) for kind in table["index"].unique()]
    wide = {name: table.pivot(index="parameter", columns="index", values=name) for name in ("value", "low", "high")}
    parameters = [str(name) for name in table["parameter"].unique()]
    rows, thick = np.arange(len(parameters))[::-1], THICK / len(kinds)
    bars, intervals = {}, {}
    for k, kind in enumerate(kinds):
        value, low, high = (wide[name][kind].loc[parameters].to_numpy(dtype=float) for name in ("value", "low", "high"))
        height = rows + THICK / 2 - (k + 0.5) * thick
        bars[kind] = ax.barh(height, np.nan_to_num(value), 0.9 * thick, color=BARS[k % len(BARS)], label=worded(kind))
        intervals[kind] = ax.hlines(height, low, high, colors=INK, linewidth=1.1, zorder=3)
    ax.axvline(0, color=RULE, linewidth=0.9, zorder=2)
    ax.set_yticks(rows, parameters)
    ax.set_ylim(-0.6, len(parameters) - 0.4)
    if len(kinds) > 1:
        ax.legend(loc="lower right", frameon=False, fontsize=7, labelcolor=RULE)  # where the shortest bars end
    return Indices(parameters, bars, intervals)
