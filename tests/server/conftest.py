"""A running server, one for all tests of a file."""

import atexit
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.server.classroom import Classroom


def started(folder, *asked, program=("-m", "sim.cli")):
    """The server's process on a free port."""
    paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    folders = [] if any(word.startswith("folder=") for word in asked) else [f"folder={folder}"]
    command = [sys.executable, *program, "serve", "port=0", *folders, *asked]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder,
        env=os.environ | {"PYTHONPATH": paths, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
    )  # fmt: skip
    atexit.register(process.kill)  # if a test fails before it ends it
    return process


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """A session of the small scenario in a server of its own, on the same luck whenever it is tested."""
    folder = tmp_path_factory.mktemp("classroom")
    room = Classroom(started(folder, "scenario=triangle_lesson", "seed=20261126"), folder)
    yield room
    if room.process.poll() is None:
        room.close()
