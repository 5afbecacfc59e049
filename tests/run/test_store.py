"""A folder keeps what was finished, continues the same plan, refuses another, and never holds half a file."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sim.run.plan import LEAST_SHARD as SHARD
from sim.run.plan import PlanError

RUNS = 3 * SHARD + 10


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def contents(folder):
    return {file.name: file.read_bytes() for file in sorted((folder / "runs").iterdir())}


def flip(file, place):
    """Change one bit in the middle, where no footer tells."""
    held = bytearray(file.read_bytes())
    held[place] ^= 1
    file.write_bytes(held)


def stop_after(replications):
    """A progress callback that presses Ctrl-C once so many replications have been played."""
    done = 0

    def progress(rows):
        nonlocal done
        done += rows
        if done >= replications:
            raise KeyboardInterrupt

    return progress


@pytest.fixture(scope="module")
def whole(lesson, tmp_path_factory):
    """A run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    lesson.run(replications=RUNS, out=folder, workers=1)
    return folder


def test_what_a_finished_folder_says(whole, lesson):
    said = manifest(whole)
    assert said["status"] == "finished"
    assert said["text"] == lesson.scenario.text
    assert said["scenario_hash"] == lesson.scenario.digest
    assert said["replications"] == RUNS
    assert said["elapsed_seconds"] > 0
    assert {"rules", "reference", "packages", "started", "ended", "seed", "values"} <= set(said)
    frame = pq.read_table(whole / "runs").to_pandas()
    assert sorted(frame["replication"]) == list(range(RUNS))
    book = json.loads((whole / "codebook.json").read_text(encoding="utf-8"))
    assert list(book["runs"]) == list(frame.columns)


def test_workers_leave_the_same_bytes(whole, lesson, tmp_path):
    lesson.run(replications=RUNS, out=tmp_path / "two", workers=2)
    assert contents(tmp_path / "two") == contents(whole)


def test_room_is_held_for_the_last_word_while_a_run_is_written(lesson, tmp_path):
    folder, held = tmp_path / "run", []

    def look(rows):
        held.append((folder / ".reserve").stat().st_size > (folder / "manifest.json").stat().st_size)

    lesson.run(replications=5, out=folder, progress=look)
    assert held
    assert all(held)
    assert not (folder / ".reserve").exists()


def test_ctrl_c_keeps_what_was_finished_and_the_same_plan_goes_on(whole, lesson, tmp_path):
    with pytest.raises(KeyboardInterrupt) as stopped:
        lesson.run(replications=RUNS, out=tmp_path / "run", progress=stop_after(2 * SHARD + 1))
    assert manifest(tmp_path / "run")["status"] == "interrupted"
    assert str(tmp_path) in "".join(stopped.value.__notes__)
    kept = contents(tmp_path / "run")
    assert len(kept) == 2
    assert len(pq.read_table(tmp_path / "run" / "runs")) == 2 * SHARD

    result = lesson.run(replications=RUNS, out=tmp_path / "run")
    assert result.played == RUNS - 2 * SHARD
    assert contents(tmp_path / "run") == contents(whole)
    assert manifest(tmp_path / "run")["status"] == "finished"


def test_the_same_plan_again_plays_nothing(whole, lesson):
    before = {file: file.stat().st_mtime_ns for file in whole.rglob("*") if file.is_file()}
    result = lesson.run(replications=RUNS, out=whole)
    assert result.played == 0
    assert len(result.outcomes) == RUNS
    assert {file: file.stat().st_mtime_ns for file in whole.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(file.read_bytes()[:-100]),
        lambda file: file.unlink(),
        lambda file: flip(file, 5000),
    ],
    ids=["truncated", "missing", "one bit"],
)
def test_a_damaged_or_missing_shard_is_played_again(whole, lesson, tmp_path, damage):
    lesson.run(replications=RUNS, out=tmp_path / "run")
    damage(sorted((tmp_path / "run" / "runs").iterdir())[1])
    assert lesson.run(replications=RUNS, out=tmp_path / "run").played == SHARD
    assert contents(tmp_path / "run") == contents(whole)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 1}, "seed 0 there, 1 here"),
        ({"replications": 30}, "replications 20 there, 30 here"),
        ({"params": {"crisis.cost": 0.2}}, "params unchanged there, crisis.cost=0.2 here"),
    ],
)
def test_another_plan_is_refused_and_harms_nothing(lesson, tmp_path, change, said):
    lesson.run(replications=20, out=tmp_path / "run")
    before = contents(tmp_path / "run")
    with pytest.raises(PlanError, match=said):
        lesson.run(**{"replications": 20, **change}, out=tmp_path / "run")
    assert contents(tmp_path / "run") == before
    lesson.run(**{"replications": 20, **change}, out=tmp_path / "run", overwrite=True)
    assert contents(tmp_path / "run") != before


