"""X4: roles and types of three states for every pattern of signs."""

import numpy as np
import pytest

from sim.analysis.validation.known import TRIANGLES
from sim.outcomes.triad import INDETERMINATE, TYPES, role_scores, tie_signs, triangle_types


@pytest.mark.parametrize("signs", TRIANGLES)
def test_scores_and_type_of_every_pattern(signs):
    scores, kind = TRIANGLES[signs]
    assert role_scores(np.array(signs, float)).tolist() == list(scores)
    assert TYPES[triangle_types(np.array(signs, float))] == kind


def test_patterns_are_all_there_are():
    assert len(TRIANGLES) == 8
    assert len(TYPES) == 9


def test_the_pivot_stands_highest_and_the_outcast_lowest():
    every = np.array(list(TRIANGLES), float)
    scores = role_scores(every)
    assert scores.max() == 3
    assert scores.min() == -3
    pivots = np.array(["pivot" in TYPES[t] for t in triangle_types(every)])
    assert ((scores == 3).any(axis=1) == pivots).all()


@pytest.mark.parametrize("weak", [0.0, 0.149, -0.149])
def test_a_weak_tie_leaves_the_triple_indeterminate(weak):
    alignment = np.array([[0, 0.5, weak], [0.5, 0, -0.4], [weak, -0.4, 0]])
    signs = tie_signs(alignment, np.array([[0, 1, 2]]))
    assert TYPES[triangle_types(signs)[0]] == "indeterminate"
    assert np.isnan(role_scores(signs)).all()


def test_the_threshold_itself_has_a_sign():
    alignment = np.full((3, 3), INDETERMINATE)
    assert (tie_signs(alignment, np.array([[0, 1, 2]])) == 1).all()


def test_members_are_read_in_the_order_they_are_named_on_any_leading_axes():
    alignment = np.zeros((2, 5, 4, 4))
    for i, j, tie in ((1, 3, 0.5), (1, 0, 0.5), (3, 0, -0.5)):
        alignment[..., i, j] = alignment[..., j, i] = tie
    signs = tie_signs(alignment, np.array([[3, 1, 0], [0, 3, 1]]))
    assert signs.shape == (2, 5, 2, 3)
    assert role_scores(signs)[1, 4].tolist() == [[-1, 3, -1], [-1, -1, 3]]
