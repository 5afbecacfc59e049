"""Treaties of play: proposed, countered, signed into the rules, called upon, left."""

import numpy as np
import pytest

from sim.model.world import DENOUNCED, EXPIRED, IN_FORCE
from sim.scenario import build, parse
from tests.session.room import CONSULT, DEFENCE


@pytest.fixture
def table(room):
    made = room(seats=("ALPHA", "BRAVO", "CHARLY"))
    made.done("facilitator", "start")
    return made


def rows(made, key):
    """The duties of a treaty of play, as the rules have them."""
    line = made.session.state.line
    return {name: column[list(line.treaties[key])] for name, column in line.case.world.duties._asdict().items()}


def test_a_treaty_signed_in_play_is_what_the_scenario_would_have_made_of_it(table):
    table.turn()
    key = table.treaty("BRAVO", "CHARLY", title="Pact", duties=[DEFENCE, CONSULT], months=12, notice=3, secret=True)
    line = table.session.state.line
    written = line.scenario.text.replace("treaties:\n", """treaties:
  written:
    parties: [BRAVO, CHARLY]
    in_force: 2025-07
    expires: 2026-07
    status: signed
    notice: 3
    secret: true
    duties:
      - {duty: defence, mutual: true, clause: .5, bindingness: .6}
      - {duty: consultation, mutual: true, bindingness: .5}
""", 1)  # fmt: skip
    stated = build(parse(written)).world.duties
    made = rows(table, key)
    for name in set(made) - {"treaty", "status"}:
        assert sorted(made[name].tolist()) == sorted(getattr(stated, name)[:4].tolist()), name
    assert set(made["status"]) == {IN_FORCE}
    assert len(set(made["treaty"])) == 1


def test_it_binds_in_the_rules_and_runs_out(table):
    key = table.treaty("ALPHA", "CHARLY", title="Short", duties=[DEFENCE], months=6)
    assert set(rows(table, key)["status"]) == {IN_FORCE}
    shown = {each["treaty"]: each for each in table.view("BRAVO")["ledger"]}
    assert shown[key]["status"] == "in force"
    assert shown[key]["duties"][0]["expires"] == "2025-07"
    table.turn()
    table.turn()
    assert set(rows(table, key)["status"]) == {EXPIRED}


def test_all_parties_must_accept_and_then_all_are_told(table):
    key = table.propose("ALPHA", "BRAVO", "CHARLY", title="Three")
    table.done("BRAVO", "accept", proposal=key)
    assert table.view("CHARLY")["proposals"][0]["accepted"] == ["ALPHA", "BRAVO"]
    assert table.refused("BRAVO", "accept", proposal=key) == "accepted"
    table.done("CHARLY", "accept", proposal=key)
    assert table.view("CHARLY")["proposals"][0]["status"] == "accepted"
    assert table.view("ALPHA")["news"][-1]["text"] == "ALPHA, BRAVO and CHARLY sign “Three”"
    assert table.refused("CHARLY", "reject", proposal=key) == "closed_proposal"


def test_a_counter_offer_replaces_what_it_answers(table):
    first = table.propose("ALPHA", "BRAVO", title="First")
    terms = {"title": "Better", "parties": ["ALPHA", "BRAVO"], "duties": [CONSULT]}
    second = table.done("BRAVO", "propose", terms=terms, counters=first)["proposal"]
    shown = {each["proposal"]: each for each in table.view("ALPHA")["proposals"]}
    assert (shown[first]["status"], shown[second]["counters"]) == ("countered", first)
    table.done("ALPHA", "accept", proposal=second)
    assert table.refused("BRAVO", "accept", proposal=first) == "closed_proposal"


def test_withdrawn_rejected_and_lapsed(table):
    withdrawn, rejected, lapsing = (table.propose("ALPHA", "BRAVO", title=name) for name in "WRL")
    lasting = table.done("ALPHA", "propose", until=2, terms={
        "title": "Long", "parties": ["ALPHA", "BRAVO"], "duties": [CONSULT]})["proposal"]  # fmt: skip
    assert table.refused("BRAVO", "withdraw", proposal=withdrawn) == "not_yours"
    table.done("ALPHA", "withdraw", proposal=withdrawn)
    table.done("BRAVO", "reject", proposal=rejected)
    table.turn()
    shown = {each["proposal"]: each["status"] for each in table.view("BRAVO")["proposals"]}
    assert [shown[key] for key in (withdrawn, rejected, lapsing, lasting)] == [
        "withdrawn",
        "rejected",
        "expired",
        "open",
    ]
    table.done("BRAVO", "accept", proposal=lasting)


