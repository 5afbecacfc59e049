"""What pages say of a turn that was played, and what is taken home, rendered without a server."""

import re
from html import unescape

from sim.server import pages
from sim.server.after import kept
from sim.server.house import Live
from sim.server.seats import Seat, given_to
from sim.server.whatifs import Answer
from sim.session.orders import Submit
from sim.session.whatif import Changed, what_if
from tests.session.conftest import room  # noqa: F401
from tests.session.room import DEFENCE


def given(made, who):
    """What the templates of somebody's pages take."""
    return given_to(Seat(Live("same", made.session), made.tokens[who], "/s/same/1", 1), "", "", 0.0)


def words(html):
    """What a reader sees of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def part(made, who, name):
    """A part of somebody's page."""
    return given(made, who)["texts"][name].text


def review(made, who):
    """The file that somebody takes home."""
    return kept(Live("same", made.session), made.session.review(made.tokens[who]))


def test_a_review_has_what_happened_between_people(room):  # noqa: F811
    made = room(seats=("ALPHA", "BRAVO", "CHARLY"), turns=2)
    made.let_in("wall", role="projector", name="Wall")
    made.done("facilitator", "start")
    made.done("facilitator", "inject", text="A drought is feared.")
    made.done("facilitator", "inject", text="For BRAVO alone.", to=["BRAVO"])
    key = made.treaty("ALPHA", "BRAVO", title="Our word", duties=[DEFENCE])
    made.treaty("BRAVO", "CHARLY", title="Hidden word", duties=[DEFENCE], secret=True)
    made.propose("ALPHA", "CHARLY", title="Not answered")
    made.submit("ALPHA", ("SUMMIT", "BRAVO", 1))
    made.done("facilitator", "takeover", seat="CHARLY", by="assertive")
    made.turn()
    made.done("BRAVO", "denounce", treaty=key)
    made.done("facilitator", "resolve")
    told = {who: words(review(made, who)) for who in ("ALPHA", "BRAVO", "wall")}
    for text in ("Turn 1 A drought is feared.", "ALPHA and BRAVO sign “Our word”", "BRAVO denounces “Our word”",
                 'CHARLY is now played by the policy "assertive"', "ALPHA owes defence to BRAVO",
                 "ALPHA meets BRAVO"):  # fmt: skip
        for who in told:
            assert text in told[who], (text, who)
    assert "“Not answered” expired" in told["ALPHA"]
    assert "For BRAVO alone." in told["BRAVO"]
    assert "“Hidden word” secret accepted" in told["BRAVO"]
    assert "Not answered" not in told["BRAVO"] + told["wall"]
    for who in ("ALPHA", "wall"):
        assert "For BRAVO alone." not in told[who]
        assert "Hidden word" not in told[who]
    assert re.findall(r"<details(?! open)", review(made, "wall")) == []  # closed acts would not be printed
    made.done("facilitator", "finish")
    assert "Hidden word" in words(review(made, "wall"))


def test_why_tells_what_was_sent_where_a_ruling_stood_in_its_place(room):  # noqa: F811
    made = room(turn_months=1)
    made.done("facilitator", "start")
    made.submit("ALPHA", ("DEMAND", "CHARLY", 1))
    made.done("facilitator", "override", state="BRAVO", orders=[], reason="They had left.")
    ruled = [{"action": "SUMMIT", "target": "CHARLY"}]
    made.done("facilitator", "override", state="ALPHA", orders=ruled, reason="They misread the card.")
    before = words(pages.text("preview.html", told=made.session.preview(made.tokens["facilitator"]), now=0.0))
    assert "ALPHA month 1: ALPHA meets CHARLY by a facilitator ruling" in before
    assert "CHARLY is the model’s. It would begin with: CHARLY holds still" in before
    assert "BRAVO holds still by a facilitator ruling" in before
    made.done("facilitator", "resolve")
    told = words(part(made, "ALPHA", "why"))
    assert "Turn 1 by a facilitator ruling" in told
    assert "Facilitator ruling: They misread the card. You had sent: makes a demand on CHARLY" in told
    assert "your orders" not in told
    assert "Facilitator ruling: They had left. Nothing of your own was done." in words(part(made, "BRAVO", "why"))
    again = made.session.choices(made.tokens["facilitator"], "ALPHA", 1)
    cards = pages.text("choices.html", told=again, budget=3, whole=True)
    assert re.findall(r'value="([A-Z]+ [A-Z]+)"[^>]* selected', cards) == ["SUMMIT CHARLY"]
    changed = Changed(1, "ALPHA", Submit(uuid="what-if-1", hold=True))
    found = what_if(made.session.log, 0, changed)
    given = {"what_if": Answer(0, changed, found), "asked": "{}", "csrf": "", "stage": made.session.state.stage}
    asked = words(pages.text("whatif.html", **given, ledger=[], base="/"))
    assert "The facilitator’s ruling on ALPHA in this turn is set aside." in asked
    assert "They misread the card." not in asked  # the page may be projected


def test_a_draft_that_was_not_sent_can_still_be_read(room):  # noqa: F811
    made = room(turn_months=1, turns=2)
    made.done("facilitator", "start")
    half = {"action": None, "target": None, "rationale": "half a thought"}
    made.submit("ALPHA", ("SUMMIT", "BRAVO", 1))
    made.done("BRAVO", "draft", orders=[{"action": "AID", "target": "ALPHA"}, half])
    made.done("facilitator", "resolve")
    told = words(part(made, "BRAVO", "orders"))
    assert "Your draft not sent gives aid to ALPHA; … half a thought" in told
    assert "not sent" not in part(made, "ALPHA", "orders")
    assert "Turn 1 your orders" in words(part(made, "ALPHA", "why"))
    assert "half a thought" not in str(given(made, "ALPHA"))
    assert made.view("ALPHA")["unsent"] is None
    made.reopened()
    assert words(part(made, "BRAVO", "orders")) == told
    made.done("facilitator", "next")
    assert "half a thought" not in part(made, "BRAVO", "orders")


def test_bets_are_typed_into_one_form(room):  # noqa: F811
    made = room(turns=1)
    made.done("facilitator", "start")
    made.done("facilitator", "resolve")
    made.done("facilitator", "finish")
    asked = [each["question"] for each in made.view("ALPHA")["betting"]["questions"]]
    made.done("ALPHA", "bet", shares={asked[0]: 0.4})
    told = part(made, "ALPHA", "review")
    assert told.count("/do/bet") == 2  # the form's address, with and without the script
    assert re.findall(r'name="share\.(\w+)"', told) == asked
    assert re.findall(r'max="100" value="(\d+)"', told) == ["40"]
