"""A sweep: many points in one folder, each as if it had been run alone; killed, damaged, crowded, read by others."""

import json
import signal
import subprocess
import sys
import time

import duckdb
import numpy as np
import pandas as pd
import polars
import pyarrow.parquet as pq
import pytest

import sim
from sim.run.expected import expected
from sim.run.plan import PlanError
from sim.run.points import designed
from sim.run.progress import BROKEN_OFF, standing
from sim.run.store import Store

AXES = {"posture": ["baseline", "detente"], "dependence.substitution": [0.1, 0.5, 0.9]}
RUNS = {"replications": 50}

FRAGILE = """
  need_E:
    meaning: weight of the economy
    unit: share
    low: .1
    high: .8
    sets: [states.BRAVO.need.E]
  need_M:
    meaning: weight of arms
    unit: share
    low: .1
    high: .8
    sets: [states.BRAVO.need.M]
"""


def contents(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.suffix == ".parquet" or file.name == "SHA256SUMS"
    }


@pytest.fixture(scope="module")
def whole(lesson, tmp_path_factory):
    """A sweep that nothing disturbed."""
    folder = tmp_path_factory.mktemp("sweep") / "whole"
    lesson.sweep(AXES, **RUNS, out=folder, workers=1)
    return folder


def test_a_point_of_a_sweep_is_the_run_of_its_values(lesson, whole):
    frame = pd.read_parquet(whole / "runs")
    points = pd.read_parquet(whole / "points.parquet")
    assert points.columns.tolist() == ["point", *AXES]
    assert list(frame.columns[:5]) == ["point", "replication", "seed", *AXES]
    for point in (0, 4):
        posture, value = points.loc[point, list(AXES)]
        alone = lesson.run(posture=posture, params={"dependence.substitution": value}, **RUNS).outcomes
        here = frame[frame["point"] == point].reset_index(drop=True)
        assert (here["dependence.substitution"] == value).all()
        names = [name for name in alone.columns if name != "point"]
        pd.testing.assert_frame_equal(here[names], alone[names])


def test_seeds_and_activations_can_vary_too(lesson):
    result = lesson.sweep({"seed": [1, 2], "activation": ["fixed", "random"], "acting": [True, False]}, replications=3)
    frame = result.outcomes
    alone = lesson.run(seed=2, activation="random", acting=True, replications=3).outcomes
    here = frame[(frame["seed"] == 2) & (frame["activation"] == "random") & frame["acting"]]
    np.testing.assert_array_equal(here["tilt"], alone["tilt"])
    assert result.points["seed"].tolist() == [1] * 4 + [2] * 4


def test_every_column_is_in_the_codebook(whole):
    book = json.loads((whole / "codebook.json").read_text(encoding="utf-8"))["runs"]
    assert list(book) == pq.read_schema(next((whole / "runs").iterdir())).names
    assert all(column["unit"] and column["meaning"] for column in book.values())


@pytest.mark.parametrize("record", ["outcomes", "steps"])
@pytest.mark.parametrize("rows", [1, 7])
def test_workers_pieces_and_interruptions_leave_the_same_bytes(lesson, tmp_path, monkeypatch, rows, record):
    asked = {"axes": {"crisis.cost": [0.2, 0.3, 0.4]}, "replications": 100, "record": record}
    lesson.sweep(**asked, out=tmp_path / "usual", workers=1)
    monkeypatch.setattr("sim.run.play.PIECE_ROWS", rows)
    for _ in range(2):
        try:
            lesson.sweep(**asked, out=tmp_path / "other", workers=2, stop=lambda: True)
        except KeyboardInterrupt:
            assert len(list((tmp_path / "other" / "runs").iterdir())) == 1
    assert contents(tmp_path / "other") == contents(tmp_path / "usual")


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: next((folder / "runs").iterdir()).write_bytes(b""),
        lambda folder: (folder / "SHA256SUMS").unlink(),
        lambda folder: (folder / "SHA256SUMS").write_bytes((folder / "SHA256SUMS").read_bytes()[:-30]),
        lambda folder: (folder / "SHA256SUMS").write_bytes(b"\xff\x00 nothing\n"),
    ],
    ids=["empty shard", "no sums", "sums cut short", "sums of nothing"],
)
def test_what_is_not_told_whole_is_made_again(lesson, whole, tmp_path, damage):
    lesson.sweep(AXES, **RUNS, out=tmp_path / "mine")
    damage(tmp_path / "mine")
    assert lesson.sweep(AXES, **RUNS, out=tmp_path / "mine").played > 0
    assert contents(tmp_path / "mine") == contents(whole)
    assert lesson.sweep(AXES, **RUNS, out=tmp_path / "mine").played == 0


