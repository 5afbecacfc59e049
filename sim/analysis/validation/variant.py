"""A variant of the flagship as data: what is changed in it before it is played.

Most changes are a posture, a parameter or a dated event. An intervention that no scenario would state (a rung held
for a year, a treaty that is not there) is a dated event too, so that variants need no code of their own.
"""

from typing import NamedTuple

import numpy as np

from sim.model.calendar import NAMES
from sim.model.world import ANY, DORMANT, KINDS, Actions, Calendar, Postures, floats, whole
from sim.scenario import Case, Scenario, build
from sim.scenario.events import averaged

MEAN = "mean"
Dated = tuple  # (variable, states or the name of a treaty or conflict, value[, kind of flow[, months]])


class Variant(NamedTuple):
    """What differs from the scenario as it stands; hashable, so that it is played once."""

    values: tuple[tuple[str, float], ...] = ()  # parameters by dotted path
    events: tuple[Dated, ...] = ()  # set in the first month, or in each of the months named
    posture: str = "baseline"
    start: str = ""  # of a switching posture: the one it starts in, or MEAN for its weights' mean shift, unchanging
    switching: float | None = None  # probability a month of drawing a posture anew, for the posture's own
    without: tuple[str, ...] = ()  # events of the calendar that are left out
    actions: tuple[tuple[str, str, float], ...] = ()  # column of the action table, act, factor on what stands there
    acting: bool = True  # False: nobody acts, and the rules' own answer to a change shows without chance

    def but(self, *events: Dated, **values: float) -> "Variant":
        """This variant with further events and parameters; a dot in a parameter's path is written `__`."""
        more = tuple((name.replace("__", "."), value) for name, value in values.items())
        return self._replace(values=self.values + more, events=self.events + events)


def ended(treaty: str) -> Dated:
    """The event by which a treaty sleeps from the first month on."""
    return ("status", treaty, DORMANT)


def case_of(scenario: Scenario, variant: Variant) -> Case:
    """The arrays of a variant. Raises OverrideError for a parameter that is unknown or out of range."""
    case = build(scenario, variant.posture, dict(variant.values), acting=variant.acting)
    calendar = _calendar(case.setting.calendar, scenario, variant, case.world.duties.treaty)
    actions = _actions(case.setting.actions, variant.actions, scenario.labels.actions)
    case = case._replace(setting=case.setting._replace(calendar=calendar, actions=actions))
    if variant.switching is not None:
        postures = case.setting.postures._replace(switching=floats([variant.switching]))
        case = case._replace(setting=case.setting._replace(postures=postures))
    if variant.start:
        postures = _started(case.setting.postures, variant.start, scenario.labels.postures)
        setting = case.setting._replace(postures=postures)
        case = case._replace(setting=setting, world=case.world._replace(posture=postures.start.copy()))
    return case


def _started(postures: Postures, start: str, names: tuple[str, ...]) -> Postures:
    return averaged(postures) if start == MEAN else postures._replace(start=whole([names.index(start)]))


def _actions(actions: Actions, changes: tuple[tuple[str, str, float], ...], names: tuple[str, ...]) -> Actions:
    for column, act, factor in changes:
        table = getattr(actions, column).copy()
        table[names.index(act)] *= factor
        actions = actions._replace(**{column: table})
    return actions


def _calendar(calendar: Calendar, scenario: Scenario, variant: Variant, treaties: np.ndarray) -> Calendar:
    kept = [row for row, name in enumerate(scenario.events) if name not in variant.without]
    rows = [tuple(field[row] for field in calendar) for row in kept]
    for variable, on, value, *rest in variant.events:
        kind = KINDS.index(rest[0]) if rest and rest[0] else ANY
        one, two = _places(scenario, variable, on, treaties)
        for month in rest[1] if len(rest) > 1 else (0,):
            rows.append((month, NAMES.index(variable), 1, one, two, kind, float(value)))
    rows.sort(key=lambda row: row[0])  # stable: an intervention comes after the calendar's own events of the month
    columns = zip(*rows, strict=True) if rows else ((),) * len(Calendar._fields)
    return Calendar(*(np.array(c, dtype=f.dtype) for c, f in zip(columns, calendar, strict=True)))


def _places(scenario: Scenario, variable: str, on: str | tuple[str, str], treaties: np.ndarray) -> tuple[int, int]:
    labels = scenario.labels
    if variable == "status":
        return int(treaties[labels.treaties.index(str(on))]), ANY
    if variable in ("intensity", "phase"):
        return labels.conflicts.index(str(on)), ANY
    if isinstance(on, str):
        return labels.codes.index(on), ANY
    return labels.codes.index(on[0]), labels.codes.index(on[1])
