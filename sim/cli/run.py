"""`tertius run`: one posture, many times; a table of what came of it and a sentence."""

from pathlib import Path

import pandas as pd
from rich.table import Table

from sim.study import Result, Study

from .overrides import Job, jobs
from .shown import announce_compiling, bar, console, figure

SETTINGS = ("posture", "replications", "seed", "record", "activation", "acting")


def run(arguments: list[str]) -> int:
    """Run what the arguments ask for and show it."""
    for job in jobs("run", arguments):
        _run(job)
    return 0


def _run(job: Job) -> None:
    announce_compiling()
    settings = job.settings
    request = {name: settings[name] for name in SETTINGS} | {"params": job.params}
    plan, _ = job.study.prepare(**request)
    out = settings["out"] or Path("outputs") / plan.scenario / f"{plan.posture}-{plan.hash}"
    with bar(plan.replications, f"{plan.scenario}, {plan.posture}") as progress:
        result = job.study.run(
            **request, out=out, overwrite=settings["overwrite"], workers=settings["workers"], progress=progress
        )
    show(job.study, result)


def show(study: Study, result: Result) -> None:
    """Print the headline table, the sentence, and where the rest is."""
    plan, out, headline = result.plan, console(), result.headline()
    out.print(
        f"[bold]{plan.scenario}[/] under [bold]{plan.posture}[/], {plan.replications:,} replications, seed {plan.seed}"
    )
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("outcome", "mean", "5 %", "95 %", "± error"):
        table.add_column(title, justify="left" if title == "outcome" else "right", no_wrap=True)
    table.add_column("what it is", style="dim")
    for name, row in headline.iterrows():
        figures = (figure(row[column], row["error"]) for column in ("mean", "p05", "p95", "error"))
        table.add_row(str(name), *figures, study.meaning(str(name)))
    out.print(table)
    out.print(sentence(study, result, headline))
    found = "Found" if result.played == 0 else "Kept"
    out.print(
        f"{found} in {result.path}"
        + (" (the same plan was run before; nothing was played)" if found == "Found" else "")
    )


def sentence(study: Study, result: Result, headline: pd.DataFrame) -> str:
    """The first headline outcome as a person would say it."""
    name, row = next(headline.iterrows())
    low, high, mean = (figure(row[column], row["error"]) for column in ("p05", "p95", "mean"))
    return (
        f"In nine of ten runs, {study.meaning(str(name))} lay between {low} and {high}, on average at {mean}: "
        "what follows from the scenario's assumptions, not a forecast."
    )
