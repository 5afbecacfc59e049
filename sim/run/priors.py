"""Priors: what a sampler draws from, and how a point of the unit cube becomes values of parameters.

A scenario's parameter has the prior that its file declares (uniform, triangular with the file's value as mode,
Dirichlet over a row that sums to 1). A parameter of the rules is uniform over its range. A whole number or a switch
has no prior: it tells versions of the model apart, and a sweep lists its values.

Dirichlet rows are drawn by breaking the stick (conditional Beta quantiles; Connor & Mosimann 1969), one dimension for
each named part and none for the last of a whole row, which is what remains. Each part is cut to its range given those
before it, so that every point can be built; where no range binds this is the Dirichlet law exactly.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from scipy import stats

from sim.model.params import Range, ranges
from sim.model.world import Array
from sim.outcomes.labels import near
from sim.scenario import Scenario, ScenarioParameter
from sim.scenario.parameters import at, locate

from .plan import WORDS, PlanError

OWN = "scenario."
TINY = 1e-6  # a part that the file gives as 0 stays near 0
DECLARED = "priors"  # every parameter for which the scenario declares a prior


class Interval(NamedTuple):
    """A uniform prior over part of a parameter's range, asked for in place of the declared one."""

    low: float
    high: float


class Prior(NamedTuple):
    """One parameter, or the parts of a row: names, and the dimensions of the unit cube that they take."""

    names: tuple[str, ...]
    kind: str  # uniform, triangular or dirichlet
    low: tuple[float, ...]
    high: tuple[float, ...]
    mode: float = 0.0  # triangular
    shape: tuple[float, ...] = ()  # dirichlet: of each part named, and of the rest together (0: there is none)
    total: float = 1.0  # dirichlet: what the row sums to

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The parameters that have a dimension of their own."""
        return self.names[:-1] if self.kind == "dirichlet" and not self.shape[-1] else self.names

    def values(self, unit: Array) -> dict[str, Array]:
        """Values (points,) of each parameter from points of the unit cube (points, dimensions)."""
        if self.kind == "dirichlet":
            return self._row(unit)
        (low,), (high,), u = self.low, self.high, unit[:, 0]
        if self.kind == "triangular" and high > low:
            return {self.names[0]: stats.triang.ppf(u, (self.mode - low) / (high - low), low, high - low)}
        return {self.names[0]: low + u * (high - low)}

    def _row(self, unit: Array) -> dict[str, Array]:
        left, made = np.full(len(unit), self.total), {}
        for k, name in enumerate(self.names):
            least, most = sum(self.low[k + 1 :]), sum(self.high[k + 1 :])  # what later parts need and can take
            if self.shape[-1]:
                most = np.inf
            low = np.maximum(self.low[k], left - most)
            high = np.maximum(np.minimum(self.high[k], left - least), low)
            if k < len(self.dimensions):
                part, whole = stats.beta(self.shape[k], sum(self.shape[k + 1 :])), np.maximum(left, TINY)
                a, b = part.cdf(low / whole), part.cdf(high / whole)
                value = left * part.ppf(a + unit[:, k] * (b - a))
                made[name] = np.clip(value, low, high)
            else:
                made[name] = np.clip(left, self.low[k], self.high[k])
            left = left - made[name]
        return made


def priors(scenario: Scenario, over: Iterable[str], intervals: Mapping[str, Interval] | None = None) -> list[Prior]:
    """The priors of the parameters named (`choice.rationality`, `scenario.second_patron`), of all declared
    (`priors`) and of `intervals`. Raises PlanError for a name without prior and for an empty interval.
    """
    intervals = dict(intervals or {})
    names = list(dict.fromkeys(n.removeprefix("params.") for n in over))
    declared = [OWN + name for name in scenario.parameters if not _is_switch(scenario, name)]
    if DECLARED in names and not declared:
        raise PlanError(f"{scenario.name} declares no priors; name parameters of the rules: over=choice.rationality")
    asked = dict.fromkeys(n for name in names for n in (declared if name == DECLARED else [name]))
    asked |= dict.fromkeys(intervals)
    known = parameters_of(scenario)
    found: list[Prior] = []
    rows: dict[tuple, list[str]] = {}
    for name in asked:
        if name in WORDS or name not in known:
            listed = "; list its values instead" if name in WORDS else near(name, [DECLARED, *known])
            raise PlanError(f'"{name}" is no parameter with a prior{listed}')
        bounds = known[name]
        if getattr(bounds, "whole", False) or (name not in ranges() and _is_switch(scenario, name[len(OWN) :])):
            raise PlanError(f"{name} has no prior, it tells versions apart; list its values: params.{name}=0,1")
        if name in intervals:
            found.append(_interval(name, intervals[name]))
        elif getattr(bounds, "prior", "uniform") == "dirichlet":
            rows.setdefault(_place(scenario, name)[:-1], []).append(name)
        else:
            kind, mode = getattr(bounds, "prior", "uniform"), getattr(bounds, "value", 0.0)
            found.append(Prior((name,), kind, (bounds.low,), (bounds.high,), mode))
    return found + [_row(scenario, path, parts) for path, parts in rows.items()]


def parameters_of(scenario: Scenario) -> dict[str, Range | ScenarioParameter]:
    """Every parameter of the rules and of the scenario by dotted path, with range and meaning."""
    rules: dict[str, Range | ScenarioParameter] = {**ranges()}
    return rules | {OWN + name: parameter for name, parameter in scenario.parameters.items()}


def _interval(name: str, interval: Interval) -> Prior:
    if not interval.low < interval.high:
        raise PlanError(f"params.{name}: interval({interval.low:g}, {interval.high:g}) is empty; give low < high")
    return Prior((name,), "uniform", (float(interval.low),), (float(interval.high),))


def _row(scenario: Scenario, path: tuple, names: list[str]) -> Prior:
    """The prior of the named parts of the row at `path`, by the concentration that they state."""
    row = at(scenario.data, path)
    places = [_place(scenario, name)[-1] for name in names]
    every = row if isinstance(row, dict) else range(len(row))
    total = sum(row[step] for step in every)
    stated = [scenario.parameters[name[len(OWN) :]] for name in names]
    concentration = stated[0].concentration
    assert concentration is not None
    shape = [max(concentration * row[step] / total, TINY) for step in places]
    rest = concentration * sum(row[step] for step in every if step not in places) / total
    low, high = tuple(p.low for p in stated), tuple(p.high for p in stated)
    return Prior(tuple(names), "dirichlet", low, high, shape=(*shape, rest), total=total)


def _place(scenario: Scenario, name: str) -> tuple:
    return locate(scenario.data, scenario.parameters[name[len(OWN) :]].sets[0])


def _is_switch(scenario: Scenario, name: str) -> bool:
    return isinstance(at(scenario.data, _place(scenario, OWN + name)), bool)
