"""A scenario's own parameters: numbers of its file that may be changed or drawn, named and bounded.

The value stands once, in the block it belongs to; `parameters` only points at it, or at several numbers that move
together toward others that it states (`toward`). A number of a
row that must sum to 1 (need, weights, attention) takes its change from the rest of its row, in
proportion; of several numbers of one row all are as asked, and if that is the whole row it is
scaled to its sum.
"""

import copy
from collections import defaultdict
from typing import Any, NamedTuple

from sim.model.world import KINDS

from .provenance import Origin
from .reading import Path
from .schema import Document, Parameter

STRUCTURAL = {
    "treaties", "stakes", "spill", "goals", "attention", "odds", "actions", "reach", "distances", "can_invade",
}  # fmt: skip
STRUCTURAL_OF_STATE = {"need", "weights", "liability"}


class ScenarioParameter(NamedTuple):
    """A parameter as users meet it. `structural` changes recompute the reference, a `shock` is measured from it."""

    value: float
    low: float
    high: float
    prior: str
    concentration: float | None
    unit: str
    meaning: str
    source: str | None
    mark: str | None
    sets: tuple[str, ...]
    toward: tuple[float, ...]  # of each of `sets`, what it is at 1; empty where the value itself is set
    kind: str


class NoNumber(LookupError):
    """A path of the data that leads to a group or a text, with its last part and what can be named in it."""


def locate(data: Any, dotted: str) -> Path:
    """The path that `flows.PRK.RUS.capacity.E` names in the data.

    A position in a triple of numbers is written E, M or P, in another list its number from 0. Raises
    LookupError with the part that leads nowhere and what stands there instead, NoNumber where it leads to no number.
    """
    path: Path = ()
    for part in dotted.split("."):
        steps = _steps(data)
        if part not in steps:
            raise LookupError(part, list(steps))
        data = data[steps[part]]
        path = (*path, steps[part])
    if isinstance(data, (dict, list, str)) or data is None:
        raise NoNumber(str(path[-1]), list(_steps(data)))
    return path


def _steps(data: Any) -> dict[str, Any]:
    """What can be named next, and the key or position it stands for."""
    if isinstance(data, dict):
        return {key: key for key in data}
    if not isinstance(data, list):
        return {}
    names = KINDS if len(data) == len(KINDS) and all(isinstance(v, (int, float)) for v in data) else range(len(data))
    return {str(name): place for place, name in enumerate(names)}


def at(data: Any, path: Path) -> Any:
    """The value at a path."""
    for step in path:
        data = data[step]
    return data


def described(document: Document, data: Any, origins: dict[Path, Origin]) -> dict[str, ScenarioParameter]:
    """Every parameter with the value that the file gives it."""
    made = {}
    for name, stated in document.parameters.items():
        path = locate(data, stated.moves[0])
        origin = origins.get(("parameters", name, "toward", stated.moves[0]) if stated.toward else path)
        origin = origin or Origin(None, None)
        made[name] = ScenarioParameter(
            value=0.0 if stated.toward else float(at(data, path)),
            low=stated.low,
            high=stated.high,
            prior=stated.prior,
            concentration=stated.concentration,
            unit=stated.unit,
            meaning=stated.meaning,
            source=origin.source,
            mark=origin.mark,
            sets=tuple(stated.moves),
            toward=tuple(stated.toward.values()),
            kind=stated.kind or kind_of(stated, data),
        )
    return made


def kind_of(parameter: Parameter, data: Any) -> str:
    """`structural` for what shapes the rules of this world, `shock` for what it starts with or meets."""
    for dotted in parameter.moves:
        path = locate(data, dotted)
        if path[0] in STRUCTURAL or (path[0] == "states" and path[2] in STRUCTURAL_OF_STATE):
            return "structural"
    return "shock"


def with_parameters(data: Any, parameters: dict[str, ScenarioParameter], values: dict[str, float]) -> Any:
    """A copy of the data with the parameters set; names and ranges are the caller's to check.

    Raises ValueError if numbers of one row ask for more than the row's sum.
    """
    data = copy.deepcopy(data)
    rows: dict[Path, dict[str | int, float]] = defaultdict(dict)
    for name, value in values.items():
        parameter = parameters[name]
        for place, dotted in enumerate(parameter.sets):
            path = locate(data, dotted)
            old, new = at(data, path), float(value)
            if parameter.toward:
                new = old + new * (parameter.toward[place] - old)
            if _shares_a_sum(path):
                rows[path[:-1]][path[-1]] = new
            else:
                at(data, path[:-1])[path[-1]] = _like(old, new)
    for path, given in rows.items():
        _rescale(at(data, path), given)
    return data


def _like(old: bool | int | float, value: float) -> bool | int | float:
    """The value in the kind of number that stands there, where it is whole."""
    return type(old)(value) if isinstance(old, int) and value == int(value) else value


def _shares_a_sum(path: Path) -> bool:
    return (path[0] == "states" and path[2] in ("need", "weights")) or path[0] == "attention"


def _rescale(row: Any, given: dict[str | int, float]) -> None:
    steps = list(row) if isinstance(row, dict) else list(range(len(row)))
    total = sum(row[step] for step in steps)
    others = [step for step in steps if step not in given]
    asked, left = sum(given.values()), sum(row[step] for step in others)
    if others and asked > total + 1e-9:
        raise ValueError(f"they sum to {asked:g}, more than their row ({total:g})")
    for step, value in given.items():
        row[step] = value if others else value * total / asked
    for step in others:
        row[step] *= (total - asked) / left if left else 0.0
