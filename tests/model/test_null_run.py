"""X1: with nobody acting and no events, nothing moves; and what the world may be at all times."""

import numpy as np
import pytest

from sim.model.play import play_many
from sim.model.world import blank_record
from sim.scenario import build, load

SERIES = ("alignment", "hostility", "threat", "dependence", "power", "offense", "stability", "committed")


def played(name, values=None, runs=1, months=36, calendar=True, **options):
    """A record of a case; without its calendar if asked."""
    case = build(load(name), values=values or {}, **options)
    setting = case.setting
    if not calendar:
        never = setting.calendar._replace(month=np.full_like(setting.calendar.month, 10_000))
        setting = setting._replace(calendar=never)
    world = case.world
    record = blank_record(months, len(world.power), len(world.duties.status), len(world.intensity), runs)
    play_many(world, setting, case.params, 1, 0, record)
    return record


@pytest.mark.parametrize("name", ["triangle_lesson", "trump_triangulation"])
def test_nothing_moves_without_noise(name):
    record = played(name, {"alignment.noise": 0.0}, acting=False, calendar=False)
    for series in SERIES:
        values = getattr(record, series)
        assert np.abs(values - values[:, :1]).max() < 1e-12, series


def test_noise_alone_drifts_nowhere_on_average():
    record = played("trump_triangulation", runs=1000, months=24, acting=False, calendar=False)
    drift = (record.alignment[:, -1] - record.alignment[:, 0]).mean(axis=0)
    assert np.abs(drift).max() < 0.01


@pytest.mark.parametrize("level", [0.0, 1.0, 2.0])
@pytest.mark.parametrize("activation", ["simultaneous", "random", "fixed"])
def test_a_played_world_stays_within_its_bounds(level, activation):
    record = played("triangle_lesson", {"choice.level": level}, runs=30, months=24, activation=activation)
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
