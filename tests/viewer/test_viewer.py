"""`tertius view`: a server as users start it, asked over HTTP and looked at in a browser."""

import asyncio
import html
import os
import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from sim.figures.holding import held
from sim.pages.tables import number
from sim.viewer.app import application
from tests.conftest import ROOT

SUBSTITUTION = "dependence.substitution"
READY = re.compile(r"http://127\.0\.0\.1:\d+/")


def started(folder, *options):
    """`tertius view` on a folder."""
    paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", "sim.cli", "view", str(folder), *options]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, env=os.environ | {"PYTHONPATH": paths}, **streams)


@pytest.fixture(scope="module")
def kept(tmp_path_factory, lesson):
    """The folder of a run, a comparison and a sweep of the lesson; `sweep` as a result, to hold pages against."""
    here = tmp_path_factory.mktemp("kept")
    asked = {"replications": 12, "seed": 7}
    lesson.run("detente", out=here / "run", **asked)
    lesson.compare(["detente"], out=here / "comparison", **asked)
    axes = {"posture": ["baseline", "detente"], SUBSTITUTION: [0.0, 0.5, 1.0]}
    return here, lesson.sweep(axes, out=here / "sweep", **asked)


@pytest.fixture(scope="module")
def served(kept):
    """Where the page of each folder is served."""
    processes = {name: started(kept[0] / name, "--port", "0") for name in ("run", "comparison", "sweep")}
    yield {name: READY.search(process.stdout.readline())[0] for name, process in processes.items()}
    for process in processes.values():
        process.kill()
        process.communicate()


@pytest.fixture
def get(served):
    """`get(kind, path, name=value, …)` is the answer, its text unescaped."""

    def call(kind, path="", **asked):
        answer = httpx.get(served[kind] + path, params=asked or None, timeout=60)
        return answer, html.unescape(answer.text)

    return call


def runs(page):
    """The names of the runs in the table, in order."""
    return re.findall(r'<a href="/run\?[^"]+">((?:point )?\w+, replication \d+)</a>', page)


def courses(page):
    """What the figures of a run's page show, in words."""
    return re.findall(r'<img src="data:image/svg[^"]+" alt="([^"]+)"', page)


@pytest.mark.parametrize(("kind", "first"), [("run", "detente"), ("comparison", "baseline"), ("sweep", "point 0")])
def test_every_sort_of_folder_is_shown_and_its_runs_are_told(get, kind, first):
    answer, page = get(kind)
    assert answer.status_code == 200
    assert runs(page)[0] == f"{first}, replication 0"
    assert 'src="data:image/svg+xml' in page
    way = re.search(r'href="/(run\?[^"]+)">[^<]+, replication 0<', page)[1]
    answer, page = get(kind, way)
    assert answer.status_code == 200
    assert len(re.findall(r'<h3 class="month">20\d\d-\d\d</h3>', page)) == 24
    assert courses(page)[0].startswith("Tilt of BRAVO toward CHARLY over ALPHA, by month. ")
    assert "What each decided" in page


def test_the_runs_that_are_chosen_are_those_of_the_store(get, kept):
    frame = kept[1].outcomes
    fits = frame[(frame["posture"] == "detente") & frame[SUBSTITUTION].between(0.2, 1) & (frame["tilt"] < 0)]
    asked = {"posture": "detente", f"{SUBSTITUTION}.from": "0.2", f"{SUBSTITUTION}.to": "1", "where": "tilt < 0"}
    answer, page = get("sweep", outcome="hold", split=SUBSTITUTION, order="lowest", **asked)
    assert f"{len(fits)} of {len(frame)} runs: posture detente, {SUBSTITUTION} from 0.2 to 1, tilt < 0" in page
    lowest = fits.sort_values("hold", kind="stable")
    assert runs(page) == [f"point {r.point}, replication {r.replication}" for r in lowest.itertuples()][:20]
    for value, part in fits.groupby(SUBSTITUTION):
        assert f"{value:g}: mean {part['hold'].mean():.3g}" in page
    assert answer.headers["HX-Push-Url"].startswith("/?outcome=hold")
    again = httpx.get(answer.url.join(answer.headers["HX-Push-Url"]), timeout=60)
    assert again.text == answer.text  # the address that is shown brings the same page


def test_pages_follow_each_other_and_hold_every_run_once(get, kept):
    pages = [runs(get("sweep", page=str(k))[1]) for k in (1, 2, 3, 4)]
    together = [name for page in pages for name in page]
    assert len(together) == len(set(together)) == len(kept[1].outcomes)
    assert runs(get("sweep", page="99")[1]) == pages[-1]


