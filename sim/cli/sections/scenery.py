"""The scenario in plain words: who takes part, what binds them, what is dated, and where its numbers come from."""

import math
from collections import defaultdict
from typing import NamedTuple

from sim.analysis.why.words import listed, percent
from sim.pages.tables import Cell, Table, number, whole, words
from sim.scenario import Scenario
from sim.scenario.duties import status_at_start
from sim.scenario.provenance import MARKS
from sim.scenario.schema import Obligation, Treaty

ORDER = list(MARKS)


class Scenery(NamedTuple):
    """What is told of a scenario."""

    facts: dict[str, str]
    states: Table
    treaties: Table
    events: Table
    sources: Table
    judged: float  # share of the scenario's numbers that are judgement


def scenery(scenario: Scenario) -> Scenery:
    """A scenario as a reader meets it."""
    document = scenario.document
    conflicts = [
        f"{conflict.title or name} ({conflict.attacker} against {conflict.defender}, {conflict.phase})"
        for name, conflict in document.conflicts.items()
    ]
    facts = {
        "Time": f"{scenario.months} months from {scenario.start}",
        "States": listed([_named(scenario, code) for code in scenario.codes]),
        "Wars that stand at the start": listed(conflicts) if conflicts else "none",
        "What a state can do in a month": ", ".join(scenario.labels.actions),
    }
    marks = [origin.mark for origin in scenario.origins.values()]
    return Scenery(
        facts,
        _states(scenario),
        _treaties(scenario),
        _events(scenario),
        _sources(scenario),
        marks.count("j") / max(1, len(marks)),
    )


def _named(scenario: Scenario, code: str) -> str:
    name = scenario.data["states"].get(code, {}).get("name")
    return f"{name} ({code})" if name else code


def _states(scenario: Scenario) -> Table:
    held, usual = scenario.data["states"], scenario.data["states"].get("default", {})
    shown = {"power": "power (any scale)", "warheads": "warheads", "stability": "stability (0 to 1)"}
    rows = []
    for code in scenario.codes:
        figures = [number(held[code].get(key, usual.get(key, math.nan))) for key in shown]
        rows.append([Cell(code), Cell(held[code].get("name", code)), *figures])
    return Table("States at the start", ["code", "state", *shown.values()], rows)


def _treaties(scenario: Scenario) -> Table:
    rows = []
    for name, treaty in scenario.document.treaties.items():
        binding = {duty.bindingness if duty.bindingness is not None else treaty.bindingness for duty in treaty.duties}
        duties = "\n".join(dict.fromkeys(_owed(duty, treaty) for duty in treaty.duties))
        told = " to ".join(f"{value:g}" for value in sorted(value or 0.0 for value in binding))
        ends = f"; to {treaty.expires}" if treaty.expires else ""
        standing = status_at_start(treaty, scenario.start) + (", secret" if treaty.secret else "") + ends
        rows.append(words([treaty.title or name, treaty.signed or "–", standing, duties, told]))
    return Table("Treaties", ["treaty", "signed", "at the start", "what is owed", "binding (0 to 1)"], rows)


def _owed(duty: Obligation, treaty: Treaty) -> str:
    """A duty as a clause, and what it depends on."""
    aim = f" against {duty.against}" if duty.against else ""
    if duty.mutual:
        text = f"{listed(treaty.parties)} owe each other {duty.duty}{aim}"
    else:
        by, to = duty.by or [], duty.for_ or []
        owes = "owe" if len(by) > 1 else "owes"
        text = f"{listed(by)} {owes} {f'{listed(to)} ' if to else ''}{duty.duty}{aim}"
    clause = duty.clause if duty.clause is not None else treaty.clause
    return f"{text} (it may lapse, with {percent(clause)}, if the partner provoked the crisis)" if clause else text


def _events(scenario: Scenario) -> Table:
    rows = [
        words([event.date, event.title, block, "on" if held.on and event.on else "off"])
        for block, held in scenario.document.calendar.items()
        for event in held.events.values()
    ]
    return Table("Dated events", ["date", "event", "block", "in this scenario"], sorted(rows))


def _sources(scenario: Scenario) -> Table:
    """What the numbers rest on: sources that were read first, judgement last."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, origin in scenario.origins.items():
        found[(origin.mark or "?", origin.source or "?")].append(str(path[0]))
    rows = [
        [Cell(source), Cell(MARKS[mark]), whole(len(blocks)),
         Cell(", ".join(dict.fromkeys(blocks)))]
        for (mark, source), blocks in sorted(found.items(), key=lambda row: (ORDER.index(row[0][0]), -len(row[1])))
    ]  # fmt: skip
    return Table("What the scenario's numbers rest on", ["source", "standing", "numbers", "of"], rows)
