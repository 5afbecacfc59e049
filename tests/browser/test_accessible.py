"""Every kind of page of the classroom, in play and in the debrief: no fault that axe-core finds, and not too wide.

One browser has everybody's cookies; each is sent to the pages of its own seat alone.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.test_session import act, tab
from tests.server.classroom import DEFENCE

NOWHERE = "/s/none/1"


class Walk:
    """A session with everybody in it, its second turn open, and a page that goes to all of theirs."""

    def __init__(self, room, page):
        self.room, self.page, chair = room, page, room.chair
        people = {seat: room.let_in("player", seat) for seat in ("ALPHA", "BRAVO")}
        people |= {role: room.let_in(role, name=role) for role in ("coteacher", "observer", "projector")}
        people |= {"host": room.person().enter(room.start), "lobby": room.person().ask("At the door", "CHARLY")}
        self.people = {"desk": chair, **people}
        for person in self.people.values():
            jar = person.http.cookies.jar
            page.context.add_cookies(
                [{key: getattr(each, key) for key in ("name", "value", "domain", "path")} for each in jar]
            )
        chair.done("start")
        alpha = people["ALPHA"]
        alpha.done("message", to="all", text="Good morning")
        terms = {"title": "Quiet word", "parties": ["ALPHA", "BRAVO"], "duties": [DEFENCE], "secret": True}
        alpha.api(alpha.token, "propose", terms=terms)
        alpha.done("submit", **{"act.0": "DEMAND CHARLY", "month.0": "1", "rationale.0": "They will yield"})
        chair.done("inject", to="all", text="Floods in the capital.")
        chair.done("resolve")
        chair.done("next")

    def go(self, place, phase):
        """Open a place in a phase; `{ALPHA}` in it is where a seat's pages are."""
        now, chair = self.room.stage(self.room.chair_token).rpartition(".")[2], self.room.chair
        if now != phase:
            chair.done("finish") if phase == "debrief" else chair.done("rollback", turn="2", luck="same")
        bases = {who: person.base for who, person in self.people.items()}
        answer = self.page.goto(self.room.address + place.format(code=self.room.code, **bases))
        assert answer.status == (401 if place == NOWHERE else 200)
        return self.page


def tools(page):
    """Open what a desk fetches beside its page."""
    for tool in ("rule", "preview-tool", "write-inject", "changeable"):
        page.locator(f"#{tool} > summary").click()
    page.get_by_role("button", name="What would be carried out").click()
    expect(page.locator("#rule .card")).not_to_have_count(0)
    expect(page.locator("#preview p")).not_to_have_count(0)
    expect(page.locator("#changeable table")).to_be_visible()


def what_if(page):
    """Ask the model for another course."""
    page.locator("#what-if > summary").click()
    act(page, "Ask the model")
    expect(page.locator("h1")).to_contain_text("What if")


def on(name):
    """Go to a tab."""
    return lambda page: tab(page, name)


def kept(page):
    """The file that is taken home, which a browser would save."""
    text = page.context.request.get(f"{page.url}/review.html").text()
    page.goto("about:blank")
    page.set_content(text)


KINDS = {  # kind of page: its place, the phase, and what is done there
    "front": ("/", "open", None),
    "door": ("/?room={code}", "open", None),
    "enter": ("/enter", "open", None),
    "refusal": (NOWHERE, "open", None),
    "sheet": ("/sheets/run", "open", None),
    "host": ("{host}?scenario=triangle_lesson", "open", None),
    "lobby": ("{lobby}", "open", None),
    "desk": ("{desk}", "open", tools),
    "room": ("{desk}", "open", on("room")),
    "course": ("{desk}", "open", on("course")),
    "coteacher": ("{coteacher}", "open", None),
    "player": ("{ALPHA}", "open", None),
    "why": ("{ALPHA}", "open", on("why")),
    "turn": ("{ALPHA}/turn/1", "open", None),
    "observer": ("{observer}", "open", None),
    "projector": ("{projector}", "open", None),
    "links": ("{desk}/links", "open", None),
    "card": ("{ALPHA}/card", "open", None),
    "desk after": ("{desk}", "debrief", None),
    "what if": ("{desk}", "debrief", what_if),
    "review": ("{ALPHA}", "debrief", None),
    "file": ("{ALPHA}", "debrief", kept),
    "observer after": ("{observer}", "debrief", None),
    "projector after": ("{projector}", "debrief", None),
}


@pytest.fixture(scope="module")
def walk(classroom, opened):
    return Walk(classroom, opened())


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible(walk, faultless, kind):
    place, phase, does = KINDS[kind]
    page = walk.go(place, phase)
    if does:
        does(page)
    faultless(page)
