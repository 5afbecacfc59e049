"""The load of full rooms, for figures; and of a small one, to see that every page follows."""

import json
import os
import re
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import httpx
import numpy as np
import pytest
from playwright.sync_api import Error

from sim.session.machine import machine
from tests.browser.conftest import opened  # noqa: F401
from tests.conftest import ROOT
from tests.server.classroom import Classroom, bearer
from tests.server.conftest import classroom, started  # noqa: F401

BROWSERS = ("player", "player", "player", "observer", "projector")


def made(room, names, scenario, turns):
    """Sessions of a scenario in a running server; their facilitators' tokens."""
    host, tokens = room.person().enter(room.start), []
    page = host.http.get("/host", params={"scenario": scenario}).text
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    seats = re.findall(r'name="seat" value="(\w+)" checked', page)
    for name in names:
        asked = {"csrf": csrf, "scenario": scenario, "name": name, "turn_months": "1", "turns": str(turns)}
        asked |= {"seat": seats, "secrecy": "yes"}
        answer = host.http.post("/host/create", data=asked)
        assert answer.status_code == 303, answer.text
        tokens.append(answer.headers["set-cookie"].partition("=")[2].partition(";")[0])
    return tokens


def watched(pages, driver):
    """What browsers need to show the page anew, in ms, while the load runs; what the driver found."""
    took = []
    while driver.poll() is None:
        for page in pages:
            begun = time.perf_counter()
            with suppress(Error):  # a page that goes on by itself just then
                page.reload(wait_until="domcontentloaded")
                page.locator(".strip").wait_for()
                took.append(1000 * (time.perf_counter() - begun))
            page.wait_for_timeout(500)
    assert driver.returncode == 0
    return took, json.loads(driver.communicate()[0].splitlines()[-1])


def spent(pid):
    """Processor seconds of another process so far, as Linux tells them."""
    stat = Path(f"/proc/{pid}/stat")
    fields = stat.read_text().rpartition(")")[2].split() if stat.exists() else []
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def driver_of(room, names, tokens, people, turns):
    """The command that drives those sessions."""
    given = [word for pair in zip(names, tokens, strict=True) for word in pair]
    return [sys.executable, "-m", "tests.server.load", room.address, str(people), str(turns), *given]


def test_every_page_follows_a_small_room(tmp_path):
    room, names, people, turns = (
        Classroom(started(tmp_path, "scenario=triangle_lesson"), tmp_path),
        ["one", "two"],
        8,
        2,
    )
    command = driver_of(room, names, made(room, names, "triangle_lesson", turns), people, turns)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    counted = {kind: row["n"] for kind, row in json.loads(done.stdout.splitlines()[-1])["times_ms"].items()}
    assert counted["submit"] == counted["resolved, until each page has it"] == people * turns
    assert "Traceback" not in room.close()


@pytest.mark.bench
@pytest.mark.parametrize(
    ("scenario", "rooms", "people", "turns"),
    [
        ("triangle_lesson", 1, 150, 3),
        pytest.param("trump_triangulation", 1, 150, 30, marks=pytest.mark.soak),
        pytest.param("trump_triangulation", 5, 150, 30, marks=pytest.mark.soak),
    ],
)
def test_full_rooms(tmp_path, opened, scenario, rooms, people, turns):  # noqa: F811
    """People with open streams and five browsers; then the server is killed and the sessions opened anew."""
    room = Classroom(started(tmp_path, "scenario=triangle_lesson"), tmp_path)
    names = [f"load-{number}" for number in range(rooms)]
    tokens = made(room, names, scenario, turns)
    command = driver_of(room, names, tokens, people, turns)
    log = tmp_path / "driver.log"
    with log.open("w") as errors:
        driver = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert driver.stdout.readline() == "ready\n", log.read_text()[:2000]
    seat = httpx.get(f"{room.address}/api/sessions/load-0/view", headers=bearer(tokens[0])).json()["seats"][0]["seat"]
    pages = []
    for number, role in enumerate(BROWSERS):
        asked = {"uuid": f"browser-{number}", "role": role, "name": f"Browser {number}"}
        asked |= {"seat": seat} if role == "player" else {}
        path = f"{room.address}/api/sessions/load-0/commands/invite"
        told = httpx.post(path, json=asked, headers=bearer(tokens[0]), timeout=30).json()
        pages.append(opened(link=f"{room.address}/enter#load-0.{told['answer']['token']}"))
    begun, before = time.perf_counter(), spent(room.process.pid)
    took, found = watched(pages, driver)
    found["cores"] = (spent(room.process.pid) - before) / (time.perf_counter() - begun)
    for page in pages:
        page.get_by_text("Debrief").first.wait_for()
        assert page.faults == []
        page.close()
    room.process.kill()
    room.process.communicate()
    begun = time.perf_counter()
    again = Classroom(started(tmp_path, "scenario=triangle_lesson"), tmp_path)
    for name, token in zip(names, tokens, strict=True):
        shown = httpx.get(f"{again.address}/api/sessions/{name}/view", headers=bearer(token), timeout=60)
        assert shown.json()["stage"]["turn"] == turns
    restart = time.perf_counter() - begun
    again.close()
    for person in room.people:
        person.close()
    found["times_ms"]["page shown anew in Chromium"] = {
        "n": len(took), **{f"p{share}": round(float(np.percentile(took, share)), 1) for share in (50, 95, 99)}
    }  # fmt: skip
    printed(scenario, rooms, people, turns, found, restart)


def printed(scenario, rooms, people, turns, found, restart):
    """The table of docs/benchmarks.md."""
    print(f"\n{scenario}: {people} people and 5 browsers in {rooms} session{'s' * (rooms > 1)}, {turns} turns")
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine()['processor']}, {os.cpu_count()} cores", end=", ")
    print(f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "")
    print("\n| request | n | p50 | p95 | p99 |\n| --- | --- | --- | --- | --- |")
    for kind, row in found["times_ms"].items():
        print(f"| {kind} | {row['n']:,} | {row['p50']:,.0f} | {row['p95']:,.0f} | {row['p99']:,.0f} |")
    first, last = found["update_bytes"]
    print(f"\nevents heard {found['events']:,}; a page {found['page_bytes']:,} bytes, a view {found['view_bytes']:,}")
    print(f"the server took {found['cores']:.2f} of a core")
    print(f"an update {first:,} bytes (median) in the first turn, {last:,} in the last")
    print(f"a fan of 500 replications {found['fan_s']} s; killed and playable again in {restart:.1f} s")
