"""Every mechanism of the source documents, M1 to M28, as a paired test on the same luck; a known miss must miss."""

import pytest

from sim.analysis.validation.laboratory import REPLICATIONS, Laboratory
from sim.analysis.validation.mechanisms import MECHANISMS

SOAKING = 5  # times as many replications


@pytest.fixture(scope="module")
def laboratory(flagship):
    return Laboratory(flagship.scenario)


@pytest.fixture(scope="module")
def large_laboratory(flagship):
    return Laboratory(flagship.scenario, SOAKING * REPLICATIONS)


@pytest.mark.parametrize("row", MECHANISMS.values(), ids=MECHANISMS)
def test_mechanism(row, laboratory, judge):
    judge(row, laboratory)


@pytest.mark.soak
@pytest.mark.parametrize("row", MECHANISMS.values(), ids=MECHANISMS)
def test_mechanism_at_size(row, large_laboratory, judge):
    judge(row, large_laboratory)
