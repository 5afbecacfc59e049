"""What all figures share: the style, the title, the small print, panels side by side, months along an axis."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from textwrap import fill, wrap
from typing import Any

import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.run.plan import Plan

STYLE = Path(__file__).with_name("style.mplstyle")
INK, MUTED, RULE = "#1f1f1f", "#6a6a6a", "#4a4a4a"
ACROSS = 3  # panels in a row
LETTERS, SMALL, LABEL = 11, 19, 15  # of a title, of the small print and of what names an axis, in an inch
UNBROKEN = 34  # letters of an item of the small print that is not broken over two lines
MARGIN = 0.8  # inches, of a panel that its axes do not take
LINE = 8.5  # points, of a line of small text


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
            ax.set_xlabel(fill(along or ax.get_xlabel(), int(LABEL * (size[0] - MARGIN))))
        if up:
            figure.supylabel(fill(up, int(LABEL * (size[1] * high - MARGIN))), fontsize=8, color=RULE)
        head(figure, title, note)
    return figure


def head(figure: Figure, title: str, note: str) -> None:
    """Put the title above a figure and the small print below."""
    title = fill(title[:1].upper() + title[1:], int(LETTERS * figure.get_figwidth()))
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")
    figure.supxlabel(_by_items(note, int(SMALL * figure.get_figwidth())), x=0.01, ha="left", fontsize=6.5, color=MUTED)


def _by_items(note: str, width: int) -> str:
    """Small print in lines that end between its items, of which long ones alone are broken."""
    held = "\N{NO-BREAK SPACE}"
    items = [item.replace(" ", held) if len(item) <= UNBROKEN else item for item in note.split(" · ")]
    return fill(f"{held}· ".join(items), width, break_on_hyphens=False, break_long_words=False).replace(held, " ")


def named(ax: Axes, name: str, meaning: str, width: float, lines: int) -> None:
    """Put a name above a panel and what it means below the name, in `lines` lines at most of `width` inches."""
    ax.set_title(name, pad=4 + LINE * lines)
    told = fill(meaning, int(SMALL * width), max_lines=lines, placeholder=" …")
    place: dict[str, Any] = {"textcoords": "offset points", "xycoords": "axes fraction", "ha": "left", "va": "top"}
    ax.annotate(told, (0, 1), (0, 2 + LINE * lines), fontsize=6.5, color=MUTED, linespacing=1.15, **place)


def lines_of(meanings: Iterable[str], width: float, most: int = 3) -> int:
    """The lines that the longest of these takes in so many inches of small text, `most` at most."""
    return min(most, max((len(wrap(meaning, int(SMALL * width))) for meaning in meanings), default=0))


def say(ax: Axes, sentence: str, width: float) -> Text:
    """A sentence in place of a panel that would be empty, in lines of `width` inches."""
    ax.set_axis_off()
    held = "\N{NO-BREAK SPACE}%"
    words = fill(sentence.replace(" %", held), int(LABEL * width)).replace(held, " %")
    return ax.text(0, 0.97, words, transform=ax.transAxes, ha="left", va="top", fontsize=8, color=INK)


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
