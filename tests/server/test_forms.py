"""Forms of the pages as commands."""

import re
from pathlib import Path

import pytest
from starlette.datastructures import FormData

from sim.scenario import agreements
from sim.scenario.agreements import idle_fields
from sim.server.forms import changes_of, command_of
from sim.session.clauses import RULES
from tests.session.room import Room


def test_a_clause_names_who_owes_it_and_to_whom():
    fields = [
        ("own", "ALPHA"), ("title", "T"), ("party", "BRAVO"), ("party", "CHARLY"), ("notice", "0"),
        ("duty.0", "supply"), ("who.0", "ALPHA"), ("to.0", "CHARLY"), ("bindingness.0", "60"),
        ("duty.1", "consultation"), ("who.1", "mutual"), ("clause.1", "25"), ("bindingness.1", "50"),
        ("duty.2", "defence"), ("who.2", "BRAVO"), ("to.2", ""), ("help.2", "arms"), ("from_rung.2", "3"),
        ("duty.3", ""),
    ]  # fmt: skip
    terms = command_of("propose", FormData(fields))["terms"]
    assert terms["parties"] == ["ALPHA", "BRAVO", "CHARLY"]
    assert terms["duties"] == [
        {"duty": "supply", "by": ["ALPHA"], "for": ["CHARLY"], "bindingness": 0.6},
        {"duty": "consultation", "mutual": True, "clause": 0.25, "bindingness": 0.5},
        {"duty": "defence", "by": ["BRAVO"], "for": ["ALPHA", "CHARLY"], "help": "arms", "from_rung": 3},
    ]


def test_a_form_leaves_out_what_a_kind_of_duty_has_not():
    assert set(idle_fields("supply")) == {"region", "from_rung", "help", "clause", "against"}
    assert "against" not in idle_fields("sanctions")
    assert idle_fields("non-aggression") == ("against",)
    assert idle_fields("defence") == ()


def test_changes_are_read_as_those_of_a_scenario():
    read = {"add: stability, state: NO, value: -.1": {"add": "stability", "state": "NO", "value": -0.1},
            "- {set: posture, to: retrench}": {"set": "posture", "to": "retrench"},
            "CHN gets weaker": {"CHN gets weaker": None}}  # fmt: skip
    assert changes_of("\n\n".join(read)) == list(read.values())
    for broken in ("add: [[[", "add: x, add: y", "add: *x", "[" * 4000):
        assert changes_of(broken) == [{broken[:80]: None}]


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """ALPHA and BRAVO have teams, the first turn is open."""
    made = Room(tmp_path_factory.mktemp("table"))
    made.done("facilitator", "start")
    yield made
    made.session.close()


PROPOSED = {
    "own": "ALPHA", "title": "T", "party": "BRAVO", "months": "", "notice": "0", "renews": "0", "until": "",
    "duty.0": "", "duty.1": "defence", "who.1": "ALPHA", "to.1": "", "against.1": "", "from_rung.1": "", "help.1": "",
    "clause.1": "50", "bindingness.1": "60",
}  # fmt: skip
REFUSED = [
    ({"party": "ALPHA"}, ["tick one other state at least under “With”"]),
    ({"party": "CHARLY"}, ["no people play CHARLY; an order can ask: “ALPHA proposes a defence pact to CHARLY”"]),
    ({"duty.1": ""}, ["choose the “Duty” of one clause at least"]),
    ({f"duty.{place}": "defence" for place in range(1, 14)}, ["a treaty has 12 clauses at most"]),
    ({"title": " "}, ["“Title” is not taken: write something"]),
    ({"title": "x" * 81}, ["“Title” has 80 characters at most"]),
    ({"months": "0"}, ["“Months” must be at least 1"]),
    ({"notice": "121", "renews": "1.5"},
     ["“Notice, months” must be at most 120", "“Each renewal adds, months” must be a whole number"]),
    ({"until": "soon"}, ["“Stands until turn” must be a whole number"]),
    ({"who.1": "CHARLY"},
     ["in clause 1 CHARLY owes a duty of a treaty it is no party to: tick it under “With”, or choose another state "
      "under “Owed by”"]),
    ({"to.1": "CHARLY"},
     ["in clause 1 defence is owed to CHARLY, which is no party: tick it under “With”, or choose another state under "
      "“To”"]),
    ({"to.1": "ALPHA"}, ["in clause 1 ALPHA would owe defence to itself: choose another state under “To”"]),
    ({"against.1": "ALPHA"}, ["in clause 1 ALPHA owes a duty against itself: choose another state under “Against”"]),
    ({"clause.1": "", "bindingness.1": ""},
     ["in clause 1 “Binding, %” is empty: write 0 to 100", "in clause 1 “Way out, %” is empty: write 0 to 100"]),
    ({"clause.1": "150", "bindingness.1": "half"},
     ["in clause 1 “Way out, %” must be at most 100", "in clause 1 “Binding, %” must be a number"]),
    ({"duty.1": "non-aggression", "against.1": "CHARLY"},
     ["in clause 1 a non-aggression duty is owed to its beneficiary alone: take out what stands under “Against”"]),
    ({"duty.1": "sanctions", "clause.1": ""},
     ["in clause 1 the sanctions have no target: choose a state under “Against”"]),
    ({"duty.1": "sanctions", "clause.1": "", "who.1": "mutual", "against.1": "CHARLY"},
     ["in clause 1 sanctions are not owed by each to all: choose one state under “Owed by”"]),
    ({"duty.1": "supply"},  # without the page's script nothing is greyed out
     ["in clause 1 a supply duty holds all the time and has no “Way out, %”: take out what stands there"]),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "told"), REFUSED)
def test_terms_that_cannot_be_are_refused_in_the_words_of_the_form(table, changed, told):
    """Clauses are counted as the page counts them: those with a duty."""
    asked = command_of("propose", FormData(list({**PROPOSED, **changed}.items())))
    table.now += 1.0
    refused = table.session.do(
        table.tokens["ALPHA"], asked | {"uuid": f"asked-{table.now:.0f}", "stage": table.session.state.stage}, table.now
    )
    assert list(refused.details or (refused.text,)) == told


def test_every_rule_of_a_treaty_that_has_a_name_is_told_in_the_words_of_the_form():
    named = re.findall(r'rule="([^"]+)"', Path(agreements.__file__).read_text(encoding="utf-8"))
    assert {*named, "outsider"} == {*RULES}
