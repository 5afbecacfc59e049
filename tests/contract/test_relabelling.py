"""X9: the order in which a file lists its states is nothing; results move with the names."""

import numpy as np
import pytest

from sim.analysis.validation.relabelling import promises, relabelled, reordered
from sim.scenario import build


@pytest.mark.parametrize("activation", ["simultaneous", "random", "fixed"])
@pytest.mark.parametrize(("name", "months", "shift"), [("lesson", 24, 0), ("lesson", 24, 1), ("flagship", 8, 3)])
def test_the_order_of_the_states_is_nothing(request, played, parting, name, months, shift, activation):
    mine = request.getfixturevalue(name).scenario
    its = reordered(mine, shift)
    assert mine.codes != its.codes
    assert sorted(promises(mine)) == sorted(promises(its))
    one = played(build(mine, activation=activation), months, runs=3)
    two = played(build(its, activation=activation), months, runs=3)
    expected = relabelled(one, mine, mine)
    assert set(expected) == set(one._fields)
    assert parting(expected, relabelled(two, mine, its), 1e-9) == []


@pytest.mark.parametrize("name", ["lesson", "flagship"])
def test_the_reference_moves_with_the_names(request, name):
    mine = request.getfixturevalue(name).scenario
    its = reordered(mine, 1)
    place = [its.codes.index(code) for code in mine.codes]
    one, two = build(mine).setting.reference, build(its).setting.reference
    for field, array in one._asdict().items():
        moved = getattr(two, field)
        if field != "intensity":
            moved = moved[place] if array.ndim == 1 else moved[np.ix_(place, place)]
        assert np.allclose(array, moved, rtol=1e-9, atol=1e-9), field
