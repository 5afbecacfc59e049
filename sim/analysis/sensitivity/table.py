"""The table of a sweep's indices: a row for each outcome, parameter and index."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.outcomes.labels import near
from sim.run.plan import Plan, PlanError

from .intervals import defined, estimated
from .luck import LUCK, luck_share
from .methods import METHODS, check_sample, serving
from .sample import Sample, samples

FIGURES = ["parameter", "method", "index", "value", "low", "high", "points", "missing"]


def sensitivity(
    plan: Plan,
    design: Mapping[str, Any],
    frame: pd.DataFrame,
    outcomes: Iterable[str],
    methods: Iterable[str] | None = None,
) -> tuple[pd.DataFrame, list[str]]:
    """Indices of the parameters of a sweep, and what was left out and why.

    `frame` has `point`, `replication` and the outcomes, a row for each run of `plan`; `design` is what the manifest
    says of it; `methods` are of `METHODS`, else those that the sample is made for. Columns: `outcome`, one for each
    list of the sweep, `parameter`, `method`, `index`, `value`, `low`, `high` (95 % interval), `points` (used) and
    `missing` (points left out).

    A run in which the outcome is not defined is left out of its point's mean; a point that has none takes its block
    with it, so that indices are of the cases in which the outcome is defined. Indices of an outcome that does not
    vary are NaN. Raises PlanError if nothing can be told.
    """
    methods = list(methods or ())
    for name in methods:
        if name not in METHODS:
            raise PlanError(f'there is no method "{name}"{near(name, METHODS)}')
    found: list[pd.DataFrame] = []
    refused: dict[str, None] = {}
    lists: list[str] = []
    for outcome in outcomes:
        for cell, sample in samples(plan, design, frame, outcome):
            lists, whole = list(cell), defined(sample)
            told: list[pd.DataFrame] = []
            for name in methods or serving(sample, unasked=True):
                try:
                    check_sample(name, sample)
                    _check_left(name, outcome, sample, whole)
                    told.append(_indices(name, whole))
                except PlanError as refusal:
                    refused[str(refusal)] = None
            if told and plan.replications > 1:
                told.append(_luck(whole))
            missing = len(sample.at) - len(whole.at)
            found += [rows.assign(outcome=outcome, missing=missing, points=len(whole.at), **cell) for rows in told]
    if not found:
        raise PlanError("; ".join(refused))
    return pd.concat(found, ignore_index=True)[["outcome", *lists, *FIGURES]], list(refused)


def _check_left(name: str, outcome: str, sample: Sample, whole: Sample) -> None:
    """Refuse what the missing values leave, if that is too little."""
    try:
        check_sample(name, whole)
    except PlanError as refusal:
        kept = f"{len(whole.blocks):,} of {len(sample.blocks):,}"
        raise PlanError(f"{outcome} is defined throughout in {kept} parts of the sample alone; {refusal}") from None


def _indices(name: str, sample: Sample) -> pd.DataFrame:
    method = METHODS[name]
    parameters = method.rows(sample)
    if np.ptp(sample.means):
        values, half = estimated(method, sample)
    else:
        values = half = np.full((len(method.indices), len(parameters)), np.nan)
    return pd.DataFrame(
        {
            "parameter": np.tile(parameters, len(method.indices)),
            "method": name,
            "index": np.repeat(method.indices, len(parameters)),
            "value": values.ravel(),
            "low": (values - half).ravel(),
            "high": (values + half).ravel(),
        }
    )


def _luck(sample: Sample) -> pd.DataFrame:
    told = luck_share(sample) if np.nanmax(sample.runs) > np.nanmin(sample.runs) else (np.nan,) * 3
    row = {
        "parameter": LUCK,
        "method": LUCK,
        "index": "share",
        **dict(zip(("value", "low", "high"), told, strict=True)),
    }
    return pd.DataFrame([row])
