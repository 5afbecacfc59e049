"""Two turns of the small scenario in real browsers: a facilitator, three teams, one of them on a phone, a projector.

TERTIUS_SHOTS names a folder for screenshots; those of the documents are made so (docs/how-to/first-class.md).
"""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from sim.analysis.why.words import RUNGS

SHOTS = os.environ.get("TERTIUS_SHOTS")


def shot(page, name):
    """A screenshot for the documents, if a folder for them is named."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def act(page, name):
    """Press a button of that name."""
    page.get_by_role("button", name=name, exact=True).click()


def tab(page, name):
    """Go to a tab."""
    page.locator(f"label.for-{name}").click()


def accessible(page):
    """Fail if axe-core finds a fault on a page as it stands."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert {each["id"]: [node["html"][:120] for node in each["nodes"][:2]] for each in found} == {}


@pytest.fixture(scope="module")
def room(classroom, opened):
    """The facilitator's page, three teams that asked with the room code, and the projector."""
    pages = {"desk": opened(link=classroom.chair_link)}
    shot(pages["desk"], "desk-lobby")
    for seat, size in (("ALPHA", "desktop"), ("BRAVO", "phone"), ("CHARLY", "desktop")):
        page = pages[seat] = opened(size)
        page.goto(f"{classroom.address}/?room={classroom.code}")
        page.fill("[name=name]", f"Team {seat}")
        page.check(f"[name=wish][value={seat}]")
        act(page, "Ask for a seat")
        expect(page.get_by_text("The facilitator lets you in")).to_be_visible()
        pages["desk"].get_by_role("button", name="Admit").click()
        expect(page.locator("#part-orders")).to_be_attached()
    wall = classroom.invite("projector", name="Wall")
    pages["wall"] = opened("projector", f"{classroom.address}/enter#{classroom.name}.{wall}")
    return pages


