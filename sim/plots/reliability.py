"""Whether forecasts come true as often as they say: observed frequency against forecast probability."""

from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D

from .shades import EDGE, FILL
from .sheet import MUTED, RULE

SHARE = 0.18  # of the panel's height, for the tallest bar
LARGEST = 110.0  # points², of the mark of the fullest bin


class Reliability(NamedTuple):
    """What `draw_reliability` drew."""

    perfect: Line2D
    base: Line2D  # how often it happened at all
    intervals: LineCollection
    points: PathCollection
    bars: BarContainer  # how often each forecast was given


def draw_reliability(ax: Axes, table: pd.DataFrame) -> Reliability:
    """Draw `sim.analysis.calibration.reliability`: a mark for each bin of forecasts, as large as the bin is full.

    On the diagonal a forecast of 30 % comes true in 30 % of cases; below it forecasts are too high. Bars at the foot
    show how often each was given.
    """
    fullest = table["n"].max()
    bars = ax.bar(
        table["low"], SHARE * table["n"] / fullest, table["high"] - table["low"], align="edge", color=FILL, alpha=0.55,
        edgecolor="white", zorder=1,
    )  # fmt: skip
    (perfect,) = ax.plot([0, 1], [0, 1], color=RULE, linewidth=0.9, linestyle=(0, (4, 3)), zorder=2)
    often = float(table["base"].iloc[0])
    base = ax.axhline(often, color=MUTED, linewidth=0.8, linestyle=(0, (1, 2)), zorder=2)
    ax.annotate("as often as it happens", (0, often), (2, 3), textcoords="offset points", ha="left",
                fontsize=6.5, color=MUTED)  # fmt: skip
    held = table[table["n"] > 0]
    intervals = ax.vlines(held["forecast"], held["observed_low"], held["observed_high"], colors=EDGE, linewidth=1.2)
    points = ax.scatter(
        held["forecast"], held["observed"], LARGEST * held["n"] / fullest, color=EDGE, edgecolor="white", zorder=3
    )
    ax.set(xlim=(-0.01, 1.01), ylim=(0, 1.01), aspect="equal", xlabel="forecast probability", ylabel="observed share")
    ax.grid(visible=False)
    return Reliability(perfect, base, intervals, points, bars)
