"""Strengths in a crisis: whose arsenal stands on whose side (E10)."""

import numpy as np
import pytest

from sim.model.security import shields


def test_an_arsenal_that_is_promised_to_a_target_does_not_deter_its_owner():
    """0 has the arsenal, guards 1; 2 guards 1 too, with a smaller one."""
    bound = np.zeros((3, 3))
    bound[1, 0], bound[1, 2] = 0.8, 0.5
    shield = shields(bound, np.ones((3, 3)), np.array([1.0, 0.0, 0.4]))
    assert shield[1, 0] == pytest.approx(0.5 * 0.4)
    assert shield[1, 2] == pytest.approx(0.8)
    assert shield[1, 1] == pytest.approx(1 - (1 - 0.8) * (1 - 0.5 * 0.4))
    assert shield[0] == pytest.approx([1, 1, 1])
