"""The series of a kept run as the arrays of the rules, so that outcomes by month are those of the registry."""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pandas as pd

from sim.model.world import KINDS, Array, Record
from sim.outcomes.outcomes import codebook, monthly
from sim.run.plan import Plan, PlanError
from sim.run.steps import DUTIES, OWN, PAIR, STATE, TALLIES, status_columns
from sim.scenario import Scenario, stated
from sim.scenario.arrays import setting_arrays

Read = Callable[[str, list[str]], pd.DataFrame]  # a table of a run and the columns wanted, as `Result.read`


class Kept:
    """The series of a run as fields of `sim.model.world.Record`, (R, T+1, …), each read when it is asked for.

    Left out: `willingness`, and `act` and `posture`, which are kept as names. Entries of a state with itself are 0 but
    in `offer`, where they are its own production.
    """

    def __init__(self, read: Read, scenario: Scenario):
        self._read = read
        self._labels = scenario.labels
        self._months = scenario.months + 1

    def __getattr__(self, field: str) -> Array:
        if field.startswith("_"):
            raise AttributeError(field)
        made = self._made(field)
        setattr(self, field, made)
        return made

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
        return self._read("months", ["month", *columns])[columns].to_numpy().reshape(-1, self._months, len(columns))

    def _by_pair(self, columns: list[str]) -> Array:
        """Columns of the table of pairs: (R, T+1, N, N−1, columns), in its order (`sim.run.steps.pair_table`)."""
        n = len(self._labels.codes)
        return self._read("steps", columns).to_numpy().reshape(-1, self._months, n, n - 1, len(columns))

    def _pairs(self, columns: list[str]) -> Array:
        """The same with the diagonal put back: (R, T+1, N, N, columns)."""
        held = self._by_pair(columns)
        runs, months, n, _, width = held.shape
        full = np.zeros((runs, months, n, n, width), held.dtype)
        full[:, :, ~np.eye(n, dtype=bool)] = held.reshape(runs, months, n * (n - 1), width)
        return full


def by_month(kept: Kept, scenario: Scenario, plan: Plan, outcome: str) -> Array:
    """An outcome in every month of a plan of one point: (R, T+1), index 0 the start; counts are those so far.

    Raises PlanError for an outcome that has no monthly form: own outcomes, which reduce their own months, and the
    month of a first event.
    """
    params, document = stated(scenario, plan.values)
    setting = setting_arrays(document, scenario.codes, plan.posture, plan.activation, plan.acting)
    record = cast(Record, kept)
    try:
        values = monthly(record, setting, params, scenario.labels, scenario.named, [outcome])[outcome]
    except ValueError:  # PlanError is one
        raise PlanError(f"{outcome} has no form by month in what is kept of a run") from None
    column = codebook(scenario.labels, scenario.named)[outcome]
    if column.unit == "code":
        raise PlanError(f"{outcome} is a code; the triangle shows its types by month")
    return np.cumsum(values, axis=1) if column.unit == "count" else values


def calendar(scenario: Scenario) -> pd.DataFrame:
    """Columns `month` (0 … T) and `date` (YYYY-MM, "start" for month 0)."""
    dates: list[Any] = pd.period_range(scenario.start, periods=scenario.months, freq="M").astype(str).tolist()
    return pd.DataFrame({"month": range(scenario.months + 1), "date": ["start", *dates]})
