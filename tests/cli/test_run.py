"""`tertius run`: what it shows and keeps, how Hydra's flags work, and how bad input ends."""

import json
import re
import signal
import time

import pandas as pd
import pytest
import yaml
from hydra._internal.utils import get_args_parser

from sim.analysis.ablation import mechanisms_of
from sim.analysis.summary import summarise
from sim.cli.help import SWEEPING
from sim.cli.run import sentence
from sim.run.plan import LEAST_SHARD as SHARD

LESSON = "scenario=triangle_lesson"


def kept(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_a_run_shows_the_headline_and_keeps_everything(tertius, lesson, tmp_path):
    done = tertius(
        "run", LESSON, "posture=reassure", "params.choice.rationality=3", "replications=30", "seed=7", "out=mine"
    )
    assert done.returncode == 0, done.stderr
    for name in lesson.scenario.headline:
        assert name in done.stdout
    assert "mine" in done.stdout
    frame = pd.read_parquet(tmp_path / "mine" / "runs")
    same = lesson.run(posture="reassure", params={"choice.rationality": 3}, replications=30, seed=7).outcomes
    pd.testing.assert_frame_equal(frame, same)
    assert kept(tmp_path / "mine")["values"] == {"choice.rationality": 3.0}
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine"]


def test_the_table_says_what_is_unusual_and_what_was_never_seen(command):
    _, out, _ = command("run", LESSON, "replications=10", "acting=false", "activation=fixed")
    heading, *table = out.splitlines()
    assert heading.endswith("10 replications, seed 0, fixed activation, nobody acts")
    (crises,) = (row for row in table if row.startswith("rival_crises"))
    assert crises.split()[4:6] == ["none", "differ"]
    assert "none differ: the same in every run here; of any number of runs, at most 26 % would" in out, "1 − .05^(1/10)"


def test_one_replication_is_told_as_one(command):
    _, out, _ = command("run", LESSON, "replications=1")
    assert "1 replication," in out
    assert "In the one run tilt (" in out


def test_quantiles_are_not_told_more_exactly_than_the_mean(lesson):
    frame = pd.DataFrame({"tilt": [-0.34917, -0.25, -0.2, -0.15123]})
    told = sentence(lesson, summarise(frame))
    assert told.startswith("In nine of ten runs tilt (")
    assert "lay between −0.33 and −0.16, on average at −0.238:" in told


def test_a_folder_that_is_only_passed_through_is_not_made(command, tmp_path):
    assert command("run", LESSON, "replications=2", "out=through/../mine")[0] == 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine"]


def test_the_same_command_again_is_a_find(command, tmp_path):
    (_, first, _), (_, again, _) = (command("run", LESSON, "replications=10") for _ in range(2))
    assert "Kept in outputs" in first
    assert "nothing was played" in again
    assert len(list((tmp_path / "outputs" / "triangle_lesson").iterdir())) == 1


def test_a_pipe_gets_no_progress_bar(tertius):
    done = tertius("run", LESSON, "replications=10")
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr == "" or "ompiling" in done.stderr


def test_a_pipe_of_windows_gets_its_minus_signs(tertius):
    done = tertius("run", LESSON, "replications=20", env={"PYTHONIOENCODING": "cp1252"})
    assert done.returncode == 0, done.stderr
    assert "\N{MINUS SIGN}" in done.stdout


@pytest.mark.parametrize("flag", [["--cfg", "job"], ["--help"], ["--info", "defaults"]])
def test_hydras_flags_show_and_leave_nothing(command, tmp_path, flag):
    code, out, _ = command("run", LESSON, "seed=7", *flag)
    assert code == 0
    if flag[0] in ("--cfg", "--help"):
        given = ": " if flag[0] == "--cfg" else "="
        assert f"seed{given}7" in out
        assert f"second_patron{given}0.4" in out
        assert f"rationality{given}4.5" in out
    assert not list(tmp_path.iterdir())


def test_the_help_shows_flags_that_work(command):
    _, out, _ = command("run", "--help")
    shown = re.findall(r"^(--[a-z-]+)(?:, (-[a-z]+))?", out, re.MULTILINE)
    known = set(get_args_parser()._option_string_actions) - {"--shell-completion", "--experimental-rerun"}
    assert {"--multirun", "--cfg"} < {flag for flag, _ in shown} <= known
    assert {short for _, short in shown if short} <= known
    assert "Hydra's version" not in out


@pytest.mark.parametrize("name", ["run", "compare", "ablate"])
def test_the_help_says_what_every_setting_is_and_ends_with_the_parameters(command, tmp_path, name):
    _, settings, _ = command(name, LESSON, "--cfg", "job")
    taken = set(yaml.safe_load(settings)) - {"params"} - (set() if name == "run" else set(SWEEPING))
    code, out, _ = command(name, LESSON, "-h")
    assert code == 0
    rows = dict(re.findall(r"^(\w+)=\S* +(\S.*)$", out, re.MULTILINE))
    assert set(rows) - {"sweep"} == taken
    assert "null run" in rows["acting"]
    assert out.index("usage") < out.index("settings") < out.index("flags") < out.index("params.scenario")
    assert not list(tmp_path.iterdir())


def test_every_use_of_compare_and_every_mechanism_is_in_the_help(command, flagship):
    _, compare, _ = command("compare", "--help")
    assert "tertius compare DIR DIR" in compare
    assert "--outcome NAME" in compare
    _, ablate, _ = command("ablate", "--help")
    assert [name for name in mechanisms_of(flagship.scenario) if f"\n{name} " not in ablate] == []


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("treaties.alpha_bravo.bindingness=.3", "is set by params.scenario.pact_strength"),
        ("params.treaties.alpha_bravo.bindingness=.3", "is set by params.scenario.pact_strength"),
        ("months=3", "which no parameter sets; change it in a copy (tertius scenarios --show triangle_lesson"),
        ("treaties.alpha_brav.bindingness=.3", 'where there is no "alpha_brav"; did you mean alpha_bravo?'),
        ("params.choice.rationalty=3", 'did you mean "params.choice.rationality"?'),
        ("rationality=3", 'did you mean "params.choice.rationality"?'),
        ("+params.choice.rationalty=3", 'did you mean "params.choice.rationality"?'),
        ("params.scenario.second_patrn=0.1", 'did you mean "params.scenario.second_patron"?'),
        ("replicatons=3", 'did you mean "replications"?'),
        ("params.choice.gian=30", 'did you mean "params.choice.gain"?'),
        ("params.nois=1", 'did you mean "params.alignment.noise"?'),  # a parameter, never a group of them
        ("+zzz=3", "`tertius run --help` shows all"),
        ("=3", "=3 names no setting"),
        ("headline.0=wars", "it is no number"),
        ("flows.BRAVO.ALPHA.capacity=1", "it holds several: name one of E, M, P"),
        ("@params=3", "@params=3 names no setting"),
        ("posture=reasure", "reassure"),
        ("scenario=triangle_leson", "triangle_lesson"),
        ("params.choice.rationality=99", "out of range"),
        ("params.choice.rationality=nan", "out of range"),
        ("params.choice.rationality=high", "no number"),
        ("params.choice.level=1.5", "whole"),
        ("replications=0", "replications is 0"),
        ("replications=-3", "replications is -3"),
        ("replications=some", "replications is 'some'"),
        ("seed=-1", "seed is -1"),
        ("workers=0", "workers is 0"),
        ("record=everything", "outcomes, steps"),
        ("activation=chaotic", "simultaneous"),
        ("overwrite=perhaps", "overwrite"),
        ("posture=reassure,detente", "tertius compare posture=reassure,detente"),
        ("seed=1,2", "one value"),
        ("~seed", "cannot be taken away"),
        ("retrench", "name=value"),
        ("seed=[1", "name=value"),
        ("params=3", "params"),
        ("params.choice=3", "params"),
        ("--shell-completion", "cannot complete"),
        ("hydra.run.dir=elsewhere", "out=DIR"),
        ("sweep=patrons", "go with -m: tertius run -m sweep=patrons"),
        ("--multirun=1", "-m: ignored explicit argument '1'; `tertius run --help` shows the flags"),
    ],
)
def test_bad_input_is_told_and_leaves_nothing(command, tmp_path, override, said):
    code, out, err = command("run", LESSON, "out=never", override)
    assert code == 2
    assert said in err
    assert not out
    assert not list(tmp_path.iterdir())


