"""The distribution of an outcome: a histogram with mean and span of nine runs in ten, or a row for each variant."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D
from matplotlib.patches import StepPatch
from matplotlib.ticker import MaxNLocator

from .shades import EDGE, FILL
from .sheet import MUTED, RULE, told, worded

HEIGHT = 0.78  # of the tallest ridge, in rows


class Distribution(NamedTuple):
    """What `draw_distribution` drew."""

    bars: BarContainer
    span: LineCollection  # 5–95 %
    mean: PathCollection
    reference: Line2D | None


class Ridges(NamedTuple):
    """What `draw_ridges` drew; `outlines` one for each row, the first on top."""

    outlines: list[StepPatch]
    spans: LineCollection
    means: PathCollection
    reference: Line2D | None


def draw_distribution(ax: Axes, table: pd.DataFrame) -> Distribution:
    """Draw one variant of `sim.analysis.spread.histograms`: runs in each bin, and below them mean and 5–95 %."""
    row, tallest = table.iloc[0], table["runs"].max()
    bars = ax.bar(
        table["low"], table["runs"], table["high"] - table["low"], align="edge", color=FILL, edgecolor="white"
    )
    below = -0.07 * tallest
    span = ax.hlines([below], [row["p05"]], [row["p95"]], colors=EDGE, linewidth=2.5)
    mean = ax.scatter([row["mean"]], [below], s=34, color=EDGE, zorder=3)
    near: dict[str, Any] = {"ha": "center", "va": "top", "fontsize": 7, "color": EDGE, "textcoords": "offset points"}
    ax.annotate(f"mean {told(row['mean'])}", (row["mean"], below), (0, -6), **near)
    if row["p95"] > row["p05"]:
        ends: dict[str, Any] = {**near, "va": "center"}
        ax.annotate(told(row["p05"]), (row["p05"], below), (-4, 0), **{**ends, "ha": "right"})
        ax.annotate(told(row["p95"]), (row["p95"], below), (4, 0), **{**ends, "ha": "left"})
    ax.set_ylim(-0.24 * tallest, 1.12 * tallest)
    ax.set_yticks([tick for tick in ax.get_yticks() if 0 <= tick <= tallest and tick == int(tick)])
    ax.set_ylabel("runs")
    _whole_numbers(ax, table)
    if row["missing"]:
        missing = f"not defined in {row['missing']:,} of {row['missing'] + row['n']:,} runs"
        ax.annotate(missing, (1, 1), xycoords="axes fraction", ha="right", va="top", fontsize=7, color=MUTED)
    return Distribution(bars, span, mean, _reference(ax, row["reference"]))


def draw_ridges(ax: Axes, table: pd.DataFrame) -> Ridges:
    """Draw every variant of `histograms` in a row of its own, on the same bins and the same scale of height."""
    names = list(table["variant"].unique())
    rows = np.arange(len(names))[::-1]
    scale = HEIGHT / table["share"].max()
    outlines = []
    for base, name in zip(rows, names, strict=True):
        bins = table[table["variant"] == name]
        edges = [*bins["low"], bins["high"].iloc[-1]]
        heights = base + scale * bins["share"].to_numpy()
        outlines.append(ax.stairs(heights, edges, baseline=base, fill=True, facecolor=FILL, edgecolor=EDGE, zorder=2))
    firsts = table.drop_duplicates("variant")
    below = rows - 0.09
    spans = ax.hlines(below, firsts["p05"], firsts["p95"], colors=EDGE, linewidth=2, zorder=3)
    means = ax.scatter(firsts["mean"], below, s=20, color=EDGE, zorder=4)
    for height, mean in zip(below, firsts["mean"], strict=True):
        place: dict[str, Any] = {
            "xycoords": ax.get_yaxis_transform(),
            "ha": "left",
            "va": "bottom",
            "fontsize": 8,
            "color": EDGE,
        }
        ax.annotate(told(mean), (1.01, height), **place)
    ax.set_yticks(rows, [worded(name) for name in names])
    ax.set_ylim(-0.3, len(names) - 1 + HEIGHT + 0.12)
    _whole_numbers(ax, table)
    return Ridges(outlines, spans, means, _reference(ax, firsts["reference"].iloc[0]))


def _whole_numbers(ax: Axes, table: pd.DataFrame) -> None:
    """Label whole numbers alone where the bins are those of a count."""
    if (table["high"] - table["low"] == 1).all():
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))


def _reference(ax: Axes, value: float) -> Line2D | None:
    return None if np.isnan(value) else ax.axvline(value, color=RULE, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
