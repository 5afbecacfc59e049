"""`tertius scenarios`, `tertius check` and `tertius schema`: looking before running."""

import argparse
import json

from rich.table import Table

from sim.run.books import columns_of
from sim.scenario import Scenario, available, json_schema, load

from .shown import console


def scenarios(asked: argparse.Namespace) -> int:
    """Name and summary of every scenario there is."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, _, summary in available():
        table.add_row(f"[bold]{name}", summary)
    console().print(table)
    return 0


def check(asked: argparse.Namespace) -> int:
    """Validate a scenario and say what it holds, or its outcomes; every fault is reported with its line."""
    scenario = load(asked.scenario)
    if asked.outcomes:
        console().print(_outcomes(scenario))
        return 0
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
        "outcomes": f"{len(columns_of(scenario))}, named with unit and meaning by --outcomes",
        "headline": ", ".join(scenario.headline),
        "parameters": "of its own:" if scenario.parameters else "none of its own",
    }.items():
        table.add_row(what, held)
    shown.print(table)
    if scenario.parameters:
        shown.print(_parameters(scenario))
    return 0


def _parameters(scenario: Scenario) -> Table:
    """Every parameter of the scenario with value, range and unit."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("params.", "value", "from", "to", "unit", "meaning"):
        table.add_column(title, justify="right" if title in ("value", "from", "to") else "left")
    for name, parameter in scenario.parameters.items():
        numbers = (f"{number:g}" for number in (parameter.value, parameter.low, parameter.high))
        table.add_row(f"scenario.{name}", *numbers, parameter.unit, parameter.meaning)
    return table


def _outcomes(scenario: Scenario) -> Table:
    """Every outcome, standard or the scenario's own, with unit and meaning."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("outcome", "unit", "meaning"):
        table.add_column(title, no_wrap=title == "outcome")
    for name, column in columns_of(scenario).items():
        table.add_row(name, column.unit, column.meaning)
    return table


def schema(asked: argparse.Namespace) -> int:
    """Print the JSON Schema of scenario files."""
    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0
