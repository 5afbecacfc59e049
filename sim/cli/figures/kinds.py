"""The kinds of figure there are: what each shows, of what, and what it needs."""

from collections.abc import Callable
from typing import NamedTuple

from .drawing import Drawn
from .endings import clients, distribution, forest, headline, ladder, shares, whole
from .holding import Holding
from .months import fan, fan_subjects, network, treaties, triangle, triples


class Kind(NamedTuple):
    """A kind of figure: `make(holding, subject, split)` draws one, `subjects` says what of (outcomes, triples, …)."""

    what: str
    subjects: Callable[[Holding], list[str]]
    make: Callable[[Holding, str, bool], Drawn]
    series: bool = False  # needs record=steps
    outcome: bool = False  # its subject is an outcome
    postures: bool = True  # can be split by posture
    comparison: bool = False  # has no sense without one


KINDS = {
    "distribution": Kind("histogram of an outcome; by posture a ridgeline", headline, distribution, outcome=True),
    "forest": Kind("paired differences with intervals", whole, forest, outcome=True, comparison=True),
    "ladder": Kind("demands, threats, uses of force and wars", whole, ladder),
    "shares": Kind("what a client and its patrons gain", clients, shares),
    "fan": Kind("an outcome by month, with single runs", fan_subjects, fan, series=True, outcome=True),
    "triangle": Kind("Dittmer's types and roles by month", triples, triangle, series=True),
    "treaties": Kind("promises in force, invoked, kept, broken", whole, treaties, series=True, postures=False),
    "network": Kind("dependence at four months", whole, network, series=True, postures=False),
}
