"""The triangle through time: the share of runs in each of Dittmer's types, or in each role a corner may have."""

from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.text import Annotation

from .shades import OUTSIDE, shades
from .sheet import INK, MUTED, months_along, spread_apart

NAMED = 0.06  # the least share, in some month, that is named beside the stack


class Stack(NamedTuple):
    """What `draw_triangle` drew: a layer for each kind, the first of the table at the bottom, and the names shown."""

    layers: dict[str, FillBetweenPolyCollection]
    names: list[Annotation]


def draw_triangle(ax: Axes, table: pd.DataFrame) -> Stack:
    """Draw the rows of one `of` of `sim.analysis.history.triangle`; the indeterminate lie on top, in grey.

    A kind keeps its shade whether others occur or not; named are those with a share worth a name.
    """
    wide = table.pivot(index="month", columns="kind", values="share")
    kinds = [kind for kind in table["kind"].unique() if kind != "indeterminate"]
    shade = dict(zip(kinds, shades(len(kinds)), strict=True)) | {"indeterminate": OUTSIDE}
    order = [*kinds, "indeterminate"]
    drawn = ax.stackplot(
        wide.index, wide[order].T, colors=[shade[kind] for kind in order], edgecolor="white", linewidth=0.6
    )
    layers = dict(zip(order, drawn, strict=True))
    top = wide[order].cumsum(axis=1)
    shown = [kind for kind in order if wide[kind].max() >= NAMED]
    last = [float(top[kind].iloc[-1] - wide[kind].iloc[-1] / 2) for kind in shown]
    names = []
    lines = max((kind.count(",") for kind in shown), default=0) + 1  # what follows a comma has a line of its own
    for kind, height, middle in zip(shown, spread_apart(last, 0.075 * lines), last, strict=True):
        ax.plot([1.0, 1.03], [middle, height], transform=ax.transAxes, color=MUTED, linewidth=0.6, clip_on=False)
        place: dict[str, Any] = {"xycoords": "axes fraction", "va": "center", "fontsize": 7, "color": INK}
        words = f"{kind} {100 * wide[kind].iloc[-1]:.0f} %".replace(", ", ",\n")
        names.append(ax.annotate(words, (1.04, height), **place))
    ax.set_ylim(0, 1)
    ax.set_yticks([0, 0.5, 1], ["0", "50 %", "100 %"])
    ax.grid(visible=False)
    months_along(ax, table)
    return Stack(layers, names)
