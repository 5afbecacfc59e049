"""Figures look as they did when they were last looked at, in the minor version of matplotlib that is pinned."""

import pytest
from matplotlib.testing.compare import compare_images

from sim.plots.indices import draw_indices

from .specimens import BASELINES, INDICES, SPECIMENS, draw, specimen

TOLERANCE = 8.0  # root of the mean squared difference of a pixel, of 255


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_specimen_looks_as_its_baseline(name, tmp_path):
    draw(name, tmp_path / "now.png")
    found = compare_images(str(BASELINES / f"{name}.png"), str(tmp_path / "now.png"), TOLERANCE)
    assert found is None, f"{found}\nIf it is as meant, look at it and run: python tests/plots/specimens.py"


def test_the_tolerance_does_not_hide_a_change_of_data(tmp_path, monkeypatch):
    """Two parameters change places, as a reader would see."""
    changed = INDICES.assign(value=INDICES["value"].to_numpy()[[1, 0, 2, 4, 3, 5]])
    monkeypatch.setitem(SPECIMENS, "indices", lambda: specimen(changed, draw_indices, size=(6.6, 2.4)))
    draw("indices", tmp_path / "now.png")
    assert compare_images(str(BASELINES / "indices.png"), str(tmp_path / "now.png"), TOLERANCE)
