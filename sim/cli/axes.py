"""What varies in a sweep, from Hydra's grammar: lists, range, choice, glob, interval."""

from collections.abc import Iterable
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Glob, IntervalSweep, Override, QuotedString
from hydra.errors import HydraException

from sim.run.plan import WORDS, PlanError
from sim.run.priors import Interval

PARAMS = "params."


def parsed(text: str) -> Override:
    """An override as Hydra reads it. Raises PlanError."""
    try:
        return OverridesParser.create().parse_override(text)
    except HydraException:
        raise PlanError(f"{text!r} cannot be read; a setting is changed by name=value, without spaces") from None


def axes_of(swept: Iterable[Override], postures: list[str]) -> dict[str, list[Any] | Interval]:
    """The axes of a sweep by the names that plans use. Raises PlanError for what cannot vary between points."""
    axes: dict[str, list[Any] | Interval] = {}
    for override in swept:
        name, value = override.key_or_group, override.value()
        if name not in WORDS and not name.startswith(PARAMS):
            raise PlanError(f"{name} takes one value; scenario, {', '.join(WORDS)} and params can be swept")
        if isinstance(value, IntervalSweep) and name not in WORDS:
            assert value.start is not None
            assert value.end is not None
            axes[name.removeprefix(PARAMS)] = Interval(float(value.start), float(value.end))
        else:
            axes[name.removeprefix(PARAMS)] = values_of(override, postures if name == "posture" else [])
    return axes


def values_of(override: Override, names: list[str]) -> list[Any]:
    """The values of a sweep that can be listed, in order; a glob's are those of `names` that it matches.

    Shuffling would change nothing but the points' numbers, and is left out. Raises PlanError for a glob that matches
    nothing and a range without a step.
    """
    value = override.value()
    if isinstance(value, Glob):
        found = value.filter(names)
        if not found:
            told = f"none of {', '.join(names)}" if names else "nothing; glob goes with scenario and posture"
            raise PlanError(f"{override.input_line} matches {told}")
        return found
    if isinstance(value, IntervalSweep):
        raise PlanError(f"{override.input_line}: an interval goes with params alone")
    if getattr(value, "shuffle", False):
        value.shuffle = False  # type: ignore[union-attr]
    try:
        return [v.text if isinstance(v, QuotedString) else v for v in override.sweep_iterator()]
    except (ValueError, HydraException):
        raise PlanError(f"{override.input_line}: a range needs a step other than 0") from None
