"""As it is installed: the wheel in an environment of its own, from another folder, compiled; Optuna beside it."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
LESSON = "scenario=triangle_lesson"
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--constraint", ROOT / "constraints.txt")
pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with an environment, `venv`, in which the wheel is installed and has compiled nothing yet."""
    work = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", work / "dist", ROOT], check=True)
    subprocess.run([sys.executable, "-m", "venv", work / "venv"], check=True)
    subprocess.run([work / "venv" / "bin" / "python", *PIP, *(work / "dist").glob("*.whl")], check=True)
    return work


@pytest.fixture(scope="module")
def installed(place):
    """The command line that was installed: `installed("run", "seed=1")` is a finished process that went well."""
    env = os.environ | {"TERTIUS_CACHE": str(place / "cache")}
    env.pop("PYTHONPATH", None)

    def call(*arguments):
        command = [place / "venv" / "bin" / "tertius", *arguments]
        done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, timeout=900, check=False)
        assert done.returncode == 0, done.stderr
        return done

    return call


def test_the_wheel_compiles_once_and_plays_as_the_source_does(installed, lesson, place):
    cold, warm = (installed("run", LESSON, f"seed={seed}", "replications=20", f"out={seed}") for seed in (1, 2))
    assert "Compiling the rules" in cold.stderr
    assert warm.stderr == ""
    for seed in (1, 2):
        pd.testing.assert_frame_equal(
            pd.read_parquet(place / str(seed) / "runs"), lesson.run(replications=20, seed=seed).outcomes
        )


def test_optuna_gets_the_objective_and_keeps_its_results_with_the_trials(installed, place):
    add = subprocess.run([place / "venv" / "bin" / "python", *PIP, "hydra-optuna-sweeper"], check=False)
    if add.returncode:
        pytest.skip("hydra-optuna-sweeper cannot be installed here")
    ask = ("hydra/sweeper=optuna", "hydra.sweeper.n_trials=3", "hydra.sweeper.direction=maximize", "objective=hold")
    installed("run", "-m", LESSON, *ask, "params.crisis.cost=interval(0.1,0.5)", "replications=20", "out=best")
    trials = [pd.read_parquet(place / "best" / str(number) / "runs")["hold"].mean() for number in range(3)]
    found = yaml.safe_load((place / "best" / "optimization_results.yaml").read_text(encoding="utf-8"))
    assert found["best_value"] == pytest.approx(max(trials))
    assert 0.1 <= found["best_params"]["params.crisis.cost"] <= 0.5
