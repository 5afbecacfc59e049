"""What a team notices: a submission that is lost, what has happened, what an order does, a seat that is another's now.

Motion is not reduced here, so that a message that fades is seen to be there.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SIZES
from tests.server.classroom import Classroom, told_by
from tests.server.conftest import started


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A server of its own, which is killed and started again on the same port."""
    folder = tmp_path_factory.mktemp("team")
    room = Classroom(started(folder, "scenario=triangle_lesson"), folder)
    yield room
    room.close()


@pytest.fixture(scope="module")
def teams(room, browser):
    """ALPHA at a desk, BRAVO with a phone."""
    pages = {}
    for seat, size in (("ALPHA", "desktop"), ("BRAVO", "phone")):
        width, height = SIZES[size]
        page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{room.address}/enter#{room.name}.{room.invite('player', seat)}")
        page.get_by_role("button", name="Enter").click()
        page.wait_for_url("**/s/**")
        pages[seat] = page
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.fixture
def turn(room, teams):
    """An open turn, whichever tests have run before."""
    phase = room.stage(room.chair_token).rpartition(".")[2]
    if phase != "open":
        room.chair.done({"lobby": "start", "review": "next"}[phase])
    for page in teams.values():
        expect(page.locator("#orders")).to_be_attached()


def killed(room):
    """The server's process ends at once."""
    room.process.kill()
    room.process.communicate()


def again(room):
    """It is started on the port that it had."""
    room.process = started(room.folder, f"port={room.address.rpartition(':')[2]}")
    told_by(room.process)


def test_before_the_game_a_team_has_its_link_and_nothing_is_saved(teams):
    page = teams["BRAVO"]
    expect(page.locator("#part-situation .banner a")).to_be_visible()
    expect(page.locator(".kept")).to_be_hidden()
    expect(page.locator(".who")).to_contain_text("BRAVO")


def test_what_happens_leads_there_and_whoever_writes_is_left_alone(room, teams):
    alpha, bravo = teams["ALPHA"], teams["BRAVO"]
    alpha.fill(".compose textarea", "half a message")
    bravo.locator("label.for-history").click()
    room.chair.done("start", rehearsal="yes")
    for page in (alpha, bravo):
        expect(page.locator("#notices")).to_contain_text("Turn 1 is open, a rehearsal.")
    expect(bravo.locator("#orders")).to_be_visible()
    assert alpha.evaluate("document.activeElement.value") == "half a message"
    alpha.locator("#notices button", has_text="Close").click()
    expect(alpha.locator("#notices p")).to_have_count(0)

    # at the bottom of the page: an inject, a message beside, then the end of the turn
    alpha.locator("#part-orders").click(position={"x": 2, "y": 2})
    alpha.evaluate("scrollTo(0, document.body.scrollHeight)")
    room.chair.done("inject", text="A dam has burst.")
    expect(alpha.locator("#notices")).to_contain_text("News: A dam has burst.")
    expect(alpha.locator("#notices")).to_be_in_viewport()
    expect(alpha.locator(".tabs label.for-news")).to_be_in_viewport()
    assert alpha.title().startswith("(1) ")
    room.chair.done("resolve")
    for page in (alpha, bravo):
        expect(page.locator("#part-news")).to_be_visible()
        expect(page.locator("#notices")).to_have_text("Turn 1 is resolved.Close")
        assert page.evaluate("scrollY") == 0
    room.chair.done("rollback", turn="1", luck="new")
    for page in (alpha, bravo):
        expect(page.locator("#notices")).to_contain_text("The rehearsal is undone; now it counts. Turn 1 is open.")
        expect(page.locator("#orders")).to_be_visible()


