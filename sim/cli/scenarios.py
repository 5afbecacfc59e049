"""`tertius scenarios`, `tertius check` and `tertius schema`: looking before running."""

import argparse
import json
import sys

from rich.table import Table

from sim.run.books import columns_of
from sim.scenario import Scenario, available, json_schema, load

from .shown import console
from .tables import legend, put, titled


def scenarios(asked: argparse.Namespace) -> int:
    """Name and summary of every scenario there is; or the text of one, as it stands in its file."""
    if asked.show:
        sys.stdout.write(load(asked.show).text)
        return 0
    table = titled(["name"], words=["summary"], header=False)
    for name, _, summary in available():
        table.add_row(f"[bold]{name}", summary)
    put(console(), table)
    return 0


def check(asked: argparse.Namespace) -> int:
    """Validate a scenario and say what it holds, or its outcomes; every fault is reported with its line."""
    scenario = load(asked.scenario)
    if asked.outcomes:
        put(console(), legend(columns_of(scenario)))
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
        "outcomes": f"{len(columns_of(scenario))}, named with unit and meaning by --outcomes",
        "headline": ", ".join(scenario.headline),
        "parameters": f"{len(scenario.parameters)} of its own",
    }.items():
        table.add_row(what, held)
    shown.print(table)
    put(shown, _postures(scenario))
    if scenario.parameters:
        put(shown, _parameters(scenario))
    return 0


def _postures(scenario: Scenario) -> Table:
    """Every posture and what it is, the baseline first."""
    table = titled(["posture"], words=["what it is"])
    for name, summary in scenario.postures.items():
        table.add_row(name, summary)
    return table


def _parameters(scenario: Scenario) -> Table:
    """Every parameter of the scenario with value, range and unit."""
    table = titled(["params."], ["value", "from", "to"], ["unit", "meaning"])
    for name, parameter in scenario.parameters.items():
        numbers = (f"{number:g}" for number in (parameter.value, parameter.low, parameter.high))
        table.add_row(f"scenario.{name}", *numbers, parameter.unit, parameter.meaning)
    return table


def schema(asked: argparse.Namespace) -> int:
    """Print the JSON Schema of scenario files."""
    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0
