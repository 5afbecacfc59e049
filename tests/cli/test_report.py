"""`tertius report`: one file that says what it must, of a run, a comparison and a sweep; and the page in a browser."""

import html
import json
import re
import shlex

import pytest

from sim.run.manifest import read_manifest
from sim.run.store import Store

SHORT = 8  # months
VARIED = "params.dependence.substitution=0,0.5,1"


@pytest.fixture
def scenario(tmp_path, lesson):
    """The lesson cut short, with a title that must be escaped."""
    text = lesson.scenario.text.replace("months: 24", f"months: {SHORT}").replace("last=12", f"last={SHORT}")
    text = text.replace("title: Two patrons and a client", 'title: "Two <b>patrons</b> & a client"')
    (tmp_path / "brief.yaml").write_text(text.replace("name: triangle_lesson", "name: brief"), encoding="utf-8")
    return "scenario=brief.yaml"


@pytest.fixture
def make(command, scenario, tmp_path):
    """`make("run", …)` plays something small into `kept` and gives its report as text."""

    def call(name, *arguments):
        assert command(name, *arguments, scenario, "replications=6", "seed=7", "out=kept")[0] == 0
        code, out, err = command("report", "kept")
        assert (code, err) == (0, "")
        assert "Report in kept/report.html" in out
        return (tmp_path / "kept" / "report.html").read_text(encoding="utf-8")

    return call


def sections(page):
    return re.findall(r'<section id="(\w+)"', page)


ALWAYS = ["scenario", "varied", "outcomes", "histories", "trust", "repeat"]


def test_a_comparison(make, command, tmp_path):
    page = make("compare", "posture=detente,reassure", "record=steps")
    assert sections(page) == [*ALWAYS[:3], "effects", "months", *ALWAYS[3:]]
    assert "<b>patrons" not in page
    assert "Two &lt;b&gt;patrons&lt;/b&gt; &amp; a client" in page
    assert page.count("<article") == 3
    assert page.count('<ol class="history">') == 3
    assert len(re.findall(r'<h4 class="month">2025-\d\d</h4>', page)) == 3 * SHORT
    assert page.count("<img") == page.count('alt="') == len(re.findall('id="figure-', page))
    for said in ("Pact of mutual assistance", "made up for teaching", "the patrons declare a thaw", "M19", "R2"):
        assert said in page
    _repeated(page, command, tmp_path / "kept" / "detente", tmp_path / "again" / "detente")


def test_a_sweep(make, command, tmp_path):
    page = make("run", "-m", VARIED, "posture=baseline,detente", "params.crisis.cost=0.3")
    assert sections(page) == [*ALWAYS[:3], "points", *ALWAYS[3:]]
    assert "A sweep of 6 points, every combination of lists" in page
    assert "how far a second supplier replaces the first" in page
    assert page.count("<article") == 3
    _repeated(page, command, tmp_path / "kept", tmp_path / "again")


def test_a_run_with_a_parameter_that_was_changed(make, command, tmp_path):
    page = make("run", "posture=erratic", "params.choice.rationality=3", "activation=random", "acting=false")
    assert sections(page) == ALWAYS
    assert "Changed for all runs" in page
    assert "nobody acts in this run" in page
    _repeated(page, command, tmp_path / "kept", tmp_path / "again")


def _repeated(page, command, before, after):
    """The command that a page names plays the same plan."""
    told = html.unescape(re.search(r"<pre[^>]*><code>(.+?)</code>", page, re.DOTALL)[1])
    assert "Save the scenario as <code>brief.yaml</code>" in page  # it is not among those installed
    program, *arguments = shlex.split(told)
    assert program == "tertius"
    assert command(*arguments)[0] == 0
    assert read_manifest(after)["plan"] == read_manifest(before)["plan"]


def test_a_scenario_that_came_with_us_is_named(command, tmp_path):
    assert command("run", "scenario=triangle_lesson", "replications=2", "out=kept")[0] == 0
    assert command("report", "kept", "--out", "sub/mine.html")[0] == 0
    page = (tmp_path / "sub" / "mine.html").read_text(encoding="utf-8")
    assert "<code>tertius run scenario=triangle_lesson posture=baseline replications=2 seed=0 out=again</code>" in page
    assert not (tmp_path / "kept" / "report.html").exists()
    assert command("report", "kept", "--out", "sub/other.html")[0] == 0
    assert (tmp_path / "sub" / "other.html").read_text(encoding="utf-8") == page


