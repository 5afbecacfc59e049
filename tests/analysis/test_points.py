"""Tables of sweeps: along a parameter, over two, and line by line, held to the points they sum up."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.points import LISTED, MOST_LINES, PARTS, along, bins, level, lines, parts, surface, telling

ACROSS, UP = np.tile([0.0, 0.5, 1.0], 2), np.repeat([10.0, 20.0], 3)
FRAME = pd.DataFrame({"point": np.repeat(np.arange(6), 2), "tilt": np.arange(12.0)})
FRAME.loc[[0, 10, 11], "tilt"] = np.nan  # a run of the first point, every run of the last


def test_a_level_is_the_mean_of_the_runs_in_which_it_is_defined():
    np.testing.assert_allclose(level(FRAME, "tilt"), [1.0, 2.5, 4.5, 6.5, 8.5, np.nan])


def test_along_a_parameter_runs_are_summed_up_whatever_else_varies():
    table = along(FRAME, ACROSS, "tilt")
    assert list(table["at"]) == [0.0, 0.5, 1.0]
    assert list(table["n"]) == [3, 4, 2]
    assert list(table["missing"]) == [1, 0, 2]
    np.testing.assert_allclose(table["mean"], [(1 + 6 + 7) / 3, (2 + 3 + 8 + 9) / 4, (4 + 5) / 2])


def test_the_error_along_a_parameter_is_of_lucks_not_of_points():
    frame = pd.DataFrame({"point": np.repeat(np.arange(6), 2), "replication": np.tile([0, 1], 6), "seed": 0})
    table = along(frame.assign(tilt=frame["replication"] * 2.0 + frame["point"]), ACROSS, "tilt")
    np.testing.assert_allclose(table["error"], 1.0)  # means of the two lucks lie 2 apart, whatever the points are


def test_cells_of_listed_values_lie_around_them_and_hold_their_points():
    table = surface(level(FRAME, "tilt"), ACROSS, UP)
    np.testing.assert_allclose(table["value"], [1.0, 2.5, 4.5, 6.5, 8.5, np.nan])
    assert list(table["points"]) == [1] * 6
    assert list(table["x_low"][:3]) == [-0.25, 0.25, 0.75]
    assert list(table["y_high"][::3]) == [15, 25]


def test_what_else_varies_is_averaged_point_by_point():
    means = pd.Series([1.0, 3.0, 5.0], index=[0, 1, 2])
    table = surface(means, np.zeros(3), np.array([0.0, 0.0, 1.0]))
    np.testing.assert_allclose(table["value"], [2.0, 5.0])
    assert list(table["points"]) == [2, 1]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200))
def test_every_value_has_a_bin_that_holds_it(values):
    column = np.array(values)
    made = bins(column)
    place = made.of(column)
    assert (made.low <= made.high).all()
    slack = 1e-9 * max(1.0, np.abs(column).max())
    assert (column >= made.low[place] - slack).all()
    assert (column <= made.high[place] + slack).all()
    if len(np.unique(column)) <= LISTED:
        assert len(made.at) == len(np.unique(column))


def test_lines_set_off_the_tenths_and_thin_what_is_between():
    means = pd.Series(np.random.default_rng(1).permutation(1000).astype(float), name="tilt")
    means.iloc[:100] = np.nan
    points = pd.DataFrame({"a": np.arange(1000.0)})
    table = lines(points, means)
    defined = means.dropna().sort_values()
    low, high = (set(table.loc[table["group"] == f"{end} tenth", "tilt"]) for end in ("lowest", "highest"))
    assert low == set(defined.iloc[:90])
    assert high == set(defined.iloc[-90:])
    assert 0 < (table["group"] == "between").sum() <= MOST_LINES
    np.testing.assert_array_equal(table["a"], table["point"])
    np.testing.assert_array_equal(means[table["point"]], table["tilt"])


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_points_are_lines_too(count):
    table = lines(pd.DataFrame({"a": np.arange(count)}), pd.Series(np.arange(float(count)), name="tilt"))
    assert len(table) == count


def test_what_tells_most_comes_first_whatever_its_shape():
    rng = np.random.default_rng(5)
    points = pd.DataFrame(rng.random((4000, 3)), columns=["nothing", "straight", "bent"])
    means = 0.5 * points["straight"] + 4 * (points["bent"] - 0.5) ** 2
    assert telling(points, means) == ["bent", "straight", "nothing"]
    assert telling(points, 0 * means) == ["nothing", "straight", "bent"]


@given(st.lists(st.floats(-1e6, 1e6) | st.integers(-9, 9), min_size=1, max_size=60))
def test_parts_hold_every_point_once(values):
    held = parts(np.array(values, dtype=float))
    assert len(held) <= PARTS
    np.testing.assert_array_equal(np.sum(list(held.values()), axis=0), np.ones(len(values)))
    assert all(inside.any() for inside in held.values())


def test_parts_that_lie_close_have_names_of_their_own():
    assert len(parts(np.array([0.1, 0.1 + 1e-14]))) == 2


def test_parts_are_named_by_what_they_hold():
    assert list(parts(np.array(["erratic", "baseline", "erratic"]))) == ["erratic", "baseline"]
    assert list(parts(np.array([0.5, 0.25, 0.5]))) == ["0.25", "0.5"]
    drawn = np.linspace(0, 1, 101)
    assert next(iter(parts(drawn))) == "0 to 0.125"
    assert parts(drawn)["0 to 0.125"].sum() == 13
