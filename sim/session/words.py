"""The words of pages: those of explanations, with every treaty by its title."""

import re
from dataclasses import replace

from sim.analysis.why.words import Tongue
from sim.scenario import Case, Scenario

MARKS = re.compile(r" \(E\d+[a-z]?(, E\d+[a-z]?)*\)")


def unmarked(meaning: str) -> str:
    """A meaning of a codebook without the numbers of its equations, which are for those who read the model's."""
    return MARKS.sub("", meaning)


def tongue_in(scenario: Scenario, case: Case) -> Tongue:
    """What sentences about a line or a turn need."""
    titles = {name: treaty.title or name for name, treaty in scenario.document.treaties.items()}
    named = tuple(titles.get(name, name) for name in scenario.labels.treaties)
    labels = scenario.labels._replace(treaties=named)
    return Tongue(replace(scenario, labels=labels), case.setting, case.params)
