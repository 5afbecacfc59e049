"""What a sweep shows: its points, or how far the headline outcomes spread between them."""

import numpy as np
from rich.table import Table

from sim.analysis.summary import NUMBERS, summarise
from sim.pages.numbers import figure
from sim.study import Result, Study

from .shown import console, many, unusual

MOST_SHOWN = 24  # points that are shown one by one
MOST_FAILURES = 3


def show_sweep(study: Study, result: Result) -> None:
    """Print the headline outcomes point by point, or their spread where points are many, and what failed."""
    plan, out = result.plan, console()
    out.print(
        f"[bold]{plan.scenario}[/]: {many(plan.points, 'point')} × {many(plan.replications, 'replication')}"
        f"{unusual(plan)}, varied: {', '.join(plan.varied)}"
    )
    out.print(_by_point(study, result) if plan.points <= MOST_SHOWN else _spread(study, result))
    seeds = len(np.unique(plan.varied.get("seed", [plan.seed])))
    lucks = many(plan.replications, "replication") + (f" of {seeds} seeds" if seeds > 1 else "")
    out.print(
        f"Levels rest on {lucks}, whose luck all points share: "
        "more points do not make them surer, more replications do."
    )
    failures = result.failures
    if failures:
        out.print(f"[bold red]{len(failures):,} of {plan.points:,} points could not be played[/], for example")
        for point, why in list(failures.items())[:MOST_FAILURES]:
            out.print(f"  point {point}: {why}", markup=False)


def _by_point(study: Study, result: Result) -> Table:
    names = study.scenario.headline
    grouped = result.read(columns=["point", *names]).groupby("point")[names]
    means, errors = grouped.mean(), grouped.sem()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in result.points.columns:
        table.add_column(title.rpartition(".")[2], justify="right", no_wrap=True)
    for name in names:
        table.add_column(name, justify="right", overflow="fold")
    for row in result.points.itertuples(index=False):
        told = [f"{value:g}" if isinstance(value, float) else str(value) for value in row]
        point = row[0]
        table.add_row(*told, *(figure(means.loc[point, n], errors.loc[point, n]) for n in names))
    return table


def _spread(study: Study, result: Result) -> Table:
    names = study.scenario.headline
    frame = result.read(columns=[*NUMBERS, *names])
    points, levels = summarise(frame.groupby("point")[names].mean()), summarise(frame)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("mean of a point", "mean", "± s.e.", "5 % of points", "95 % of points"):
        table.add_column(title, justify="left" if title == "mean of a point" else "right", no_wrap=True)
    table.add_column("what it is", style="dim")
    for name, row in points.iterrows():
        mean, error = levels.loc[name, ["mean", "error"]]
        ends = (figure(row[column], error) for column in ("p05", "p95"))
        table.add_row(str(name), figure(mean, error), figure(error, error), *ends, study.meaning(str(name)))
    return table