def test_a_run_is_held_against_the_others_and_told_of_one_state(get, kept):
    value = kept[1].outcomes.query("point == 4 and replication == 3")["tilt"].iloc[0]
    answer, page = get("sweep", "run", variant="4", replication="3", state="BRAVO")
    assert answer.status_code == 200
    assert f">{number(value).text}</td>" in page
    assert "This run among the 36 chosen of its own posture, detente" in page
    own = kept[1].outcomes.query("posture == 'detente'")
    shown = re.search(r'<th scope="row"[^>]*>tilt</th>\s*(?:<td[^>]*>[^<]*</td>\s*){1}<td[^>]*data-key="([^"]+)"', page)
    assert float(shown[1]) == pytest.approx(own["tilt"].mean())
    alone = get("sweep", "run", variant="4", replication="3", posture="baseline")[1]
    assert "This run among the 36 chosen, none of its own posture but of baseline" in alone
    assert "What BRAVO decided" in page
    assert f"tertius explain {kept[0] / 'sweep'} --replication 3 --point 4" in page


@pytest.mark.parametrize(
    ("path", "asked", "code", "said"),
    [
        ("", {"outcome": "tillt"}, 404, 'no outcome "tillt"; did you mean tilt?'),
        ("", {"split": "dependence.substitutoin"}, 404, f"did you mean {SUBSTITUTION}?"),
        ("", {"dependence.substitutoin.from": "0"}, 404, f"did you mean {SUBSTITUTION}.from?"),
        ("", {"posture": "detent"}, 404, "did you mean detente?"),
        ("", {"order": "lowst"}, 404, "did you mean lowest?"),
        ("", {f"{SUBSTITUTION}.from": "much"}, 422, '"much" is no number'),
        ("", {f"{SUBSTITUTION}.from": "1", f"{SUBSTITUTION}.to": "0"}, 422, "from 1 to 0 holds nothing"),
        ("", {"where": "tillt < 0"}, 422, "did you mean tilt?"),
        ("", {"where": "tilt <"}, 422, 'The predicate "tilt <" cannot be read'),
        ("", {"where": "__import__('os')"}, 422, "there are no functions here"),
        ("", {"page": "-1"}, 422, '"-1" is no page'),
        ("run", {"variant": "6", "replication": "0"}, 404, 'no point "6"; give a number from 0 to 5'),
        ("run", {"variant": "0"}, 404, 'no replication ""; give a number from 0 to 11'),
        ("run", {"variant": "0", "replication": "0", "state": "BRVO"}, 404, "did you mean BRAVO?"),
        ("nowhere", {}, 404, "Not Found"),
    ],
)
def test_what_cannot_be_shown_is_told(get, path, asked, code, said):
    answer, page = get("sweep", path, **asked)
    assert answer.status_code == code
    assert said in page
    assert "Traceback" not in page


def test_no_run_is_an_answer_too(get):
    answer, page = get("sweep", where="tilt > 2")
    assert answer.status_code == 200
    assert "0 of 72 runs" in page
    assert "No run is like this" in page


def asked_of(folder):
    """The application on a folder, asked without a server."""
    transport = httpx.ASGITransport(application(held(folder)))

    async def get(path):
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(path)

    return lambda path: asyncio.run(get(path))


def test_an_unfinished_folder_is_shown_as_far_as_it_came(lesson, tmp_path):
    lesson.run(replications=252, out=tmp_path / "kept")
    sorted((tmp_path / "kept" / "runs").iterdir())[0].unlink()
    get = asked_of(tmp_path / "kept")
    page = get("/").text
    assert "Unfinished." in page
    assert "2 of 2 runs" in page
    answer = get("/run?replication=0")
    assert answer.status_code == 404
    assert "baseline, replication 0 is not among the 2 runs kept" in answer.text
    assert get("/run?replication=251").status_code == 200


def test_runs_of_other_rules_are_shown_but_not_told(lesson, tmp_path, monkeypatch):
    lesson.run(replications=3, out=tmp_path / "kept")
    monkeypatch.setattr("sim.analysis.why.explanation.rules_version", lambda: "0123456789ab")
    get = asked_of(tmp_path / "kept")
    assert get("/").status_code == 200
    page = get("/run?replication=0").text
    assert "This history cannot be told: this run was played under rules" in page
    assert "This run among the 3 chosen" in page


