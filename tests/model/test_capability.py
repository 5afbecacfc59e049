"""X6: two rivals' arms race is stable iff fatigue outweighs response (Richardson 1960)."""

import pytest

from sim.analysis.validation.parts import Rivals, gap_after
from sim.model.capability import armed
from sim.model.params import Capability


@pytest.mark.parametrize(("arming", "stable"), [(0.03, True), (0.045, True), (0.055, False), (0.08, False)])
def test_the_threshold_lies_where_richardson_puts_it(arming, stable):
    """a1·a2 > k1·k2 with a = .02 and k = k_R·H·p·off: the threshold is at k_R = .02/.4 = .05."""
    assert bool(gap_after(Rivals(), arming) < 1.0) == stable


def test_power_stays_within_its_bounds():
    p = Capability()
    assert armed(1.9, 1.0, 100.0, 0.0, 0.0, p) == 2.0
    assert armed(0.5, 1.0, -1000.0, 0.0, 0.0, p) == pytest.approx(0.01)
