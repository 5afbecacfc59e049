"""`tertius scenarios`, `tertius check` and `tertius schema`: looking before running."""

import argparse
import json

from rich.table import Table

from sim.scenario import available, json_schema, load

from .shown import console


def scenarios(asked: argparse.Namespace) -> int:
    """Name and summary of every scenario there is."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, _, summary in available():
        table.add_row(f"[bold]{name}", summary)
    console().print(table)
    return 0


def check(asked: argparse.Namespace) -> int:
    """Validate a scenario and say what it holds; every fault is reported with its line."""
    scenario = load(asked.scenario)
    document, shown = scenario.document, console()
    shown.print(f"[bold]{scenario.name}[/] holds: {scenario.title}")
    shown.print(scenario.question, style="italic")
    calendar = sum(len(block.events) for block in document.calendar.values())
    table = Table(box=None, show_header=False, pad_edge=False)
    for what, held in {
        "time": f"{scenario.months} months from {scenario.start}",
        "states": ", ".join(scenario.codes),
        "treaties": f"{len(document.treaties)}, with {sum(map(bool, scenario.labels.treaties))} duties",
        "conflicts": ", ".join(document.conflicts) or "none",
        "events": f"{calendar} dated",
        "actions": ", ".join(scenario.labels.actions),
        "postures": ", ".join(scenario.postures),
        "parameters": ", ".join(f"scenario.{name}" for name in scenario.parameters) or "none of its own",
        "headline": ", ".join(scenario.headline),
    }.items():
        table.add_row(what, held)
    shown.print(table)
    return 0


def schema(asked: argparse.Namespace) -> int:
    """Print the JSON Schema of scenario files."""
    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0
