"""X6: two rivals' arms race is stable iff fatigue outweighs response (Richardson 1960)."""

import numpy as np
import pytest

from sim.model.capability import armed, provocation_to_arm
from sim.model.params import Capability, Threat
from sim.model.threat import forces, proximity


def gap_after(arming, months=400):
    """How a small lift of both powers fares, as a factor, at H = .8, offense = .5, side by side."""
    p = Capability()._replace(arming=arming)
    one = np.ones(2)
    none = np.zeros(2)
    hostility = np.array([[0.0, 0.8], [0.8, 0.0]])
    near = proximity(np.zeros((2, 2)), 3000.0)

    def drive(power):
        force, _ = forces(power, 0.5 * one, none, none, near, np.zeros((2, 2)), Threat())
        return np.array([provocation_to_arm(hostility, force, none, 1.0, i) for i in range(2)])

    rest = drive(one)
    power = np.array([1.0 + 1e-6, 1.0 + 1e-6])
    for _ in range(months):
        change = drive(power) - rest
        power = np.array([armed(power[i], 1.0, change[i], 0.0, 0.0, p) for i in range(2)])
    return (power[0] - 1.0) / 1e-6


@pytest.mark.parametrize(("arming", "stable"), [(0.03, True), (0.045, True), (0.055, False), (0.08, False)])
def test_the_threshold_lies_where_richardson_puts_it(arming, stable):
    """a1·a2 > k1·k2 with a = .02 and k = k_R·H·p·off: the threshold is at k_R = .02/.4 = .05."""
    assert bool(gap_after(arming) < 1.0) == stable


def test_power_stays_within_its_bounds():
    p = Capability()
    assert armed(1.9, 1.0, 100.0, 0.0, 0.0, p) == 2.0
    assert armed(0.5, 1.0, -1000.0, 0.0, 0.0, p) == pytest.approx(0.01)
