"""What the Russian pact does to China's own duty, over how conditional it is and what Russia can send (M19).

A peninsula kept at the brink of force, the DPRK its opener; each point is the same luck with the Russian pact and
without it. Writes map.csv, map.png and corner.csv, the points at which the sign would turn first at ten times the
size, beside this file or in the folder that --out names.
"""

import argparse
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import matplotlib.style
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.validation.changes import held
from sim.analysis.validation.laboratory import SEED, AsPlayed, Laboratory, difference
from sim.analysis.validation.variant import ended
from sim.model.compiled import rules_version
from sim.plots.sheet import INK, STYLE, head
from sim.scenario import Scenario, load

OUTCOMES = {
    "calls": "sum(tally.invoked[CHN,PRK])",
    "entrapments": "sum(tally.entrapped[CHN,PRK])",
    "strikes": "sum(tally.struck[PRK,KOR])",
}
CHINAS = (0.75, 0.0)  # u of China's pact
RUSSIAS = (0.0, 0.25, 0.5, 0.75, 1.0)  # u of Russia's pact
SENT = (0.05, 0.2, 0.3, 0.45, 0.6)  # Russia's deployable share, its whole range
CORNER = (0.3, 0.6)  # deployable shares at which the unconditional Russian pact is measured at size
BATCHES = range(3000, 3006)  # seeds
DARK = 0.6  # of the largest difference: shades on which letters are white


def point(scenario: Scenario, seeds: Iterable[int], replications: int, china: float, sent: float, russia: float):
    """A row for each outcome at one point: the pact less no pact, on the luck of all seeds."""
    without, with_pact = [], []
    for seed in seeds:
        laboratory = Laboratory(scenario, replications, seed=seed)
        brink = AsPlayed.but(
            held(2, "PRK", "KOR", range(laboratory.months)),
            scenario__u_CHN_PRK=china,
            scenario__u_RUS_PRK=russia,
            scenario__deployable_RUS=sent,
        )
        for variant, values in ((brink.but(ended("rus_prk_2024")), without), (brink, with_pact)):
            values.append([laboratory.values(variant, expression) for expression in OUTCOMES.values()])
    for name, base, changed in zip(OUTCOMES, np.hstack(without), np.hstack(with_pact), strict=True):
        found = difference(name, base, changed, 1)
        yield china, sent, russia, name, found.n, found.figure, found.low, found.high


def mapped(points: Iterable[tuple[float, float, float]], seeds: Iterable[int], replications: int) -> pd.DataFrame:
    """A row for each point (u_CHN, deployable_RUS, u_RUS) and outcome."""
    scenario, seeds = load("trump_triangulation"), list(seeds)
    rows = [row for place in points for row in point(scenario, seeds, replications, *place)]
    columns = ["u_CHN", "deployable_RUS", "u_RUS", "outcome", "n", "difference", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def drawn(table: pd.DataFrame) -> Figure:
    """A panel for each clause of China's pact: calls on its duty; a dot where the interval excludes 0."""
    calls = table[table.outcome == "calls"]
    largest = max(calls.difference.abs().max(), 1e-9)
    with matplotlib.style.context(STYLE):
        figure = Figure(figsize=(8, 3.6), layout="constrained")
        axes = figure.subplots(1, len(CHINAS), sharey=True)
        for ax, china in zip(axes, CHINAS, strict=True):
            grid = calls[calls.u_CHN == china].pivot(index="deployable_RUS", columns="u_RUS", values="difference")
            shades = ax.imshow(grid, origin="lower", cmap="RdBu_r", vmin=-largest, vmax=largest, aspect="auto")
            for point in calls[calls.u_CHN == china].itertuples():
                x, y = RUSSIAS.index(point.u_RUS), SENT.index(point.deployable_RUS)
                told = point.low > 0 or point.high < 0
                text = f"{point.difference:+.2f}{'•' if told else ''}".replace("-", "−")
                ink = "white" if abs(point.difference) > DARK * largest else INK
                ax.text(x, y, text, ha="center", va="center", fontsize=7, color=ink)
            ax.set_xticks(range(len(RUSSIAS)), [f"{u:g}" for u in RUSSIAS])
            ax.set_yticks(range(len(SENT)), [f"{share:g}" for share in SENT])
            ax.set_xlabel("u of the Russian pact (0: unconditional)")
            ax.set_title(f"u of China's pact {china:g}")
            ax.grid(visible=False)
        axes[0].set_ylabel("Russia's deployable share")
        figure.colorbar(shades, ax=axes, label="calls on China's duty, per run")
        note = f"•: the 95 % interval excludes 0 · N {calls.n.max()} a point · seed {SEED} · rules {rules_version()}"
        head(figure, "What the Russian pact adds to the calls on China's duty", note)
    return figure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=300, help="a point; ten times at the corner")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument("--only", choices=["map", "corner"], help="one of the two (default: both)")
    asked = parser.parse_args()
    if asked.only != "corner":
        table = mapped(product(CHINAS, SENT, RUSSIAS), [SEED], asked.replications)
        table.to_csv(asked.out / "map.csv", index=False, float_format="%.6g")
        drawn(table).savefig(asked.out / "map.png")
    if asked.only != "map":
        size = max(2, asked.replications * 10 // len(BATCHES))
        corner = mapped(product(CHINAS, CORNER, [0.0]), BATCHES, size)
        corner.to_csv(asked.out / "corner.csv", index=False, float_format="%.6g")
        print(corner.to_string(index=False))


if __name__ == "__main__":
    main()
