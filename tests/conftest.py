"""What tests share: ready scenarios, the command line as a user meets it, a browser, the folder of real data."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

import sim
from sim.analysis.validation.rows import MISSES, Row
from sim.cli import main
from sim.model.stage import is_compiled

ROOT = Path(__file__).resolve().parents[1]
settings.register_profile("tertius", deadline=None)  # the first example may have to compile a rule
settings.load_profile("tertius")
CHROMIUM = [  # no sandbox within a container, and nothing that looks for the network by itself
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_sessionstart(session):
    """Compile once, before parallel workers start and would each do it."""
    alone = hasattr(session.config, "workerinput") or not session.config.getoption("numprocesses", None)
    if not alone and not is_compiled():
        sim.load("triangle_lesson").run(replications=1)


def pytest_collection_modifyitems(items):
    """A row of a validation table that is known to miss must miss."""
    for item in items:
        row = item.callspec.params.get("row") if hasattr(item, "callspec") else None
        if isinstance(row, Row) and row.miss:
            item.add_marker(pytest.mark.xfail(strict=True, reason=row.miss))


@pytest.fixture(scope="session")
def judge():
    """`judge(row, given)` fails with all that the row's test found unless it holds."""

    def held(row, given):
        findings = row.test(given)
        assert row.verdict(findings) != MISSES, "\n".join([f"{row.name}: {row.claim}", *map(str, findings)])

    return held


@pytest.fixture(scope="session")
def lesson():
    """The small scenario of three states."""
    return sim.load("triangle_lesson")


@pytest.fixture(scope="session")
def flagship():
    """The scenario of seven states."""
    return sim.load("trump_triangulation")


@pytest.fixture(scope="session")
def data():
    """The folder of real data, named by the environment variable TERTIUS_DATA.

    Where it names none the test is skipped, or fails if TERTIUS_REQUIRE names `data`.
    """
    folder = os.environ.get("TERTIUS_DATA")
    if not folder:
        lacking = "TERTIUS_DATA does not name the folder of real data"
        if "data" in os.environ.get("TERTIUS_REQUIRE", "").split(","):
            pytest.fail(lacking)
        pytest.skip(lacking)
    return Path(folder)


@pytest.fixture
def tertius(tmp_path):
    """The command line as users run it, in an empty folder: `tertius("run", "seed=1")` is a finished process."""

    def call(*arguments, start=False, **options):
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        options = {
            "cwd": tmp_path,
            "env": os.environ | {"PYTHONPATH": os.pathsep.join(paths)} | options.pop("env", {}),
            "encoding": "utf-8",
            **options,
        }
        command = [sys.executable, "-m", "sim.cli", *map(str, arguments)]
        if start:
            return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        return subprocess.run(command, capture_output=True, timeout=600, check=False, **options)

    return call


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """The command line within this process, in an empty folder: `command("run", "seed=1")` is (code, out, err)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["tertius"])

    def call(*arguments):
        try:
            code = main(arguments)
        except SystemExit as end:
            code = end.code or 0
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium. Where there is none the test is skipped, or fails if TERTIUS_REQUIRE names `browser`."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        lacking = "there is no Chromium on the path"
        if "browser" in os.environ.get("TERTIUS_REQUIRE", "").split(","):
            pytest.fail(lacking)
        pytest.skip(lacking)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def faultless():
    """`faultless(page)` fails if axe-core finds a fault, or the page is wider than a desk's or a phone's screen."""
    from axe_playwright_python.sync_playwright import Axe

    def held(page):
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
        found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []
        for wide in (390, 1280):  # what is wider scrolls in itself
            page.set_viewport_size({"width": wide, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= wide

    return held
