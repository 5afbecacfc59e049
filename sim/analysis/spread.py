"""What figures show of outcomes at the end of runs: histograms, rungs reached, shares of patrons."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from sim.outcomes.labels import Named

from .summary import NUMBERS, summarise

LADDER = {  # rung → the outcome that counts it
    "demand": "demands",
    "threat of force": "crises",
    "use of force": "crises_force",
    "war": "wars",
}
MOST_BINS = 40
INDICATORS = ("0 or 1", "probability")  # units of outcomes that say whether something came about


def histograms(values: Mapping[str, pd.Series], reference: float | None = None) -> pd.DataFrame:
    """A row for each variant and bin: `low`, `high`, `runs`, `share`, and the variant's own figures beside them.

    `values` holds the outcome of each run by the variant's name (column `variant`). Bins are shared by all variants;
    outcomes in whole numbers get bins of whole numbers. `share` is of the runs in which the outcome is defined, `mean`,
    `p05`, `p95`, `n` and `missing` are as in `summarise`; `reference` is a value to compare with (NaN: none).
    Raises ValueError if the outcome is defined in no run.
    """
    defined = {name: column.dropna().to_numpy(dtype=np.float64) for name, column in values.items()}
    edges = _edges(np.concatenate(list(defined.values())))
    tables = []
    for name, column in values.items():
        runs, _ = np.histogram(defined[name], edges)
        figures = summarise(column.to_frame("outcome")).loc["outcome"]
        tables.append(
            pd.DataFrame(
                {
                    "variant": name,
                    "low": edges[:-1],
                    "high": edges[1:],
                    "runs": runs,
                    "share": runs / max(1, runs.sum()),
                    **{key: figures[key] for key in ("mean", "p05", "p95", "n", "missing")},
                    "reference": np.nan if reference is None else reference,
                }
            )
        )
    return pd.concat(tables, ignore_index=True).astype({"n": int, "missing": int})


def rungs(frame: pd.DataFrame) -> pd.DataFrame:
    """A row for each rung of the ladder: `mean`, `p05`, `p95`, `error` a run, and `some`, the share of runs with any.

    `frame` has the outcomes of `LADDER`, a row for each run, and what numbers runs (`summarise`). Raises KeyError if
    one is absent.
    """
    counts = list(LADDER.values())
    table = _figures(frame, counts)
    table["some"] = (frame[counts] > 0).mean()
    return table.reset_index(drop=True).assign(rung=list(LADDER))[["rung", *table.columns]]


def patron_shares(frame: pd.DataFrame, named: Named) -> pd.DataFrame:
    """A row for each named client and each of its patrons: Shapley share at the end, `mean`, `p05`, `p95`, `error`.

    Columns `client` and `holder` (the client itself first); shares are in units of need (E4b).
    """
    rows = []
    for client, *patrons in named.clients:
        columns = {client: f"client_share_{client}"} | {patron: f"share_{patron}_{client}" for patron in patrons}
        table = _figures(frame, list(columns.values()))
        rows.append(table.reset_index(drop=True).assign(client=client, holder=list(columns)))
    return pd.concat(rows, ignore_index=True)[["client", "holder", "mean", "p05", "p95", "error"]]


def _figures(frame: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    numbers = [name for name in NUMBERS if name in frame]
    return summarise(frame[[*numbers, *outcomes]])[["mean", "p05", "p95", "error"]]


def share_columns(named: Named) -> list[str]:
    """The outcomes that `patron_shares` needs."""
    rows = [[f"client_share_{client}", *(f"share_{patron}_{client}" for patron in patrons)]
            for client, *patrons in named.clients]  # fmt: skip
    return list(dict.fromkeys(name for row in rows for name in row))


def is_indicator(unit: str, values: Mapping[str, pd.DataFrame], outcome: str) -> bool:
    """Whether an outcome says yes or no of every run: 1 or 0 where it is defined, in a unit of indicators."""
    return unit in INDICATORS and all(frame[outcome].dropna().isin((0, 1)).all() for frame in values.values())


def happened(values: Mapping[str, pd.DataFrame], outcome: str, reference: str = "") -> pd.DataFrame:
    """A row for each variant: in what share of its runs an indicator is 1, with `low` and `high` (95 %).

    `values` holds a table of runs by the variant's name (column `variant`), with the outcome and what numbers runs.
    The interval is Clopper and Pearson's, of as many runs as the error of the share is worth (Korn and Graubard 1998);
    of a share of 0 or 1, of as many as met a luck of their own. `n` and `missing` are as in `summarise`; `reference` is
    the share in the variant of that name, to compare with (NaN: none).
    """
    rows = []
    for name, frame in values.items():
        figures = summarise(frame[[*(column for column in NUMBERS if column in frame), outcome]]).loc[outcome]
        share, error = figures["mean"], figures["error"]
        worth = min(figures["n"], share * (1 - share) / error**2) if error > 0 else lucks(frame, outcome)
        low, high = stats.beta.ppf([0.025, 0.975], [share * worth, share * worth + 1],
                                   [(1 - share) * worth + 1, (1 - share) * worth])  # fmt: skip
        ends = {"low": 0.0 if share == 0 else low, "high": 1.0 if share == 1 else high}
        rows.append({"variant": name, "share": share, **ends, "n": figures["n"], "missing": figures["missing"]})
    table = pd.DataFrame(rows).astype({"n": int, "missing": int})
    return table.assign(reference=dict(zip(table["variant"], table["share"], strict=True)).get(reference, np.nan))


def lucks(frame: pd.DataFrame, outcome: str) -> int:
    """Of the runs in which an outcome is defined, how many met a luck of their own: points of a sweep share theirs."""
    held = frame[frame[outcome].notna()]
    keys = [name for name in NUMBERS if name in held and name != "point"]
    return len(held[keys].drop_duplicates()) if keys else len(held)


def _edges(values: np.ndarray) -> np.ndarray:
    if not len(values):
        raise ValueError("it is defined in no run")
    low, high = values.min(), values.max()
    if (values == np.round(values)).all() and high - low < MOST_BINS:
        return np.arange(low - 0.5, high + 1.0)
    if high - low <= 1e-9 * max(abs(low), abs(high)):  # all the same but for rounding
        half = 0.05 * max(abs(low), 1e-3)
        return np.array([low - half, high + half])
    edges = np.histogram_bin_edges(values, "auto")
    return edges if len(edges) <= MOST_BINS else np.linspace(low, high, MOST_BINS + 1)
