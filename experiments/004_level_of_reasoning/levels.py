"""What a step of reasoning changes: the flagship's outcomes at levels 0, 1 and 2, and what three postures do at each.

Levels and postures meet the same luck. Writes levels.csv, each level less level 1: of the outcomes under the baseline,
and of what each posture changes; effects.csv, what each posture changes at each level; and a figure of each, beside
this file or in the folder that --out names.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

import sim
from sim.analysis.paired import paired
from sim.analysis.summary import KEY
from sim.outcomes.labels import Column
from sim.plots.forest import draw_forest, forest_figure
from sim.plots.sheet import sheet, small_print
from sim.result import BASELINE, Result
from sim.run.books import columns_of

LEVEL = "choice.level"
LEVELS = (0, 1, 2)
USUAL = 1  # the level that the others are held against
POSTURES = ("retrench", "court_russia", "maximum_pressure")
BESIDE = ("sanctions",)  # beside the headline: of a harsh act that is weighed by the answer expected to it
SEED = 1

Runs = Mapping[tuple[float, str], pd.DataFrame]  # (level, posture) → outcomes, indexed by replication


def played(replications: int) -> Result:
    """Every level under every posture and the baseline, on the same luck."""
    axes = {LEVEL: LEVELS, "posture": (BASELINE, *POSTURES)}
    return sim.load("trump_triangulation").sweep(axes, replications=replications, seed=SEED)


def runs_of(result: Result) -> Runs:
    outcomes = [*result.scenario.headline, *BESIDE]
    runs = result.whole(outcomes).set_index(KEY).groupby("point")
    return {
        (level, posture): runs.get_group(point)[outcomes]
        for point, level, posture in result.points[["point", LEVEL, "posture"]].itertuples(index=False)
    }


def less(changed: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    """`paired` for every outcome, with the mean of `base` before it."""
    table = paired(base.reset_index(), changed.reset_index(), list(base))
    table.insert(0, "baseline", base.mean())
    return table


def levels(runs: Runs) -> pd.DataFrame:
    """A row for each posture, level and outcome: the posture's effect there less its effect at level 1.

    Under the posture `baseline` stand the outcomes themselves; `baseline` the column is the mean at level 1.
    """

    def effect(level: int, posture: str) -> pd.DataFrame:
        return runs[level, posture] - (0 if posture == BASELINE else runs[level, BASELINE])

    return tabled(
        {
            (posture, level): less(effect(level, posture), effect(USUAL, posture))
            for posture in (BASELINE, *POSTURES)
            for level in LEVELS
            if level != USUAL
        }
    )


def effects(runs: Runs) -> pd.DataFrame:
    """A row for each posture, level and outcome: under the posture less under the baseline, at that level."""
    return tabled(
        {
            (posture, level): less(runs[level, posture], runs[level, BASELINE])
            for posture in POSTURES
            for level in LEVELS
        }
    )


def tabled(tables: Mapping[tuple[str, int], pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, names=["posture", "level", "outcome"]).reset_index()


def levels_drawn(table: pd.DataFrame, note: str, meant: Mapping[str, Column]) -> Figure:
    """Of `levels` what stands under the baseline."""
    alone = table[table["posture"] == BASELINE].assign(posture=lambda rows: "level " + rows["level"].astype(str))
    return forest_figure(alone, "Levels 0 and 2 of reasoning against level 1, under the baseline", note, meant, {})


def effects_drawn(table: pd.DataFrame, note: str) -> Figure:
    figure = sheet(
        table.assign(posture=table["posture"] + ", level " + table["level"].astype(str)),
        draw_forest,
        title="What three postures change against the baseline, at each level of reasoning",
        note=f"95 % intervals on the same luck; grey: not told from zero · {note}",
        by="outcome",
        size=(3.9, 2.1),
        alike=False,
    )
    for ax in figure.axes:
        ax.locator_params(axis="x", nbins=4)
    return figure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=4000, help="of each level and posture")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    asked = parser.parse_args()
    result = played(asked.replications)
    runs, note = runs_of(result), small_print(result.plan, result.plan.rows, [])
    changes, moved = levels(runs), effects(runs)
    for name, table, figure in (
        ("levels", changes, levels_drawn(changes, note, columns_of(result.scenario))),
        ("effects", moved, effects_drawn(moved, note)),
    ):
        table.to_csv(asked.out / f"{name}.csv", index=False, float_format="%.6g")
        figure.savefig(asked.out / f"{name}.png")


if __name__ == "__main__":
    main()
