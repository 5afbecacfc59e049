"""The same replications come out whatever the workers, the pieces and the order; a few runs of each scenario."""

import numpy as np
import pytest

from sim.run.play import joined, play

RUNS = 4


def outcomes(study, workers, rows, **request):
    plan, _ = study.prepare(**{"replications": RUNS, "seed": 3, **request})
    return joined(piece.tables[0] for piece in play(plan.shards(), study.scenario, workers, rows)).to_pandas()


@pytest.fixture(scope="module")
def usual(lesson):
    """One worker, one piece."""
    return outcomes(lesson, 1, 0)


@pytest.mark.parametrize(("workers", "rows"), [(1, 1), (1, 3), (2, 2), (3, RUNS)])
def test_workers_and_pieces_change_nothing(lesson, usual, workers, rows):
    assert outcomes(lesson, workers, rows).equals(usual)


def test_a_shorter_run_is_the_beginning_of_a_longer_one(lesson, usual):
    assert usual.head(2).equals(outcomes(lesson, 2, 1, replications=2))


def test_the_seed_and_the_replication_make_the_luck(lesson, usual):
    varying = [name for name in usual if name not in ("replication", "seed") and usual[name].nunique() > 1]
    assert varying
    assert not usual[varying].equals(outcomes(lesson, 1, 0, seed=4)[varying])


@pytest.mark.parametrize("name", ["lesson", "flagship"])
def test_a_few_runs_of_each_scenario_stay_within_bounds(request, name):
    study = request.getfixturevalue(name)
    result = study.run(replications=2, record="steps")
    steps = result.read("steps")
    n, months = len(study.scenario.codes), study.scenario.months
    assert len(steps) == 2 * (months + 1) * n * (n - 1)
    assert steps["alignment"].between(-1, 1).all()
    assert steps["hostility"].between(0.02, 0.98).all()
    assert not steps.select_dtypes("number").isna().any().any()
    assert np.isfinite(result.headline()["mean"].dropna()).all()
    assert len(result.read("months")) == 2 * (months + 1)
