"""Who may do what: every command by every role."""

import re
from pathlib import Path

import pytest

import sim.session
from sim.session.codes import CODES
from sim.session.commands import COMMANDS
from sim.session.state import DEBRIEF, LOBBY, OPEN, REVIEW

SOURCES = Path(sim.session.__file__).parent
ROLES = ("outsider", "applicant", "player", "observer", "projector", "coteacher", "facilitator", "clock")
TABLE = {  # command: who may, besides the facilitator unless it is marked −
    "create": "−", "cloned": "−", "looked": "−", "back": "−", "ask": "− outsider",
    "invite": "", "assign": "", "remove": "", "reissue": "", "takeover": "", "start": "", "next": "", "rollback": "",
    "switch": "", "finish": "", "override": "", "revoke": "",
    "resolve": "clock", "lock": "clock",
    "admit": "coteacher", "room": "coteacher", "pause": "coteacher", "resume": "coteacher", "extend": "coteacher",
    "inject": "coteacher", "star": "coteacher", "unstar": "coteacher", "fan": "coteacher", "show": "coteacher",
    "rename": "coteacher player observer projector",
    "message": "coteacher player", "read": "coteacher player",
    "bet": "− player observer",
    "draft": "− player", "submit": "− player", "reopen": "− player", "propose": "− player", "accept": "− player",
    "reject": "− player", "withdraw": "− player", "denounce": "− player",
}  # fmt: skip
FIELDS = {  # that make a command well formed
    "ask": {"room": "ABCDEF", "name": "A"}, "invite": {"role": "observer", "name": "A"},
    "admit": {"role": "observer", "member": 2}, "assign": {"role": "observer", "member": 2}, "remove": {"member": 2},
    "rename": {"name": "B"}, "reissue": {"member": 2}, "room": {"open": True}, "takeover": {"seat": "ALPHA"},
    "rollback": {"turn": 1}, "switch": {"line": 0}, "extend": {"seconds": 10},
    "override": {"state": "ALPHA", "orders": [], "reason": "r"}, "revoke": {"ruling": "none"},
    "inject": {"text": "n"}, "star": {"of": "turn 1", "note": "n"}, "unstar": {"star": "none"},
    "show": {"page": "bets"}, "message": {"to": ["all"], "text": "m"},
    "read": {"thread": "all", "count": 0}, "submit": {"hold": True}, "bet": {"shares": {"q": 0.5}},
    "propose": {"terms": {"title": "T", "parties": ["ALPHA", "BRAVO"], "duties": [{}]}},
    "accept": {"proposal": "none"}, "reject": {"proposal": "none"}, "withdraw": {"proposal": "none"},
    "denounce": {"treaty": "none"}, "cloned": {"name": "x", "luck": "same"}, "looked": {"looks": []},
}  # fmt: skip


def allowed(kind):
    """The roles that may, by the table."""
    said = TABLE[kind].split()
    return {*said} - {"−"} | (set() if "−" in said else {"facilitator"})


def test_the_table_names_every_command():
    assert set(TABLE) == set(COMMANDS)


@pytest.fixture(scope="module")
def class_of_all(tmp_path_factory):
    from tests.session.room import Room

    made = Room(tmp_path_factory.mktemp("permissions"))
    for role in ("observer", "projector", "coteacher"):
        made.let_in(role, role=role, name=role)
    made.tokens["player"] = made.tokens["ALPHA"]
    made.tokens["outsider"] = None
    made.tokens["applicant"] = made.done("outsider", "ask", room=made.session.state.room, name="Waiting")["token"]
    made.done("facilitator", "start")
    yield made
    made.session.close()


@pytest.mark.parametrize("kind", sorted(TABLE))
def test_nobody_else_may(class_of_all, kind):
    """Who may is shown elsewhere in these tests; here everybody else is kept out."""
    made = class_of_all
    entries = len(list(made.session.log.rows()))
    fields = {"settings": {"scenario": "x"}} if kind == "create" else FIELDS.get(kind, {})
    for role in set(ROLES) - {"clock"} - allowed(kind):
        assert made.refused(role, kind, **fields) == "forbidden", role
    assert len(list(made.session.log.rows())) == entries


