"""Who depends on whom: arrows from supplier to client, as wide as the dependence, the same width for the same share."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text

from .shades import EDGE
from .sheet import INK

WIDEST = 14.0  # points, for a dependence of 1
LEAST = 0.05  # dependence below which no arrow is drawn
TOLD = 0.15  # dependence from which its figure stands on the arrow
PLATE = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}  # behind a figure
BEND = 0.16  # of an arrow, so that the two of a pair lie apart


class Network(NamedTuple):
    """What `draw_network` drew; `arrows` by (supplier, client)."""

    nodes: dict[str, Text]
    arrows: dict[tuple[str, str], FancyArrowPatch]


def draw_network(ax: Axes, table: pd.DataFrame) -> Network:
    """Draw one month of `sim.analysis.history.ties`; a state has the same place in every month.

    Width is dependence times `WIDEST` points in whatever figure, so months can be compared; ties below `LEAST` are
    left out.
    """
    codes = list(table["client"].unique())
    turn = np.pi / 2 - 2 * np.pi * np.arange(len(codes)) / len(codes)
    place = dict(zip(codes, np.column_stack([np.cos(turn), np.sin(turn)]), strict=True))
    arrows: dict[tuple[str, str], FancyArrowPatch] = {}
    for tie in table[table["dependence"] >= LEAST].sort_values("dependence", ascending=False).itertuples():
        arrow = FancyArrowPatch(
            tuple(place[tie.supplier]),
            tuple(place[tie.client]),
            connectionstyle=f"arc3,rad={BEND}",
            arrowstyle="-|>",
            mutation_scale=6 + 0.6 * WIDEST * tie.dependence,
            linewidth=WIDEST * tie.dependence,
            shrinkA=_room(tie.supplier),
            shrinkB=_room(tie.client) + 2,
            color=_tint(tie.dependence),
            joinstyle="miter",
        )
        arrows[(tie.supplier, tie.client)] = arrow
        ax.add_patch(arrow)
        if tie.dependence >= TOLD:
            middle = _middle(place[tie.supplier], place[tie.client])
            ax.annotate(f"{tie.dependence:.2f}", middle, ha="center", va="center", fontsize=6.5, color=INK, bbox=PLATE)
    nodes = {
        code: ax.text(x, y, code, ha="center", va="center", fontsize=8, fontweight="bold", color=INK, zorder=3)
        for code, (x, y) in place.items()
    }
    ax.set(xlim=(-1.2, 1.2), ylim=(-1.15, 1.15), aspect="equal")
    ax.axis("off")
    return Network(nodes, arrows)


def _room(code: str) -> float:
    """Points to keep clear of a state's code."""
    return 8 + 2.6 * len(code)


def _tint(dependence: float) -> str:
    """The darker, the more depends on it."""
    strength = 0.35 + 0.55 * min(1.0, dependence)
    red, green, blue = (1 + (part - 1) * strength for part in to_rgb(EDGE))
    return to_hex((red, green, blue))


def _middle(start: np.ndarray, end: np.ndarray) -> tuple[float, float]:
    """The middle of a bent arrow: half way to the point its curve is drawn to."""
    x, y = end - start
    centre = (start + end) / 2 + BEND / 2 * np.array([y, -x])
    return float(centre[0]), float(centre[1])