def test_where_compiled_rules_cannot_be_kept_it_is_said_before_anything_is_compiled(tertius, tmp_path):
    (tmp_path / "file").touch()
    asked = tertius("run", LESSON, "out=never", env={"TERTIUS_CACHE": str(tmp_path / "file")})
    assert asked.returncode == 2
    assert "let TERTIUS_CACHE name a folder" in asked.stderr
    assert "Traceback" not in asked.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["params.scenario.need_E_PRK=.8", "params.scenario.need_M_PRK=.6"], "they sum to 1.4"),
        (["params.scenario.afterwards=0.5"], "params.scenario.afterwards=0.5: calendar.afterwards.on must be true"),
    ],
)
def test_values_that_do_not_go_together_are_told_in_a_line_and_leave_nothing(command, tmp_path, overrides, said):
    code, out, err = command("run", "out=never", *overrides)
    assert code == 2
    assert said in err
    assert "cap_E_PRK_RUS" not in err, "only what was asked for is named"
    assert len(err.splitlines()) == 1
    assert not out
    assert not list(tmp_path.iterdir())


def test_bad_input_ends_the_process_with_2_and_no_traceback(tertius, tmp_path):
    done = tertius("run", LESSON, "out=never", "params.choice.rationality=99")
    assert done.returncode == 2
    assert "out of range" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("room", "named", "left"), [(2_000, "mine/codebook.json", False), (40_000, "mine", True)])
