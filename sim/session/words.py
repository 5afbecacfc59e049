"""The words of pages: those of explanations, with every treaty by its title."""

from dataclasses import replace

from sim.analysis.why.words import Tongue
from sim.scenario import Case, Scenario


def tongue_in(scenario: Scenario, case: Case) -> Tongue:
    """What sentences about a line or a turn need."""
    titles = {name: treaty.title or name for name, treaty in scenario.document.treaties.items()}
    named = tuple(titles.get(name, name) for name in scenario.labels.treaties)
    labels = scenario.labels._replace(treaties=named)
    return Tongue(replace(scenario, labels=labels), case.setting, case.params)
