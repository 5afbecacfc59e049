"""`tertius compare`: paired differences on the same luck, kept so that a repeat plays nothing."""

import json
import re

import pandas as pd
import pytest

from sim.analysis.paired import paired
from sim.cli.compare import sentences
from sim.run.books import columns_of

LESSON = "scenario=triangle_lesson"


def test_a_comparison_shows_and_keeps_what_the_python_face_finds(tertius, lesson, tmp_path):
    done = tertius("compare", LESSON, "posture=reassure,detente", "replications=40", "out=mine")
    assert done.returncode == 0, done.stderr
    base, other = (lesson.run(posture=name, replications=40).outcomes for name in ("baseline", "detente"))
    expected = paired(base, other, lesson.scenario.headline)
    table = pd.read_csv(tmp_path / "mine" / "compare.csv").set_index(["posture", "outcome"])
    assert set(table.index.get_level_values("posture")) == {"reassure", "detente"}
    for outcome in lesson.scenario.headline:
        assert table.loc[("detente", outcome), "difference"] == pytest.approx(expected.loc[outcome, "difference"])
        assert table.loc[("detente", outcome), "low"] == pytest.approx(expected.loc[outcome, "low"])
        assert outcome in done.stdout
    assert (tmp_path / "mine" / "compare.png").read_bytes().startswith(b"\x89PNG")
    manifest = json.loads((tmp_path / "mine" / "detente" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["overrides"] == [LESSON, "posture=reassure,detente", "replications=40", "out=mine"]
    smallest = table["needed"].loc[lambda needed: needed < float("inf")].max()
    assert f"for the smallest effect shown {smallest:,.0f}" in done.stdout
    for name in lesson.scenario.headline:
        known = columns_of(lesson.scenario)[name]
        assert re.search(rf"^{name} +{known.unit} +{known.meaning[:40]}", done.stdout, re.MULTILINE)


def test_pairs_in_which_an_outcome_is_not_defined_are_counted(command, lesson, tmp_path):
    rare = "{expression: 'first(rung[ALPHA,CHARLY] >= 2)', unit: month, meaning: month of the first crisis}"
    text = lesson.scenario.text.replace("\noutcomes:\n", f"\noutcomes:\n  crisis: {rare}\n")
    (tmp_path / "mine.yaml").write_text(text.replace("headline: [", "headline: [crisis, "), encoding="utf-8")
    code, out, err = command("compare", "scenario=mine.yaml", "posture=detente", "replications=30", "out=kept")
    assert code == 0, err
    base, other = (pd.read_parquet(tmp_path / "kept" / name / "runs")["crisis"] for name in ("baseline", "detente"))
    both = (base.notna() & other.notna()).sum()
    assert 0 < both < 30
    assert f"({both} of 30 pairs)" in out
    assert f"defined in {base.notna().sum()} of 30 runs" in out
    asked = ("--figure", "distribution", "--outcome", "crisis", "--by", "posture", "--format", "svg")
    assert command("plot", "kept", *asked)[0] == 0
    drawn = (tmp_path / "kept" / "figures" / "distribution_crisis.svg").read_text(encoding="utf-8")
    assert f"baseline {base.notna().sum()} of 30" in drawn


def test_a_repeat_plays_nothing_and_one_more_posture_plays_only_that(command, tmp_path):
    _, first, _ = command("compare", LESSON, "posture=reassure", "replications=20")
    _, again, _ = command("compare", LESSON, "posture=reassure", "replications=20")
    assert "nothing was played" not in first
    assert "nothing was played" in again
    (folder,) = (tmp_path / "outputs" / "triangle_lesson").iterdir()
    untouched = (folder / "baseline" / "manifest.json").stat().st_mtime_ns
    assert command("compare", LESSON, "posture=[reassure,erratic]", "replications=20")[0] == 0
    assert (folder / "baseline" / "manifest.json").stat().st_mtime_ns == untouched
    assert (folder / "erratic" / "manifest.json").exists()


def test_postures_that_the_table_no_longer_shows_are_told(command, tmp_path):
    _, every, _ = command("compare", LESSON, "posture=glob(*e)", "replications=5", "out=mine")
    _, one, _ = command("compare", LESSON, "posture=detente", "replications=5", "out=mine")
    assert "before, and no more" not in every
    assert "showed reassure before, and no more" in one
    assert set(pd.read_csv(tmp_path / "mine" / "compare.csv")["posture"]) == {"detente"}
    assert (tmp_path / "mine" / "reassure" / "manifest.json").exists()


def test_one_replication_has_no_interval_and_few_only_a_guess(command):
    _, one, _ = command("compare", LESSON, "posture=detente", "replications=1")
    assert "1 replication on the same luck" in one
    assert "Nothing is told from zero with one replication: detente." in one
    _, few, _ = command("compare", LESSON, "posture=detente", "replications=6", "acting=false")
    assert "nobody acts" in few
    assert "no run differs" in few
    assert "(6 are few, so these are rough guesses)" in " ".join(few.split())


def test_a_posture_has_one_line_with_its_largest_effects_first():
    rows = [
        ("a", "small", 10.0, 4.0, 0.1),  # outcome, spread, difference, error
        ("a", "large", 0.1, -0.4, 0.01),
        ("a", "untold", 0.1, 0.1, 1.0),
        ("b", "small", 10.0, 0.1, 1.0),
        ("c", "large", 0.1, 0.2, 0.01),
        *(("c", f"more{n}", 1.0, 0.5, 0.01) for n in range(4)),
    ]
    table = pd.DataFrame(rows, columns=["posture", "outcome", "spread", "difference", "error"])
    table = table.assign(low=table["difference"] - 2 * table["error"], high=table["difference"] + 2 * table["error"])
    first, second, still, caution = sentences(table, 200)
    assert first == "a: large \N{MINUS SIGN}0.400, small +4.00."
    assert second.startswith("c: large +0.200, more")
    assert second.endswith(" and 2 more.")
    assert still == "Nothing is told from zero at N = 200: b."
    assert "no forecast" in caution


def test_a_reader_that_has_seen_enough_is_no_error(tertius, tmp_path):
    process = tertius("compare", LESSON, "posture=detente", "replications=2", "out=mine", start=True)
    process.stdout.close()
    assert process.wait(timeout=300) == 0
    assert process.stderr.read() == ""
    assert (tmp_path / "mine" / "compare.png").exists()


@pytest.mark.parametrize("inside", ["manifest.json", "mine.txt"])
def test_a_folder_of_something_else_is_refused(command, lesson, tmp_path, inside):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / inside).write_text("{}")
    code, _, err = command("compare", LESSON, "replications=5", "out=taken", "overwrite=true")
    assert code == 2
    assert "give another" in err
    assert [entry.name for entry in (tmp_path / "taken").iterdir()] == [inside]


def test_without_names_every_posture_is_compared(command, lesson, tmp_path):
    assert command("compare", LESSON, "replications=5", "out=mine")[0] == 0
    assert set(pd.read_csv(tmp_path / "mine" / "compare.csv")["posture"]) == set(lesson.scenario.postures) - {
        "baseline"
    }


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("posture=reassure,detent", "detente"),
        ("posture=baseline", "name a posture"),
        ("posture=[]", "name a posture"),
        ("seed=1,2", "one value"),
        ("replications=0", "replications is 0"),
        ("posture=glob(z*)", "matches none of baseline, reassure"),
        ("-m", "takes no -m"),
        ("sweep=patrons", "tertius run -m sweep=patrons"),
        ("--frob", "there is no flag --frob"),
    ],
)
def test_bad_input_is_told_and_leaves_nothing(command, tmp_path, override, said):
    code, out, err = command("compare", LESSON, "out=never", override)
    assert code == 2
    assert said in err
    assert not out
    assert not list(tmp_path.iterdir())


def test_a_folder_with_another_plan_is_refused_before_anything_is_played(command, tmp_path):
    assert command("run", LESSON, "posture=detente", "replications=7", "out=mine/detente")[0] == 0
    code, _, err = command("compare", LESSON, "posture=reassure,detente", "replications=5", "out=mine")
    assert code == 2
    assert "replications 7 there, 5 here" in err
    assert [entry.name for entry in (tmp_path / "mine").iterdir()] == ["detente"]
