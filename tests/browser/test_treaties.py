"""Treaties at the table, from one page to the other and into the ledger: countered, withdrawn, run out."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_session import act, tab


@pytest.fixture(scope="module")
def table(classroom, opened):
    """Two teams, BRAVO on a phone; the facilitator, the wall; the first turn is open."""
    pages = {"desk": opened(link=classroom.chair_link)}
    for seat, size in (("ALPHA", "desktop"), ("BRAVO", "phone")):
        token = classroom.invite("player", seat)
        pages[seat] = opened(size, f"{classroom.address}/enter#{classroom.name}.{token}")
    token = classroom.invite("projector")
    pages["wall"] = opened("projector", f"{classroom.address}/enter#{classroom.name}.{token}")
    for page in pages.values():
        page.on("dialog", lambda dialog: dialog.accept())
    act(pages["desk"], "Start turn 1")
    expect(pages["BRAVO"].locator("#orders")).to_be_attached()
    tab(pages["BRAVO"], "talk")
    return pages


def proposed(page, title, party, **clause):
    """Put a treaty of one clause on the table."""
    page.locator("#propose summary").click()
    page.fill("#propose [name=title]", title)
    page.check(f"#propose [name=party][value={party}]")
    for name, value in clause.items():
        field = page.locator(f'#propose [name="{name}.0"]')
        field.fill(value) if name in ("clause", "bindingness") else field.select_option(value)
    act(page, "Put it on the table")
    expect(page.locator("#toast")).to_have_text("The proposal is on the table.")


def offer(page, title):
    """A proposal as it stands on a page."""
    return page.locator(".proposal", has=page.get_by_role("heading", name=f"“{title}”"))


def test_a_counter_offer_goes_from_the_page_into_the_ledger(table):
    alpha, bravo = table["ALPHA"], table["BRAVO"]
    proposed(alpha, "Arms for quiet", "BRAVO", duty="supply", who="ALPHA")
    expect(offer(bravo, "Arms for quiet")).to_contain_text("supply, by ALPHA to BRAVO")
    act(bravo, "Counter")
    expect(bravo.locator(".countering")).to_be_visible()
    assert bravo.input_value("#propose [name=title]") == "Arms for quiet"
    assert bravo.input_value('#propose [name="who.0"]') == "ALPHA"
    expect(bravo.locator('#propose [name="clause.0"]')).to_be_hidden()
    bravo.fill("#propose [name=title]", "Arms for a word")
    bravo.fill('#propose [name="bindingness.0"]', "80")
    act(bravo, "Add a clause")
    bravo.select_option('#propose [name="duty.1"]', "consultation")
    bravo.fill(".compose textarea", "See our counter-offer")  # a message leaves the half-written treaty alone
    bravo.check(".compose [name=to][value=ALPHA]")
    act(bravo, "Send")
    expect(bravo.locator("#toast")).to_have_text("Sent.")
    expect(bravo.locator(".countering")).to_be_visible()
    act(bravo, "Put it on the table")
    tab(bravo, "orders")  # what is half written stays when the list of answers grows
    with bravo.expect_response(lambda response: response.url.endswith("/do/draft")):
        bravo.locator('[name="rationale.1"]').press_sequentially("half a senten")
    bravo.select_option('[name="act.0"]', "SUMMIT CHARLY")
    tab(bravo, "talk")
    expect(offer(alpha, "Arms for quiet")).to_contain_text("countered")
    counter = offer(alpha, "Arms for a word")
    expect(counter).to_contain_text("in answer to “Arms for quiet”")
    expect(counter).to_contain_text("binding 80 %")
    expect(alpha.locator(".compose .by-model, #propose .by-model")).to_have_text(["CHARLY", "CHARLY"])
    counter.get_by_role("button", name="Accept").click()
    for page in (alpha, bravo, table["desk"]):
        treaty = page.locator("details.treaty", has_text="Arms for a word")
        expect(treaty).to_contain_text("in force")
        expect(treaty).to_contain_text("ALPHA owes supply to BRAVO")
        expect(treaty).to_contain_text("BRAVO owes consultation to ALPHA")
        expect(page.locator("details.treaty", has_text="Arms for quiet")).to_have_count(0)
    tab(bravo, "orders")
    expect(bravo.locator("label.standing", has_text="Arms for a word")).to_have_count(1)
    assert bravo.input_value('[name="rationale.1"]') == "half a senten"
    assert bravo.input_value('[name="act.0"]') == "SUMMIT CHARLY"
    expect(alpha.locator("label.for-news")).to_have_text("News1 new")
    talk = bravo.locator("label.for-talk .unread")
    expect(talk).to_be_hidden()
    alpha.check(".compose [name=to][value=BRAVO]")
    alpha.fill(".compose textarea", "Well met")
    act(alpha, "Send")
    expect(talk).to_have_text("1 new")
    tab(bravo, "talk")
    expect(talk).to_be_hidden()
    expect(table["wall"].locator("#part-stage")).to_contain_text("BRAVO and ALPHA sign “Arms for a word”")


def test_the_wall_leaves_out_what_does_not_fit_but_no_treaty_of_play(table):
    wall, size = table["wall"], table["wall"].viewport_size
    box = wall.locator("[data-fit]").bounding_box()
    wall.set_viewport_size({**size, "height": int(box["y"] + box["height"]) - 4})
    expect(wall.locator(".more")).to_have_text(re.compile(r"and \d more"))
    expect(wall.locator(".treaties")).not_to_contain_text("Pact of mutual assistance", use_inner_text=True)
    expect(wall.locator(".treaties")).to_contain_text("Arms for a word", use_inner_text=True)
    wall.set_viewport_size(size)


def test_what_is_refused_stays_as_it_was_written(table):
    bravo = table["BRAVO"]
    bravo.fill(".compose textarea", "to nobody yet")
    act(bravo, "Send")
    expect(bravo.locator("#toast")).to_contain_text("Choose who it is for")
    assert bravo.input_value(".compose textarea") == "to nobody yet"
    bravo.locator("#propose summary").click()
    bravo.fill("#propose [name=title]", "With nobody")
    act(bravo, "Put it on the table")
    expect(bravo.locator("#toast")).to_contain_text("tick one other state at least under “With”")
    assert bravo.input_value("#propose [name=title]") == "With nobody"
    bravo.locator("#propose summary").click()
    bravo.fill(".compose textarea", "")
    bravo.faults.clear()  # a browser's console calls a refusal an error


def test_a_proposal_is_withdrawn_or_runs_out(table):
    alpha, bravo = table["ALPHA"], table["BRAVO"]
    proposed(alpha, "Regretted", "BRAVO", duty="consultation")
    proposed(alpha, "Passing", "BRAVO", duty="consultation")
    offer(alpha, "Regretted").get_by_role("button", name="Withdraw").click()
    expect(offer(bravo, "Regretted")).to_contain_text("withdrawn")
    expect(offer(bravo, "Regretted").get_by_role("button", name="Accept")).to_have_count(0)
    expect(offer(bravo, "Passing")).to_contain_text("stands until turn 1")
    act(table["desk"], "Resolve now")
    expect(bravo.locator("#notices")).to_contain_text("Turn 1 is resolved.")
    tab(bravo, "talk") if bravo.locator("label.for-talk").is_visible() else None  # it may have led to the news
    expect(offer(bravo, "Passing")).to_contain_text("expired")
    expect(offer(alpha, "Passing").get_by_role("button", name="Withdraw")).to_have_count(0)
    for page in table.values():
        assert page.faults == []
