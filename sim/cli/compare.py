"""`tertius compare`: what each posture changes against the baseline, on the same luck; of two folders: `against.py`."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
from rich.table import Table

from sim.pages.numbers import count, figure
from sim.run.manifest import write_whole
from sim.study import BASELINE, Comparison, Study

from .against import against, interval, no_more
from .overrides import Job, jobs
from .run import SETTINGS, how
from .shown import announce_compiling, bar, console, many, patience, unusual

TABLE = "compare.csv"
CAUTION = "It follows from the scenario's assumptions and is no forecast."
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
    grid = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("posture", "change", "95 % interval", "replications needed"):
        grid.add_column(title, justify="left" if title == "posture" else "right", no_wrap=True)
    for outcome, rows in table.groupby("outcome", sort=False):
        grid.add_section()
        base, defined = rows["baseline"].iloc[0], rows["baseline_n"].iloc[0]
        some = f"[dim]defined in {defined:,} of {plan.replications:,} runs" if defined < plan.replications else ""
        grid.add_row(f"[bold]{outcome}[/]", f"[dim]{figure(base)} at baseline", some)
        for row in rows.itertuples():
            style = "" if row.low > 0 or row.high < 0 else "dim"
            change = figure(row.difference, row.error, True)
            grid.add_row(f"  {row.posture}", change, interval(row), count(row.needed), style=style)
    shown.print(grid)
    for line in sentences(study, table, plan.replications):
        shown.print(line, markup=False)
    played = sum(result.played for result in comparison.results.values())
    found = "" if played else " (the same plans were run before; nothing was played)"
    shown.print(f"Kept in {out}, with {TABLE} and compare.png{found}")


def sentences(study: Study, table: pd.DataFrame, replications: int) -> list[str]:
    """What moves the first headline outcome most, and how many replications the smallest effect would need."""
    first = table[table["outcome"] == table["outcome"].iloc[0]].dropna(subset="difference")
    told = [_most(study, first) if len(first) else f"{table['outcome'].iloc[0]} is defined in no run."]
    effects = table[np.isfinite(table["needed"])]
    if len(effects):
        least = effects.loc[effects["needed"].idxmax()]
        effect = f"{figure(least['difference'], least['error'], True)} in {least['outcome']} under {least['posture']}"
        told.append(
            f"The smallest effect shown, {effect}, would need {count(least['needed'])} replications "
            f"to be told from zero four times in five; these are {replications:,}"
            + (", few enough to make that a rough guess." if replications < FEW else ".")
        )
    return told


def _most(study: Study, rows: pd.DataFrame) -> str:
    """The posture that differs most in an outcome, and whether that can be told from zero."""
    most = rows.loc[rows["difference"].abs().idxmax()]
    change, low, high = (figure(most[column], most["error"], True) for column in ("difference", "low", "high"))
    what = f"{most['outcome']} ({study.meaning(most['outcome'])})"
    size = f"{change} (95 %: {low} to {high})" if most["n"] > 1 else f"{change}; one replication has no interval"
    if most["low"] > 0 or most["high"] < 0:
        return f"Of these postures {most['posture']} moves {what} most: {size}. {CAUTION}"
    return f"None of these postures can be told from zero in {what}; {most['posture']} differs most: {size}. {CAUTION}"


def _drawn(study: Study, comparison: Comparison) -> bytes:
    from sim.plots.forest import forest_figure
    from sim.plots.sheet import small_print

    image = BytesIO()
    title = f"{study.scenario.title}: change against {BASELINE}"
    runs = comparison.results
    note = small_print(runs[BASELINE].plan, runs[BASELINE].plan.replications, list(runs))
    forest_figure(comparison.table, title, note).savefig(image, format="png")
    return image.getvalue()
