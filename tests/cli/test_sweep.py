"""`tertius run -m`: Hydra's grammar, one plan behind it, and how bad input ends."""

import json
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hydra.core.plugins import Plugins

from sim.pages.numbers import figure
from sim.scenario import available
from sim.scenario.resources import find

LESSON = "scenario=triangle_lesson"
COST = "params.crisis.cost"


def points(folder):
    return pd.read_parquet(folder / "points.parquet")


def kept(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_a_sweep_is_one_plan_that_says_what_was_asked(tertius, lesson, tmp_path):
    asked = ["posture=reassure,detente", "params.dependence.substitution=0.1,0.4,0.8", "replications=10"]
    done = tertius("run", "-m", LESSON, *asked, "out=mine")
    assert done.returncode == 0, done.stderr
    assert "6 points × 10 replications" in done.stdout
    assert points(tmp_path / "mine")["dependence.substitution"].tolist() == [0.1, 0.4, 0.8] * 2
    assert kept(tmp_path / "mine")["overrides"] == [LESSON, *asked, "out=mine"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine"]
    again = tertius("run", LESSON, "-m", *asked, "out=mine")  # the flag may stand between
    assert "nothing was played" in again.stdout
    same = lesson.sweep(
        {"posture": ["reassure", "detente"], "dependence.substitution": [0.1, 0.4, 0.8]}, replications=10
    )
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "mine" / "runs"), same.outcomes)


def test_levels_are_told_with_the_error_of_the_luck_that_they_rest_on(command, tmp_path):
    asked = ("sampler=lhs", "points=40", "over=priors", "replications=3", "out=mine")
    code, out, err = command("run", LESSON, *asked)
    assert code == 0, err
    assert "Levels rest on 3 replications, whose luck all points share" in out
    frame = pd.read_parquet(tmp_path / "mine" / "runs")
    error = frame.groupby("replication")["hold"].mean().sem()
    (line,) = [line for line in out.splitlines() if line.startswith("hold ")]
    assert figure(error, error) in line.split()
    _, out, _ = command("run", "-m", LESSON, "seed=1,2", "replications=2")
    assert "Levels rest on 2 replications of 2 seeds" in out


@pytest.mark.parametrize(
    ("override", "name", "values"),
    [
        (f"{COST}=0.2,0.3", "crisis.cost", [0.2, 0.3]),
        (f"{COST}=choice(0.2,0.3)", "crisis.cost", [0.2, 0.3]),
        (f"{COST}=shuffle(0.2,0.3)", "crisis.cost", [0.2, 0.3]),
        (f"{COST}=range(0.2,0.5,0.1)", "crisis.cost", [0.2, 0.3, 0.4]),
        ("params.choice.rationality=range(2,5)", "choice.rationality", [2, 3, 4]),
        ("posture=glob(*)", "posture", ["baseline", "reassure", "detente", "erratic"]),
        ("posture=glob(*e,exclude=b*)", "posture", ["reassure", "detente"]),
        ("posture=glob([d*,e*])", "posture", ["detente", "erratic"]),
        ("posture='detente',\"erratic\"", "posture", ["detente", "erratic"]),
        ("seed=range(3,5)", "seed", [3, 4]),
        ("acting=true,false", "acting", [True, False]),
    ],
)
def test_hydras_grammar(command, tmp_path, override, name, values):
    code, _, err = command("run", "-m", LESSON, override, "replications=1", "out=mine")
    assert code == 0, err
    there = points(tmp_path / "mine")
    assert (there[name].tolist() if len(values) > 1 else [kept(tmp_path / "mine")[name]]) == pytest.approx(values)


def test_an_interval_is_drawn_from(command, tmp_path):
    code, _, err = command(
        "run", "-m", LESSON, f"{COST}=interval(0.2,0.3)", "sampler=sobol", "points=8", "replications=1", "out=mine"
    )
    assert code == 0, err
    assert points(tmp_path / "mine")["crisis.cost"].between(0.2, 0.3).all()


@pytest.mark.parametrize("dashes", [["-m"], []])
def test_a_sampler_crosses_with_lists(command, tmp_path, dashes):
    grid = ["posture=reassure,detente"] if dashes else []
    code, _, err = command(
        "run",
        *dashes,
        LESSON,
        *grid,
        "sampler=lhs",
        "points=5",
        "over=priors,crisis.cost",
        "replications=1",
        "out=mine",
    )
    assert code == 0, err
    assert len(points(tmp_path / "mine")) == 5 * (2 if dashes else 1)
    design = kept(tmp_path / "mine")["design"]
    assert design["sampler"] == "lhs"
    assert design["dimensions"][-1] == "crisis.cost"


