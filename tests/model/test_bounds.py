"""What a played world may be at all times, at every level of reasoning and order of action."""

import numpy as np
import pytest

from sim.analysis.validation.wholes import played
from sim.scenario import build


@pytest.mark.parametrize("level", [0.0, 1.0, 2.0])
@pytest.mark.parametrize("activation", ["simultaneous", "random", "fixed"])
def test_a_played_world_stays_within_its_bounds(lesson, level, activation):
    record = played(build(lesson.scenario, values={"choice.level": level}, activation=activation), 24, runs=30)
    for name in record._fields:
        assert np.isfinite(getattr(record, name)).all(), name
    assert np.abs(record.alignment).max() <= 1.0
    assert record.hostility[:, :, ~np.eye(3, dtype=bool)].min() >= 0.02
    assert record.hostility.max() <= 0.98
    assert ((record.stability >= 0) & (record.stability <= 1)).all()
    assert ((record.committed >= 0) & (record.committed <= 0.95)).all()
    assert ((record.rung >= 0) & (record.rung <= 4)).all()
    assert np.array_equal(record.rung, record.rung.swapaxes(2, 3))
    assert np.array_equal(record.alignment, record.alignment.swapaxes(2, 3))
