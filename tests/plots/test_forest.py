"""The forest draws each posture in its row, where the table says."""

import matplotlib.colors
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.outcomes.labels import Column
from sim.plots.forest import FALL, RISE, UNTOLD, draw_forest, forest_figure

MEANT = {"tilt": Column("alignment", "warmth"), "crises": Column("count", "c"), "wars": Column("count", "w")}
TABLE = pd.DataFrame(
    {
        "posture": ["warm", "cold", "mild"],
        "outcome": ["tilt"] * 3,
        "baseline": [0.2] * 3,
        "difference": [0.3, -0.2, 0.01],
        "low": [0.2, -0.3, -0.05],
        "high": [0.4, -0.1, 0.07],
    }
)


def test_points_and_intervals_stand_where_the_table_says():
    ax = Figure().subplots()
    drawn = draw_forest(ax, TABLE)
    points = np.asarray(drawn.points.get_offsets())
    np.testing.assert_allclose(points[:, 0], TABLE["difference"])
    assert list(points[:, 1]) == [2, 1, 0]
    for segment, row in zip(drawn.intervals.get_segments(), TABLE.itertuples(), strict=True):
        np.testing.assert_allclose(segment[:, 0], [row.low, row.high])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["warm", "cold", "mild"]


def test_colour_tells_what_is_told_from_zero():
    drawn = draw_forest(Figure().subplots(), TABLE)
    wanted = [matplotlib.colors.to_rgba(colour) for colour in (RISE, FALL, UNTOLD)]
    np.testing.assert_allclose(drawn.points.get_edgecolors(), wanted)
    np.testing.assert_allclose(drawn.points.get_facecolors(), [*wanted[:2], [1, 1, 1, 1]])  # and without colour


def test_a_figure_has_a_panel_for_each_outcome():
    both = pd.concat([TABLE, TABLE.assign(outcome="crises"), TABLE.assign(outcome="wars")])
    figure = forest_figure(both, "two", "small", MEANT, {"crises": "None in all 40 runs."})
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["tilt", "wars", "crises"]  # sentences last
    first, _, last = figure.axes
    assert {"warmth"} == {text.get_text() for text in first.texts}
    assert first.get_xlabel() == "change from 0.2 (alignment)"
    assert "None in all 40 runs." in [text.get_text() for text in last.texts]
    assert not last.axison
    assert not last.collections
    for said in ("red: more", "blue: less", "hollow and grey"):
        assert said in figure.get_supxlabel().replace("\n", " ")


def test_a_panel_says_of_how_many_pairs_it_is_where_some_are_missing():
    whole, some = TABLE.assign(n=40, missing=0), TABLE.assign(outcome="wars", n=[30, 31, 40], missing=[10, 9, 0])
    labels = [ax.get_xlabel() for ax in forest_figure(pd.concat([whole, some]), "two", "small", MEANT, {}).axes]
    assert labels == ["change from 0.2 (alignment)", "change from 0.2 (mean number a run; 30 to 40 pairs)"]