@pytest.mark.parametrize(
    ("terms", "code", "told"),
    [
        ({"parties": ["BRAVO", "CHARLY"]}, "not_party", "bind yourself"),
        ({"parties": ["ALPHA", "XRAY"]}, "not_people", "“ALPHA proposes a defence pact to XRAY”"),
        ({"parties": ["ALPHA"]}, "invalid", "“With”"),
        ({"duties": []}, "invalid", "“Duty”"),
        ({"duties": [{"duty": "friendship", "mutual": True}]}, "invalid", "“Duty”"),
        ({"duties": [{"duty": "defence", "mutual": True, "bindingness": 0.5}]}, "bad_terms", "“Way out, %”"),
        ({"duties": [{"duty": "supply", "by": "ALPHA", "for": "CHARLY", "bindingness": 0.5}]}, "bad_terms", "no party"),
        ({"duties": [{"duty": "sanctions", "by": "ALPHA", "bindingness": 0.5}]}, "bad_terms", "have no target"),
        ({"duties": [{**DEFENCE, "bindingness": 1.5}]}, "invalid", "at most 100"),
        ({"title": "a\u202eb"}, "invalid", "“Title”"),
        ({"months": 0}, "invalid", "“Months”"),
    ],
)
def test_terms_that_cannot_be(table, terms, code, told):
    stated = {"title": "T", "parties": ["ALPHA", "BRAVO"], "duties": [CONSULT], **terms}
    refused = table.do("ALPHA", "propose", terms=stated)
    assert refused.code == code
    assert told in refused.text


def test_to_denounce_is_what_the_rules_make_of_leaving(table):
    line = table.session.state.line
    before = line.case.world.broken.copy()
    table.done("BRAVO", "denounce", treaty="alpha_bravo")
    world = table.session.state.line.case.world
    own = world.duties.treaty == 0
    assert set(world.duties.status[own]) == {DENOUNCED}
    assert set(world.duties.ends[own]) == {12}
    assert np.argwhere(world.broken != before).tolist() == [[0, 1], [2, 1]]  # all others trust BRAVO less
    assert table.view("CHARLY")["news"][-1]["text"] == "BRAVO denounces “Pact of mutual assistance”"
    assert table.refused("CHARLY", "denounce", treaty="alpha_bravo") == "unknown_treaty"


def test_leaving_a_secret_treaty_is_known_to_its_parties_alone(table):
    key = table.treaty("BRAVO", "CHARLY", secret=True, duties=[DEFENCE])
    before = table.session.state.line.case.world.broken.copy()
    seen = table.bytes_of("ALPHA")
    table.done("CHARLY", "denounce", treaty=key)
    assert set(rows(table, key)["status"]) == {EXPIRED}  # no notice was agreed
    assert np.argwhere(table.session.state.line.case.world.broken != before).tolist() == [[1, 2]]
    assert table.bytes_of("ALPHA") == seen
    assert table.refused("BRAVO", "denounce", treaty=key) == "nothing_owed"


def test_a_standing_answer_to_a_duty_of_play_is_obeyed(table):
    """CHARLY promises BRAVO its defence and means not to keep it."""
    key = table.treaty("BRAVO", "CHARLY", title="Cover", duties=[DEFENCE])
    asked = {each["of"] for each in table.view("CHARLY")["asked"] if each["ask"] == "honour"}
    own = next(d["duty"] for t in table.view("CHARLY")["ledger"] if t["treaty"] == key for d in t["duties"]
               if d["by"] == "CHARLY")  # fmt: skip
    assert own in asked
    table.submit("CHARLY", answers={"honour": {own: False}})
    orders = table.session.state.line.submitted["CHARLY"].answers.honour
    assert orders == {own: False}
    table.done("facilitator", "resolve")


def test_when_the_room_is_full_it_says_so(table, monkeypatch):
    line = table.session.state.line
    room = (line.case.world.duties.treaty >= 1) & (line.case.world.duties.treaty < line.case.setting.spare[0])
    line.case.world.duties.status[room] = EXPIRED
    key = table.propose("ALPHA", "BRAVO")
    assert table.refused("BRAVO", "accept", proposal=key) == "no_room"