def test_a_run_has_the_same_course_from_its_series_as_played_again(lesson, tmp_path, monkeypatch):
    asked = {"axes": {SUBSTITUTION: [0.0, 0.8]}, "replications": 4, "seed": 7}
    lesson.sweep(out=tmp_path / "short", **asked)
    result = lesson.sweep(out=tmp_path / "long", record="steps", **asked)
    monkeypatch.setattr("sim.analysis.why.explanation.rules_version", lambda: "0123456789ab")  # it cannot be played
    path = "/run?variant=1&replication=2&outcome=crises"
    kept = courses(asked_of(tmp_path / "long")(path).text)
    assert courses(asked_of(tmp_path / "short")(path).text) == []
    monkeypatch.undo()
    assert courses(asked_of(tmp_path / "short")(path).text) == kept
    own = result.outcomes.query("point == 1 and replication == 2")["crises"].iloc[0]
    assert f"replication 2: 0 at first, {own:g} at the end" in kept[0]
    assert kept[1].startswith("Number over all months")
    page = asked_of(tmp_path / "long")("/run?variant=1&replication=2&outcome=tilt").text
    assert "Tilt has no form by month in what is kept of a run; another outcome is shown." in page


def test_only_this_machine_is_served_and_only_to_read(served):
    with httpx.Client(base_url=served["run"]) as client:
        answer = client.get("/")
        assert (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
            in (answer.headers["content-security-policy"])
        )
        assert client.get("/", headers={"Host": "elsewhere.example"}).status_code == 400
        for method in ("POST", "PUT", "DELETE"):
            assert client.request(method, "/").status_code == 405
        assert client.get("/static/../app.py").status_code == 404


def test_ports_and_the_end(kept, command):
    folder = kept[0] / "run"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, out, err = command("view", str(folder), "--port", str(taken.getsockname()[1]))
        assert (code, out) == (2, "")
        assert "cannot be had" in err
    code, out, err = command("view", "nowhere")
    assert (code, out) == (2, "")
    assert "there is no folder nowhere" in err
    assert command("view", str(folder), "--port", "70000")[0] == 2
    process = started(folder)  # some port that is free
    where = READY.search(process.stdout.readline())[0]
    assert httpx.get(where).status_code == 200
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")


def test_the_page_in_a_browser(browser, faultless, served):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(served["sweep"])
    assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    faultless(page)
    page.get_by_label("Outcome").select_option("hold")
    page.wait_for_url("**/?outcome=hold&split=none")
    page.evaluate("history.back()")
    page.wait_for_function("document.querySelector('#outcome').value === 'tilt' && document.title")
    page.wait_for_url(served["sweep"])
    page.get_by_label("Outcome").select_option("hold")
    page.wait_for_url("**/?outcome=hold&split=none")
    page.get_by_label(f"{SUBSTITUTION} from").fill("0.5")
    page.get_by_label("Only runs where").fill("tilt < 0")
    page.get_by_label("Only runs where").press("Tab")
    page.locator(
        "#said", has_text=re.compile(r"^\d+ of 72 runs: dependence.substitution from 0.5, tilt < 0")
    ).wait_for()
    page.wait_for_url(f"**{SUBSTITUTION}.from=0.5&where=*")
    page.locator("#found table a").first.press("Enter")  # by the keyboard
    page.wait_for_url("**/run?*")
    why = page.locator(".history details").first
    why.locator("summary").press("Enter")
    assert "chance of the act" in why.inner_text()
    with page.expect_response(lambda response: "state=BRAVO" in response.url):
        page.get_by_label("Tell of").select_option("BRAVO")
    page.locator("#history.columns summary").first.press("Enter")
    assert "What BRAVO decided" in page.locator(".history details").first.inner_text()
    faultless(page)
    page.get_by_role("link", name="All runs").press("Enter")
    page.wait_for_url("**/?outcome=hold*")
    assert page.get_by_label(f"{SUBSTITUTION} from").input_value() == "0.5"
    assert complaints == []
    page.get_by_label("Only runs where").fill("tillt < 0")
    page.get_by_label("Only runs where").press("Enter")
    page.get_by_role("alert").wait_for()
    assert "did you mean tilt?" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Only runs where").input_value() == "tillt < 0"  # to be mended where it stands
    assert not [url for url in asked if not url.startswith(("data:", served["sweep"]))]
    page.close()
