"""What all figures share: the style, the title, the small print, panels side by side, months along an axis."""

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.run.plan import Plan

STYLE = Path(__file__).with_name("style.mplstyle")
INK, MUTED, RULE = "#1f1f1f", "#6a6a6a", "#4a4a4a"
ACROSS = 3  # panels in a row
LETTERS, SMALL = 11, 19  # of a title, and of the small print, in an inch


def small_print(plan: Plan, replications: int, postures: list[str]) -> str:
    """What every figure carries: scenario, posture or points, N, seed, rules; and what else was changed, if anything.

    `replications` is how many runs of each posture are shown, of a sweep how many of all its points together.
    """
    variants = postures[0] if len(postures) == 1 else f"{len(postures)} postures"
    if plan.varied:
        variants = f"{plan.points:,} points × {plan.replications:,}"
    unfinished = "" if replications == plan.rows else f" of {plan.rows:,} (unfinished)"
    seeds = f"{len(set(plan.varied['seed'].tolist()))} seeds" if "seed" in plan.varied else f"seed {plan.seed}"
    return _print(plan, variants, f"N {replications:,}{unfinished}", seeds, plan.values)


def small_print_of_run(plan: Plan, point: int, name: str) -> str:
    """The same of a figure of a single run, `name`, of a point."""
    at = plan.point(point)
    return _print(plan, name, "N 1", f"seed {at.seed}", dict(at.values))


def _print(plan: Plan, what: str, size: str, seed: str, values: Mapping[str, float]) -> str:
    changed = [f"{name}={value:g}" for name, value in values.items()]
    return " · ".join([plan.scenario, what, size, seed, f"rules {plan.rules}", *changed])


def sheet(
    table: pd.DataFrame,
    draw: Callable[[Axes, pd.DataFrame], Any],
    *,
    title: str,
    note: str,
    by: str | None = None,
    size: tuple[float, float] = (6.6, 3.4),
    up: str = "",
    along: str = "",
    across: int = ACROSS,
    alike: bool = True,
) -> Figure:
    """A figure of one panel, or of one for each value of the column `by`, all on the same scales if they are `alike`.

    `draw(ax, rows)` draws a panel, `size` is that of one in inches, `up` and `along` name the axes, `note` is the small
    print.
    """
    panels = list(table.groupby(by, sort=False)) if by else [("", table)]
    high = -(-len(panels) // across)
    wide = -(-len(panels) // high)  # four stand two by two, not three and one
    with matplotlib.style.context(STYLE):
        figure = Figure(figsize=(size[0] * wide, size[1] * high + 0.7), layout="constrained")
        axes = figure.subplots(high, wide, squeeze=False, sharex=alike, sharey=alike).ravel()
        for ax, (name, rows) in zip(axes, panels, strict=False):
            draw(ax, rows)
            ax.set_title(worded(str(name)))
        for ax in axes[len(panels) :]:
            ax.remove()
        for ax in axes[max(0, len(panels) - wide) : len(panels)]:  # nothing stands below these
            ax.tick_params(labelbottom=True)
            ax.set_xlabel(along or ax.get_xlabel())
        if up:
            figure.supylabel(up, fontsize=8, color=RULE)
        head(figure, title, note)
    return figure


def head(figure: Figure, title: str, note: str) -> None:
    """Put the title above a figure and the small print below."""
    title = fill(title[:1].upper() + title[1:], int(LETTERS * figure.get_figwidth()))
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")
    note = fill(note, int(SMALL * figure.get_figwidth()), break_on_hyphens=False)
    figure.supxlabel(note, x=0.01, ha="left", fontsize=6.5, color=MUTED)


def months_along(ax: Axes, table: pd.DataFrame) -> None:
    """Years, and in a short history parts of them, below an axis of months; `table` has `month` and `date`."""
    dates = table.drop_duplicates("month").set_index("month")["date"]
    opened = pd.to_datetime(dates[dates.index > 0])
    step = 12 if len(opened) > 36 else 6 if len(opened) > 12 else 3
    ticks = opened[(opened.dt.month - 1) % step == 0]
    named = [
        f"{date:%Y}" if step == 12 else f"{date:%b}\n{date:%Y}" if date.month == 1 else f"{date:%b}" for date in ticks
    ]
    ax.set_xticks(list(ticks.index), named)
    ax.set_xlim(dates.index.min(), dates.index.max())


def spread_apart(heights: list[float], least: float) -> list[float]:
    """Heights for labels, moved as little as keeps each `least` above the one below it; in the order given."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = [heights[i] for i in order]
    for _ in range(200):
        moved = False
        for below in range(len(placed) - 1):
            short = least - (placed[below + 1] - placed[below])
            if short > 1e-9 * least:
                placed[below] -= short / 2
                placed[below + 1] += short / 2
                moved = True
        if not moved:
            break
    return [placed[order.index(i)] for i in range(len(heights))]


def told(value: float) -> str:
    """A value to three digits that matter, with a true minus sign."""
    return f"{value:.3g}".replace("-", "−")


def worded(name: str) -> str:
    """A name as text."""
    return name.replace("_", " ")
