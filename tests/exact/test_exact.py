"""Every exact answer, X1 to X9."""

import pytest

from sim.analysis.validation.exact import EXACT
from sim.analysis.validation.rows import PARTLY
from sim.analysis.validation.trials import Trials
from sim.analysis.validation.wholes import DATA, of_1936


def test_every_answer_has_one_row():
    assert [row.name for row in EXACT.values()] == [f"X{n}" for n in range(1, 10)]
    assert all(function.startswith(f"{row.name.lower()}_") for function, row in EXACT.items())


@pytest.mark.parametrize("row", EXACT.values(), ids=EXACT)
def test_exact_answer(row, judge):
    judge(row, Trials())


def test_two_blocs_of_1936(data):
    assert [finding for finding in of_1936(data) if not finding.holds] == []


def test_without_data_the_case_of_1936_is_not_run(monkeypatch):
    monkeypatch.delenv(DATA, raising=False)
    row = EXACT["x7_landscape"]
    findings = row.test(Trials(draws=40))
    assert row.verdict(findings) == PARTLY
    assert [finding.claim for finding in findings if not finding.n] == [
        f"1936, 17 nations: not run, {DATA} names no folder"
    ]