def test_overwriting_takes_away_only_what_a_run_left(lesson, tmp_path):
    lesson.run(replications=5, out=tmp_path / "run", record="steps")
    (tmp_path / "run" / "notes.txt").write_text("mine", encoding="utf-8")
    lesson.run(replications=5, out=tmp_path / "run", overwrite=True)
    assert (tmp_path / "run" / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "run" / "steps").exists()


def test_a_folder_of_something_else_is_refused(lesson, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PlanError, match="not a run of tertius"):
        lesson.run(replications=5, out=tmp_path)
    with pytest.raises(PlanError, match="is a file"):
        lesson.run(replications=5, out=tmp_path / "thesis.txt")
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_damaged_manifest_is_said_to_be_so(lesson, tmp_path):
    lesson.run(replications=5, out=tmp_path / "run")
    (tmp_path / "run" / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(PlanError, match="damaged"):
        lesson.run(replications=5, out=tmp_path / "run")


def test_series_are_kept_with_their_outcomes(lesson, tmp_path):
    result = lesson.run(replications=4, out=tmp_path / "run", record="steps")
    n, months = len(lesson.scenario.codes), lesson.scenario.months
    assert len(result.read("steps", ["month"])) == 4 * (months + 1) * n * (n - 1)
    assert len(result.read("months")) == 4 * (months + 1)
    next((tmp_path / "run" / "steps").iterdir()).unlink()
    assert lesson.run(replications=4, out=tmp_path / "run", record="steps").played == 4


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody can write to")
def test_a_read_only_folder_is_an_error_of_the_system(lesson):
    with pytest.raises(OSError, match="/proc"):
        lesson.run(replications=5, out="/proc/tertius")


def test_a_full_disk_keeps_what_was_finished(tertius, lesson, tmp_path):
    resource = pytest.importorskip("resource")
    asked = {"replications": 2 * SHARD, "record": "steps"}
    with pytest.raises(KeyboardInterrupt):
        lesson.run(**asked, out=tmp_path / "full", progress=stop_after(SHARD + 1))
    kept = contents(tmp_path / "full")
    assert len(kept) == 1

    def no_file_above_256_kib():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2**18, 2**18))

    settings = (f"{name}={value}" for name, value in asked.items())
    done = tertius("run", "scenario=triangle_lesson", *settings, "out=full", preexec_fn=no_file_above_256_kib)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert f"{SHARD} of {2 * SHARD} replications are kept in full" in done.stderr
    assert contents(tmp_path / "full") == kept
    assert manifest(tmp_path / "full")["status"] == "interrupted"
    assert not list((tmp_path / "full").rglob("*.part"))


@pytest.mark.parametrize("kept", [True, False])
def test_a_column_that_was_not_kept_is_named(lesson, tmp_path, kept):
    result = lesson.run(replications=1, record="steps", out=tmp_path / "kept" if kept else None)
    for table in ("runs", "steps"):
        with pytest.raises(PlanError, match='no column "armour" was kept'):
            result.read(table, ["point", "armour"])
    with pytest.raises(PlanError, match='no column "armour" was kept'):
        next(result.blocks()).read("steps", ["armour"])
