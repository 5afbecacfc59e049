"""Every mechanism of the source documents, M1 to M28, as a paired test on the same luck; a known miss must miss."""

import pytest

from sim.analysis.validation.laboratory import REPLICATIONS, Laboratory
from sim.analysis.validation.mechanisms import MECHANISMS
from sim.analysis.validation.rows import MISSES, Row

SOAKING = 5  # times as many replications


@pytest.fixture(scope="module")
def laboratory(flagship):
    return Laboratory(flagship.scenario)


@pytest.fixture(scope="module")
def large_laboratory(flagship):
    return Laboratory(flagship.scenario, SOAKING * REPLICATIONS)


def case(name: str, row: Row):
    known = [pytest.mark.xfail(strict=True, reason=row.miss)] if row.miss else []
    return pytest.param(row, id=name, marks=known)


CASES = [case(name, row) for name, row in MECHANISMS.items()]


def told(row: Row, findings) -> str:
    return "\n".join([f"{row.name}: {row.claim}", *map(str, findings)])


@pytest.mark.parametrize("row", CASES)
def test_mechanism(row, laboratory):
    findings = row.test(laboratory)
    assert row.verdict(findings) != MISSES, told(row, findings)


@pytest.mark.soak
@pytest.mark.parametrize("row", CASES)
def test_mechanism_at_size(row, large_laboratory):
    findings = row.test(large_laboratory)
    assert row.verdict(findings) != MISSES, told(row, findings)
