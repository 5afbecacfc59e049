"""What one person does alone: plays by keyboard, with the focus to be seen at every step; plays every seat."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_session import act, tab

RINGED = """() => {
  const at = document.activeElement, style = each => getComputedStyle(each);
  const ring = each => style(each).outlineStyle !== "none" && parseFloat(style(each).outlineWidth) >= 2;
  const about = [at, ...at.labels || []].find(each => style(each).opacity !== "0" && ring(each));
  const box = about && about.getBoundingClientRect();
  return Boolean(box) && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
}"""


def press(page, key):
    """Press a key; whatever has the focus then must show it, on the screen."""
    page.keyboard.press(key)
    assert page.evaluate(RINGED), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def reach(page, wanted, key="Tab", most=60):
    """Go on until the focus is there."""
    for _ in range(most):
        press(page, key)
        if wanted.evaluate("each => each === document.activeElement"):
            return
    pytest.fail(f"{wanted} is not reached")


def choose(page, field, value, key):
    """Go on with a key until a field has that value."""
    for _ in range(60):
        if field.input_value() == value:
            return
        press(page, key)
    pytest.fail(f"{value} is not reached")


@pytest.fixture
def turn(classroom):
    """An open turn."""
    phase = classroom.stage(classroom.chair_token).rpartition(".")[2]
    classroom.chair.done({"lobby": "start", "review": "next"}[phase])


def test_a_turn_is_played_by_keyboard_alone(classroom, opened, turn):
    page = opened()
    page.goto(f"{classroom.address}/?room={classroom.code}")
    expect(page.locator("[name=name]")).to_be_focused()
    press(page, "T")
    page.keyboard.type("eam CHARLY")
    reach(page, page.locator("[name=wish]").first)
    choose(page, page.locator("[name=wish]:checked"), "CHARLY", "ArrowDown")
    reach(page, page.get_by_role("button", name="Ask for a seat"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("The facilitator lets you in")).to_be_visible()
    classroom.chair.done("admit", member=page.url.rpartition("/")[2], role="player", seat="CHARLY")
    order, why = page.locator('[name="act.0"]'), page.locator('[name="rationale.0"]')
    expect(order).to_be_visible()
    reach(page, order)
    choose(page, order, "DEMAND ALPHA", "ArrowDown")
    expect(page.locator(".forecast").first).to_contain_text("ALPHA resists")
    reach(page, why)
    page.keyboard.type("They will yield")
    reach(page, page.get_by_role("button", name="Submit", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Submitted")
    classroom.chair.done("resolve")
    expect(page.locator("#part-orders")).to_contain_text("The turn is resolved")
    expect(page.locator("#tab-news")).to_be_focused()  # where the end of a turn leads
    press(page, "ArrowRight")
    press(page, "ArrowRight")
    expect(page.locator("#part-why")).to_be_visible()
    expect(page.locator("#part-why")).to_contain_text("CHARLY makes a demand on ALPHA")
    expect(page.locator("#part-why")).to_contain_text("They will yield")
    assert page.faults == []


def test_one_person_plays_every_seat_in_one_browser(classroom, opened, turn):
    """As docs/how-to/first-class.md has it: links are made at the desk and opened beside it; no Referer holds one."""
    desk, asked = opened(link=classroom.chair_link), []
    desk.context.on("request", lambda request: asked.append((request.url, request.headers.get("referer", ""))))
    desk.on("dialog", lambda dialog: dialog.accept())
    pages, links, sent = {}, [], {"ALPHA": "Alone in Alpha", "BRAVO": "Alone in Bravo"}
    tab(desk, "room")
    for seat in sent:
        row = desk.locator("#part-people tr", has=desk.get_by_role("cell", name=seat, exact=True))
        row.get_by_role("button", name="Make a link").click()
        with desk.context.expect_page() as card:
            row.get_by_role("link", name="Link", exact=True).click()
        page = pages[seat] = card.value
        links.append(page.input_value("#address").partition("#")[2])
        page.get_by_role("link", name="Open it on this device").click()
        page.get_by_role("button", name="Enter").click()
        page.wait_for_url("**/s/**")
    for seat, page in pages.items():
        other = next(each for each in sent if each != seat)
        page.select_option('[name="act.0"]', f"SUMMIT {other}")
        page.fill('[name="rationale.0"]', sent[seat])
        act(page, "Submit")
        expect(page.locator("#toast")).to_contain_text("Submitted")
    tab(desk, "run")
    act(desk, "Resolve now")
    for seat, page in pages.items():
        page.reload()
        tab(page, "why")
        expect(page.locator(".strip .who b")).to_have_text(seat)
        expect(page.locator("#part-why .told").first).to_contain_text(sent[seat])
        assert [text for text in sent.values() if text in page.content()] == [sent[seat]]
    expect(desk.locator("#part-run")).to_contain_text("Open turn")
    assert {f"{classroom.address}/enter"} < {referer for _, referer in asked}
    assert not [each for each in asked for link in links if link in each[0].partition("#")[0] + each[1]]
