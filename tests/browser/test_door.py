"""Who waits at the door, as the desk and the one who waits see it; a preview that goes with its turn."""

from playwright.sync_api import expect

from tests.browser.test_session import act, tab


def test_who_waits_is_counted_on_every_tab_and_who_is_turned_away_is_told_at_once(classroom, opened):
    desk, guest = opened(link=classroom.chair_link), opened()
    title = desk.title()
    tab(desk, "course")
    guest.goto(f"{classroom.address}/?room={classroom.code}")
    guest.fill("[name=name]", "Stranger")
    act(guest, "Ask for a seat")
    expect(desk.locator("label.for-run .unread")).to_contain_text("1")
    expect(desk).to_have_title(f"(1) {title}")
    tab(desk, "run")
    act(desk, "Turn away")
    expect(guest.get_by_role("heading", name="You were not let in")).to_be_visible()
    expect(desk).to_have_title(title)


def test_a_preview_goes_with_its_turn_and_a_start_with_nobody_asks(classroom, opened):
    desk = opened(link=classroom.chair_link)
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    act(desk, "Start turn 1")
    desk.locator("#preview-tool summary").click()
    act(desk, "What would be carried out, with its true odds")
    expect(desk.locator("#preview")).to_contain_text("Turn 1 as it stood at")
    assert "Nobody has a seat yet" in asked[0]
    act(desk, "Resolve now")
    act(desk, "Open turn 2")
    expect(desk.locator("#preview")).to_have_text("")
    assert desk.faults == []
