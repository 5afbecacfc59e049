"""`tertius run`: one plan, a single point or a sweep with `-m`; what came of it as a table and a sentence."""

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sim.analysis.summary import unseen
from sim.pages.numbers import figure
from sim.run.books import column_of
from sim.run.expected import expected
from sim.run.folder import check_free
from sim.run.plan import Plan
from sim.run.points import designed
from sim.study import Result, Study

from .overrides import Job, jobs
from .shown import amount, announce_compiling, bar, console, duration, many, patience, unusual
from .swept import show_sweep
from .tables import put, titled

SETTINGS = ("posture", "replications", "seed", "record", "activation", "acting")
FAILED = 1
ALIKE = "none differ"  # in the place of a standard error


class Ready(NamedTuple):
    """A job that has been checked: the plan, what `Study.run` takes for it, and where it is kept."""

    job: Job
    plan: Plan
    request: dict[str, Any]
    out: Path


def run(arguments: list[str]) -> int:
    """Run what the arguments ask for and show it. Nothing is played unless all of it can be."""
    asked = jobs("run", arguments, _one_of_many)
    ready = [_ready(job, several=len(asked) > 1) for job in asked]
    results = [_run(one) for one in ready]
    hopeless = [result for result in results if result and len(result.failures) == result.plan.points]
    return FAILED if hopeless else 0


def _one_of_many(job: Job) -> float | None:
    """Run a job of another sweeper and return the mean of its objective, over the runs in which it was defined."""
    result = _run(_ready(job, several=False))
    return float(result.read(columns=[_objective(job)]).iloc[:, 0].mean()) if result else None


def _ready(job: Job, several: bool) -> Ready:
    """A job's plan, checked against the folder that is to keep it; several scenarios have a folder each."""
    study, settings = job.study, job.settings
    scenario, choice = study.scenario, [settings[name] for name in ("sampler", "points", "over", "seed")]
    design = designed(scenario, job.axes, *choice)
    request = {name: settings[name] for name in SETTINGS} | {"params": job.params, "design": design}
    announce_compiling()
    plan, _ = study.prepare(**request)
    _objective(job)
    usual = f"{'sweep' if plan.varied else plan.posture}-{plan.hash}"
    out = settings["out"] or Path("outputs") / plan.scenario / usual
    if settings["out"] and several:
        out = out / plan.scenario
    check_free(out, plan, settings["overwrite"])
    return Ready(job, plan, request, out)


def _run(ready: Ready) -> Result | None:
    """Play a plan and show it; None if it was only to be told."""
    job, plan, settings = ready.job, ready.plan, ready.job.settings
    if settings["dry_run"]:
        show_expected(ready)
        return None
    what = f"{plan.points:,} points" if plan.varied else plan.posture
    with bar(plan.rows, f"{plan.scenario}, {what}") as progress, patience() as stop:
        result = job.study.run(
            **ready.request,
            out=ready.out,
            **how(settings),
            notes={"overrides": job.asked},
            progress=progress,
            stop=stop,
        )
    if plan.varied:
        show_sweep(job.study, result)
    else:
        show(job.study, result)
    found = "Found" if result.played == 0 else "Kept"
    console().print(
        f"{found} in {result.path}"
        + (" (the same plan was run before; nothing was played)" if found == "Found" else "")
    )
    return result


def how(settings: dict[str, Any]) -> dict[str, Any]:
    """What of the settings says by what a plan is played, and changes nothing of what comes out."""
    backend = settings["backend"]
    asked = {name: settings[name] for name in ("overwrite", "workers")}
    return asked | {"backend": backend["name"], "scheduler": backend["scheduler"]}


def _objective(job: Job) -> str:
    """The outcome whose mean a job returns. Raises PlanError if there is no such outcome."""
    asked, scenario = job.settings["objective"], job.study.scenario
    if asked is not None:
        column_of(scenario, asked)
    return asked or scenario.headline[0]


def show_expected(ready: Ready) -> None:
    """Print a plan and what it would take, without playing it."""
    plan, settings, out = ready.plan, ready.job.settings, console()
    guess = expected(plan, ready.job.study.scenario, ready.out, settings["workers"])
    size = f"{many(plan.points, 'point')} × {many(plan.replications, 'replication')} = {many(plan.rows, 'run')}"
    out.print(f"[bold]{plan.scenario}[/]: {size}{unusual(plan)}")
    if plan.varied:
        out.print(f"varied: {', '.join(plan.varied)}")
    out.print(f"in {ready.out}, {len(plan.shards()):,} files; {guess.stand:,} runs stand already")
    out.print(f"about {duration(guess.seconds)} and {amount(guess.bytes)} for the rest, by {guess.source}")


def show(study: Study, result: Result) -> None:
    """Print the headline table of a single point, and the sentence."""
    plan, out, headline = result.plan, console(), result.headline()
    size = f"{many(plan.replications, 'replication')}, seed {plan.seed}{unusual(plan)}"
    out.print(f"[bold]{plan.scenario}[/] under [bold]{plan.posture}[/], {size}")
    table = titled(["outcome"], ["mean", "5 %", "95 %", "± s.e."], ["unit", "what it is"])
    for name, row in headline.iterrows():
        error = ALIKE if row["error"] == 0 else figure(row["error"], row["error"])
        known = column_of(study.scenario, str(name))
        table.add_row(str(name), *_mean_and_ends(row), error, known.unit, known.meaning)
    put(out, table)
    for note in _notes(headline):
        out.print(note, style="dim")
    out.print(sentence(study, headline), markup=False)


def _notes(headline: pd.DataFrame) -> list[str]:
    """What the last column of figures holds."""
    same, notes = headline[headline["error"] == 0], []
    if (headline["error"] > 0).any():
        notes.append("± s.e.: one standard error of the mean; 95 % intervals are about twice as wide to either side")
    if len(same):
        most = 100 * unseen(same["n"].min())
        notes.append(
            f"{ALIKE}: the same in every run here; of any number of runs, at most {most:.2g} % would differ (95 %)"
        )
    return notes


def _mean_and_ends(row: pd.Series) -> tuple[str, str, str]:
    """The mean, and the quantiles to a digit less: they are known less well."""
    low, high = (figure(row[column], 10 * row["error"]) for column in ("p05", "p95"))
    return figure(row["mean"], row["error"]), low, high


def sentence(study: Study, headline: pd.DataFrame) -> str:
    """The first headline outcome as a person would say it."""
    name, row = next(headline.iterrows())
    mean, low, high = _mean_and_ends(row)
    what = f"{name} ({study.meaning(str(name))})"
    if row["n"] == 0:
        return f"{what} was defined in none of the runs."
    told = f"In the one run {what} was {mean}"
    if row["n"] > 1:
        told = f"In nine of ten runs {what} lay between {low} and {high}, on average at {mean}"
    return f"{told}: what follows from the scenario's assumptions, not a forecast."
