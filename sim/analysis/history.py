"""What figures show of many histories month by month: fans, triangles, treaties, ties of dependence."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from sim.model.params import Params
from sim.model.world import ABANDONED, ANY, DENOUNCED, ENTRAPPED, HONOURED, IN_FORCE, INVOKED, Array, Record
from sim.outcomes.triad import TYPES, role_scores, tie_signs, triangle_types
from sim.scenario import Scenario
from sim.scenario.arrays import region_names
from sim.scenario.duties import obligation_rows

from .series import Kept, calendar, courses

QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p95": 0.95}
PATHS = (0.95, 0.50, 0.05)  # single runs that end nearest to these quantiles
ROLES = {3.0: "pivot", 1.0: "friend or partner", -1.0: "wing or foe", -3.0: "outcast"}
SANCTIONS = "sanctions on "  # begins the name of a promise to sanction
SELDOM = 0.02  # share of runs, below which a band would not be seen
EVENTS = {"invoked": INVOKED, "honoured": HONOURED, "abandoned": ABANDONED, "entrapped": ENTRAPPED}


Series = Iterable[tuple[str, Kept]]  # blocks of runs, each with the name of the variant that they are of


def fans(series: Series, outcome: str, by_point: bool = False) -> dict[str, pd.DataFrame]:
    """`fan` of each variant in which an outcome is defined; `by_point`: runs are told by their point too.

    What is held of all runs is this one number a month. Raises PlanError for an outcome without a form by month.
    """
    held: dict[str, list[tuple[Array, ...]]] = {}
    months = pd.DataFrame()
    for variant, kept in series:
        held.setdefault(variant, []).append((courses(kept, outcome), kept.point, kept.replication))
        months = calendar(kept.scenario)
    tables = {}
    for variant in list(held):
        values, points, replications = (np.concatenate(parts) for parts in zip(*held.pop(variant), strict=True))
        if not np.isnan(values).all():
            tables[variant] = fan(values, replications, months, points if by_point else None)
    return tables


def fan(series: Array, replications: Array, months: pd.DataFrame, points: Array | None = None) -> pd.DataFrame:
    """A row for each month: `p05` … `p95` and `mean` across runs, and a column for each single path that was chosen.

    `series` (R, T+1); `replications`, `points` (R) say which runs they are; `months` from `calendar`. The paths,
    `run r` or `point p, run r`, are the runs whose last values lie nearest to the 95 %, 50 % and 5 % quantile of all,
    the first of equals, no run twice; fewer with fewer runs. Months in which no run has a value are left out; raises
    ValueError if that is all.
    """
    defined = ~np.isnan(series).all(axis=0)
    if not defined.any():
        raise ValueError("it is defined in no run")
    series, table = series[:, defined], months[defined].reset_index(drop=True)
    table[list(QUANTILES)] = np.nanquantile(series, list(QUANTILES.values()), axis=0).T
    table["mean"] = np.nanmean(series, axis=0)
    for run in typical(series[:, -1]):
        point = "" if points is None else f"point {points[run]}, "
        table[f"{point}run {replications[run]}"] = series[run]
    return table


def paths(table: pd.DataFrame) -> list[str]:
    """The columns of a `fan` that are single runs, without those that belong to other variants alone."""
    return [str(name) for name in table.filter(like="run ") if table[name].notna().any()]


def typical(values: Array) -> list[int]:
    """The runs whose values (R) lie nearest to the 95 %, 50 % and 5 % quantile, in this order.

    The first of equals, no run twice; fewer with fewer runs in which the value is defined.
    """
    left, found = np.flatnonzero(~np.isnan(values)), []
    for quantile in PATHS[: len(left)]:
        run = left[np.argmin(np.abs(values[left] - np.nanquantile(values, quantile)))]
        left = left[left != run]
        found.append(int(run))
    return found


def pooled(series: Series, table: Callable[[Kept], pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """What `table` makes of the runs of each variant: of a block its floats are means over the runs, here over all.

    Its other columns tell its rows apart and are the same for every block.
    """
    sums: dict[str, Any] = {}
    runs: Counter[str] = Counter()
    keys = pd.DataFrame()
    for variant, kept in series:
        made = table(kept)
        means = made.select_dtypes("floating")
        keys = made.drop(columns=means.columns)
        sums[variant] = sums.get(variant, 0.0) + len(kept.replication) * means
        runs[variant] += len(kept.replication)
    return {variant: pd.concat([keys, total / runs[variant]], axis=1) for variant, total in sums.items()}


def triangle(kept: Kept, scenario: Scenario, triple: tuple[str, str, str]) -> pd.DataFrame:
    """Shares of runs by month: `month`, `date`, `of`, `kind`, `share`.

    `of` is "type" with a row for each of Dittmer's types, or a corner's code with a row for each role it may have.
    The shares of one month and `of` sum to 1; an indeterminate triangle has no roles and counts as such.
    """
    months, codes = calendar(scenario), scenario.codes
    members = np.array([[codes.index(code) for code in triple]])
    signs = tie_signs(kept.alignment, members)[:, :, 0]
    kinds, scores = triangle_types(signs), role_scores(signs)
    corners = dict(zip(("first", "second", "third"), triple, strict=True))
    tables = [_shares(months, "type", {_worded(name, corners): kinds == k for k, name in enumerate(TYPES)})]
    for place, corner in enumerate(triple):
        held: dict[str, Array] = {name: scores[..., place] == score for score, name in ROLES.items()}
        tables.append(_shares(months, corner, held | {"indeterminate": np.isnan(scores[..., place])}))
    return pd.concat(tables, ignore_index=True)


def treaties(kept: Kept | Record, scenario: Scenario) -> pd.DataFrame:
    """A row for each promise that can be made and each month: who owes it to whom, how far it held, what it met.

    `promise` is "promisor → beneficiary", all their duties together; `in_force` is the share of runs in which one of
    them binds, `invoked`, `honoured`, `abandoned` and `entrapped` are means a run of what happened in that month (E9).
    Of a single run they are the facts. Duties to sanction, which are owed to no one in particular and never called
    upon, have a row for each state they are aimed at; its `in_force` is the share of members that are bound.
    """
    months, codes = calendar(scenario), scenario.codes
    duties = _duties(scenario)
    parties = [(by, to) for by, to, _ in duties]
    bound = (kept.status == IN_FORCE) | (kept.status == DENOUNCED)  # a treaty under notice binds to its end
    columns, tables = ["promise", "month", "date", "in_force", *EVENTS], []
    for by, to in dict.fromkeys(parties):
        if by != to:
            held = bound[..., [row for row, pair in enumerate(parties) if pair == (by, to)]].any(axis=-1)
            met = {name: kept.tally[:, :, by, to, event].mean(axis=0) for name, event in EVENTS.items()}
            promise = f"{codes[by]} → {codes[to]}"
            tables.append(months.assign(promise=promise, in_force=held.mean(axis=0), **met)[columns])
    for target in dict.fromkeys(against for by, to, against in duties if by == to):
        rows = [row for row, (by, to, against) in enumerate(duties) if by == to and against == target]
        share = bound[..., rows].mean(axis=(0, -1))
        promise = f"{SANCTIONS}{'anyone' if target == ANY else codes[target]}"
        tables.append(months.assign(promise=promise, in_force=share, **dict.fromkeys(EVENTS, 0.0))[columns])
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def known(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The rows of `treaties` of promises that can be seen in a figure, and the names of those made too seldom for it.

    Seen is what met with anything, or was in force in a share of `SELDOM` of the runs in some month of some variant.
    """
    most = table.groupby("promise", sort=False)[["in_force", *EVENTS]].max()
    seen = (most["in_force"] >= SELDOM) | (most[list(EVENTS)] > 0).any(axis=1)
    left = most.index[~seen & (most["in_force"] > 0)]
    return table[table["promise"].map(seen)].reset_index(drop=True), list(left)


