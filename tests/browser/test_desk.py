"""The facilitator's desk in a real browser: rulings by card, stars with a word, links that are copied, rolling back."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_session import act, tab


@pytest.fixture(scope="module")
def desk(classroom, opened):
    """The facilitator's page; ALPHA and BRAVO have a team, the first turn is open."""
    tokens = [classroom.invite("player", seat) for seat in ("ALPHA", "BRAVO")]
    page = opened(link=classroom.chair_link)
    act(page, "Start turn 1")
    message = classroom.chair.api(tokens[0], "message", to=["BRAVO"], text="You have our word")
    assert message.status_code == 200
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def test_a_ruling_by_card(desk):
    desk.locator("#rule summary").click()
    expect(desk.locator("#rule .chosen")).to_contain_text("ALPHA does this and nothing else")  # what opening it fetched
    desk.select_option("#rule [name=state]", "CHARLY")
    expect(desk.locator("#rule .chosen")).to_contain_text("CHARLY does this and nothing else")
    assert not desk.is_checked("#rule [name=ruled]")
    desk.select_option('#rule [name="act.0"]', "DEMAND BRAVO")
    assert desk.is_checked("#rule [name=ruled]")
    expect(desk.locator("#rule .forecast").first).to_contain_text("BRAVO resists")
    desk.select_option('#rule [name="answer.fight.BRAVO"]', "no")
    desk.fill("#rule [name=reason]", "said aloud")
    act(desk, "Rule")
    ruled = "CHARLY: makes a demand on BRAVO; answers fight BRAVO: no · said aloud"
    expect(desk.locator("#part-rulings")).to_contain_text(ruled)


def test_a_moment_is_starred_with_a_word(desk):
    desk.locator(".thread summary").click()
    desk.get_by_role("button", name="Star it for the debrief: ALPHA: You have our word").click()
    desk.fill("#star [name=note]", "a promise to come back to")
    desk.keyboard.press("Enter")
    expect(desk.locator("#star")).to_be_hidden()
    tab(desk, "course")
    expect(desk.locator("#part-course")).to_contain_text("a promise to come back to")
    expect(desk.locator("#part-course")).to_contain_text("ALPHA: “You have our word”")
    desk.locator("#part-course").get_by_role("button", name="Remove").click()
    expect(desk.locator("#part-course")).not_to_contain_text("a promise to come back to")


@pytest.mark.parametrize("clipboard", ["allowed", "missing", "refused"])
def test_a_link_is_copied_or_at_least_selected(desk, clipboard):
    """Without TLS a page has no clipboard; the old command does it, and if that fails too the text is marked."""
    tab(desk, "room")
    with desk.context.expect_page() as card:
        desk.get_by_role("link", name="Link", exact=True).nth(1).click()
    page = card.value
    if clipboard == "allowed":
        desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    else:
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    if clipboard == "refused":
        page.evaluate("document.execCommand = () => false")
    act(page, "Copy the link")
    expect(page.locator("#toast")).to_contain_text("The link is selected" if clipboard == "refused" else "Copied.")
    link = page.input_value("#address")
    assert page.evaluate("getSelection().toString()") == link
    if clipboard == "allowed":
        assert page.evaluate("navigator.clipboard.readText()") == link
    page.close()


def test_all_links_are_printed_as_cards_and_nothing_else_is(desk):
    tab(desk, "room")
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Print all links").click()
    page = opened.value
    expect(page.locator(".links li svg.qr")).to_have_count(2)
    page.emulate_media(media="print")
    expect(page.locator(".on-screen")).to_be_hidden()
    expect(page.locator(".links li .address").first).to_be_visible()
    page.close()


def test_rolling_back_says_what_luck_is(desk):
    tab(desk, "run")
    act(desk, "Resolve now")
    tab(desk, "course")
    expect(desk.locator("#part-course")).to_contain_text("review; 1 played")
    desk.check("#roll-back [name=luck][value=same]")
    act(desk, "Roll back")
    expect(desk.locator("#part-course")).to_contain_text("that of line 0")
    expect(desk.locator("#part-strip")).to_contain_text("line 1")
    assert desk.faults == []


def test_after_an_observers_link_the_form_makes_a_players(desk):
    tab(desk, "room")
    desk.fill("#invite [name=name]", "Press")
    desk.select_option("#invite [name=role]", "observer")
    act(desk, "Make")
    expect(desk.locator("#part-people")).to_contain_text("Press")
    desk.fill("#invite [name=name]", "Late")
    act(desk, "Make")
    expect(desk.locator("#part-people")).to_contain_text("Late")
