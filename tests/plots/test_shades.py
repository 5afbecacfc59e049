"""What is told by colour can be told in grey print, and without red and green."""

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from sim.outcomes.triad import TYPES
from sim.plots.forest import FALL, RISE, UNTOLD
from sim.plots.shades import BAND, CORE, EDGE, FILL, OUTSIDE, shades
from sim.plots.sheet import INK, MUTED
from sim.plots.treaties import MARKS

# Machado, Oliveira and Fernandes (2009), severity 1, on linear light
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
)
PROTANOPIA = np.array(
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
)


def linear(colour):
    part = np.array(to_rgb(colour))
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lightness(colour, seen=None):
    """CIE L*, 0 black to 100 white, as seen by most or through a matrix of colour blindness."""
    light = linear(colour) if seen is None else np.clip(seen @ linear(colour), 0, 1)
    y = light @ [0.2126, 0.7152, 0.0722]
    return 116 * np.cbrt(y) - 16 if y > 0.008856 else 903.3 * y


@pytest.mark.parametrize("seen", [None, DEUTERANOPIA, PROTANOPIA], ids=["grey", "deuteranopia", "protanopia"])
@pytest.mark.parametrize("count", [4, len(TYPES) - 1])
def test_layers_differ_in_lightness(count, seen):
    steps = [lightness(colour, seen) for colour in (OUTSIDE, *shades(count))]
    assert max(np.diff(steps)) < -5.0


def test_the_parts_of_a_fan_and_of_a_histogram_differ_in_lightness():
    for light, dark in itertools.pairwise(["#ffffff", BAND, CORE, EDGE]):
        assert lightness(light) - lightness(dark) > 10
    assert lightness(FILL) - lightness(EDGE) > 25


def test_words_can_be_read_on_white():
    """WCAG 2: a contrast of 4.5 to 1."""
    for colour in (INK, MUTED, EDGE):
        assert 1.05 / (linear(colour) @ [0.2126, 0.7152, 0.0722] + 0.05) > 4.5


def test_what_is_not_told_from_zero_is_lighter_than_what_is():
    assert lightness(UNTOLD) - max(lightness(RISE), lightness(FALL)) > 10


def test_events_differ_in_more_than_colour():
    """Honoured fills the ring of invoked; the others have a mark of their own."""
    told = [(mark, face == "white") for mark, face, _, _ in MARKS.values()]
    assert len(set(told)) == len(told)
