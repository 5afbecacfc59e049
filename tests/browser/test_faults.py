"""What a page does where the stream is blocked, and while nothing can be kept."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_session import act
from tests.server.test_faults import Locked

STREAMS = {
    "refused": lambda route: route.abort(),
    "never answered": lambda route: None,
    "held up": lambda route: route.fulfill(content_type="text/event-stream", body=": nothing comes through\n\n"),
}


@pytest.fixture(scope="module")
def link(classroom):
    """The link of a team."""
    token = classroom.invite("player", "ALPHA")
    classroom.chair.done("start")
    classroom.chair.done("extend", seconds="600")
    return f"{classroom.address}/enter#{classroom.name}.{token}"


def test_pages_follow_the_game_without_their_stream(classroom, opened, link):
    pages = {}
    for blocked, answer in STREAMS.items():
        page = pages[blocked] = opened()
        page.route("**/stream", answer)
        page.goto(link)
        page.get_by_role("button", name="Enter").click()
        page.fill(".compose textarea", "half a message")
    classroom.chair.done("message", to="all", text="Who hears this?")
    for blocked, page in pages.items():
        expect(page.locator("#part-threads"), blocked).to_contain_text("Who hears this?", timeout=15_000)
        assert page.input_value(".compose textarea") == "half a message"
        page.unroute_all(behavior="ignoreErrors")


def test_a_page_says_that_play_is_paused_and_saves_what_was_written_meanwhile(classroom, opened, link):
    page = opened(link=link)
    with Locked(classroom):
        page.fill('[name="rationale.0"]', "Written meanwhile")
        expect(page.locator(".strip + .banner")).to_contain_text("Play is paused")
        expect(page.locator(".time")).to_contain_text("paused")
    expect(page.locator(".strip + .banner")).to_have_count(0)
    expect(page.locator(".countdown")).to_be_visible()
    expect(page.locator("#saved")).not_to_have_text("–")
    page.reload()
    expect(page.locator('[name="rationale.0"]')).to_have_value("Written meanwhile")


@pytest.mark.parametrize("late", ["draft", "submit"])
def test_what_comes_after_the_end_of_a_turn_stays_and_goes_on_in_the_next(classroom, opened, link, late):
    """A page that has not heard that the turn is over saves or sends: it is refused, and nothing typed is lost."""
    page = opened(link=link)
    page.route("**/parts*", STREAMS["refused"])
    page.select_option('[name="act.1"]', "SUMMIT BRAVO")
    typed = page.locator('[name="rationale.1"]')
    with page.expect_response(f"**/do/{late}", timeout=5_000) as answer:
        typed.fill("Half a thought")
        classroom.chair.done("resolve")
        if late == "submit":
            act(page, "Submit")
    assert answer.value.status == 409
    expect(typed).to_have_value("Half a thought")
    page.unroute_all()
    classroom.chair.done("next")
    typed.blur()  # while it is typed in a form stays as it is
    expect(page.locator("#part-orders")).to_contain_text("What you were writing, not sent")
    expect(typed).to_have_value("Half a thought")
    act(page, "Submit")
    expect(page.locator("#toast")).to_contain_text("Submitted")
    row = next(row for row in classroom.view(classroom.chair_token)["rows"] if row["seat"] == "ALPHA")
    assert [order["rationale"] for order in row["submitted"]["orders"]] == ["Half a thought"]
    classroom.chair.done("rollback", turn="1", luck="same")  # clean, for whatever comes next