def test_two_turns(classroom, opened, room):
    desk, alpha, bravo, charly, wall = (room[name] for name in ("desk", "ALPHA", "BRAVO", "CHARLY", "wall"))
    expect(wall.locator(".roomcode")).to_have_text(classroom.code)
    shot(wall, "wall-lobby")
    expect(bravo.locator(".panel-situation")).to_be_visible()  # one's role first, and whether others may see it
    expect(bravo.locator(".strip .badge")).to_be_visible()
    for page in (desk, alpha, bravo, wall):
        accessible(page)
    act(desk, "Start turn 1")
    expect(alpha.locator("#orders")).to_be_visible()

    # odds before anything is sent; a refresh in the middle of typing; a second device
    alpha.select_option('[name="act.0"]', "DEMAND CHARLY")
    expect(alpha.locator(".card").first.locator(".chance").first).to_contain_text("CHARLY resists")
    with alpha.expect_response(lambda response: response.url.endswith("/do/draft")):
        alpha.locator('[name="rationale.0"]').press_sequentially("They will yield")
    alpha.wait_for_timeout(900)
    shot(alpha, "player")
    alpha.reload()
    expect(alpha.locator('[name="rationale.0"]')).to_have_value("They will yield")
    second = opened(context=alpha.context)
    second.goto(alpha.url)
    expect(second.locator('[name="rationale.0"]')).to_have_value("They will yield")

    # typing is not disturbed by what others do meanwhile
    alpha.locator('[name="rationale.1"]').press_sequentially("half a senten")
    alpha.fill(".compose textarea", "half a message")
    alpha.focus('[name="rationale.1"]')
    charly.locator(".propose summary").click()
    charly.fill("#propose [name=title]", "Quiet word")
    charly.check("#propose [name=party][value=BRAVO]")
    charly.select_option('#propose [name="duty.0"]', "defence")
    charly.select_option('#propose [name="from_rung.0"]', RUNGS[2])
    charly.fill('#propose [name="clause.0"]', "0")
    charly.check("#propose [name=secret]")
    act(charly, "Put it on the table")
    expect(charly.locator("#toast")).to_have_text("The proposal is on the table.")
    tab(bravo, "talk")
    bravo.check(".compose [name=to][value=all]")
    bravo.fill(".compose textarea", "Good morning <b>all</b>")
    act(bravo, "Send")
    expect(alpha.locator("#part-threads")).to_contain_text("Everybody")
    assert alpha.input_value('[name="rationale.1"]') == "half a senten"
    assert alpha.input_value(".compose textarea") == "half a message"
    assert alpha.evaluate("document.activeElement.name") == "rationale.1"

    # a secret treaty is signed and nobody else's page tells of it
    expect(bravo.locator(".proposal")).to_contain_text("Quiet word")
    shot(bravo, "talk-phone")
    act(bravo, "Accept")
    expect(charly.locator("#part-treaties")).to_contain_text("in force")
    assert "Quiet word" not in alpha.content() + wall.content()

    # what was chosen and not sent stays when another's news comes in
    takeover = desk.get_by_label("Who plays CHARLY from the next turn on")
    takeover.select_option(index=2)
    chosen = takeover.input_value()
    desk.locator("#part-strip").click()

    # orders are sent; the wall counts them; what BRAVO has just promised is among its answers, and it says no
    alpha.locator("#answers summary").click()
    alpha.select_option('[name="answer.fight.CHARLY"]', "yes")
    alpha.locator(".send button").first.click()
    expect(alpha.locator("#toast")).to_contain_text("Submitted")
    assert alpha.input_value('[name="rationale.1"]') == "half a senten"
    tab(bravo, "orders")
    bravo.select_option('[name="act.0"]', "SUMMIT CHARLY")
    bravo.locator("#answers summary").click()
    bravo.locator("label.standing", has_text="Quiet word").locator("select").select_option("no")
    bravo.locator(".send button").first.click()
    charly.locator("#answers summary").click()
    charly.select_option('[name="answer.resist.ALPHA"]', "yes")
    act(charly, "Hold")
    expect(wall.locator(".big-count")).to_contain_text("3 of 3")
    expect(desk.locator("#part-rows")).to_contain_text("meets CHARLY")
    assert takeover.input_value() == chosen != "people"
    takeover.select_option("people")
    shot(desk, "desk")

    # what is typed too late to be saved stays to be read
    held = []
    alpha.route("**/do/draft", lambda route: held.append(route))
    alpha.locator('[name="rationale.1"]').press_sequentially("Too late: ")
    act(desk, "Resolve now")
    expect(alpha.locator("#part-orders")).to_contain_text("What you were writing, not sent")
    expect(alpha.locator('[name="rationale.1"]')).to_have_value("Too late: half a senten")
    expect(alpha.locator('[name="rationale.1"]')).to_be_disabled()
    for route in held:
        route.fulfill(json={"saved": "", "revision": 0})
    alpha.unroute("**/do/draft")

    # the reveal: odds first, then what came; then the why
    expect(wall.get_by_role("button", name="Reveal")).to_be_visible()
    wall.keyboard.press("Space")
    wall.keyboard.press("Space")
    expect(wall.locator(".question").first).to_be_visible()
    expect(wall.locator(".fell").first).to_be_hidden()
    wall.keyboard.press("Space")
    expect(wall.locator(".fell").first).to_be_visible()
    shot(wall, "wall-reveal")
    tab(alpha, "why")
    expect(alpha.locator("#part-why")).to_contain_text("ALPHA makes a demand on CHARLY")
    expect(alpha.locator("#part-why")).to_contain_text("They will yield")
    drawn = alpha.locator(".chances li:not(.decided)").first  # its bar and its figure stand in a line
    bar, figure = (drawn.locator(each).bounding_box() for each in ("svg", "b"))
    assert bar["x"] + bar["width"] < figure["x"]

    # the secret treaty was called upon and broken: its parties are told, others only of the crisis
    for page in (bravo, charly, desk):
        expect(page.locator("#part-news")).to_contain_text("BRAVO abandons CHARLY")
        expect(page.locator("#part-history")).to_contain_text("abandoned: it gives nothing")
    for page in (alpha, wall):
        assert "ALPHA threatens CHARLY" in page.content()
        assert "abandons CHARLY" not in page.content()

    # the second turn: the treaty is left, an absent team is played for, the debrief opens the seal
    act(desk, "Open turn 2")
    tab(charly, "talk") if charly.locator("label.for-talk").is_visible() else None
    charly.on("dialog", lambda dialog: dialog.accept())
    charly.locator("details.treaty", has_text="Quiet word").locator("summary").click()
    act(charly, "Denounce")
    expect(bravo.locator("#part-news")).to_contain_text("CHARLY denounces “Quiet word”")
    desk.on("dialog", lambda dialog: dialog.accept())
    act(desk, "Resolve now")
    expect(alpha.locator("#part-news")).to_contain_text("You submitted nothing in time")
    act(desk, "Go on to the debrief")
    expect(alpha.locator("label.for-orders")).to_have_text("Review", use_inner_text=True)
    expect(alpha.locator("#part-review")).to_be_visible()  # it was on another tab
    expect(alpha.locator("#part-review")).to_contain_text("The seal is open")

    # the wall tells the debrief as the desk opens it: bets, secrets, what was promised, the fan one chart at a time
    told = wall.locator(".outcome:visible")
    expect(told).to_contain_text("Place your bets")
    act(desk, "Secret treaties")
    expect(told).to_contain_text("Quiet word")
    act(desk, "Promised and done")
    expect(told).to_contain_text("Promised and done")
    for page in (desk, alpha, bravo, charly, wall):
        expect(page.locator(".promises .other-word", has_text="BRAVO owes defence to CHARLY")).to_contain_text("✗")
    act(desk, "Play the fan and show it")
    expect(wall.locator(".fan")).to_contain_text("percentile", timeout=60_000)
    expect(told).to_contain_text("How often it came about again")
    for _ in range(2):
        wall.keyboard.press("Space")
        expect(told.locator(".chart")).to_have_count(1)
        assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight")
    wall.keyboard.press("ArrowLeft")
    expect(told).to_contain_text("Luck or skill, 1 of")
    for page in (desk, alpha, bravo, charly, wall, second):
        assert page.faults == []


def test_a_phone_scrolls_down_only(room):
    page = room["BRAVO"]
    for name in ("situation", "news", "orders", "why", "history", "talk"):
        tab(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
