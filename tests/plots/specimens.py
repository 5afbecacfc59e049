"""A specimen of each kind of figure, from small made-up tables; `python tests/plots/specimens.py` writes baselines.

Look at every baseline that changes before it is kept. They hold for versions of matplotlib
that differ in the last number.
"""

from pathlib import Path

import matplotlib.style
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.calibration import reliability
from sim.analysis.history import fan, typical
from sim.analysis.points import along, level, lines, surface
from sim.analysis.spread import happened, histograms
from sim.outcomes.labels import Column
from sim.plots.boxes import draw_box
from sim.plots.curve import draw_curve
from sim.plots.distribution import draw_distribution, draw_ridges
from sim.plots.fan import draw_fan
from sim.plots.forest import forest_figure
from sim.plots.happened import draw_happened
from sim.plots.heat import add_key, draw_heat, fit_figures
from sim.plots.indices import draw_indices
from sim.plots.intervals import draw_ladder, draw_shares
from sim.plots.network import draw_network
from sim.plots.parallel import draw_parallel
from sim.plots.reliability import draw_reliability
from sim.plots.sheet import STYLE, sheet
from sim.plots.treaties import draw_treaties
from sim.plots.triangle import draw_triangle

BASELINES = Path(__file__).with_name("baseline")
DPI = 72
MONTHS = pd.DataFrame({"month": range(13), "date": ["start", *(f"2025-{m:02}" for m in range(1, 13))]})
WAVE = pd.Series(np.sin(np.arange(200.0)))
A, B = np.tile(np.linspace(0, 1, 9), 9), np.repeat(np.linspace(0, 2, 9), 9)
RUNS = pd.DataFrame({"point": np.repeat(np.arange(81), 2), "tilt": np.repeat(A * B, 2) + np.tile([-0.1, 0.1], 81)})
TILT = level(RUNS, "tilt")


def _promises():
    made = MONTHS.assign(in_force=np.linspace(1, 0.2, 13), invoked=0.0, honoured=0.0, abandoned=0.0, entrapped=0.0)
    made.loc[[3, 7], "invoked"], made.loc[3, "honoured"] = [0.4, 0.2], 0.3
    made.loc[7, "abandoned"], made.loc[10, "entrapped"] = 0.2, 0.1
    return pd.concat([made.assign(promise="A → B"), made.assign(promise="B → A", invoked=0.0)], ignore_index=True)


def _shares():
    share = np.linspace(0.1, 0.7, 13)
    kinds = {"ménage à trois": share, "unit veto": 0.8 - share, "indeterminate": 0.2 + 0 * share}
    return pd.concat([MONTHS.assign(of="type", kind=kind, share=part) for kind, part in kinds.items()])


def _paths():
    series = np.outer(np.linspace(-1, 1, 40), np.linspace(0, 1, 13) ** 2)
    assert typical(series[:, -1])
    return fan(series, np.arange(40), MONTHS)


