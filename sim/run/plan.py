"""What is to be run, said once: points × replications, cut into shards. Two plans are the same if their hashes are.

A point is a variant of a scenario: posture, values of parameters, seed, activation. A single run is a plan of
one point. Rows are numbered by point, then replication; a shard is a run of rows, of many points or a part of one.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from numbers import Integral
from typing import Any, NamedTuple

import numpy as np

from sim.model.compiled import rules_version
from sim.model.params import Params
from sim.model.world import Array
from sim.scenario import Scenario

LEAST_SHARD, MOST_SHARD = 250, 16_000  # rows
SHARDS = 64  # files that a plan is cut into, as far as the bounds allow
MOST_REPLICATIONS = 10**9
MOST_SEED = 2**63 - 1
RECORDS = ("outcomes", "steps")
WORDS = {"posture": str, "seed": int, "activation": str, "acting": bool}  # what may vary beside parameters


class PlanError(ValueError):
    """What was asked for cannot be run: the message says what is wrong and how to mend it."""


class Point(NamedTuple):
    """One variant of a scenario: what `sim.scenario.build` takes, and the seed of its luck."""

    posture: str
    values: tuple[tuple[str, float], ...]  # dotted path, value
    seed: int
    activation: str
    acting: bool


class Span(NamedTuple):
    """Replications `first` … `first + rows − 1` of the point of that number."""

    point: int
    first: int
    rows: int


class Plan(NamedTuple):
    """A scenario's text, what is changed in it at each point, and how often each is played.

    `values` holds only what differs from the scenario's own numbers, `varied` what differs between points (its
    shared counterpart is that of the first point); `rules` is the version of the rules
    (`sim.model.compiled.rules_version`). Paths, workers and time are no part of a plan.
    """

    scenario: str  # its name
    text: str  # its whole text, the source of everything
    posture: str
    values: dict[str, float]  # dotted path → value
    seed: int
    activation: str
    acting: bool
    varied: dict[str, Array]  # dotted path or one of WORDS → (points,)
    points: int
    replications: int
    record: str  # one of RECORDS
    rules: str
    first: int = 0  # the number of the first point; above 0 in a part of a plan

    @property
    def rows(self) -> int:
        """Runs in all."""
        return self.points * self.replications

    def point(self, number: int) -> Point:
        """The point of that number, of those that this plan holds."""
        here = {name: column[number - self.first].item() for name, column in self.varied.items()}
        words = {name: here.pop(name, getattr(self, name)) for name in WORDS}
        return Point(values=tuple(sorted((self.values | here).items())), **words)

    def part(self, first: int, last: int) -> "Plan":
        """The plan of points `first` … `last − 1` alone."""
        cut = slice(first - self.first, last - self.first)
        varied = {name: column[cut] for name, column in self.varied.items()}
        return self._replace(varied=varied, points=last - first, first=first)

    def identity(self) -> dict[str, Any]:
        """What two equal plans agree on, as plain JSON; hashes stand for the text and for what varies."""
        said = self._asdict()
        text = said.pop("text")
        del said["first"]
        said["scenario_hash"] = hashlib.sha256(text.encode()).hexdigest()
        said["varied"] = {name: _digest(column) for name, column in sorted(self.varied.items())}
        return said | {"values": dict(sorted(self.values.items()))}

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits of `identity`."""
        return _hash(self.identity())

    @property
    def shard_rows(self) -> int:
        """Rows of a shard, but perhaps the last: of the plan's size alone, whatever plays it."""
        rows = LEAST_SHARD
        while rows * SHARDS < self.rows and rows < MOST_SHARD:
            rows *= 2
        return rows

    def shards(self) -> list["Shard"]:
        """The files this plan fills, in order; each holds `shard_rows` rows but perhaps the last."""
        size, found = min(self.shard_rows, self.rows), []
        for first in range(0, self.rows, size):
            rows = min(size, self.rows - first)
            points = first // self.replications, -(-(first + rows) // self.replications)
            found.append(Shard(self.part(*points), first, rows, size))
        return found


class Shard(NamedTuple):
    """Rows `first` … `first + rows − 1` of a plan, with the part of the plan they need: all a worker must be told."""

    plan: Plan
    first: int
    rows: int
    size: int  # rows of a full shard

    @property
    def name(self) -> str:
        """Its place among the shards, and the hash of what makes it: its points, rows, seed, scenario and rules."""
        made_by = {"plan": self.plan.identity(), "first": self.first, "rows": self.rows}
        return f"{self.first // self.size:06d}-{_hash(made_by)}"

    def spans(self, first: int, rows: int) -> Iterator[Span]:
        """Rows `first` … of the shard, counted from its own start, point by point."""
        row, last = self.first + first, self.first + first + rows
        while row < last:
            point, replication = divmod(row, self.plan.replications)
            count = min(self.plan.replications - replication, last - row)
            yield Span(point, replication, count)
            row += count


def planned(
    scenario: Scenario,
    posture: str,
    values: Mapping[str, float],
    replications: int,
    seed: int,
    record: str,
    activation: str = "simultaneous",
    acting: bool = True,
    varied: Mapping[str, Any] | None = None,
) -> Plan:
    """The plan of a request that has been checked (`check_request`, `sim.run.points.check_points`).

    Values equal to the scenario's own are no change; what is the same at every point is not varied. Raises PlanError
    for a value that is changed for all points and varies between them, and for an outcome named as a column is.
    """
    taken = [name for name in ("point", "replication", *WORDS) if name in scenario.outcomes]
    if taken:
        raise PlanError(
            f"{scenario.name} has an outcome called {taken[0]}, which is a column of every table; rename it"
        )
    own = own_values(scenario)
    words: dict[str, Any] = {"posture": posture, "seed": int(seed), "activation": activation, "acting": acting}
    columns = {name: np.asarray(c, None if name in WORDS else float) for name, c in (varied or {}).items()}
    points = len(next(iter(columns.values()))) if columns else 1
    shared = dict(values)
    for name in list(columns):
        start = columns[name][0].item()
        if name in WORDS:
            words[name] = start
        elif shared.pop(name, own[name]) != own[name]:
            raise PlanError(f"{name} is given and varies; leave one of the two")
        if (columns[name] == columns[name][0]).all():
            del columns[name]
            if name not in WORDS:
                shared[name] = start
    changed = {name: float(value) for name, value in shared.items() if value != own.get(name)}
    return Plan(
        scenario=scenario.name, text=scenario.text, values=changed, varied=columns, points=points,
        replications=int(replications), record=record, rules=rules_version(), **words,
    )  # fmt: skip


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
    if isinstance(value, bool) or not isinstance(value, Integral) or not least <= int(value) <= most:
        raise PlanError(f"{name} is {value!r}; give a whole number from {least:,} to {most:,}")


def _hash(identity: dict[str, Any]) -> str:
    canonical = json.dumps(identity, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _digest(column: Array) -> str:
    plain = column if column.dtype.kind in "biuf" else np.array(" ".join(column.tolist()).encode())
    return hashlib.sha256(plain.tobytes()).hexdigest()[:12]