def ties(kept: Kept, scenario: Scenario, shown: int = 4) -> pd.DataFrame:
    """Mean dependence of each state on each other at `shown` months spread evenly from the start to the end.

    Columns `month`, `date`, `client`, `supplier`, `dependence` (share of the client's need, E2: the supplier's gross
    leverage, E3).
    """
    months, codes = calendar(scenario), scenario.codes
    mean = kept.dependence.sum(axis=-1).mean(axis=0)
    rows: list[dict[str, Any]] = []
    for month in np.unique(np.linspace(0, scenario.months, shown).round().astype(int)):
        for i, client in enumerate(codes):
            for j, supplier in enumerate(codes):
                if i != j:
                    rows.append({"client": client, "supplier": supplier, "dependence": mean[month, i, j]})
                    rows[-1] = {"month": int(month), "date": months["date"][month]} | rows[-1]
    return pd.DataFrame(rows)


def _duties(scenario: Scenario) -> list[tuple[int, int, int]]:
    """Promisor, beneficiary and adversary of every obligation, in the order of the series of its status."""
    document, codes = scenario.document, scenario.codes
    rows = obligation_rows(document, codes, region_names(document, codes), Params())
    of = ((row.columns["promisor"], row.columns["beneficiary"], row.columns["adversary"]) for row in rows)
    return [(int(by), int(to), int(against)) for by, to, against in of]


def _shares(months: pd.DataFrame, of: str, held: dict[str, Array]) -> pd.DataFrame:
    tables = [months.assign(of=of, kind=kind, share=truth.mean(axis=0)) for kind, truth in held.items()]
    return pd.concat(tables, ignore_index=True)


def _worded(kind: str, corners: dict[str, str]) -> str:
    """A type with the codes in place of first, second, third."""
    for place, code in corners.items():
        kind = kind.replace(place, code)
    return kind
