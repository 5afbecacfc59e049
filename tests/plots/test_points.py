"""Figures of sweeps, sensitivities, boxes and forecasts draw what their tables say."""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.points import along, lines, surface
from sim.plots.boxes import draw_box
from sim.plots.curve import draw_curve
from sim.plots.heat import FEW, SMALL, draw_heat, extent, fit_figures
from sim.plots.indices import draw_indices
from sim.plots.parallel import draw_parallel
from sim.plots.reliability import LARGEST, SHARE, draw_reliability
from sim.plots.sheet import sheet

from .specimens import BOX, INDICES, RUNS, TILT, A, B


@pytest.fixture
def ax():
    """Axes of a figure that needs no display."""
    return Figure().subplots()


def test_cells_hold_the_values_of_the_table_and_contours_their_levels(ax):
    table = surface(TILT, A, B)
    drawn = draw_heat(ax, table)
    shown = np.asarray(drawn.cells.get_array())
    np.testing.assert_allclose(shown, table.pivot(index="y", columns="x", values="value"))
    corners = drawn.cells.get_coordinates()
    np.testing.assert_allclose(corners[0, :-1, 0], table.drop_duplicates("x")["x_low"])
    np.testing.assert_allclose(corners[1:, 0, 1], table.drop_duplicates("y")["y_high"])
    assert len(drawn.contours.levels) >= 3
    assert drawn.figures == []


def test_few_cells_have_their_figures_and_what_is_missing_has_none(ax):
    table = pd.DataFrame(
        {"x": [0, 1], "x_low": [-0.5, 0.5], "x_high": [0.5, 1.5], "y": 0, "y_low": -0.5, "y_high": 0.5,
         "value": [-2.0, np.nan]}
    )  # fmt: skip
    drawn = draw_heat(ax, table)
    assert [text.get_text() for text in drawn.figures] == ["−2"]
    assert drawn.contours is None
    assert np.ma.getmaskarray(drawn.cells.get_array()).ravel().tolist() == [False, True]


def overlaps(figure, drawn):
    """Pairs of figures in cells that lie over each other."""
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for heat in drawn for text in heat.figures if text.get_visible()]
    return [(one, two) for one, two in itertools.combinations(boxes, 2) if one.overlaps(two)]


@pytest.mark.parametrize("across", [2, 5, 6, 7, 8, 12])
@pytest.mark.parametrize("uneven", [False, True])
def test_figures_in_cells_do_not_lie_over_each_other(across, uneven):
    x = np.linspace(0, 1, across) ** (3 if uneven else 1)
    wide, high = np.meshgrid(x, np.linspace(0.2, 0.95, min(across, FEW)))
    means = pd.Series(-0.0877 - 0.01 * np.sin(np.arange(wide.size)), name="alignment")
    table = pd.concat([surface(means, wide.ravel(), high.ravel()).assign(variant=name) for name in ("one", "two")])
    drawn = []
    figure = sheet(table, lambda ax, rows: drawn.append(draw_heat(ax, rows, extent(table))), title="t", note="n",
                   by="variant", size=(3.3, 2.8))  # fmt: skip
    if across == FEW:
        for heat in drawn:
            for text in heat.figures:
                text.set_text("−0.08771")  # as long as they once were
        assert overlaps(figure, drawn)
    fit_figures(figure, drawn)
    assert not overlaps(figure, drawn)
    texts = [text for heat in drawn for text in heat.figures]
    assert len(texts) == (2 * wide.size if across <= FEW else 0)
    assert all(text.get_fontsize() >= SMALL or not text.get_visible() for text in texts)


def test_figures_in_cells_have_as_many_decimals_as_the_scale_tells_apart(ax):
    table = pd.DataFrame({"x": [0, 1], "x_low": [-0.5, 0.5], "x_high": [0.5, 1.5], "y": 0, "y_low": -0.5, "y_high": 0.5,
                          "value": [-0.0004, -0.4612]})  # fmt: skip
    assert [text.get_text() for text in draw_heat(ax, table).figures] == ["0.00", "−0.46"]


def test_values_that_are_all_equal_are_drawn(ax):
    table = surface(TILT * 0 + 3.0, A, B)
    assert extent(table) == (2.5, 3.5)
    drawn = draw_heat(ax, table)
    assert (drawn.cells.get_array() == 3.0).all()
    assert drawn.contours is None


