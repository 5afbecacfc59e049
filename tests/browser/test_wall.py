"""The projector in a browser: every step of a reveal and every page of the debrief within its screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_session import act
from tests.server.classroom import CONSULT, Classroom
from tests.server.conftest import started

SIZES = ((1600, 900), (1280, 720))


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A session in which a demand calls upon two allies of whom it is made on."""
    folder = tmp_path_factory.mktemp("wall")
    made = Classroom(started(folder, "scenario=trump_triangulation", "seed=3", "turns=2"), folder)
    yield made
    made.close()


@pytest.fixture(scope="module")
def teams(room):
    """People in two seats."""
    return {seat: room.let_in("player", seat) for seat in ("USA", "CHN")}


@pytest.fixture(scope="module")
def wall(room, opened):
    return opened("projector", f"{room.address}/enter#{room.name}.{room.invite('projector')}")


@pytest.fixture(scope="module")
def desk(room, opened):
    return opened(link=room.chair_link)


def fits(wall):
    """Fail if the page is higher than the screen, at both sizes of SIZES."""
    for width, height in SIZES:
        wall.set_viewport_size({"width": width, "height": height})
        wall.wait_for_function("new Promise(done => requestAnimationFrame(() => done(true)))")
        assert wall.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0, (
            width,
            wall.inner_text("main"),
        )
    wall.set_viewport_size(dict(zip(("width", "height"), SIZES[0], strict=True)))


def test_a_seat_is_shown_as_taken_while_somebody_is_there(room, teams, wall, opened):
    expect(wall.locator(".presence li")).not_to_have_count(0)
    expect(wall.locator(".presence .taken")).to_have_count(0)  # they have links, and no page is open
    page = opened(link=f"{room.address}/enter#{room.name}.{room.invite('player', 'KOR')}")
    expect(wall.locator(".presence .taken")).to_have_text(["● South Korea"])
    page.close()
    expect(wall.locator(".presence .taken")).to_have_count(0)


def test_a_reveal_stays_on_the_screen(room, teams, wall):
    """After each press the newest line and the button stand in the screen, the teams' acts at the end."""
    fits(wall)
    room.chair.done("start")
    expect(wall.locator(".big-count")).to_be_visible()
    fits(wall)
    usa, chn = teams["USA"], teams["CHN"]
    offered = usa.api(usa.token, "propose", terms={"title": "Korea", "parties": ["USA", "CHN"], "duties": [CONSULT]})
    chn.api(chn.token, "accept", proposal=offered.json()["answer"]["proposal"])
    orders = {"act.0": "DEMAND CHN", "month.0": "1", "act.1": "AID UKR", "month.1": "2", "answer.fight.CHN": "yes"}
    usa.done("submit", **orders)
    chn.done("submit", **{"act.0": "SUMMIT RUS", "month.0": "1", "answer.resist.USA": "yes"})
    room.chair.done("resolve")
    expect(wall.get_by_role("button", name="Reveal")).to_be_visible()
    newest = wall.locator(".step:not(.past):visible > :is(.question, .fell):visible")
    told = []
    while wall.locator("[data-next]").inner_text() != "End":
        wall.keyboard.press("Space")
        for each in (*newest.all(), wall.locator("[data-next]")):
            box = each.bounding_box()
            assert 0 <= box["y"] <= box["y"] + box["height"] <= 900, each.inner_text()
        if newest.count():
            told.append(newest.last.inner_text())
    text = " ".join(told)
    assert {"PRK", "RUS"} <= set(re.findall(r"(\w+) honours consultation to CHN\?", text))
    assert "The team had decided: yes." in text
    fits(wall)
    expect(wall.locator(".did")).to_contain_text("USA makes a demand on CHN, gives aid to UKR")
    expect(wall.locator(".did")).to_contain_text("CHN meets RUS")
    news, page = wall.locator(".finale"), chn.page()
    assert news.inner_text().index("What the teams did") < news.inner_text().index("Also in the world")
    assert "<b>USA</b> makes a demand on CHN, gives aid to UKR" in page
    assert page.index("What the teams did") < page.index("Also in the world")


def test_what_is_read_from_the_last_row_is_large_enough(room, wall):
    """Months, parties, headings and the second line of the head are 24 px high at least at 1600 × 900."""
    room.chair.done("next")
    expect(wall.locator(".treaties .when").first).to_be_visible()
    read = wall.locator(".strip span, .when, .items li, .of-list, figcaption").filter(visible=True)
    small = read.evaluate_all("all => all.filter(each => parseFloat(getComputedStyle(each).fontSize) < 24)"
                              ".map(each => each.outerHTML)")  # fmt: skip
    assert small == []
    fits(wall)


def test_the_wall_shows_the_page_of_the_debrief_that_the_desk_opens(room, teams, wall, desk):
    room.chair.done("finish")
    expect(wall.locator("h1").last).to_have_text("Place your bets: 0 of 3 teams in")
    question = re.search(r'name="share\.([^"]+)"', teams["USA"].page())[1]
    teams["USA"].done("bet", **{f"share.{question}": "40"})
    expect(wall.locator("h1").last).to_have_text("Place your bets: 1 of 3 teams in")
    fits(wall)
    wall.keyboard.press("Space")
    expect(wall.locator(".debrief")).not_to_contain_text("Secret treaties")
    for name in ("Secret treaties", "Promised and done", "Where it ended"):
        act(desk, name)
        expect(wall.locator(".debrief h2")).to_contain_text(name)
        fits(wall)
    act(desk, "Play the fan and show it")
    expect(wall.locator(".debrief")).to_contain_text("How often it came about again", timeout=120_000)
    fits(wall)
    wall.keyboard.press("Space")
    fits(wall)
    desk.locator("#what-if summary").click()
    assert desk.locator("#what-if [name=turn] option").count() == 1  # as many turns as were played
    expect(desk.locator("#what-if .card")).not_to_have_count(0)
    desk.select_option('#what-if [name="act.0"]', "SUMMIT CHN")
    act(desk, "Ask the model")
    expect(desk.locator(".parted").first).to_contain_text("USA makes a demand on CHN")
    assert desk.locator(".apart .chart svg").first.bounding_box()["width"] > 400
    act(desk, "Show on the projector")
    expect(wall.locator(".debrief h1")).to_contain_text("What if, in turn 1, USA had other orders?")
    expect(wall.locator(".parted").first).to_contain_text("USA makes a demand on CHN")
    fits(wall)
    wall.keyboard.press("Space")
    fits(wall)
    assert wall.faults == desk.faults == []


def test_a_team_reads_its_own_courses_first_and_the_seal_last(room, opened):
    page = opened("phone", f"{room.address}/enter#{room.name}.{room.invite('player', 'CHN')}")
    page.locator("label.for-orders").click()
    expect(page.locator("#part-review .fan > .charts .chart")).not_to_have_count(0)
    own = page.locator("#part-review .fan > .charts figcaption").all_inner_texts()
    assert len(own) <= 6
    assert all("CHN" in each for each in own)
    expect(page.locator("#part-review code").first).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
