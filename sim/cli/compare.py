"""`tertius compare`: what each posture changes against the baseline, on the same luck; of two folders: `against.py`."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd

from sim.pages.numbers import count, figure
from sim.run.books import columns_of
from sim.run.manifest import write_whole
from sim.study import BASELINE, Comparison, Study

from .against import against, interval, no_more
from .overrides import Job, jobs
from .run import SETTINGS, how
from .shown import announce_compiling, bar, console, many, patience, unusual
from .tables import legend, put, titled

TABLE = "compare.csv"
CAUTION = (
    "Effects told from zero (at 95 % each), the largest for the spread of the outcome first: "
    "they follow from the scenario's assumptions and are no forecast."
)
SAID = 3  # effects of a posture in its line
FEW = 30  # replications, below which their spread says only roughly how many would be needed


def compare(arguments: list[str]) -> int:
    """Compare what the arguments ask for, show it, and save it as a table and a figure."""
    first = arguments[0] if arguments else "-"
    if not first.startswith("-") and ("=" not in first or Path(first).is_dir()):
        return against(arguments)
    for job in jobs("compare", arguments, _compare):
        _compare(job)
    return 0


def _compare(job: Job) -> None:
    announce_compiling()
    study, settings = job.study, job.settings
    request = {name: settings[name] for name in SETTINGS if name != "posture"} | {"params": job.params}
    plan, _ = study.prepare(BASELINE, **request)
    out = Path(settings["out"] or Path("outputs") / plan.scenario / f"compare-{plan.hash}")
    asked = settings["posture"]
    postures = list(study.scenario.postures) if asked is None else [str(name) for name in asked]
    runs = len({BASELINE, *postures}) * plan.replications
    with bar(runs, f"{plan.scenario}, {len(postures)} postures") as progress, patience() as stop:
        comparison = study.compare(
            postures,
            **request,
            out=out,
            **how(settings),
            progress=progress,
            stop=stop,
            notes={"overrides": job.asked},
        )
    table = comparison.table
    dropped = no_more(out / TABLE, table, "posture")
    write_whole(out / TABLE, table.to_csv(index=False).encode())
    write_whole(out / "compare.png", _drawn(study, comparison))
    show(study, comparison, out)
    if dropped:
        console().print(
            f"{TABLE} and compare.png showed {', '.join(dropped)} before, and no more; "
            "their runs are kept, and the command that lists all postures shows them together"
        )


def show(study: Study, comparison: Comparison, out: Path) -> None:
    """Print the differences by headline outcome, the sentences, and where the rest is."""
    plan, shown, table = comparison.results[BASELINE].plan, console(), comparison.table
    luck = f"{many(plan.replications, 'replication')} on the same luck"
    shown.print(f"[bold]{plan.scenario}[/]: change against [bold]{BASELINE}[/], {luck}{unusual(plan)}")
    grid = titled(["posture"], ["change", "95 % interval", "replications needed"])
    for outcome, rows in table.groupby("outcome", sort=False):
        base, defined = rows["baseline"].iloc[0], rows["baseline_n"].iloc[0]
        some = f"[dim]defined in {defined:,} of {plan.replications:,} runs" if defined < plan.replications else ""
        grid.add_row(f"[bold]{outcome}[/]", f"[dim]{figure(base)} at baseline", some)
        for row in rows.itertuples():
            style = "" if row.low > 0 or row.high < 0 else "dim"
            change = figure(row.difference, row.error, True)
            grid.add_row(f"  {row.posture}", change, interval(row), count(row.needed), style=style)
    put(shown, grid)
    known = columns_of(study.scenario)
    put(shown, legend({name: known[name] for name in table["outcome"].unique()}))
    shown.print(needed(table, plan.replications), style="dim")
    for line in sentences(table, plan.replications):
        shown.print(line, markup=False)
    played = sum(result.played for result in comparison.results.values())
    found = "" if played else " (the same plans were run before; nothing was played)"
    shown.print(f"Kept in {out}, with {TABLE} and compare.png{found}")


def sentences(table: pd.DataFrame, replications: int) -> list[str]:
    """What each posture changes, a line for each of which something is told from zero, and a line for the others.

    `table` as `Comparison.differences`. Effects are told in the order of their size against the spread of the outcome
    between runs of the baseline.
    """
    told = table[(table["low"] > 0) | (table["high"] < 0)]
    told = told.assign(size=told["difference"].abs() / told["spread"]).sort_values("size", ascending=False)
    lines = [f"{posture}: {_effects(rows)}." for posture, rows in told.groupby("posture", sort=False)]
    still = [name for name in table["posture"].unique() if name not in set(told["posture"])]
    if still:
        of = "with one replication" if replications == 1 else f"at N = {replications:,}"
        lines.append(f"Nothing is told from zero {of}: {', '.join(still)}.")
    undefined = table.groupby("outcome", sort=False)["difference"].apply(lambda changes: changes.isna().all())
    return [*lines, *(f"{name} is defined in no run." for name in undefined.index[undefined]), CAUTION]


def needed(table: pd.DataFrame, replications: int) -> str:
    """What the last column of the table is, and what it comes to for the smallest effect shown."""
    most = table["needed"].where(np.isfinite(table["needed"])).max()
    smallest = "" if np.isnan(most) else f"; for the smallest effect shown {count(most)}"
    guess = f" ({replications:,} are few, so these are rough guesses)" if replications < FEW else ""
    return f"replications needed: to tell such an effect from zero four times in five{smallest}{guess}"


def _effects(rows: pd.DataFrame) -> str:
    """The largest effects of a posture, with sign and size, and how many more there are."""
    shown = [f"{row.outcome} {figure(row.difference, row.error, True)}" for row in rows.head(SAID).itertuples()]
    more = f" and {len(rows) - SAID} more" if len(rows) > SAID else ""
    return f"{', '.join(shown)}{more}"


def _drawn(study: Study, comparison: Comparison) -> bytes:
    from sim.figures.endings import forest_of
    from sim.plots.sheet import small_print

    image = BytesIO()
    runs = comparison.results
    note = small_print(runs[BASELINE].plan, runs[BASELINE].plan.replications, list(runs))
    forest_of(comparison.table, study.scenario, note).figure.savefig(image, format="png")
    return image.getvalue()
