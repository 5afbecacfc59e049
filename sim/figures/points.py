"""Figures of a sweep: an outcome along one parameter, over two, over all at once."""

from functools import partial

import pandas as pd

from sim.analysis import points
from sim.plots.curve import draw_curve
from sim.plots.heat import Heat, add_key, draw_heat, extent, fit_figures
from sim.plots.parallel import draw_parallel
from sim.plots.sheet import sheet, told
from sim.run.books import varied_columns
from sim.run.plan import PlanError

from .drawing import Drawn, Plain, column, fine_print, panels, stacked, unvarying
from .holding import Holding

MOST_AXES = 10  # parameters side by side
MOST_NAMED = 6  # parameters that are averaged over and told by name


def curve(holding: Holding, outcome: str) -> Drawn | Plain:
    """An outcome along one parameter, whatever else varies in the spread."""
    meant, axes = column(holding, outcome), _axes(holding, outcome)
    if not axes:
        beside = f" beside {holding.by}" if holding.by else ""
        raise PlanError(f"no parameter varies{beside}; distribution shows what does")
    name = axes[0]
    plan, frames = holding.first.plan, holding.endings([outcome])
    same = unvarying(meant, frames, outcome)
    if same:
        return same
    tables = {
        variant: points.along(frame, plan.varied[name], outcome)
        for variant, frame in frames.items()
        if frame[outcome].notna().any()
    }
    if not tables:
        raise PlanError(f"{outcome} is defined in no run")
    made = stacked(holding, tables)
    note = f"line: mean, band: 5–95 % of runs{_averaged(holding, [name])} · {fine_print(holding)}"
    size = (3.0, 2.3) if holding.by else (6.6, 3.4)
    along, up = _axis(holding, name), meant.unit
    figure = sheet(made, draw_curve, title=meant.told, note=note, by=panels(holding), size=size, along=along, up=up)
    best, worst = made.loc[made["mean"].idxmax()], made.loc[made["mean"].idxmin()]
    alt = (
        f"Mean of {outcome} by {name}: from {told(worst['mean'])} at {told(worst['at'])} "
        f"to {told(best['mean'])} at {told(best['at'])}."
    )
    return Drawn(made, figure, alt)


def heat(holding: Holding, outcome: str) -> Drawn | Plain:
    """The mean of an outcome over two parameters, averaged over whatever else varies."""
    meant, axes = column(holding, outcome), _axes(holding, outcome)
    if len(axes) < 2:
        raise PlanError("it needs two parameters that vary")
    (across, up), plan = axes[:2], holding.first.plan
    frames = holding.endings([outcome])
    same = unvarying(meant, frames, outcome)
    if same:
        return same
    tables = {
        variant: points.surface(points.level(frame, outcome), plan.varied[across], plan.varied[up])
        for variant, frame in frames.items()
    }
    made = stacked(holding, tables)
    if made["value"].isna().all():
        raise PlanError(f"{outcome} is defined in no run")
    drawn: list[Heat] = []
    size = (3.3, 2.8) if holding.by else (5.2, 4.0)
    note = f"mean of the points in each cell{_averaged(holding, [across, up])} · {fine_print(holding)}"
    figure = sheet(
        made,
        lambda ax, rows: drawn.append(draw_heat(ax, rows, extent(made))),
        title=meant.told,
        note=note,
        by=panels(holding),
        size=size,
        along=_axis(holding, across),
        up=_axis(holding, up),
    )
    add_key(figure, drawn[0].cells, meant.unit)
    fit_figures(figure, drawn)
    low, high = made.loc[made["value"].idxmin()], made.loc[made["value"].idxmax()]
    alt = f"Mean of {outcome} over {across} and {up}: " + " to ".join(
        f"{told(cell['value'])} at {told(cell['x'])} and {told(cell['y'])}" for cell in (low, high)
    )
    return Drawn(made, figure, f"{alt}.")


def parallel(holding: Holding, outcome: str) -> Drawn | Plain:
    """Every point as a line across its parameters, the tenths with the least and the most of an outcome set off."""
    meant, axes = column(holding, outcome), _axes(holding, outcome)
    if len(axes) < 3:
        raise PlanError("it needs three parameters that vary; heat shows two")
    axes = axes[:MOST_AXES]
    varied = pd.DataFrame({name: holding.first.plan.varied[name] for name in axes})
    frames = holding.endings([outcome])
    same = unvarying(meant, frames, outcome)
    if same:
        return same
    tables = {variant: points.lines(varied, points.level(frame, outcome)) for variant, frame in frames.items()}
    made = stacked(holding, tables)
    if made.empty:
        raise PlanError(f"{outcome} is defined in no run")
    names = [*axes, outcome]
    ends = {name: (float(made[name].min()), float(made[name].max())) for name in names}
    note = (
        f"dark: tenth of points with the most {outcome}, dashed: with the least, grey: {points.MOST_LINES} at most of "
        f"the others; the last axis is the mean over a point's runs · {fine_print(holding)}"
    )
    size = (4.2, 2.8) if holding.by else (max(6.6, 1.25 * len(names)), 3.6)
    known = varied_columns(holding.first.plan, holding.first.scenario)
    means = {name: known[name].meaning for name in axes} | {outcome: meant.told}
    draw = partial(draw_parallel, reach=ends, meant={} if holding.by else means)
    title = f"{meant.told}: where it is high, and where low"
    figure = sheet(made, draw, title=title, note=note, by=panels(holding), size=size)
    low, high = ends[outcome]
    alt = (
        f"A line for each of {len(made):,} points across {', '.join(names)}; the last from {told(low)} to {told(high)}."
    )
    return Drawn(made, figure, alt)


def _axes(holding: Holding, outcome: str) -> list[str]:
    """The parameters that were asked for; else all that vary within a panel, those first that tell most."""
    within = [name for name in holding.numbers if name != holding.by]
    if holding.asked or len(within) < 2:
        return holding.asked or within
    varied = pd.DataFrame({name: holding.first.plan.varied[name] for name in within})
    return points.telling(varied, points.level(holding.by_point(outcome), outcome))


def _averaged(holding: Holding, axes: list[str]) -> str:
    """What else varies, and is averaged over."""
    shown = [*axes, holding.by]
    others = [name.rpartition(".")[2] for name in holding.first.plan.varied if name not in shown]
    if len(others) > MOST_NAMED:
        return f", over all of {len(others)} other parameters"
    return f", over all of {', '.join(others)}" if others else ""


def _axis(holding: Holding, name: str) -> str:
    """A parameter by its name and what it is, as the scenario describes it."""
    known = varied_columns(holding.first.plan, holding.first.scenario)[name]
    return f"{name.rpartition('.')[2]}: {known.meaning} ({known.unit})"