def test_scenarios_have_a_folder_each(command, tmp_path):
    code, _, err = command("run", "-m", "scenario=glob(*)", f"{COST}=0.2,0.3", "replications=1", "out=both")
    assert code == 0, err
    assert {entry.name for entry in (tmp_path / "both").iterdir()} == {name for name, _, _ in available()}
    assert all(len(points(folder)) == 2 for folder in (tmp_path / "both").iterdir())


def test_a_preset_is_a_sweep_that_the_command_line_may_change(command, tmp_path):
    code, _, err = command(
        "run", "-m", "sweep=patrons", "replications=1", "params.scenario.second_patron=.2", "out=mine"
    )
    assert code == 0, err
    said = yaml.safe_load((find("configs") / "sweep" / "patrons.yaml").read_text(encoding="utf-8"))
    values = said["hydra"]["sweeper"]["params"]["params.dependence.substitution"].split(",")
    assert points(tmp_path / "mine")["dependence.substitution"].tolist() == [float(value) for value in values]
    assert kept(tmp_path / "mine")["values"] == {"scenario.second_patron": 0.2}
    assert kept(tmp_path / "mine")["scenario"] == said["scenario"]


@pytest.mark.parametrize("preset", sorted(file.stem for file in (find("configs") / "sweep").glob("*.yaml")))
def test_every_preset_can_be_planned(command, tmp_path, preset):
    code, out, err = command("run", "-m", LESSON, f"sweep={preset}", "dry_run=true")
    assert code == 0, err
    assert "points" in out
    assert not list(tmp_path.iterdir())


def test_a_dry_run_tells_what_it_would_take_and_leaves_nothing(command, tmp_path):
    code, out, _ = command("run", "-m", LESSON, f"{COST}=range(0.1,0.6,0.01)", "replications=100", "dry_run=true")
    assert code == 0
    assert "50 points × 100 replications = 5,000 runs" in out
    assert "runs played to see" in out
    assert not list(tmp_path.iterdir())


def test_cfg_shows_what_the_points_share(command, tmp_path):
    code, out, _ = command("run", LESSON, "posture=detente,erratic", "seed=7", "-m", "--cfg", "job")
    assert code == 0
    assert "seed: 7" in out
    assert "hydra" not in yaml.safe_load(out)
    assert not list(tmp_path.iterdir())


def test_hydras_own_sweeper_still_works_and_gets_the_objective(command, lesson, tmp_path, monkeypatch):
    Plugins.instance()  # reads its plugins, Hydra's own among them, anew when it is made
    from hydra._internal.core_plugins.basic_sweeper import BasicSweeper

    returned = []
    sweep = BasicSweeper.sweep

    def told(self, arguments):
        jobs = sweep(self, arguments)
        returned.extend(job.return_value for batch in jobs for job in batch)
        return jobs

    monkeypatch.setattr(BasicSweeper, "sweep", told)
    code, _, err = command(
        "run", "-m", LESSON, "hydra/sweeper=basic", "posture=glob(*e)", "replications=2,3", "objective=hold", "out=mine"
    )
    assert code == 0, err
    asked = [(posture, n) for posture in ("baseline", "reassure", "detente") for n in (2, 3)]
    assert returned == [lesson.run(posture, replications=n).outcomes["hold"].mean() for posture, n in asked]
    kept = sorted(entry.name for entry in (tmp_path / "mine").iterdir())
    assert kept == [*map(str, range(len(asked))), "multirun.yaml"]  # the last is what that sweeper writes itself
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine"]


def test_a_job_of_hydras_own_sweeper_that_cannot_run_ends_the_command(command):
    code, _, err = command("run", "-m", LESSON, "hydra/sweeper=basic", f"{COST}=9,0.2", "replications=2")
    assert code == 2
    assert "out of range" in err


