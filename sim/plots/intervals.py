"""Means with the span of nine runs in ten: the rungs of the ladder, the shares of patrons."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.container import BarContainer

from .shades import EDGE, FILL, shades


class Ladder(NamedTuple):
    """What `draw_ladder` drew; the lowest rung at the bottom."""

    bars: BarContainer


class Shares(NamedTuple):
    """What `draw_shares` drew, in the order of the table, the first on top."""

    points: PathCollection
    spans: LineCollection


def draw_ladder(ax: Axes, table: pd.DataFrame) -> Ladder:
    """Draw one variant of `sim.analysis.spread.rungs`: how often a run comes so far, and the share of runs that do."""
    rows = np.arange(len(table))
    bars = ax.barh(rows, table["mean"], 0.62, color=shades(len(table)))
    for row, rung in zip(rows, table.itertuples(), strict=True):
        told = f"{rung.mean:.3g} a run, in {_percent(rung.some)} of runs" if rung.mean else "none in any run"
        ax.annotate(told, (rung.mean, row), (4, 0), textcoords="offset points", va="center", fontsize=7)
    ax.set_yticks(rows, list(table["rung"]))
    ax.set_xlim(0, max(ax.get_xlim()[1], 1.8 * table["mean"].max()))  # room for the words
    return Ladder(bars)


def draw_shares(ax: Axes, table: pd.DataFrame) -> Shares:
    """Draw one client of `sim.analysis.spread.patron_shares`: its own share and each patron's, mean and 5–95 %."""
    rows = np.arange(len(table))[::-1]
    spans = ax.hlines(rows, table["p05"], table["p95"], colors=FILL, linewidth=4)
    points = ax.scatter(table["mean"], rows, s=26, color=EDGE, zorder=3)
    for row, share in zip(rows, table.itertuples(), strict=True):
        place: dict[str, Any] = {
            "textcoords": "offset points",
            "ha": "center",
            "va": "bottom",
            "fontsize": 7,
            "color": EDGE,
        }
        ax.annotate(f"{share.mean:.2f}", (share.mean, row), (0, 5), **place)
    names = [f"{holder} (the client)" if holder == client else holder
             for client, holder in zip(table["client"], table["holder"], strict=True)]  # fmt: skip
    ax.set_yticks(rows, names)
    ax.set_ylim(-0.6, len(table) - 0.3)
    ax.set_xlim(left=min(0.0, float(table["p05"].min())))
    return Shares(points, spans)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 or share == 0 else f"{100 * share:.1g} %"
