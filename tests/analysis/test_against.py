"""Two kept runs against each other: paired where they share their luck, apart otherwise, refused across rules."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.analysis.against import against
from sim.analysis.paired import paired
from sim.run.plan import PlanError


@pytest.fixture(scope="module")
def runs(lesson):
    return {name: lesson.run(name, replications=20) for name in ("reassure", "detente")}


def test_runs_on_the_same_luck_are_paired(lesson, runs):
    first, second = runs.values()
    found = second.against(first)
    assert not found.unshared
    expected = paired(first.outcomes, second.outcomes, lesson.scenario.headline)
    table = found.table.set_index("outcome")
    for column in ("difference", "low", "high", "error", "n"):
        assert table[column].tolist() == pytest.approx(expected[column].tolist()), column
    assert (table["second"] - table["first"]).tolist() == pytest.approx(table["difference"].tolist())
    assert set(table["luck"]) == {"shared"}


@pytest.mark.parametrize(
    ("other", "why"),
    [({"replications": 30}, "replications are 20 and 30"), ({"replications": 20, "seed": 1}, "seeds are 0 and 1")],
)
def test_runs_on_other_luck_are_two_samples(lesson, runs, other, why):
    first, second = runs["reassure"], lesson.run("detente", **other)
    found = second.against(first, ["hold"])
    assert why in found.unshared
    (row,) = found.table.itertuples()
    a, b = first.outcomes["hold"], second.outcomes["hold"]
    interval = stats.ttest_ind(b, a, equal_var=False).confidence_interval()
    assert (row.difference, row.low, row.high) == pytest.approx((b.mean() - a.mean(), *interval))
    assert row.luck == "own"
    assert np.isnan(row.needed)


def test_sweeps_are_compared_by_what_each_luck_brings_on_average(lesson):
    costs = {"crisis.cost": [0.2, 0.3, 0.4]}
    first, second = (lesson.sweep(costs, posture=name, replications=8) for name in ("reassure", "detente"))
    (row,) = second.against(first, ["tilt"]).table.itertuples()
    means = [sweep.outcomes.groupby("replication")["tilt"].mean() for sweep in (first, second)]
    assert row.n == 8
    assert row.difference == pytest.approx((means[1] - means[0]).mean())
    assert row.error == pytest.approx((means[1] - means[0]).sem())


def test_missing_values_are_left_out_of_both(lesson, runs):
    first, second = runs.values()
    frame = first.outcomes.assign(hold=first.outcomes["hold"].mask(first.outcomes["replication"] == 3))
    table = against((first.plan, second.plan), (frame, second.outcomes), ["hold"]).table
    assert table["n"].tolist() == [19]
    assert table["missing"].tolist() == [1]


def test_other_rules_and_other_outcomes_are_refused(runs):
    first, second = runs.values()
    older = first.plan._replace(rules="0" * 12)
    with pytest.raises(PlanError, match="under different rules"):
        against((older, second.plan), (first.outcomes, second.outcomes), ["hold"])
    with pytest.raises(PlanError, match="did you mean hold"):
        second.against(first, ["hld"])
    with pytest.raises(PlanError, match="not an outcome of both"):
        against((first.plan, second.plan), (first.outcomes, second.outcomes), ["nothing"])


def test_the_command_says_what_differs_and_keeps_the_table(command, tmp_path):
    for posture in ("reassure", "detente", "erratic"):
        asked = ("scenario=triangle_lesson", f"posture={posture}", "replications=5", f"out={posture}")
        assert command("run", *asked)[0] == 0
    code, out, err = command("compare", "reassure", "detente", "--outcome", "hold,wars")
    assert code == 0, err
    assert "posture reassure there, detente here" in out
    assert "in pairs" in out
    (file,) = (tmp_path / "detente").glob("compare-reassure-*.csv")
    kept = file.read_bytes()
    assert pd.read_csv(file)["outcome"].tolist() == ["hold", "wars"]
    assert "before" not in out
    assert command("compare", "erratic", "detente", "--outcome", "hold")[0] == 0
    assert file.read_bytes() == kept  # of another first, another table
    assert len(list((tmp_path / "detente").glob("compare-*.csv"))) == 2
    _, out, _ = command("compare", "reassure", "detente", "--outcome", "hold")
    assert "It showed wars before, and no more" in out
    anew = ("posture=detente", "replications=6", "out=detente", "overwrite=true")
    assert command("run", "scenario=triangle_lesson", *anew)[0] == 0
    assert not list((tmp_path / "detente").glob("compare-*.csv"))
    for words, said in (
        (["reassure"], "required"),
        (["reassure", "nowhere"], "no folder nowhere"),
        (["reassure", "detente", "seed=1"], "unrecognized"),
    ):
        code, _, err = command("compare", *words)
        assert code == 2
        assert said in err
