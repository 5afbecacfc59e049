"""The kinds of number, name and table a scenario is made of, with their units and bounds."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

CODE = r"^[A-Z0-9]{1,6}$"
NAME = r"^[A-Za-z][A-Za-z0-9_]*$"
ACTION = r"^[A-Z][A-Z_]*$"
DATE = r"^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$"


def within(low: float, high: float, unit: str) -> Any:
    """A number from `low` to `high`, both admitted, with its unit in the schema."""
    return Field(ge=low, le=high, description=f"{unit}, {low:g} to {high:g}")


def form(pattern: str, meaning: str) -> Any:
    """A text of a given form."""
    return Field(pattern=pattern, description=meaning)


def named(pattern: str, meaning: str) -> Any:
    """A reference to what the file defines elsewhere: its form is for editors, checks tell what may be meant."""
    return WithJsonSchema({"type": "string", "pattern": pattern, "description": meaning})


Share = Annotated[float, within(0, 1, "share")]
Warmth = Annotated[float, within(-1, 1, "alignment")]
Belief = Annotated[float, within(0.02, 0.98, "probability")]
Kilometres = Annotated[float, within(0, 20_000, "km")]
Amount = Annotated[float, within(0, 10, "units of need")]
Inverse = Annotated[float, within(-2, 2, "inverse hyperbolic tangent of alignment")]
Logit = Annotated[float, within(-5, 5, "logit")]
Multiple = Annotated[float, within(0, 100, "multiplier of odds")]
Severity = Annotated[float, within(-10, 100, "severity, scale of Rivera et al. 2024")]
Effect = Annotated[float, within(-5, 5, "effect")]
Text = Annotated[str, Field(min_length=1)]
Code = Annotated[str, named(CODE, "state code: one to six of A–Z and 0–9")]
StateOrDefault = Annotated[str, named(r"^(default|[A-Z0-9]{1,6})$", "state code, or default")]
StateOrAny = Annotated[str, named(r"^(any|[A-Z0-9]{1,6})$", "state code, or any")]
Name = Annotated[str, form(NAME, "name: letters, digits and _")]
ActionName = Annotated[str, form(ACTION, "action: capital letters and _")]
KnownAction = Annotated[str, named(ACTION, "action of the table")]
Date = Annotated[str, form(DATE, "date: YYYY-MM or YYYY-MM-DD")]

Shares = Annotated[list[Share], Field(min_length=3, max_length=3, description="[E, M, P]")]
Amounts = Annotated[list[Amount], Field(min_length=3, max_length=3, description="[E, M, P]")]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Codes = Annotated[
    list[Code],
    BeforeValidator(_listed),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": CODE},
                {"type": "array", "items": {"type": "string", "pattern": CODE}},
            ]
        }
    ),
]


class Block(BaseModel):
    """A mapping with fixed keys."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)


class Table(BaseModel):
    """A mapping whose keys are the scenario's own (codes, names), beside a few fixed ones."""

    model_config = ConfigDict(extra="allow", strict=True)

    @property
    def rows(self) -> dict[str, Any]:
        """What stands under the scenario's own keys."""
        return self.__pydantic_extra__ or {}


class Warmths(Table):
    """Alignments by pair of states, each pair once."""

    __pydantic_extra__: dict[str, dict[str, Warmth]] = Field(init=False)
    default: Warmth | None = None


class Distances(Table):
    """Kilometres by pair of states, each pair once."""

    __pydantic_extra__: dict[str, dict[str, Kilometres]] = Field(init=False)
    default: Kilometres | None = None


class Beliefs(Table):
    """Probabilities .02–.98 by state (row) about another (column)."""

    __pydantic_extra__: dict[str, dict[str, Belief]] = Field(init=False)
    default: Belief | None = None


class PairShares(Table):
    """Shares 0–1 by state (row) of, on or toward another (column)."""

    __pydantic_extra__: dict[str, dict[str, Share]] = Field(init=False)
    default: Share | None = None


class PairWarmths(Table):
    """Weights −1…1 by state (row) toward another (column)."""

    __pydantic_extra__: dict[str, dict[str, Warmth]] = Field(init=False)
    default: Warmth | None = None
