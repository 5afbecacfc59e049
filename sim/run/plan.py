"""What is to be run, said once: two plans are the same if and only if their hashes are."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.model.compiled import rules_version
from sim.model.params import Params
from sim.scenario import Scenario

SHARD = 250  # replications in a shard; a constant, so that files are the same whatever played them
MOST_REPLICATIONS = 10**9
MOST_SEED = 2**63 - 1
RECORDS = ("outcomes", "steps")


class PlanError(ValueError):
    """What was asked for cannot be run: the message says what is wrong and how to mend it."""


class Shard(NamedTuple):
    """Replications `first` … `first + rows − 1`, written as one file."""

    first: int
    rows: int


class Plan(NamedTuple):
    """A scenario's text, what is changed in it, and how often it is played.

    `values` holds only what differs from the scenario's own numbers; `rules` is the version of the rules
    (`sim.model.compiled.rules_version`). Paths, workers and time are no part of a plan.
    """

    scenario: str  # its name
    text: str  # its whole text, the source of everything
    posture: str
    values: dict[str, float]  # dotted path → value
    replications: int
    seed: int
    record: str  # one of RECORDS
    activation: str
    acting: bool
    rules: str

    def identity(self) -> dict[str, Any]:
        """What two equal plans agree on, as plain JSON; the hash of the text stands for it."""
        said = self._asdict()
        text = said.pop("text")
        said["scenario_hash"] = hashlib.sha256(text.encode()).hexdigest()
        return said | {"values": dict(sorted(self.values.items()))}

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits of `identity`."""
        canonical = json.dumps(self.identity(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    def shards(self) -> list[Shard]:
        """The files this plan fills, in order; all have `SHARD` rows but perhaps the last."""
        starts = range(0, self.replications, SHARD)
        return [Shard(first, min(SHARD, self.replications - first)) for first in starts]


def planned(
    scenario: Scenario,
    posture: str,
    values: Mapping[str, float],
    replications: int,
    seed: int,
    record: str,
    activation: str = "simultaneous",
    acting: bool = True,
) -> Plan:
    """The plan of a request that has been checked (`check_request`, `sim.scenario.build`).

    Values equal to the scenario's own are no change.
    """
    own = own_values(scenario)
    changed = {name: float(value) for name, value in values.items() if value != own.get(name)}
    return Plan(
        scenario.name, scenario.text, posture, changed, replications, seed, record, activation, acting, rules_version()
    )


def own_values(scenario: Scenario) -> dict[str, float]:
    """Every parameter of the rules and of the scenario (`scenario.…`) with the value it has if nobody changes it."""
    rules = {
        f"{group}.{name}": v for group, values in Params()._asdict().items() for name, v in values._asdict().items()
    }
    return rules | {f"scenario.{name}": parameter.value for name, parameter in scenario.parameters.items()}


def check_request(replications: Any, seed: Any, record: Any) -> None:
    """Refuse what cannot be run, whatever the scenario. Raises PlanError."""
    check_whole("replications", replications, 1, MOST_REPLICATIONS)
    check_whole("seed", seed, 0, MOST_SEED)
    if record not in RECORDS:
        raise PlanError(f"record is {record!r}; use one of {', '.join(RECORDS)}")


def check_whole(name: str, value: Any, least: int, most: int) -> None:
    """Refuse what is no whole number in bounds. Raises PlanError."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise PlanError(f"{name} is {value!r}; give a whole number from {least:,} to {most:,}")