def test_a_point_that_cannot_be_built_is_told_and_the_rest_goes_on(lesson, tmp_path):
    file = tmp_path / "fragile.yaml"
    file.write_text(lesson.scenario.text.replace("\nparameters:\n", f"\nparameters:{FRAGILE}", 1), encoding="utf-8")
    study = sim.load(file)
    axes = {"scenario.need_E": [0.3, 0.8], "scenario.need_M": [0.2, 0.7]}
    result = study.sweep(axes, replications=3, out=tmp_path / "kept", record="steps")
    assert list(result.failures) == [3]
    assert "more than their row" in result.failures[3]
    frame = result.outcomes
    assert len(frame) == 12
    assert frame.loc[frame["point"] == 3, study.scenario.headline].isna().all(axis=None)
    assert frame.loc[frame["point"] < 3, study.scenario.headline].notna().all(axis=None)
    assert set(result.read("steps")["point"]) == {0, 1, 2}
    assert json.loads((tmp_path / "kept" / "failures.json").read_text())["3"] == result.failures[3]
    assert standing(tmp_path / "kept")[0].manifest["failed_points"] == 1
    assert study.sweep(axes, replications=3).failures == result.failures
    large = study.sweep(axes, replications=100, out=tmp_path / "shards")
    assert len(large._source.files()) == 2
    assert large.failures == result.failures
    assert len(large.outcomes) == 400
    assert len(pd.read_parquet(tmp_path / "shards" / "runs")) == 400
    assert len(polars.read_parquet(tmp_path / "shards" / "runs")) == 400


def test_two_at_once_in_one_folder_are_refused(lesson, whole, tmp_path):
    plan, _ = lesson.prepare(**RUNS, design=designed(lesson.scenario, AXES))
    holder = """
import sys, time, pathlib, filelock
with filelock.FileLock(pathlib.Path(sys.argv[1]) / ".lock"):
    print("held", flush=True)
    time.sleep(600)
"""
    (tmp_path / "mine").mkdir()
    process = subprocess.Popen([sys.executable, "-c", holder, tmp_path / "mine"], stdout=subprocess.PIPE)
    try:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(PlanError, match="another tertius is writing"):
            lesson.sweep(AXES, **RUNS, out=tmp_path / "mine")
    finally:
        process.kill()
        process.wait()
    lesson.sweep(AXES, **RUNS, out=tmp_path / "mine")  # the dead hold nothing
    assert contents(tmp_path / "mine") == contents(whole)
    with Store.opened(tmp_path / "mine", plan, {}, {}, overwrite=False) as store:
        assert not store.missing


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_in_the_middle_the_same_command_finishes_the_rest(tertius, tmp_path):
    command = (
        "run", "-m", "scenario=triangle_lesson", "params.crisis.cost=range(0.1,0.6,0.01)", "replications=20", "out=mine"
    )  # fmt: skip
    process = tertius(*command, start=True)
    begun = time.monotonic()
    while not (tmp_path / "mine" / "SHA256SUMS").exists():
        assert time.monotonic() - begun < 300
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=60)
    process.communicate()
    (one,) = standing(tmp_path / "mine")
    assert one.status == BROKEN_OFF
    assert one.runs < 1000
    kept = contents(tmp_path / "mine")

    done = tertius(*command)
    assert done.returncode == 0, done.stderr
    (one,) = standing(tmp_path / "mine")
    assert (one.status, one.runs) == ("finished", 1000)
    now = contents(tmp_path / "mine")
    assert not list((tmp_path / "mine").rglob("*.part"))
    assert all(now[name] == held for name, held in kept.items() if name.startswith("runs/") and "/." not in name)
    assert "nothing was played" in tertius(*command).stdout


def test_what_is_left_is_expected_from_the_folders_own_past(lesson, whole, tmp_path):
    plan, _ = lesson.prepare(**RUNS, design=designed(lesson.scenario, AXES))
    there = expected(plan, lesson.scenario, whole)
    assert (there.stand, there.seconds) == (plan.rows, 0)
    assert "this folder" in there.source
    fresh = expected(plan, lesson.scenario, tmp_path / "nowhere", workers=1)
    assert fresh.stand == 0
    assert fresh.seconds > 0
    size = sum(file.stat().st_size for file in (whole / "runs").iterdir())
    assert fresh.bytes == pytest.approx(size, rel=0.15)
    assert not (tmp_path / "nowhere").exists()


def test_others_read_it_in_one_line(whole):
    expected_rows = 6 * RUNS["replications"]
    assert len(pd.read_parquet(whole / "runs")) == expected_rows
    assert len(polars.read_parquet(whole / "runs")) == expected_rows
    query = f"SELECT count(*), count(DISTINCT \"dependence.substitution\") FROM '{whole}/runs/*.parquet'"
    assert duckdb.sql(query).fetchall() == [(expected_rows, 3)]
