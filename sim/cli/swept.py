"""What a sweep shows: its points, or how far the headline outcomes spread between them."""

from pathlib import Path

import numpy as np
from rich.table import Table

from sim.analysis.summary import NUMBERS, summarise
from sim.pages.numbers import figure
from sim.run.folder import runs_in
from sim.run.manifest import MANIFEST
from sim.run.plan import PlanError
from sim.study import Result, Study

from .shown import console, many, unusual
from .tables import put, titled

MOST_SHOWN = 24  # points that are shown one by one
MOST_FAILURES = 3


def sweep_in(folder: str) -> Result:
    """What is kept in a folder, to be asked what a sweep is asked. Raises PlanError if it holds runs of several."""
    path = Path(folder)
    if not (path / MANIFEST).exists() and (inside := runs_in(path)):
        raise PlanError(
            f"{folder} holds a run for each of {', '.join(inside)} and no sweep; what drives an outcome is asked of a "
            "sweep, which `tertius run` plays with -m or with a sampler"
        )
    return Result.open(path)


def show_sweep(study: Study, result: Result) -> None:
    """Print the headline outcomes point by point, or their spread where points are many, and what failed."""
    plan, out = result.plan, console()
    out.print(
        f"[bold]{plan.scenario}[/]: {many(plan.points, 'point')} × {many(plan.replications, 'replication')}"
        f"{unusual(plan)}, varied: {', '.join(plan.varied)}"
    )
    put(out, _by_point(study, result) if plan.points <= MOST_SHOWN else _spread(study, result))
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
    table = titled([], [*(title.rpartition(".")[2] for title in result.points.columns), *names])
    for row in result.points.itertuples(index=False):
        told = [f"{value:g}" if isinstance(value, float) else str(value) for value in row]
        point = row[0]
        table.add_row(*told, *(figure(means.loc[point, n], errors.loc[point, n]) for n in names))
    return table


def _spread(study: Study, result: Result) -> Table:
    names = study.scenario.headline
    frame = result.read(columns=[*NUMBERS, *names])
    points, levels = summarise(frame.groupby("point")[names].mean()), summarise(frame)
    table = titled(["mean of a point"], ["mean", "± s.e.", "5 % of points", "95 % of points"], ["what it is"])
    for name, row in points.iterrows():
        mean, error = levels.loc[name, ["mean", "error"]]
        ends = (figure(row[column], error) for column in ("p05", "p95"))
        table.add_row(str(name), figure(mean, error), figure(error, error), *ends, study.meaning(str(name)))
    return table