@pytest.mark.parametrize("kind", sorted(TABLE))
def test_the_roles_of_a_command_are_those_of_the_table(kind):
    assert set(COMMANDS[kind].roles) == allowed(kind)


@pytest.mark.parametrize(
    "kind", [kind for kind in sorted(TABLE) if set(COMMANDS[kind].phases) < {LOBBY, OPEN, REVIEW, DEBRIEF}]
)
def test_a_command_out_of_its_phase_is_refused(room, kind):
    made = room()
    made.tokens["player"] = made.tokens["ALPHA"]
    wrong = next(p for p in (LOBBY, OPEN, REVIEW, DEBRIEF) if p not in COMMANDS[kind].phases)
    if wrong != LOBBY:
        made.done("facilitator", "start")
    if wrong == REVIEW:
        made.done("facilitator", "resolve")
    if wrong == DEBRIEF:
        made.done("facilitator", "finish")
    who = "facilitator" if "facilitator" in COMMANDS[kind].roles else "player"
    assert made.refused(who, kind, **FIELDS.get(kind, {})) == "phase"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "unknown_command"),
        ({"kind": "shout"}, "unknown_command"),
        ({"kind": ["message"]}, "unknown_command"),
        ({"kind": "message", "to": ["all"], "text": "x"}, "invalid"),
        ({"kind": "message", "uuid": "short", "to": ["all"], "text": "x"}, "invalid"),
        ({"kind": "message", "uuid": "12345678", "to": ["all"], "text": "x", "from": "BRAVO"}, "invalid"),
        ({"kind": "message", "uuid": "12345678", "to": [], "text": "x"}, "invalid"),
        ({"kind": "message", "uuid": "12345678", "to": ["all"], "text": "x" * 2001}, "invalid"),
        ({"kind": "message", "uuid": "12345678", "to": ["all"], "text": " \n"}, "invalid"),
        ({"kind": "rename", "uuid": "12345678", "name": "\u0958" * 40}, "invalid"),  # 80 once it is composed
        ({"kind": "message", "uuid": "12345678", "to": ["all"], "text": "a\u202eb"}, "invalid"),
        ({"kind": "message", "uuid": "12345678", "to": ["all"], "text": "a\0b"}, "invalid"),
        ({"kind": "message", "uuid": "12345678", "to": ["all"], "text": "   "}, "invalid"),
        ({"kind": "message", "uuid": "12345678", "to": ["XRAY"], "text": "x"}, "unknown_party"),
        ({"kind": "rename", "uuid": "12345678", "name": "two\nlines"}, "invalid"),
        ({"kind": "rename", "uuid": "12345678", "name": "\u2066hidden"}, "invalid"),
        ({"kind": "rename", "uuid": "12345678", "name": "x" * 41}, "invalid"),
        ({"kind": "rename", "uuid": "12345678", "name": "\u200b"}, "invalid"),
    ],
)
def test_malformed_commands_are_refused_with_a_code(class_of_all, asked, code):
    refused = class_of_all.session.do(class_of_all.tokens["ALPHA"], asked, 1.0)
    assert refused.code == code
    assert refused.text


def test_a_forged_token_opens_nothing(class_of_all):
    session = class_of_all.session
    for token in ("", "x", class_of_all.tokens["ALPHA"][:-1], class_of_all.tokens["ALPHA"] + "A"):
        assert session.view(token).code == "unknown_link"
        assert session.do(token, {"kind": "rename", "uuid": "12345678", "name": "X"}, 1.0).code == "unknown_link"


def test_every_code_is_told_and_none_is_told_of_that_does_not_exist():
    sources = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py"))
    used = set(re.findall(r'Rejection\(\s*"([a-z_]+)"', sources))
    assert used == set(CODES)