def test_a_message_beside_that_is_scrolled_away_is_counted_until_it_is_seen(room, teams, turn):
    page, label = teams["ALPHA"], teams["ALPHA"].locator(".tabs label.for-talk")
    page.locator("#all-orders summary").click()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    room.chair.done("message", to="all", text="Five minutes left")
    expect(label).to_contain_text("1")
    assert page.title().startswith("(")
    label.click()
    expect(page.locator("#part-threads .thread")).to_be_in_viewport()
    expect(label).to_be_hidden()
    page.locator("#all-orders summary").click()


def test_a_card_says_what_its_act_does_and_what_a_standing_answer_decides(teams, turn):
    page = teams["ALPHA"]
    page.select_option('[name="act.0"]', "DEMAND CHARLY")
    assert page.locator('[name="act.0"] option:checked').inner_text() == "makes a demand on CHARLY"
    card = page.locator(".card").first
    expect(card).to_contain_text("they yield, or resist")
    fought = card.locator(".chance", has_text="threatens force")
    expect(fought.locator("svg")).to_have_count(1)
    page.locator("#answers summary").click()
    page.select_option('[name="answer.fight.CHARLY"]', "yes")
    expect(fought).to_contain_text("you decided: yes")
    expect(fought.locator("svg")).to_have_count(0)
    listed = page.locator("#all-orders")
    listed.locator("summary").click()
    expect(listed.locator('[data-act="DEMAND"] tr', has_text="CHARLY")).to_contain_text("you decided: yes")
    expect(listed.locator('[data-act="STRIKE"]')).to_contain_text("Not open to you now: needs a crisis with them")
    listed.locator("summary").click()


def test_on_a_phone_the_target_of_an_order_can_be_read(teams, turn):
    page = teams["BRAVO"]
    page.locator("label.for-orders").click()
    field, month = page.locator('[name="act.0"]').bounding_box(), page.locator('[name="month.0"]').bounding_box()
    assert field["width"] > 300
    assert month is None or month["y"] > field["y"] + field["height"]


def test_a_submission_that_is_lost_is_said_so_until_it_is_taken(room, teams, turn):
    page, told = teams["ALPHA"], teams["ALPHA"].locator("#toast")
    page.select_option('[name="act.0"]', "DEMAND CHARLY")
    page.locator('[name="rationale.0"]').fill("They will yield")
    expect(page.locator(".kept")).to_be_visible()
    page.wait_for_timeout(1000)
    killed(room)
    page.locator(".send button").first.click()
    expect(told).to_contain_text("No answer from the server")
    assert told.evaluate("each => getComputedStyle(each).opacity") == "1"
    lasting = page.locator(".not-sent")
    expect(lasting).to_have_text("Not submitted: press again.")
    page.locator('[name="rationale.0"]').fill("They will yield, we think")
    with page.expect_response(lambda answer: answer.url.endswith("/do/draft") and answer.ok, timeout=60_000):
        again(room)  # what was written is saved without a further touch
    expect(page.locator(".wire")).to_be_hidden(timeout=30_000)
    expect(lasting).to_be_visible()
    page.locator(".send button").first.click()
    expect(lasting).to_be_hidden()
    expect(told).to_contain_text("Submitted")
    expect(page.locator("#part-strip")).to_contain_text("1 of 2")
    expect(told).to_be_hidden(timeout=10_000)


def test_a_message_to_nobody_is_refused_in_words(teams, turn):
    page = teams["ALPHA"]
    page.fill(".compose textarea", "To whom?")
    page.locator(".compose [name=to]:checked").evaluate_all("boxes => boxes.forEach(box => box.checked = false)")
    page.locator(".compose button").click()
    expect(page.locator("#toast")).to_contain_text("Choose who it is for")


def test_another_seat_has_other_forms(room, teams, turn):
    page = teams["BRAVO"]
    member = page.url.rpartition("/")[2]
    room.chair.done("assign", member=member, role="player", seat="CHARLY")
    expect(page.locator("body")).to_have_attribute("data-seat", "CHARLY")
    assert page.locator("#propose [name=own]").input_value() == "CHARLY"
    assert page.locator('.compose [name=to][value="CHARLY"]').count() == 0