def test_a_curve_has_the_means_and_spans_of_its_table(ax):
    table = along(RUNS, A, "tilt")
    drawn = draw_curve(ax, table)
    np.testing.assert_allclose(drawn.mean.get_xydata(), table[["at", "mean"]])
    corners = pd.DataFrame(drawn.span.get_paths()[0].vertices, columns=["x", "y"]).groupby("x")["y"]
    np.testing.assert_allclose(corners.min(), table["p05"])
    np.testing.assert_allclose(corners.max(), table["p95"])


def test_a_point_is_a_line_across_scaled_axes(ax):
    table = lines(pd.DataFrame({"a": A, "b": B}), TILT)
    drawn = draw_parallel(ax, table)
    for group, held in drawn.groups.items():
        rows = table[table["group"] == group]
        segments = np.array(held.get_segments())
        np.testing.assert_allclose(segments[:, :, 0], np.tile([0, 1, 2], (len(rows), 1)))
        np.testing.assert_allclose(segments[:, :, 1], rows[["a", "b", "tilt"]] / [1, 2, 2])
    assert [label.get_text() for label in ax.get_xticklabels()] == ["a", "b", "tilt"]
    draw_parallel(Figure().subplots(), table)
    said = Figure().subplots()
    draw_parallel(said, table, meant={"a": "what a means"})
    assert "what a means" in [text.get_text() for text in said.texts]


def test_bars_stand_in_the_order_of_the_table_with_their_intervals(ax):
    table = INDICES.iloc[[1, 0, 2, 4, 3, 5]]
    drawn = draw_indices(ax, table)
    assert [name.rpartition(".")[2] for name in drawn.parameters] == ["substitution", "second_patron", "rationality"]
    for index, rows in table.groupby("index"):
        assert [bar.get_width() for bar in drawn.bars[index]] == list(rows["value"])
        ends = [segment[:, 0].tolist() for segment in drawn.intervals[index].get_segments()]
        assert ends == rows[["low", "high"]].to_numpy().tolist()
    heights = {index: [bar.get_y() for bar in bars] for index, bars in drawn.bars.items()}
    assert all(first > total for first, total in zip(heights["S1"], heights["ST"], strict=True))


def test_an_index_that_is_not_told_of_has_no_bar(ax):
    drawn = draw_indices(ax, INDICES.drop(index=5))
    assert drawn.bars["ST"][2].get_width() == 0


def test_a_box_is_a_part_of_each_range(ax):
    drawn = draw_box(ax, BOX)
    np.testing.assert_allclose([bar.get_x() for bar in drawn.inside], [0.6, 0.0], atol=1e-12)
    np.testing.assert_allclose([bar.get_width() for bar in drawn.inside], [0.4, 0.35 / 0.75])
    assert all(bar.get_width() == 1 for bar in drawn.ranges)
    assert {"0.6", "0.55", "0.95"} <= {text.get_text() for text in ax.texts}


def test_reliability_has_a_mark_for_each_bin_that_was_used(ax):
    table = pd.DataFrame(
        {"low": [0.0, 0.5], "high": [0.5, 1.0], "n": [30, 10], "forecast": [0.2, 0.8], "observed": [0.3, 0.6],
         "observed_low": [0.2, 0.3], "observed_high": [0.5, 0.8], "base": 0.375}
    )  # fmt: skip
    empty = pd.DataFrame([{"low": 1.0, "high": 1.5, "n": 0, "forecast": np.nan, "observed": np.nan, "base": 0.375}])
    drawn = draw_reliability(ax, pd.concat([table, empty], ignore_index=True))
    np.testing.assert_allclose(drawn.points.get_offsets(), table[["forecast", "observed"]])
    np.testing.assert_allclose(drawn.points.get_sizes(), [LARGEST, LARGEST / 3])
    np.testing.assert_allclose([bar.get_height() for bar in drawn.bars], [SHARE, SHARE / 3, 0])
    assert list(drawn.base.get_ydata()) == [0.375, 0.375]
    segments = drawn.intervals.get_segments()
    np.testing.assert_allclose([segment[:, 1] for segment in segments], table[["observed_low", "observed_high"]])