def test_runs_of_other_rules_have_no_histories_and_it_is_said(command, scenario, tmp_path):
    assert command("run", scenario, "replications=2", "out=kept")[0] == 0
    file = tmp_path / "kept" / "manifest.json"
    plan = Store.find(tmp_path / "kept").plan
    other = plan._replace(rules="0123456789ab")
    for shard, renamed in zip(plan.shards(), other.shards(), strict=True):
        (tmp_path / "kept" / "runs" / f"{shard.name}.parquet").rename(
            tmp_path / "kept" / "runs" / f"{renamed.name}.parquet"
        )
        sums = tmp_path / "kept" / "SHA256SUMS"
        sums.write_text(sums.read_text().replace(shard.name, renamed.name))
    file.write_text(json.dumps(json.loads(file.read_text()) | {"rules": other.rules, "plan": other.hash}))
    assert command("report", "kept")[0] == 0
    page = (tmp_path / "kept" / "report.html").read_text(encoding="utf-8")
    assert "No single history can be told: this run was played under rules 0123456789ab" in page
    assert "these runs were played under rules 0123456789ab" in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["nowhere"], "there is no folder nowhere"), (["."], "holds no run of tertius")],
)
def test_bad_input_is_told_and_leaves_nothing(command, tmp_path, arguments, said):
    code, out, err = command("report", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert not list(tmp_path.iterdir())


def test_an_unfinished_run_says_so(command, scenario, tmp_path):
    assert command("run", scenario, "replications=252", "out=kept")[0] == 0
    sorted((tmp_path / "kept" / "runs").iterdir())[0].unlink()
    assert command("report", "kept")[0] == 0
    assert "2 of 252 runs stand" in (tmp_path / "kept" / "report.html").read_text(encoding="utf-8")


def test_the_page_in_a_browser(browser, faultless, make, tmp_path):
    make("compare", "posture=detente", "record=steps")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    address = (tmp_path / "kept" / "report.html").as_uri()
    page.goto(address)
    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    _sorts(page)
    # one of each section is opened: hundreds of the same take the checker long and tell nothing more
    page.evaluate(
        "for (const each of document.querySelectorAll('section')) (each.querySelector('details') ?? {}).open = true"
    )
    faultless(page)
    with page.expect_download() as saved:
        page.locator("#repeat a[download]").click()
    assert saved.value.path().read_text(encoding="utf-8") == (tmp_path / "brief.yaml").read_text(encoding="utf-8")
    assert complaints == []
    page.close()


def _sorts(page):
    """The keyboard sorts a table by a column of numbers, either way."""
    table = page.locator("#outcomes table").first
    title = table.locator("thead th", has_text="mean")

    def means():
        return [
            float(key)
            for key in table.locator("tbody tr td:nth-child(2)").evaluate_all("all => all.map(e => e.dataset.key)")
        ]

    for way, order in (("ascending", sorted), ("descending", lambda keys: sorted(keys, reverse=True))):
        title.locator("button").press("Enter")
        assert title.get_attribute("aria-sort") == way
        assert means() == order(means())


@pytest.mark.parametrize("name", ["run", "compare", "sweep"])
def test_a_single_replication_of_what_is_undefined_or_always_the_same(command, tmp_path, lesson, name):
    never, same = "honoured_neutrality", "wars"
    outcomes = lesson.run(replications=1, seed=7).outcomes
    assert outcomes[never].isna().all()
    assert (outcomes[same] == 0).all()
    text = lesson.scenario.text.replace("headline: [tilt, hold, rival_crises]", f"headline: [{never}, {same}]")
    (tmp_path / "bare.yaml").write_text(text, encoding="utf-8")
    asked = {"run": ["run"], "compare": ["compare", "posture=detente"], "sweep": ["run", "-m", VARIED]}[name]
    assert command(*asked, "scenario=bare.yaml", "replications=1", "seed=7", "out=kept")[0] == 0
    code, _, err = command("report", "kept")
    assert (code, err) == (0, "")
    page = (tmp_path / "kept" / "report.html").read_text(encoding="utf-8")
    assert f"{never} is defined in no run" in page
    assert f"No single history can be told: {never} is defined in no run" in page
    assert 'id="figure-distribution_wars"' not in page
    assert re.search(r"<p>[^<]*war[^<]*: 0 in (the one run|all \d+ runs)", page)
    assert not re.search(r">\s*(nan|inf|-inf)\s*<", page)
