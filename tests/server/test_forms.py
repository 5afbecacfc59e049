"""Forms of the pages as commands."""

from starlette.datastructures import FormData

from sim.scenario.agreements import idle_fields
from sim.server.forms import changes_of, command_of


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
