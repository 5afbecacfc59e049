"""A fan through time: where most runs are in each month, and single histories within it."""

from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from sim.analysis.history import paths as paths_of

from .shades import BAND, CORE, EDGE
from .sheet import INK, months_along, spread_apart

APART = 0.08  # names, in heights of a panel
DASHES = ["-", (0, (5, 2)), (0, (1.5, 1.5))]


class Fan(NamedTuple):
    """What `draw_fan` drew; `paths` in the order of their ends, the highest first; of one run its path alone."""

    outer: FillBetweenPolyCollection | None  # 5–95 %
    inner: FillBetweenPolyCollection | None  # 25–75 %
    median: Line2D | None
    paths: list[Line2D]


def draw_fan(ax: Axes, table: pd.DataFrame, limits: tuple[float, float] | None = None) -> Fan:
    """Draw one variant of `sim.analysis.history.fan`, each line named at its end.

    `limits` of the vertical axis are those of all panels, so that names stand apart; else those of this table.
    """
    month = table["month"]
    names = list(table[paths_of(table)].iloc[-1].sort_values(ascending=False).index)
    outer = inner = median = None
    if len(names) > 1:
        outer = ax.fill_between(month, table["p05"], table["p95"], color=BAND, linewidth=0)
        inner = ax.fill_between(month, table["p25"], table["p75"], color=CORE, linewidth=0)
        (median,) = ax.plot(month, table["p50"], color=EDGE, linewidth=2.2)
    width = 0.9 if median else 1.8
    paths = [
        ax.plot(month, table[name], color=INK, linewidth=width, linestyle=DASHES[k % 3])[0]
        for k, name in enumerate(names)
    ]
    ax.grid(axis="y")
    ax.grid(axis="x", visible=False)
    months_along(ax, table)
    ax.set_ylim(*(limits or extent(table)))
    if (table[names].dropna() % 1 == 0).all(axis=None):
        ax.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    _name(ax, table, ({"p50": "median"} if median else {}) | {name: name for name in names})
    return Fan(outer, inner, median, paths)


def extent(table: pd.DataFrame) -> tuple[float, float]:
    """Limits that hold every line of a table, of one variant or of several."""
    values = table.drop(columns=["month", "date", "variant"], errors="ignore")
    low, high = float(values.min().min()), float(values.max().max())
    room = 0.06 * (high - low) or 0.05 * (abs(high) or 1.0)
    return low - room, high + room


def _name(ax: Axes, table: pd.DataFrame, names: dict[str, str]) -> None:
    """Write the name of each line, by its column, to the right of its end."""
    ends = [float(table[column].dropna().iloc[-1]) for column in names]
    low, high = ax.get_ylim()
    for name, end, height in zip(names.values(), ends, spread_apart(ends, APART * (high - low)), strict=True):
        ax.annotate(
            name,
            (table["month"].iloc[-1], end),
            (1.02, height),
            textcoords=ax.get_yaxis_transform(),
            va="center",
            fontsize=7,
            color=EDGE if name == "median" else INK,
            fontweight="bold" if name == "median" else "normal",
            annotation_clip=False,
        )
