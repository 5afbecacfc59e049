"""Two kept runs against each other: paired where they share their luck, apart otherwise, refused across rules."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.analysis.against import against
from sim.analysis.paired import paired
from sim.run.plan import PlanError
from sim.scenario import parse
from sim.study import Comparison, Study


@pytest.fixture(scope="module")
def runs(lesson):
    return {name: lesson.run(name, replications=20) for name in ("reassure", "detente")}


def test_runs_on_the_same_luck_are_paired(lesson, runs):
    first, second = runs.values()
    found = second.against(first)
    assert found.shared
    assert found.words == "the same luck: in pairs"
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
    assert not found.shared
    assert why in found.words
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


def _two(first, second):
    return (first.plan, second.plan), (first.scenario, second.scenario)


def changed(lesson, *pairs):
    """The lesson with its text changed, as a scenario of another name."""
    text = lesson.scenario.text
    for old, new in (("name: triangle_lesson", "name: mine"), *pairs):
        assert old in text
        text = text.replace(old, new)
    return Study(parse(text))


def test_luck_does_not_go_by_the_name_of_a_scenario(lesson, runs):
    """The same scenario under another name is the same runs, and the difference is 0 in each."""
    first, second = runs["detente"], changed(lesson).run("detente", replications=20)
    found = second.against(first)
    assert found.shared
    assert "the scenarios are triangle_lesson and mine" in found.words
    assert (found.table[["difference", "low", "high"]] == 0).all(axis=None)


def test_it_is_said_what_two_worlds_share(lesson, runs):
    first = runs["detente"]
    for pairs, said in (
        ([("months: 24", "months: 18")], "it is that of the 18 months that both have"),
        ([("CHARLY", "DELTA")], "that both have (ALPHA, BRAVO; CHARLY in the first only, DELTA in the second only)"),
    ):
        found = changed(lesson, *pairs).run("detente", replications=20).against(first, ["wars"])
        assert found.shared
        assert said in found.words
    apart = changed(lesson, ("ALPHA", "XRAY"), ("BRAVO", "YANKEE"), ("CHARLY", "ZULU")).run("detente", replications=20)
    found = apart.against(first, ["wars"])
    assert not found.shared
    assert "no state is in both" in found.words


def test_sweeps_of_other_points_are_paired_and_it_is_said(lesson):
    first, second = (lesson.sweep({"crisis.cost": costs}, replications=5) for costs in ([0.2, 0.3], [0.3, 0.4]))
    found = second.against(first, ["tilt"])
    assert found.shared
    assert "each is the mean over points of its own" in found.words


def test_two_comparisons_tell_whether_an_effect_has_changed(lesson):
    """The difference of differences, run by run."""
    there, here = (
        lesson.compare(["detente", "reassure"], replications=12, params={"crisis.cost": c}) for c in (0.2, 0.5)
    )
    found = here.against(there, ["hold", "tilt"])
    assert found.table["posture"].tolist() == ["detente"] * 2 + ["reassure"] * 2
    for row in found.table.itertuples():
        effects = [
            side.results[row.posture].outcomes[row.outcome] - side.results["baseline"].outcomes[row.outcome]
            for side in (there, here)
        ]
        test = stats.ttest_rel(effects[1], effects[0]).confidence_interval()
        assert (row.first, row.second) == pytest.approx((effects[0].mean(), effects[1].mean()))
        assert (row.low, row.high) == pytest.approx((test.low, test.high))
    other = Comparison({name: run for name, run in there.results.items() if name != "reassure"})
    assert set(here.against(other, ["hold"]).table["posture"]) == {"detente"}
    with pytest.raises(PlanError, match="no posture in common"):
        here.against(Comparison({"baseline": there.results["baseline"]}))


def test_missing_values_are_left_out_of_both(lesson, runs):
    first, second = runs.values()
    frame = first.outcomes.assign(hold=first.outcomes["hold"].mask(first.outcomes["replication"] == 3))
    (row,) = against(*_two(first, second), (frame, second.outcomes), ["hold"]).table.itertuples()
    assert (row.n, row.missing) == (19, 1)
    assert row.second - row.first == pytest.approx(row.difference)  # means of the pairs too


def test_other_rules_and_other_outcomes_are_refused(runs):
    first, second = runs.values()
    older = first.plan._replace(rules="0" * 12)
    with pytest.raises(PlanError, match="under different rules"):
        against((older, second.plan), _two(first, second)[1], (first.outcomes, second.outcomes), ["hold"])
    with pytest.raises(PlanError, match="did you mean hold"):
        second.against(first, ["hld"])
    with pytest.raises(PlanError, match="not an outcome of both"):
        against(*_two(first, second), (first.outcomes, second.outcomes), ["nothing"])


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


def test_the_command_compares_two_comparisons_and_refuses_one_beside_a_run(command, tmp_path):
    for folder, cost in (("low", 0.2), ("high", 0.5)):
        asked = ("posture=detente,reassure", f"params.crisis.cost={cost}", "replications=5", f"out={folder}")
        assert command("compare", "scenario=triangle_lesson", *asked)[0] == 0
    code, out, err = command("compare", "low", "high", "--outcome", "hold")
    assert code == 0, err
    assert "the changes against baseline in high less low" in out
    assert "in pairs" in out
    (file,) = (tmp_path / "high").glob("compare-low-*.csv")
    assert pd.read_csv(file)["posture"].tolist() == ["detente", "reassure"]
    code, _, err = command("compare", "low", "high/detente")
    assert code == 2
    assert "low holds a comparison and high/detente a run" in err
    assert "say low/baseline" in err
    again = ("posture=detente,reassure", "params.crisis.cost=0.5", "replications=5", "out=high")
    assert command("compare", "scenario=triangle_lesson", *again)[0] == 0  # a table of ours is in nobody's way
