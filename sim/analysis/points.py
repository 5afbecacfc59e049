"""What figures show of the points of a sweep: outcomes along one parameter, over two, and over all at once."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.model.world import Array

from .summary import NUMBERS, summarise

LISTED = 40  # values of a parameter that are shown as they are; more are put into bins
MOST_BINS = 20
COARSE = 8  # bins for a first look
PARTS = 8  # rows in which runs are set side by side
FULL = 10  # points that a cell should hold where points are drawn
TENTH = 0.1
MOST_LINES = 300  # of the points between the tenths


class Bins(NamedTuple):
    """Neighbouring intervals of a parameter: ends (K), and what stands for each (K)."""

    low: Array
    high: Array
    at: Array

    def of(self, values: Array) -> Array:
        """The bin of each value."""
        return np.clip(np.searchsorted(self.low, values, "right") - 1, 0, len(self.low) - 1)


def bins(values: Array, most: int = MOST_BINS, shown: int = LISTED) -> Bins:
    """An interval around each value of a list of `shown` at most, or `most` of equal width where values are drawn."""
    listed = np.unique(values)
    if len(listed) > shown:
        edges = np.linspace(listed[0], listed[-1], most + 1)
        return Bins(edges[:-1], edges[1:], (edges[:-1] + edges[1:]) / 2)
    between = (listed[:-1] + listed[1:]) / 2
    ends = [listed[0], listed[-1]] if len(listed) > 1 else [listed[0] - 0.5, listed[0] + 0.5]
    if len(listed) > 1:  # the outer intervals reach as far outward as inward
        ends = [2 * listed[0] - between[0], 2 * listed[-1] - between[-1]]
    return Bins(np.array([ends[0], *between]), np.array([*between, ends[1]]), listed)


def parts(values: Array) -> dict[str, Array]:
    """The points in parts by what one thing is at each (points,): name → which of them, `PARTS` at most of numbers.

    Words and short lists have a part for each value; other numbers one for each interval of equal width, if a point
    lies in it.
    """
    if values.dtype.kind not in "iuf":
        return {str(value): values == value for value in dict.fromkeys(values.tolist())}
    made = bins(values, PARTS, PARTS)
    place, listed = made.of(values), len(np.unique(values)) <= PARTS
    for digits in (12 if listed else 4, 17):  # as few as tell the parts apart
        names = [
            f"{at:.{digits}g}" if listed else f"{low:.{digits}g} to {high:.{digits}g}"
            for low, high, at in zip(*made, strict=True)
        ]
        if len(set(names)) == len(names):
            break
    return {name: place == k for k, name in enumerate(names) if (place == k).any()}


def along(frame: pd.DataFrame, values: Array, outcome: str) -> pd.DataFrame:
    """A row for each value of a parameter, or each bin of it: `at`, and `mean`, `p05`, `p95`, `error`, `n`, `missing`.

    `frame` has a row for each run, with what numbers it (`summarise`) and the outcome; `values` (points,) is the
    parameter at each point. Whatever else varies is in the spread. Bins that hold no run are left out.
    """
    made = bins(values)
    place = made.of(values)[frame["point"].to_numpy()]
    told = frame[[*(name for name in NUMBERS if name in frame), outcome]]
    rows = {made.at[k]: summarise(held).loc[outcome] for k, held in told.groupby(place)}
    table = pd.DataFrame(rows).T.rename_axis("at").reset_index()
    return table.astype({"n": int, "missing": int})


def level(frame: pd.DataFrame, outcome: str) -> pd.Series:
    """The mean of an outcome at each point, over the runs in which it is defined; indexed by point."""
    return frame.groupby("point")[outcome].mean()


def telling(points: pd.DataFrame, means: pd.Series) -> list[str]:
    """The parameters, the one first that an outcome goes with most: by the share of the variance between points that
    lies between the parameter's values, or its bins. Equals, and all if the outcome does not vary, stay in order.

    `points` holds the parameters, a row for each point; `means` is `level` of an outcome. A first look: indices of
    sensitivity have errors, and tell of parameters that act together.
    """
    defined = means.dropna()
    spread = defined.var(ddof=0)
    if not spread > 0:
        return [str(name) for name in points]
    share = {}
    for name in points:
        column = points[name].to_numpy()
        place = bins(column, COARSE).of(column[defined.index])
        between = defined.groupby(place).transform("mean").var(ddof=0)
        share[str(name)] = between / spread
    return sorted(share, key=lambda name: -share[name])


def surface(means: pd.Series, across: Array, up: Array) -> pd.DataFrame:
    """A row for each cell over two parameters: its ends `x_low` … `y_high`, `value`, and how many `points` it holds.

    `means` is `level` of an outcome; `across` and `up` (points,) are the parameters. `value` is the mean over
    the cell's points, whatever else varies between them; NaN where there is none or the outcome is not defined.
    """
    fine = int(np.clip(np.sqrt(len(means) / FULL), 2, MOST_BINS))
    wide, high = bins(across, fine), bins(up, fine)
    held = means.index.to_numpy()
    cells = pd.MultiIndex.from_product([range(len(high.at)), range(len(wide.at))])
    grouped = means.groupby([high.of(up)[held], wide.of(across)[held]])
    rows, columns = cells.get_level_values(0), cells.get_level_values(1)
    return pd.DataFrame(
        {
            "x_low": wide.low[columns], "x_high": wide.high[columns], "x": wide.at[columns],
            "y_low": high.low[rows], "y_high": high.high[rows], "y": high.at[rows],
            "value": grouped.mean().reindex(cells).to_numpy(),
            "points": grouped.size().reindex(cells, fill_value=0).to_numpy(),
        }
    )  # fmt: skip


def lines(points: pd.DataFrame, means: pd.Series) -> pd.DataFrame:
    """A row for each point: its `group` (lowest tenth, between, highest tenth of the outcome), parameters, outcome.

    `points` holds the parameters, a row for each point; `means` is `level` of an outcome. Points at which it is
    not defined are left out; of those between, every k-th by rank, so that at most `MOST_LINES` remain.
    """
    defined = means.dropna().sort_values(kind="stable")
    tenth = max(1, int(TENTH * len(defined)))
    group = np.full(len(defined), "between", dtype=object)
    group[:tenth] = "lowest tenth"
    if len(defined) > tenth:
        group[-tenth:] = "highest tenth"
    between = np.flatnonzero(group == "between")
    kept = between[:: max(1, -(-len(between) // MOST_LINES))]
    shown = np.sort(np.concatenate([np.flatnonzero(group != "between"), kept]))
    named = defined.iloc[shown]
    table = points.loc[named.index].assign(**{str(means.name): named})
    table.insert(0, "group", group[shown])
    return table.rename_axis("point").reset_index()
