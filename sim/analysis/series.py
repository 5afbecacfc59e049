"""The series of a kept run as the arrays of the rules, so that outcomes by month are those of the registry."""

from typing import Any, cast

import numpy as np
import pandas as pd

from sim.model.world import KINDS, Array, Record
from sim.outcomes.outcomes import codebook, monthly
from sim.run.blocks import Block
from sim.run.plan import Plan, PlanError, Point
from sim.run.steps import DUTIES, OWN, PAIR, STATE, TALLIES, status_columns
from sim.scenario import Scenario, stated
from sim.scenario.arrays import setting_arrays


class Kept:
    """The series of a block of runs as fields of `sim.model.world.Record`, (R, T+1, …), each read when asked for.

    `point` and `replication` (R,) say which runs of the plan they are. Left out: `willingness`, and `act` and
    `posture`, which are kept as names. Entries of a state with itself are 0 but in `offer`, where they are its own
    production.
    """

    def __init__(self, block: Block, scenario: Scenario, plan: Plan, runs: Array | slice = slice(None)):
        self.point, self.replication = block.point[runs], block.replication[runs]
        self.scenario, self.plan = scenario, plan
        self._block, self._runs = block, runs
        self._labels, self._months = scenario.labels, scenario.months + 1
        self._held: dict[str, Array] = {}

    def part(self, runs: Array) -> "Kept":
        """Some of these runs, by their places; what is read for one part of a block is not read again for another."""
        places = np.arange(len(self._block.point))[self._runs]
        made = Kept(self._block, self.scenario, self.plan, places[runs])
        made._held = self._held
        return made

    def __getattr__(self, field: str) -> Array:
        if field.startswith("_"):
            raise AttributeError(field)
        if field not in self._held:
            self._held[field] = self._made(field)
        return self._held[field][self._runs]

    def _made(self, field: str) -> Array:
        if field in PAIR:
            return self._pairs([field])[..., 0]
        if field == "dependence":
            return self._pairs([f"dependence_{kind}" for kind in KINDS])
        if field == "offer":
            offer = self._pairs([f"offer_{kind}" for kind in KINDS])
            own = np.arange(offer.shape[2])
            offer[:, :, own, own] = self._by_pair([f"actor_{name}" for name in OWN])[:, :, :, 0]
            return offer
        if field == "tally":
            return self._pairs(list(TALLIES))
        if field in STATE:
            return self._by_pair([f"actor_{field}"])[..., 0, 0]  # the same in every pair of an actor
        by_month = {
            "intensity": [f"intensity_{name}" for name in self._labels.conflicts],
            "phase": [f"ceasefire_{name}" for name in self._labels.conflicts],
            "status": status_columns(self._labels),
            "invoked": [f"invoked_{name}" for name in DUTIES],
            "honoured": [f"honoured_{name}" for name in DUTIES],
        }
        if field not in by_month:
            raise PlanError(f"{field} is not among the series that a run keeps")
        columns = by_month[field]
        return self._read("months", columns, len(columns))

    def _by_pair(self, columns: list[str]) -> Array:
        """Columns of the table of pairs: (R, T+1, N, N−1, columns), in its order (`sim.run.steps.pair_table`)."""
        n = len(self._labels.codes)
        return self._read("steps", columns, n, n - 1, len(columns))

    def _read(self, table: str, columns: list[str], *shape: int) -> Array:
        return self._block.read(table, columns).to_numpy().reshape(len(self._block.point), self._months, *shape)

    def _pairs(self, columns: list[str]) -> Array:
        """The same with the diagonal put back: (R, T+1, N, N, columns)."""
        held = self._by_pair(columns)
        runs, months, n, _, width = held.shape
        full = np.zeros((runs, months, n, n, width), held.dtype)
        full[:, :, ~np.eye(n, dtype=bool)] = held.reshape(runs, months, n * (n - 1), width)
        return full


def by_month(record: Kept | Record, scenario: Scenario, point: Point, outcome: str) -> Array:
    """An outcome in every month of runs of one point: (R, T+1), index 0 the start; counts are those so far.

    Raises PlanError for an outcome that has no monthly form: own outcomes, which reduce their own months, and the
    month of a first event.
    """
    params, document = stated(scenario, dict(point.values))
    setting = setting_arrays(document, scenario.codes, point.posture, point.activation, point.acting)
    try:
        values = monthly(cast(Record, record), setting, params, scenario.labels, scenario.named, [outcome])[outcome]
    except ValueError:  # PlanError is one
        raise PlanError(f"{outcome} has no form by month in what is kept of a run") from None
    column = codebook(scenario.labels, scenario.named)[outcome]
    if column.unit == "code":
        raise PlanError(f"{outcome} is a code; the triangle shows its types by month")
    return np.cumsum(values, axis=1) if column.unit == "count" else values


def courses(kept: Kept, outcome: str) -> Array:
    """`by_month` of runs of whatever points they are: shares of patrons rest on the values of each."""
    made = np.empty((len(kept.point), kept.scenario.months + 1))
    for point in np.unique(kept.point):
        runs = np.flatnonzero(kept.point == point)
        made[runs] = by_month(kept.part(runs), kept.scenario, kept.plan.point(int(point)), outcome)
    return made


def calendar(scenario: Scenario) -> pd.DataFrame:
    """Columns `month` (0 … T) and `date` (YYYY-MM, "start" for month 0)."""
    dates: list[Any] = pd.period_range(scenario.start, periods=scenario.months, freq="M").astype(str).tolist()
    return pd.DataFrame({"month": range(scenario.months + 1), "date": ["start", *dates]})