TIES = pd.DataFrame(
    [("A", "B", 0.5), ("B", "A", 0.1), ("A", "C", 0.0), ("C", "A", 0.2), ("B", "C", 0.3), ("C", "B", 0.7)],
    columns=["supplier", "client", "dependence"],
)
LADDER = pd.DataFrame(
    {"rung": ["demand", "threat", "force", "war"], "mean": [2, 0.6, 0.05, 0], "some": [0.9, 0.4, 0.05, 0]}
)
HELD = pd.DataFrame(
    {"client": "C", "holder": ["C", "A", "B"], "mean": [0.5, 0.3, 0.1], "p05": [0.4, 0.2, 0.0], "p95": [0.6, 0.4, 0.2]}
)
FOREST = pd.DataFrame(
    {
        "posture": ["warm", "cold", "mild"] * 2, "outcome": ["tilt"] * 3 + ["wars"] * 3, "baseline": 0.2,
        "difference": [0.3, -0.2, 0.01] * 2, "low": [0.2, -0.3, -0.05] * 2, "high": [0.4, -0.1, 0.07] * 2,
    }
)  # fmt: skip
MEANT = {"tilt": Column("alignment", "how warm B is to A"), "wars": Column("count", "wars of A and B")}
HAPPENED_BY = happened(
    {name: pd.DataFrame({"war": [1.0] * yes + [0.0] * (40 - yes)}) for name, yes in (("baseline", 10), ("warm", 0))},
    "war", "baseline",
)  # fmt: skip
INDICES = pd.DataFrame(
    {
        "parameter": ["scenario.second_patron", "dependence.substitution", "choice.rationality"] * 2,
        "index": ["S1"] * 3 + ["ST"] * 3,
        "value": [0.5, 0.2, 0.02, 0.6, 0.35, 0.04], "low": [0.4, 0.1, -0.02, 0.5, 0.25, 0.0],
        "high": [0.6, 0.3, 0.06, 0.7, 0.45, 0.08],
    }
)  # fmt: skip
TORNADO = INDICES.head(3).assign(value=[-0.5, 0.2, 0.02], low=[-0.6, 0.1, np.nan], high=[-0.4, 0.3, np.nan])
BOX = pd.DataFrame(
    {"parameter": ["second_patron", "pact_strength"], "low": [0.6, 0.2], "high": [1.0, 0.55], "least": [0.0, 0.2],
     "most": [1.0, 0.95]}
)  # fmt: skip
FORECAST = pd.Series(np.linspace(0, 1, 200))
HAPPENED = pd.Series((np.arange(200) * 7919 % 200) / 200 < FORECAST**1.5)


def specimen(table, draw, **options):
    """A sheet of one figure."""
    return sheet(table, draw, title="A specimen", note="small print", **options)


def _heat(table):
    drawn = []
    figure = specimen(table, lambda ax, rows: drawn.append(draw_heat(ax, rows)), size=(4.2, 3.2), along="a", up="b")
    add_key(figure, drawn[0].cells, "tilt")
    fit_figures(figure, drawn)
    return figure


SPECIMENS = {
    "distribution": lambda: specimen(histograms({"baseline": WAVE}, 0.0), draw_distribution),
    "ridges": lambda: specimen(histograms({"baseline": WAVE, "warm": 0.5 * WAVE + 0.4}, WAVE.mean()), draw_ridges),
    "forest": lambda: forest_figure(FOREST, "A specimen", "small print", MEANT, {}),
    "happened": lambda: specimen(HAPPENED_BY, draw_happened, size=(6.2, 1.6), along="share of runs"),
    "ladder": lambda: specimen(LADDER, draw_ladder),
    "shares": lambda: specimen(HELD, draw_shares, size=(6.2, 1.9)),
    "fan": lambda: specimen(_paths(), draw_fan),
    "triangle": lambda: specimen(_shares(), draw_triangle, by="of", size=(4.2, 2.1)),
    "treaties": lambda: specimen(_promises(), draw_treaties, size=(7.2, 1.6)),
    "network": lambda: specimen(TIES, draw_network, size=(3.1, 3.1)),
    "heat": lambda: _heat(surface(TILT, A, B)),
    "heat_of_few": lambda: _heat(surface(TILT[:27], A[:27], B[:27])),
    "curve": lambda: specimen(along(RUNS, A, "tilt"), draw_curve),
    "parallel": lambda: specimen(lines(pd.DataFrame({"a": A, "b": B}), TILT), draw_parallel),
    "indices": lambda: specimen(INDICES, draw_indices, size=(6.6, 2.4)),
    "tornado": lambda: specimen(TORNADO, draw_indices, size=(6.6, 1.8)),
    "box": lambda: specimen(BOX, draw_box, size=(6.6, 1.6)),
    "reliability": lambda: specimen(reliability(FORECAST, HAPPENED), draw_reliability, size=(3.6, 3.6)),
}  # fmt: skip


def draw(name: str, file: Path) -> None:
    """Write a specimen: small, and of a size in whole pixels, wherever letters end."""
    figure: Figure = SPECIMENS[name]()
    figure.set_size_inches(5, 3)
    with matplotlib.style.context([STYLE, {"savefig.bbox": None}]):
        figure.savefig(file, dpi=DPI, metadata={"Software": None})


if __name__ == "__main__":
    BASELINES.mkdir(exist_ok=True)
    for each in SPECIMENS:
        draw(each, BASELINES / f"{each}.png")
