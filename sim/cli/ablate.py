"""`tertius ablate`: one mechanism is switched off at a time, on the same luck."""

from pathlib import Path

import pandas as pd
from rich.table import Table

from sim.analysis.ablation import Ablations, ablations
from sim.pages.numbers import figure
from sim.run.books import columns_of
from sim.run.manifest import write_whole

from .overrides import Job, jobs
from .run import SETTINGS, how
from .shown import announce_compiling, bar, console, patience
from .tables import legend, put, titled

FILE = "ablate.csv"


def ablate(arguments: list[str]) -> int:
    """Play the scenario whole and without each mechanism, show what each carries, and keep it as a table."""
    for job in jobs("ablate", arguments, _ablate):
        _ablate(job)
    return 0


def _ablate(job: Job) -> None:
    study, settings = job.study, job.settings
    points = ablations(study.scenario, settings["mechanisms"], job.params)
    request = {name: settings[name] for name in SETTINGS}
    announce_compiling()
    plan, _ = study.prepare(**request, params=points.params, design=points.design)
    with bar(plan.rows, f"{plan.scenario}, {len(points.mechanisms)} mechanisms") as progress, patience() as stop:
        table, result = study.ablate(
            points.mechanisms,
            params=job.params,
            **request,
            out=settings["out"] or Path("outputs") / plan.scenario / f"ablate-{plan.hash}",
            **how(settings),
            notes={"overrides": job.asked, "mechanisms": list(points.mechanisms)},
            progress=progress,
            stop=stop,
        )
    assert result.path
    write_whole(result.path / FILE, table.to_csv(index=False).encode())
    out = console()
    out.print(
        f"[bold]{plan.scenario}[/] under [bold]{plan.posture}[/]: what changes without each mechanism, "
        f"{plan.replications:,} replications on the same luck"
    )
    put(out, grid(table, points))
    known = columns_of(study.scenario)
    put(out, legend({name: known[name] for name in table["outcome"].unique()}))
    for name in points.off_already:
        out.print(f"left out: {name} is off already", style="dim")
    again = "" if result.played else " (the same plan was run before; nothing was played)"
    out.print(f"Changes in brackets: their 95 % interval holds 0. Kept in {result.path}, with {FILE}{again}")


def grid(table: pd.DataFrame, points: Ablations) -> Table:
    """A line for each mechanism, a column for each outcome, and what the world is like without the mechanism."""
    outcomes = list(table["outcome"].unique())
    shown = titled(["without"], outcomes, ["what that means"])
    held = table.set_index(["mechanism", "outcome"])
    first = held.loc[next(iter(points.mechanisms))]
    shown.add_row("[dim]nothing", *(figure(first.loc[n, "intact"], first.loc[n, "error"]) for n in outcomes))
    for name, mechanism in points.mechanisms.items():
        changes = [_change(held.loc[(name, outcome)]) for outcome in outcomes]
        shown.add_row(name, *changes, mechanism.without)
    return shown


def _change(row: pd.Series) -> str:
    told = figure(row["difference"], row["error"], signed=True)
    return told if row["low"] > 0 or row["high"] < 0 else f"[dim]({told})"