@pytest.mark.parametrize(
    ("override", "said"),
    [
        (f"{COST}=range(3,1)", "empty"),
        (f"{COST}=range(1,3,0)", "step"),
        (f"{COST}=0.2,0.2", "twice"),
        (f"{COST}=0.2,9", "out of range"),
        (f"{COST}=0.2,many", "no number"),
        (f"{COST}=glob(*)", "glob goes with scenario and posture"),
        (f"{COST}=interval(0.2,0.3)", "sampler"),
        ("params.crisis.cst=0.1,0.2", COST),
        ("params.scenario.second_patrn=0.1,0.2", "params.scenario.second_patron"),
        ("posture=detente,reasure", "reassure"),
        ("posture=glob(z*)", "matches none of baseline"),
        ("posture=interval(1,2)", "an interval goes with params"),
        ("replications=1,2", "given twice"),
        ("record=outcomes,steps", "one value"),
        ("seed=1,-2", "seed is -2"),
        ("sampler=sobol", "points=N"),
        ("points=8", "go with a sampler"),
        ("over=priors", "go with a sampler"),
        ("sampler=sobl", "did you mean sobol?"),
        ("objective=tlt", "tilt"),
        ("sweep=patrons,postures", "one preset"),
        ("sweep=nope", "nope"),
        ("dry_run=perhaps", "true or false"),
    ],
)
def test_bad_input_is_told_and_leaves_nothing(command, tmp_path, override, said):
    code, out, err = command("run", "-m", LESSON, "replications=1", "out=never", override)
    assert code == 2
    assert said in err
    assert not out
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["scenario=glob(z*)"], "matches none of"),
        (["scenario=triangle_lesson,triangle_leson"], "triangle_lesson"),
        ([LESSON, "sampler=sobol", "points=100", "over=priors"], "64 or 128"),
        ([LESSON, "sampler=sobol", "points=8"], "nothing to draw"),
        ([LESSON, "sampler=lhs", "points=8", "over=choice.level"], "list its values"),
        ([LESSON, "sampler=lhs", "points=8", "over=posture"], "list its values"),
        ([LESSON, "sampler=lhs", "points=8", "over=crisis.cost", f"{COST}=0.2,0.3"], "listed and drawn"),
        ([LESSON, "sampler=lhs", "points=8", "over=crisis.cost", f"{COST}=0.2"], "given and varies"),
        ([LESSON, "sampler=lhs", "points=8", "over=priors", "seed=1,2"], "one seed"),
        ([LESSON, "sampler=lhs", "points=8", f"{COST}=interval(0.3,0.2)"], "low < high"),
        ([LESSON, "posture=detente", "posture=erratic,reassure"], "given twice"),
        ([LESSON, "backend=dsak"], 'no backend "dsak"; did you mean dask?'),
        ([LESSON, "sweep=nothing"], 'no sweep "nothing"; there is patrons, postures'),
    ],
)
def test_contradictions_are_told_and_leave_nothing(command, tmp_path, overrides, said):
    code, out, err = command("run", "-m", *overrides, "out=never")
    assert code == 2
    assert said in err
    assert not out
    assert not list(tmp_path.iterdir())


def test_another_sweep_in_the_folder_is_refused_before_anything_is_played(command, tmp_path):
    assert command("run", "-m", LESSON, f"{COST}=0.2,0.3", "replications=1", "out=mine")[0] == 0
    code, _, err = command("run", "-m", LESSON, "params.crisis.audience=0.2,0.3", "replications=1", "out=mine")
    assert code == 2
    assert "points that vary crisis.cost there, points that vary crisis.audience here" in err


def test_status_says_how_far_it_came(command, tmp_path):
    assert command("run", "-m", LESSON, f"{COST}=0.2,0.3", "replications=2", "out=all/mine")[0] == 0
    code, out, _ = command("status", "all")
    assert code == 0
    (line,) = [line for line in out.splitlines() if "mine" in line]
    assert line.split()[:5] == ["all/mine", "finished", "2", "4", "4"]
    for folder in ("nowhere", tmp_path.parent / "empty"):
        assert command("status", str(folder))[0] == 2


def test_status_counts_what_can_be_read_and_says_how_to_go_on(command, tmp_path):
    asked = ("run", LESSON, "replications=252", "out=mine")
    for damage in (lambda file: file.write_bytes(file.read_bytes()[:1000]), Path.unlink):
        assert command(*asked)[0] == 0
        _, out, _ = command("status", "mine")
        assert ("finished" in out, "goes on" in out) == (True, False)
        damage(max((tmp_path / "mine" / "runs").iterdir()))
        code, out, _ = command("status", "mine")
        assert code == 0
        assert out.splitlines()[1].split()[:5] == ["mine", "incomplete", "1", "250", "252"]
        assert "The command that began a run goes on with it" in out


def test_a_sweep_of_which_nothing_can_be_played_fails(command, lesson, tmp_path):
    fragile = "".join(
        f"\n  need_{kind}: {{meaning: weight, unit: share, low: .1, high: .8, sets: [states.BRAVO.need.{kind}]}}"
        for kind in "EM"
    )
    text = lesson.scenario.text.replace("\nparameters:\n", f"\nparameters:{fragile}\n", 1)
    (tmp_path / "fragile.yaml").write_text(text, encoding="utf-8")
    asked = ("run", "-m", "scenario=fragile.yaml", "params.scenario.need_E=0.7", "replications=2")
    code, out, _ = command(*asked, "params.scenario.need_M=0.2,0.6", "out=some")
    assert code == 0
    assert "1 of 2 points could not be played" in out
    assert "more than their row" in out
    code, out, _ = command(*asked, "params.scenario.need_M=0.5,0.6", "out=none")
    assert code == 1
    assert "2 of 2 points could not be played" in out