def test_what_cannot_be_written_is_named_and_nothing_useless_is_left(tertius, tmp_path, room, named, left):
    resource = pytest.importorskip("resource")
    limited = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))}
    done = tertius("run", LESSON, "replications=250", "out=mine", **limited)
    assert done.returncode == 1
    assert done.stderr.startswith(f"tertius: {named}: ")
    assert "Traceback" not in done.stderr
    assert (tmp_path / "mine").exists() == left
    if left:
        assert kept(tmp_path / "mine")["status"] == "interrupted"
        assert not (tmp_path / "mine" / ".reserve").exists()


def test_what_has_changed_in_a_scenario_is_told_by_path_and_value(command, lesson, tmp_path):
    file, text = tmp_path / "mine.yaml", lesson.scenario.text

    def run(words):
        file.write_text(words, encoding="utf-8")
        return command("run", "scenario=mine.yaml", "replications=2", "out=mine")[2]

    assert run(text) == ""
    changed = text.replace("bindingness: .7", "bindingness: .3").replace("months: 24", "months: 23")
    assert "(the scenario's text has changed: months 24 → 23, treaties.alpha_bravo.bindingness 0.7 → 0.3);" in run(
        changed
    )
    assert "+ postures.presets.mine);" in run(text.replace("  presets:\n", "  presets:\n    mine: {summary: x}\n"))
    assert "has changed: comments or layout alone" in run(text + "# a word\n")


def test_a_folder_of_several_runs_is_called_that(command, tmp_path):
    assert command("compare", LESSON, "posture=detente", "replications=2", "out=both")[0] == 0
    code, _, err = command("run", LESSON, "replications=2", "out=both")
    assert code == 2
    assert "both holds a folder for each of several runs (baseline, detente), as a comparison does" in err


def test_another_plan_in_the_folder_is_refused(command, tmp_path):
    assert command("run", LESSON, "replications=5", "out=mine")[0] == 0
    code, _, err = command("run", LESSON, "replications=6", "out=mine")
    assert code == 2
    assert "overwrite=true" in err
    assert kept(tmp_path / "mine")["replications"] == 5
    assert command("run", LESSON, "replications=6", "out=mine", "overwrite=true")[0] == 0
    assert kept(tmp_path / "mine")["replications"] == 6


@pytest.mark.parametrize(("blow", "code", "status"), [("SIGINT", 130, "interrupted"), ("SIGKILL", -9, "running")])
def test_stopped_in_the_middle(tertius, tmp_path, blow, code, status):
    if not hasattr(signal, blow):
        pytest.skip(f"needs {blow}")
    runs = 16 * SHARD
    command = ("run", LESSON, f"replications={runs}", "out=mine")
    process = tertius(*command, start=True)
    begun = time.monotonic()
    while not list((tmp_path / "mine").glob("runs/[0-9]*.parquet")):
        assert time.monotonic() - begun < 300
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    process.send_signal(getattr(signal, blow))
    _, told = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in told
    assert kept(tmp_path / "mine")["status"] == status
    stands = len(pd.read_parquet(tmp_path / "mine" / "runs", columns=["replication"]))
    assert 0 < stands < runs
    assert stands % SHARD == 0
    if blow == "SIGINT":
        assert "the same command continues" in told

    assert tertius(*command).returncode == 0
    assert kept(tmp_path / "mine")["status"] == "finished"
    assert sorted(pd.read_parquet(tmp_path / "mine" / "runs")["replication"]) == list(range(runs))
