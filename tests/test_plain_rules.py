"""The tests of tests/plain, in a process where the rules are plain Python."""

import os
import subprocess
import sys
from pathlib import Path

PLAIN = Path(__file__).parent / "plain"


def test_plain_rules():
    """Every test of tests/plain passes, and at least one ran."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", str(PLAIN)],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
