"""Every experiment says what it found, and its script still runs, at the smallest size."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(
    (ROOT / "experiments").glob("[0-9]*")
)  # those that ask and find; the example bot is run by tests/server
SCRIPTS = [script for folder in FOLDERS for script in sorted(folder.glob("*.py"))]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_experiment_can_be_repeated_by_a_reader(folder):
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert all(f"**{part}" in text for part in ("Question", "Command", "Finding"))
    assert list(folder.glob("*.png"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.parent.name)
def test_its_script_makes_its_files(script, tmp_path):
    done = subprocess.run(
        [sys.executable, str(script), "--replications", "2", "--out", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {path.name for path in script.parent.iterdir() if path.suffix in (".csv", ".png")}
