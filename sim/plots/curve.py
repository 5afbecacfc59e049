"""An outcome along one parameter: its mean at each value, within the span of nine runs in ten."""

from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.lines import Line2D

from .shades import BAND, EDGE


class Curve(NamedTuple):
    """What `draw_curve` drew."""

    span: FillBetweenPolyCollection  # 5–95 % of runs
    mean: Line2D


def draw_curve(ax: Axes, table: pd.DataFrame) -> Curve:
    """Draw one variant of `sim.analysis.points.along`."""
    span = ax.fill_between(table["at"], table["p05"], table["p95"], color=BAND, linewidth=0)
    (mean,) = ax.plot(table["at"], table["mean"], color=EDGE, linewidth=2, marker="o", markersize=3.5)
    ax.grid(axis="y")
    ax.grid(axis="x", visible=False)
    return Curve(span, mean)
