"""The Python face: the same checks and figures as the command line, nothing written unless a folder is named."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.paired import paired
from sim.run.plan import PlanError
from sim.scenario import OverrideError, ScenarioError
from sim.study import Study

RUNS = 12


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert not list(tmp_path.iterdir())


def test_a_run_has_a_row_for_each_replication(lesson):
    result = lesson.run(replications=RUNS)
    assert list(result.outcomes["replication"]) == list(range(RUNS))
    assert result.played == RUNS
    assert result.path is None
    headline = result.headline()
    assert list(headline.index) == lesson.scenario.headline
    np.testing.assert_allclose(headline["mean"], result.outcomes[lesson.scenario.headline].mean())


def test_a_comparison_pairs_each_posture_with_the_baseline(lesson):
    comparison = lesson.compare(["detente"], replications=RUNS)
    base, other = (lesson.run(posture=name, replications=RUNS).outcomes for name in ("baseline", "detente"))
    pd.testing.assert_frame_equal(comparison.results["detente"].outcomes, other)
    expected = paired(base, other, lesson.scenario.headline)
    np.testing.assert_allclose(comparison.table["difference"], expected["difference"])
    np.testing.assert_allclose(comparison.table["baseline"], base[lesson.scenario.headline].mean())


def test_the_same_posture_on_other_workers_differs_nowhere(lesson):
    one, two = (lesson.run(replications=RUNS, workers=workers).outcomes for workers in (1, 2))
    assert (paired(one, two, lesson.scenario.headline)["difference"].dropna() == 0).all()


@pytest.mark.parametrize(
    ("request_", "kind", "said"),
    [
        ({"params": {"choice.rationalty": 3}}, OverrideError, "choice.rationality"),
        ({"params": {"choice.rationality": 99}}, OverrideError, "out of range"),
        ({"posture": "reasure"}, OverrideError, "reassure"),
        ({"activation": "chaotic"}, OverrideError, "simultaneous"),
        ({"replications": 0}, PlanError, "replications"),
        ({"workers": -1}, PlanError, "workers"),
        ({"record": "all"}, PlanError, "outcomes, steps"),
    ],
)
def test_what_cannot_be_run_is_refused_before_anything_is_made(lesson, request_, kind, said):
    with pytest.raises(kind, match=said):
        lesson.run(out="never", **request_)


def test_a_scenario_that_is_not_there_is_refused():
    with pytest.raises(ScenarioError, match="triangle_lesson"):
        Study.load("triangle_leson")


def test_series_that_were_not_recorded_cannot_be_read(lesson):
    with pytest.raises(PlanError, match='record="steps"'):
        lesson.run(replications=1).read("steps")
