"""Predicates: what they say of the columns of a table, and what they refuse."""

import numpy as np
import pytest

from sim.outcomes.predicate import truth

COLUMNS = {
    "tilt": np.array([-1.0, 0.0, 0.5, np.nan]),
    "wars": np.array([0.0, 1.0, 1.0, 0.0]),
    "crisis.cost": np.array([0.1, 0.2, 0.3, 0.4]),
}


@pytest.mark.parametrize(
    ("text", "met", "named"),
    [
        ("tilt < 0.3", [1, 1, 0, np.nan], ["tilt"]),
        ("wars", [0, 1, 1, 0], ["wars"]),
        ("not wars and crisis.cost <= 0.1", [1, 0, 0, 0], ["wars", "crisis.cost"]),
        ("0.1 < crisis.cost < 0.4", [0, 1, 1, 0], ["crisis.cost"]),
        ("tilt + wars > 0.9 or crisis.cost == 0.1", [1, 1, 1, np.nan], ["tilt", "wars", "crisis.cost"]),
    ],
)
def test_what_it_says_of_each_run(text, met, named):
    found, columns = truth(text, COLUMNS)
    np.testing.assert_array_equal(found, met)
    assert columns == named


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tlt < 0", 'there is no column "tlt"; did you mean tilt'),
        ("crisis.cst < 1", "did you mean crisis.cost"),
        ("tilt + 1", "neither true nor false"),
        ("1 < 2", "names no column"),
        ("tilt <", "not an expression"),
        ("abs(tilt) < 1", "no functions here"),
        ("__import__('os').system('true')", "no functions here"),
        ("tilt[0] < 1", "no column"),
        ("[tilt]", "only columns"),
        ("tilt < 0; wars", "not an expression"),
    ],
)
def test_what_it_refuses(text, said):
    with pytest.raises(ValueError, match=said):
        truth(text, COLUMNS)
