"""Every parameter at once: a line for each point across upright axes, the outcome on the last."""

from collections.abc import Mapping
from textwrap import fill
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from .shades import EDGE
from .sheet import INK, MUTED, RULE, told, worded

LETTERS = 20  # of a line below an axis

LOOKS: dict[
    str, dict[str, Any]
] = {  # group → colour, width, order: the tenths differ in lightness, and the lower one is dashed
    "between": {"colors": "#dcdcdc", "linewidths": 0.6, "zorder": 1},
    "lowest tenth": {"colors": "#c8781e", "linewidths": 1.2, "linestyles": [(0, (4, 1.5))], "zorder": 2},
    "highest tenth": {"colors": EDGE, "linewidths": 1.4, "zorder": 3},
}


class Parallel(NamedTuple):
    """What `draw_parallel` drew: the lines of each group, in the order of the table."""

    groups: dict[str, LineCollection]


def draw_parallel(
    ax: Axes,
    table: pd.DataFrame,
    reach: dict[str, tuple[float, float]] | None = None,
    meant: Mapping[str, str] | None = None,
) -> Parallel:
    """Draw `sim.analysis.points.lines`: each axis from the least to the greatest of its own values, told at its ends.

    `reach` gives the ends of axes where several panels share them, `meant` says what stands on an axis.
    """
    axes = [str(name) for name in table.columns if name not in ("point", "group", "variant")]
    ends = {name: (float(table[name].min()), float(table[name].max())) for name in axes} | (reach or {})
    height = np.column_stack([_scaled(table[name].to_numpy(dtype=float), *ends[name]) for name in axes])
    groups = {}
    for group, looks in LOOKS.items():
        rows = height[(table["group"] == group).to_numpy()]
        segments = [np.column_stack([np.arange(len(axes)), row]) for row in rows]
        groups[group] = LineCollection(segments, label=group, **looks)
        ax.add_collection(groups[group])
    for place, name in enumerate(axes):
        ax.plot([place, place], [0, 1], color=RULE, linewidth=0.8, zorder=4)
        for end, at, side in zip(ends[name], (-0.03, 1.03), ("top", "bottom"), strict=True):
            ax.annotate(told(end), (place, at), ha="center", va=side, fontsize=7, color=INK)
    ax.set_xticks(range(len(axes)), [worded(name.rpartition(".")[2]) for name in axes])
    level = meant or len(axes) < 7
    for label, last in zip(ax.get_xticklabels(), [*[False] * (len(axes) - 1), True], strict=True):
        label.set(rotation=0 if level else 30, ha="center" if level else "right")
        label.set_fontweight("bold" if last else "normal")
    for place, name in enumerate(axes):
        told_of = fill((meant or {}).get(name, ""), LETTERS)
        ax.annotate(told_of, (place, 0), (0, -17), xycoords=("data", "axes fraction"), textcoords="offset points",
                    ha="center", va="top", fontsize=6.5, color=MUTED, annotation_clip=False)  # fmt: skip
    ax.set(xlim=(-0.3, len(axes) - 0.7), ylim=(-0.12, 1.12), yticks=[])
    ax.tick_params(axis="x", length=0)
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    return Parallel(groups)


def _scaled(values: np.ndarray, low: float, high: float) -> np.ndarray:
    return (values - low) / (high - low) if high > low else np.full(len(values), 0.5)
