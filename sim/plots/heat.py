"""An outcome over two parameters: cells from dark to light, with contours or, where cells are few, their figures."""

from collections.abc import Callable
from typing import Any, NamedTuple

import matplotlib.style
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.contour import QuadContourSet
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from .shades import OUTSIDE
from .sheet import INK, RULE, STYLE, told

FEW = 7  # values of a parameter: its cells have room for figures, its axis for a tick at each
LARGE, SMALL = 7.0, 4.5  # points, of the figures; where they would have to be smaller there are none
ROOM = 0.88  # of a cell's width, for its figure
LIGHT = 0.55  # of the scale, above which a figure is dark on light


class Heat(NamedTuple):
    """What `draw_heat` drew; either contours or figures, in the order of the table."""

    cells: QuadMesh
    contours: QuadContourSet | None
    figures: list[Text]


def draw_heat(ax: Axes, table: pd.DataFrame, limits: tuple[float, float] | None = None) -> Heat:
    """Draw one variant of `sim.analysis.points.surface`; a cell without a value is grey and crossed by no contour.

    `limits` of the colours are those of all panels; else those of this table.
    """
    wide = table.pivot(index="y", columns="x", values="value")
    x = [*table.drop_duplicates("x")["x_low"], table["x_high"].max()]
    y = [*table.drop_duplicates("y")["y_low"], table["y_high"].max()]
    low, high = limits or extent(table)
    ax.set_facecolor(OUTSIDE)
    ax.grid(visible=False)
    values = np.ma.masked_invalid(wide.to_numpy(dtype=float))
    cells = ax.pcolormesh(x, y, values, cmap="cividis", vmin=low, vmax=high, edgecolors="none", rasterized=True)
    _at_values(ax.set_xticks, wide.columns)
    _at_values(ax.set_yticks, wide.index)
    figures, contours = [], None
    if max(wide.shape) <= FEW:
        digits = _digits(table["value"], low, high)
        for cell in table[table["value"].notna()].itertuples():
            place: dict[str, Any] = {"ha": "center", "va": "center", "color": _over(cell.value, low, high)}
            words = f"{cell.value:z.{digits}f}".replace("-", "−")
            figures.append(ax.text(cell.x, cell.y, words, fontsize=LARGE, **place))
    elif values.count() > 1 and values.max() > values.min() and min(wide.shape) > 1:
        levels = [level for level in MaxNLocator(7).tick_values(low, high) if values.min() < level < values.max()]
        shades = [_over(level, low, high) for level in levels]
        contours = ax.contour(wide.columns, wide.index, values, levels=levels, colors=shades, linewidths=0.8)
        ax.clabel(contours, fontsize=7, fmt=told)
    return Heat(cells, contours, figures)


def add_key(figure: Figure, cells: QuadMesh, label: str) -> None:
    """A bar that tells which shade is which value, right of all panels."""
    with matplotlib.style.context(STYLE):
        bar = figure.colorbar(cells, ax=figure.axes, fraction=0.05, aspect=30, pad=0.02)
        bar.outline.set_visible(False)
        bar.set_label(label, color=RULE)


def fit_figures(figure: Figure, drawn: list[Heat]) -> None:
    """Make the figures in the cells of all panels as small as the narrowest cell asks, or leave them out."""
    figure.draw_without_rendering()  # where cells lie is known once all is laid out
    least = 1.0
    for heat in drawn:
        corners = np.asarray(heat.cells.get_coordinates())
        across, up = (heat.cells.get_transform().transform(edge) for edge in (corners[0], corners[:, 0]))
        wide, high = np.diff(across[:, 0]).min(), np.diff(up[:, 1]).min()
        for text in heat.figures:
            box = text.get_window_extent()
            least = min(least, ROOM * wide / box.width, ROOM * high / box.height)
    for text in [text for heat in drawn for text in heat.figures]:
        text.set_fontsize(least * LARGE)
        text.set_visible(least * LARGE >= SMALL)


def extent(table: pd.DataFrame) -> tuple[float, float]:
    """Least and greatest value, apart even if all are equal."""
    low, high = float(table["value"].min()), float(table["value"].max())
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _at_values(place: Callable, values: pd.Index) -> None:
    """Put ticks where a few round values were listed; bins of drawn values keep an even scale."""
    if len(values) <= FEW and all(float(f"{value:.3g}") == value for value in values):
        place(list(values), [told(value) for value in values])


def _digits(values: pd.Series, low: float, high: float) -> int:
    """Decimals of all figures alike: as many as tell a twentieth of the scale apart, none for whole numbers."""
    if (values.dropna() % 1 == 0).all():
        return 0
    return max(0, int(np.ceil(-np.log10((high - low) / 20))))


def _over(value: float, low: float, high: float) -> str:
    """What is seen on the shade of a value."""
    return INK if (value - low) / (high - low) > LIGHT else "white"
