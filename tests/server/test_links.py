"""The page with everybody's link on a card to cut out: for the facilitator, before and during play."""

import asyncio
import re
import uuid

import httpx
import pytest

from sim.scenario import load
from sim.server.addresses import qr
from sim.server.app import application
from sim.server.house import KEY_FILE, House
from sim.session import Done, Settings

NAME = "Ada <b>&amp;"


class Served:
    """A session with people in it, and its application as one sees it from `address`."""

    def __init__(self, folder):
        self.house = House(folder)
        self.live = self.house.create(Settings(scenario=load("triangle_lesson").text, name="Monday, half past nine"))
        self.chair = self.house.chair(self.live)
        self.tokens = [self.chair]
        for role, seat in (("observer", None), ("player", "BRAVO"), ("player", "ALPHA"), ("coteacher", None)):
            self.tokens.append(self.sent("invite", role=role, seat=seat, name=NAME)["token"])

    def sent(self, kind, **fields):
        asked = {"kind": kind, "uuid": str(uuid.uuid4()), "stage": self.live.session.state.stage, **fields}
        done = asyncio.run(self.house.do(self.live, self.chair, asked))
        assert isinstance(done, Done), done
        return done.answer

    def asked(self, member, address="http://192.0.2.7:8000"):
        """The page of links as member `member` gets it."""

        async def got():
            app = httpx.ASGITransport(application(self.house))
            async with httpx.AsyncClient(transport=app, base_url=address) as client:
                cookie = {"Cookie": f"seat={self.tokens[member - 1]}"}
                return await client.get(f"/s/{self.live.name}/{member}/links", headers=cookie)

        return asyncio.run(got())

    def on_another_machine(self):
        """The same folder without the key that its links were made with."""
        folder, name = self.house.folder, self.live.name
        self.house.close()
        (folder / KEY_FILE).unlink()
        self.house = House(folder)
        self.live = self.house.found(name)


@pytest.fixture
def served(tmp_path):
    made = Served(tmp_path)
    yield made
    made.house.close()


def cards(page):
    return re.findall(r"<li>(.*?)</li>", page, re.S)


@pytest.mark.parametrize("when", ["before", "during"])
def test_everybody_but_the_facilitator_has_a_card_in_the_order_of_seats(served, when):
    if when == "during":
        served.sent("start")
    page = served.asked(1).text
    told = cards(page)
    assert [re.search(r"<h2>([\w-]+)", card)[1] for card in told] == ["ALPHA", "BRAVO", "Observer", "Co-teacher"]
    for card, token in zip(told, [served.tokens[place] for place in (3, 2, 1, 4)], strict=True):
        address = f"http://192.0.2.7:8000/enter#{served.live.name}.{token}"
        assert f'<p class="address">{address}</p>' in card
        assert str(qr(address)) in card
        assert "Monday, half past nine" in card
        assert "Ada &lt;b&gt;&amp;amp;" in card
    assert served.chair not in page
    assert "without a link: CHARLY" in page
    assert "on this machine alone" not in page


@pytest.mark.parametrize("member", [2, 3, 5])
def test_nobody_else_may_not_even_a_co_teacher(served, member):
    answer = served.asked(member)
    assert answer.status_code == 403
    assert not any(token in answer.text for token in served.tokens)


def test_a_card_says_that_its_link_was_made_on_another_machine(served):
    served.on_another_machine()
    assert [("made on another machine" in card, "<svg" in card) for card in cards(served.asked(1).text)] == [
        (True, False)] * 4  # fmt: skip
    again = asyncio.run(served.house.do(served.live, served.chair, {
        "kind": "reissue", "uuid": "issue-it-anew", "member": 4}))  # fmt: skip
    told = cards(served.asked(1).text)
    assert [("made on another machine" in card, "<svg" in card) for card in told] == [(False, True)] + [
        (True, False)] * 3  # fmt: skip
    assert again.answer["token"] in told[0]


def test_links_that_lead_nowhere_from_another_device_are_told_before_they_are_printed(served):
    assert "on this machine alone" in served.asked(1, "http://127.0.0.1:8000").text
