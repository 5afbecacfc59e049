"""The flagship by the other index of power (CINC): the same world but for power, and postures in the same order."""

from itertools import combinations

import numpy as np
import pytest

from sim.analysis.paired import paired

INDEX = "scenario.power_index"


def test_the_index_changes_power_alone(flagship):
    (_, usual), (_, other) = (flagship.prepare(params={INDEX: index}) for index in (0, 1))
    stated = np.array(flagship.scenario.parameters["power_index"].toward)
    np.testing.assert_allclose(other.world.power, stated / stated.max())
    _, half = flagship.prepare(params={INDEX: 0.5})
    between = (usual.world.power + stated) / 2
    np.testing.assert_allclose(half.world.power, between / between.max())
    for name, series in usual.world._asdict().items():
        if name not in ("power", "duties"):
            np.testing.assert_array_equal(series, getattr(other.world, name), err_msg=name)
    assert (usual.setting.reference.threat != other.setting.reference.threat).any(), "it is measured from its own start"


@pytest.mark.soak
def test_no_two_postures_change_places_with_the_index(flagship):
    """Of two postures that are told apart under both indices, in any headline outcome, the same one is ahead."""
    headline = flagship.scenario.headline
    compared = [flagship.compare(replications=200, params={INDEX: index}).results for index in (0, 1)]
    told, turned = 0, []
    for one, two in combinations(compared[0], 2):
        usual, other = (paired(by[one].outcomes, by[two].outcomes, headline) for by in compared)
        for outcome in headline:
            signs = {_sign(table.loc[outcome]) for table in (usual, other)}
            told += 0 not in signs
            if signs == {-1, 1}:
                turned.append(f"{outcome}: {one} and {two}")
    assert told
    assert not turned


def _sign(row) -> int:
    """1 or −1 if the interval lies on one side of 0, else 0."""
    return int(row["low"] > 0) - int(row["high"] < 0)
