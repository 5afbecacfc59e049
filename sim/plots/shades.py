"""Colours by lightness first: evenly spaced from dark to light, so that they can be told apart in grey print and by
the colour-blind (cividis: Nuñez, Anderton and Renslow 2018)."""

import matplotlib
from matplotlib.colors import to_hex

FILL, EDGE = "#7fa8bf", "#1d4e68"  # one distribution, and what is marked on it
BAND, CORE = "#d3e2ea", "#9fc1d3"  # the outer and the inner part of a fan
OUTSIDE = "#ededed"  # what has no kind: indeterminate


def shades(count: int) -> list[str]:
    """So many colours from light to dark, evenly spaced in lightness; all darker than `OUTSIDE`."""
    held = matplotlib.colormaps["cividis"]
    return [to_hex(held(0.92 * (1 - k / max(1, count - 1)))) for k in range(count)]
