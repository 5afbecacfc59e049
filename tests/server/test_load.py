"""The load of a full room: figures, not a test of them."""

import json
import re
import subprocess
import sys
import time

import httpx
import pytest

from tests.conftest import ROOT
from tests.server.classroom import Classroom, bearer
from tests.server.conftest import started


@pytest.mark.bench
@pytest.mark.parametrize("turns", [3, pytest.param(24, marks=pytest.mark.soak)])
def test_a_full_room(tmp_path, turns):
    """150 people with open streams; then the server is ended and the session opened anew."""
    room = Classroom(started(tmp_path, "scenario=triangle_lesson"), tmp_path)
    host = room.person().enter(room.start)
    csrf = re.search(r'name="csrf" value="([^"]+)"', host.http.get("/host").text)[1]
    asked = {"csrf": csrf, "scenario": "triangle_lesson", "name": "Load", "turn_months": "1", "turns": "24"}
    made = host.http.post("/host/create", data=asked)
    cookie = made.headers["set-cookie"].partition("=")[2].partition(";")[0]
    command = [sys.executable, "-m", "tests.server.load", room.address, "load", cookie, str(turns)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=1500)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in room.close()
    found = json.loads(done.stdout)
    begun = time.perf_counter()
    again = Classroom(started(tmp_path, "scenario=triangle_lesson"), tmp_path)
    shown = httpx.get(f"{again.address}/api/sessions/load/view", headers=bearer(cookie), timeout=60)
    took = time.perf_counter() - begun
    again.close()
    assert shown.json()["stage"]["turn"] == turns
    print(f"\n{turns} turns\n{'request':<42}{'n':>7}{'p50':>9}{'p95':>9}{'p99':>9}  ms")
    for kind, row in found["times_ms"].items():
        print(f"{kind:<42}{row['n']:>7}{row['p50']:>9}{row['p95']:>9}{row['p99']:>9}")
    print(f"events heard {found['events']:,}; a view {found['view_bytes']:,} bytes; restart to playable {took:.1f} s")
