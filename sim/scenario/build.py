"""From a scenario to the arrays of one variant: values asked for, posture, reference."""

from collections.abc import Mapping
from functools import lru_cache
from numbers import Real
from typing import NamedTuple

from pydantic import ValidationError

from sim.model.params import Params, Range, ranges, with_values
from sim.model.reference import refer
from sim.model.world import Reference, Setting, World

from .arrays import ACTIVATIONS, setting_arrays, world_arrays
from .complaints import problems_of_shape
from .errors import OverrideError, Problem, nearest
from .events import BASELINE
from .parameters import ScenarioParameter, with_parameters
from .reading import read
from .scenario import Scenario
from .schema import Document

OWN = "scenario."


class Case(NamedTuple):
    """One variant of a scenario, ready to run: all that `model.play` takes beside seed and record."""

    params: Params
    world: World
    setting: Setting
    posture: str


def build(
    scenario: Scenario,
    posture: str = BASELINE,
    values: Mapping[str, float] | None = None,
    activation: str = "simultaneous",
    acting: bool = True,
) -> Case:
    """The arrays of a variant.

    `values` names parameters of the rules (`choice.rationality`) and of the scenario
    (`scenario.cap_E_PRK_RUS`); `activation` is simultaneous, random or fixed; with `acting` False
    nobody acts (a null run). The reference is that of the reference variant: no posture, no
    calendar, structural values applied, shocks not; variants that differ in shocks, posture or
    calendar share it. Raises OverrideError for an unknown name or a value out of range.
    """
    values = dict(values or {})
    check_variant(scenario, posture, values, activation)
    params, document = stated(scenario, values)
    codes = scenario.codes
    world = world_arrays(document, codes, posture, params)
    setting = setting_arrays(document, codes, posture, activation, acting)
    structural = {name: value for name, value in _own(values).items() if scenario.parameters[name].kind == "structural"}
    asked = (tuple(sorted(structural.items())), params, activation, bool(acting))
    return Case(params, world, setting._replace(reference=_reference(scenario, *asked)), posture)


def stated(scenario: Scenario, values: Mapping[str, float]) -> tuple[Params, Document]:
    """The rules' parameters and the document of a variant, its values put in; no rule is asked.

    Raises OverrideError for values that a row of the document does not admit together.
    """
    rules = {name: value for name, value in values.items() if not name.startswith(OWN)}
    return with_values(Params(), rules), _changed(scenario, _own(values))


def _own(values: Mapping[str, float]) -> dict[str, float]:
    return {name.removeprefix(OWN): value for name, value in values.items() if name.startswith(OWN)}


@lru_cache(maxsize=64)
def _reference(
    scenario: Scenario, structural: tuple[tuple[str, float], ...], params: Params, activation: str, acting: bool
) -> Reference:
    codes = scenario.codes
    document = _changed(scenario, dict(structural)).model_copy(update={"calendar": {}})
    world = world_arrays(document, codes, BASELINE, params)
    setting = setting_arrays(document, codes, BASELINE, activation, acting)
    return refer(world, setting, params)


def _changed(scenario: Scenario, own: dict[str, float]) -> Document:
    if not own:
        return scenario.document
    asked = ", ".join(f"params.scenario.{name}={value:g}" for name, value in own.items())
    try:
        return Document.model_validate(with_parameters(scenario.data, scenario.parameters, own))
    except ValidationError as error:
        fault = problems_of_shape(error, read(scenario.text))[0]
        raise OverrideError(asked, [Problem(0, fault.what, fault.fix)]) from None
    except ValueError as error:
        raise OverrideError(asked, [Problem(0, str(error), "lower one of them")]) from None


def check_variant(
    scenario: Scenario,
    posture: str = BASELINE,
    values: Mapping[str, float] | None = None,
    activation: str = ACTIVATIONS[0],
) -> None:
    """Refuse what `build` would refuse by name or range, without building. Raises OverrideError."""
    _check_word("posture", posture, scenario.labels.postures)
    _check_word("activation", activation, ACTIVATIONS)
    known: dict[str, Range | ScenarioParameter] = {**ranges()}
    known |= {OWN + name: parameter for name, parameter in scenario.parameters.items()}
    for name, value in (values or {}).items():
        shown = f"params.{name}"
        if name not in known:
            meant = nearest(name, known)
            raise OverrideError(
                shown, [Problem(0, "there is no such parameter", "see `tertius check`", meant and f"params.{meant}")]
            )
        bounds = known[name]
        if not isinstance(value, Real) or isinstance(value, bool):
            raise OverrideError(shown, [Problem(0, f"{value!r} is no number", f"give {_range(bounds)}")])
        if not bounds.low <= value <= bounds.high:  # also refuses NaN
            raise OverrideError(shown, [Problem(0, f"{value:g} is out of range", f"give {_range(bounds)}")])
        if getattr(bounds, "whole", False) and value != int(value):
            raise OverrideError(
                shown, [Problem(0, f"{value:g} is not whole", f"give a whole number, {_range(bounds)}")]
            )


def _check_word(what: str, word: str, known: tuple[str, ...]) -> None:
    if word not in known:
        fix = f"use one of {', '.join(known)}"
        raise OverrideError(what, [Problem(0, f'there is no {what} "{word}"', fix, nearest(word, known))])


def _range(bounds: Range | ScenarioParameter) -> str:
    return f"{bounds.low:g} to {bounds.high:g} ({bounds.unit})"
