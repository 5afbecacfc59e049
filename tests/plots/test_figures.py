"""Each figure draws what its table says, where it says it."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.history import fan
from sim.analysis.spread import histograms
from sim.plots.distribution import draw_distribution, draw_ridges
from sim.plots.fan import draw_fan
from sim.plots.happened import draw_happened
from sim.plots.intervals import draw_ladder, draw_shares
from sim.plots.network import LEAST, WIDEST, draw_network
from sim.plots.sheet import sheet, small_print, small_print_of_run, spread_apart
from sim.plots.treaties import HEIGHT, LARGEST, draw_treaties
from sim.plots.triangle import draw_triangle
from sim.run.points import designed

MONTHS = pd.DataFrame({"month": range(5), "date": ["start", *(f"2025-{m:02}" for m in range(1, 5))]})


@pytest.fixture
def ax():
    """Axes of a figure that needs no display."""
    return Figure().subplots()


def values(seed):
    return pd.Series(np.random.default_rng(seed).normal(size=200))


def heights(fill):
    """Lowest and highest value at each place of a filled band."""
    corners = pd.DataFrame(fill.get_paths()[0].vertices, columns=["x", "y"]).groupby("x")["y"]
    return corners.min(), corners.max()


def test_a_histogram_has_the_bins_and_marks_of_its_table(ax):
    table = histograms({"baseline": values(1)}, reference=0.5)
    drawn = draw_distribution(ax, table)
    assert [bar.get_height() for bar in drawn.bars] == list(table["runs"])
    np.testing.assert_allclose([bar.get_x() for bar in drawn.bars], table["low"])
    np.testing.assert_allclose([bar.get_x() + bar.get_width() for bar in drawn.bars], table["high"])
    row = table.iloc[0]
    np.testing.assert_allclose(drawn.span.get_segments()[0][:, 0], [row["p05"], row["p95"]])
    assert drawn.mean.get_offsets()[0][0] == pytest.approx(row["mean"])
    assert list(drawn.reference.get_xdata()) == [0.5, 0.5]


def test_what_is_missing_is_said(ax):
    draw_distribution(ax, histograms({"baseline": pd.Series([1.0, np.nan, 2.0, np.nan])}))
    assert "not defined in 2 of 4 runs" in [text.get_text() for text in ax.texts]


def test_ridges_stand_in_rows_on_one_scale(ax):
    table = histograms({"baseline": values(1), "court_russia": values(2) + 1})
    drawn = draw_ridges(ax, table)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["baseline", "court russia"]
    scales = []
    for base, outline, (_, rows) in zip([1, 0], drawn.outlines, table.groupby("variant", sort=False), strict=True):
        data = outline.get_data()
        np.testing.assert_allclose(data.edges, [*rows["low"], rows["high"].iloc[-1]])
        full = rows["share"] > 0
        scales.append(((data.values - base)[full] / rows["share"][full]).to_numpy())
        assert data.baseline == base
    np.testing.assert_allclose(np.concatenate(scales), scales[0][0])
    np.testing.assert_allclose(drawn.means.get_offsets()[:, 0], table.drop_duplicates("variant")["mean"])
    assert drawn.reference is None


def test_a_share_is_a_bar_of_all_runs_between_yes_and_no(ax):
    table = pd.DataFrame({"variant": ["baseline", "court_russia", "none"], "share": [0.75, 1.0, np.nan],
                          "low": [0.6, 0.9, np.nan], "high": [0.85, 1.0, np.nan], "n": [40, 40, 0],
                          "missing": [0, 0, 40], "reference": 0.75})  # fmt: skip
    drawn = draw_happened(ax, table)
    assert [bar.get_width() for bar in drawn.yes][:2] == [0.75, 1]
    assert {bar.get_width() for bar in drawn.no} == {1}
    ends = [line[:, 0].tolist() for line in drawn.intervals.get_segments() if len(line)]
    assert ends[:2] == [[0.6, 0.85], [0.9, 1]]
    assert ax.get_xlim() == (0, 1)
    texts = [text.get_text() for text in ax.texts]
    assert {"yes", "no", "75 %", "100 %", "–", "not defined in 40 of 40 runs"} == set(texts)
    assert list(drawn.reference.get_xdata()) == [0.75, 0.75]


def test_small_print_breaks_between_its_items():
    figure = sheet(
        MONTHS, lambda ax, rows: None, title="t", note="scenario · N 5 · seed 7 · rules abc " * 3, size=(2, 2)
    )
    assert figure.get_supxlabel().count("\n") > 1
    assert not any(line.endswith(("seed", "rules", "N")) for line in figure.get_supxlabel().split("\n"))


def test_a_fan_has_its_bands_median_and_named_runs(ax):
    table = MONTHS.assign(p05=-2.0, p25=-1.0, p50=0.0, p75=1.0, p95=[2.0, 2, 3, 3, 4])
    table["run 4"] = table["p05"]
    table["run 7"] = table["p75"]
    drawn = draw_fan(ax, table)
    low, high = heights(drawn.outer)
    np.testing.assert_allclose(low, table["p05"])
    np.testing.assert_allclose(high, table["p95"])
    np.testing.assert_allclose(drawn.median.get_ydata(), table["p50"])
    np.testing.assert_allclose(drawn.paths[0].get_ydata(), table["run 7"])  # the highest end first
    assert [text.get_text() for text in ax.texts] == ["median", "run 7", "run 4"]


def test_a_run_that_stands_alone_is_its_line(ax):
    table = fan(np.array([[2.0, 2, 3, 3, 4]]), np.array([17]), MONTHS)
    drawn = draw_fan(ax, table.assign(**{"run 4": np.nan}))  # of another variant
    assert (drawn.outer, drawn.inner, drawn.median) == (None, None, None)
    assert [list(path.get_ydata()) for path in drawn.paths] == [[2, 2, 3, 3, 4]]
    assert [text.get_text() for text in ax.texts] == ["run 17"]


def test_a_stack_comes_to_one_and_names_what_matters(ax):
    shares = {"ménage à trois": 0.6, "unit veto": 0.02, "indeterminate": 0.38}
    table = pd.concat([MONTHS.assign(of="type", kind=kind, share=share) for kind, share in shares.items()])
    drawn = draw_triangle(ax, table)
    floor = 0.0
    for kind, share in shares.items():
        low, high = heights(drawn.layers[kind])
        np.testing.assert_allclose(low, floor)
        np.testing.assert_allclose(high - low, share)
        floor += share
    assert [text.get_text() for text in drawn.names] == ["ménage à trois 60 %", "indeterminate 38 %"]


def test_a_promise_has_its_band_and_its_events(ax):
    one = MONTHS.assign(promise="A → B", in_force=[1, 1, 0.5, 0.5, 0], invoked=[0, 0.2, 0, 0.1, 0])
    one = one.assign(honoured=[0, 0.2, 0, 0, 0], abandoned=[0, 0, 0, 0.1, 0], entrapped=0.0)
    two = one.assign(promise="B → A", **dict.fromkeys(("invoked", "honoured", "abandoned"), 0.0))
    drawn = draw_treaties(ax, pd.concat([one, two], ignore_index=True))
    low, high = heights(drawn.held["A → B"])
    np.testing.assert_allclose(low, 1)
    assert high.max() == pytest.approx(1 + HEIGHT)
    invoked = drawn.marks["invoked"]
    np.testing.assert_allclose(invoked.get_offsets()[:, 0], [1, 3])
    np.testing.assert_allclose(invoked.get_sizes(), [LARGEST, LARGEST / 2])
    np.testing.assert_allclose(drawn.marks["abandoned"].get_offsets()[:, 0], [3])
    assert len(drawn.marks["entrapped"].get_offsets()) == 0


def test_arrows_are_as_wide_as_the_dependence_whatever_the_figure():
    rows = [("A", "B", 0.5), ("B", "A", 0.1), ("A", "C", LEAST / 2), ("C", "A", 0.2), ("B", "C", 0.3), ("C", "B", 0)]
    table = pd.DataFrame(rows, columns=["supplier", "client", "dependence"])
    for scale in (1.0, 0.5):
        drawn = draw_network(Figure().subplots(), table.assign(dependence=scale * table["dependence"]))
        for tie in table.itertuples():
            shown = scale * tie.dependence >= LEAST
            assert ((tie.supplier, tie.client) in drawn.arrows) == shown
            if shown:
                width = drawn.arrows[tie.supplier, tie.client].get_linewidth()
                assert width == pytest.approx(WIDEST * scale * tie.dependence)
    assert set(drawn.nodes) == {"A", "B", "C"}


def test_rungs_and_shares_are_where_the_table_says(ax):
    rungs = pd.DataFrame({"rung": ["demand", "war"], "mean": [3.0, 0.0], "some": [0.9, 0.0]})
    assert [bar.get_width() for bar in draw_ladder(ax, rungs).bars] == [3, 0]
    assert [text.get_text() for text in ax.texts] == ["3 a run, in 90 % of runs", "none in any run"]
    shares = pd.DataFrame(
        {"client": "B", "holder": ["B", "A"], "mean": [0.5, 0.2], "p05": [0.4, 0.1], "p95": [0.6, 0.3]}
    )
    drawn = draw_shares(Figure().subplots(), shares)
    np.testing.assert_allclose(drawn.points.get_offsets(), [[0.5, 1], [0.2, 0]])
    np.testing.assert_allclose([line[:, 0] for line in drawn.spans.get_segments()], shares[["p05", "p95"]])


def test_panels_share_scales_and_carry_the_small_print():
    def draw(ax, rows):
        ax.plot(rows["month"], rows["value"])

    table = pd.concat([MONTHS.assign(posture=name, value=k) for k, name in enumerate(["baseline", "court_russia"])])
    figure = sheet(table, draw, title="a title", note="scenario · N 5 · seed 7 · rules abc", by="posture")
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["baseline", "court russia"]
    assert figure.axes[0].get_ylim() == figure.axes[1].get_ylim()
    assert figure.get_suptitle() == "A title"
    assert figure.get_supxlabel() == "scenario · N 5 · seed 7 · rules abc"


def test_the_small_print_tells_what_luck_was_met(lesson):
    plan, _ = lesson.prepare(replications=5, seed=3)
    assert small_print(plan, 4, ["baseline"]).startswith(
        "triangle_lesson · baseline · N 4 of 5 (unfinished) · seed 3 ·"
    )
    swept, _ = lesson.prepare(
        replications=5, design=designed(lesson.scenario, {"seed": [1, 2], "crisis.cost": [0.2, 0.3]})
    )
    assert "4 points × 5 · N 20 · 2 seeds ·" in small_print(swept, 20, ["baseline"])
    assert small_print_of_run(swept, 3, "point 3").endswith(f"N 1 · seed 2 · rules {plan.rules} · crisis.cost=0.3")


def test_names_are_moved_apart_and_keep_their_order():
    placed = spread_apart([0.5, 0.5, 0.0, 0.52], 0.1)
    assert (np.diff(sorted(placed)) >= 0.0999).all()
    assert placed[2] == 0
    assert placed[3] > max(placed[:2])
