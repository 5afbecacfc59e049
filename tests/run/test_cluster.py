"""Dask: a real scheduler and workers make the same files, a lost worker costs nothing, and what is wrong is told."""

import contextlib
import json
import os
import subprocess
import sys
import time

import pytest
from distributed import Client

from sim.run import cluster
from sim.run.backends import backend_of
from sim.run.cluster import make
from sim.run.plan import LEAST_SHARD, PlanError
from sim.run.shards import checksum, files_of
from tests.conftest import ROOT

SHARDS = 8
RUNS = SHARDS * LEAST_SHARD
NOWHERE = "tcp://127.0.0.1:9"  # the port that discards


@pytest.fixture
def standing(tmp_path):
    """A scheduler and two workers, as `dask scheduler` and `dask worker` start them: address, and the workers."""
    file = tmp_path / "scheduler.json"
    paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    with contextlib.ExitStack() as held:

        def start(*words):
            command = [sys.executable, "-m", "dask", *words, "--scheduler-file", str(file), "--no-dashboard"]
            process = subprocess.Popen(
                command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": paths}, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
            held.callback(process.wait)
            held.callback(process.kill)
            return process

        start("scheduler", "--host", "127.0.0.1", "--port", "0")
        begun = time.monotonic()
        while not file.exists() or not file.read_text():
            assert time.monotonic() - begun < 60
            time.sleep(0.05)
        workers = [start("worker", "--nthreads", "1", "--no-nanny") for _ in range(2)]
        address = json.loads(file.read_text())["address"]
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address, workers


def contents(folder):
    return {file.name: file.read_bytes() for file in sorted((folder / "runs").iterdir())}


def test_a_worker_killed_in_the_middle_loses_nothing_and_makes_nothing_twice(lesson, standing, tmp_path, monkeypatch):
    address, workers = standing
    lesson.run(replications=RUNS, out=tmp_path / "usual")
    reported = []

    def progress(rows):
        reported.append(rows)
        if len(reported) == 3:  # what stands, then two shards: each worker has one in hand
            workers[0].kill()

    asked = {"replications": RUNS, "backend": "dask", "scheduler": address}
    result = lesson.run(**asked, out=tmp_path / "mine", progress=progress)
    assert workers[0].wait(timeout=60) != 0
    assert contents(tmp_path / "mine") == contents(tmp_path / "usual")
    assert (tmp_path / "mine" / "SHA256SUMS").read_bytes() == (tmp_path / "usual" / "SHA256SUMS").read_bytes()
    assert reported == [0] + [LEAST_SHARD] * SHARDS
    assert sorted(result.outcomes["replication"]) == list(range(RUNS))
    assert not list((tmp_path / "mine").rglob("*.part"))
    assert lesson.run(**asked, out=tmp_path / "mine").played == 0

    # the worker that is left does not see the folder, and sends what it makes
    unseen = contextlib.nullcontext(tmp_path / "elsewhere" / "mark")
    monkeypatch.setattr(cluster, "_mark", lambda folder: unseen)
    lesson.run(**asked, out=tmp_path / "sent")
    assert contents(tmp_path / "sent") == contents(tmp_path / "usual")


def test_a_worker_that_does_not_see_the_folder_gives_the_files_that_it_would_write(lesson, tmp_path):
    plan, _ = lesson.prepare(replications=5)
    (shard,) = plan.shards()
    bare = shard._replace(plan=plan._replace(text=""))
    (tmp_path / "mark").touch()
    sums, files = make(bare, plan.text, str(tmp_path / "mark"))
    assert files == {}
    assert {name: checksum(tmp_path / name) for name in files_of(shard)} == sums
    sent, files = make(bare, plan.text, str(tmp_path / "elsewhere" / "mark"))
    assert sent == sums
    assert files == {name: (tmp_path / name).read_bytes() for name in sums}


def test_a_worker_with_other_rules_makes_nothing(lesson, tmp_path):
    plan, _ = lesson.prepare(replications=5)
    (shard,) = plan._replace(rules="0" * 12).shards()
    with pytest.raises(PlanError, match="a worker has other rules"):
        make(shard, plan.text, str(tmp_path / "mark"))


def test_a_scheduler_that_is_not_there_is_told_within_seconds_and_leaves_nothing(command, tmp_path):
    begun = time.monotonic()
    asked = ("run", "scenario=triangle_lesson", "replications=2", "out=never", "backend=dask")
    code, out, err = command(*asked, f"backend.scheduler={NOWHERE}")
    assert time.monotonic() - begun < 20
    assert code == 2
    assert f"no scheduler answers at {NOWHERE}" in err
    assert not out
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["backend=dask", "backend.scheduler=nonsense"], "no scheduler answers at nonsense"),
        (["backend.scheduler=tcp://127.0.0.1:9"], "goes with backend=dask"),
        (["backend=dsk"], "dask"),
        (["backend=local,dask"], "backend"),
    ],
)
def test_bad_input_is_told_and_leaves_nothing(command, tmp_path, words, said):
    code, _, err = command("run", "scenario=triangle_lesson", "replications=2", "out=never", *words)
    assert code == 2
    assert said in err
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_asked_for_in_python_is_told(lesson):
    with pytest.raises(PlanError, match="did you mean dask"):
        backend_of("dsk")
    with pytest.raises(PlanError, match="name one with out"):
        lesson.run(replications=1, backend="dask")


def test_without_dask_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed.comm", None)
    with pytest.raises(PlanError, match=r"tertius\[cluster\]"):
        backend_of("dask")
