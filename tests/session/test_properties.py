"""Whatever is sent in whatever order: the state is what the log adds up to, and a refusal leaves it as it was."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.session import Done, Rejection
from sim.session.codes import CODES
from sim.session.commands import COMMANDS
from sim.session.replay import replay
from tests.session.room import CONSULT, DEFENCE, Room

SEATS = st.sampled_from(["ALPHA", "BRAVO", "CHARLY"])
ORDER = st.fixed_dictionaries({
    "action": st.sampled_from(["SUMMIT", "AID", "DEMAND", "SANCTION", "STRIKE", "PROPOSE", "EXIT", "NONE"]),
    "target": SEATS, "month": st.integers(1, 3),
})  # fmt: skip
TERMS = st.builds(
    lambda parties, duties, secret: {"title": "T", "parties": list(parties), "duties": duties, "secret": secret},
    st.sets(SEATS, min_size=2), st.lists(st.sampled_from([CONSULT, DEFENCE]), min_size=1, max_size=2), st.booleans(),
)  # fmt: skip


def sent(kind, **fields):
    return st.tuples(st.just(kind), st.fixed_dictionaries(fields))


PLAYERS = st.one_of(
    sent("draft", orders=st.lists(ORDER, max_size=2)),
    sent("submit", orders=st.lists(ORDER, min_size=1, max_size=2)),
    sent("submit", hold=st.just(True), answers=st.fixed_dictionaries({"fight": st.dictionaries(SEATS, st.booleans())})),
    sent("reopen"),
    sent("message", to=st.lists(st.one_of(SEATS, st.just("desk")), min_size=1, max_size=2), text=st.just("hello")),
    sent("propose", terms=TERMS),
    sent("accept", proposal=st.just("open")), sent("reject", proposal=st.just("open")),
    sent("denounce", treaty=st.sampled_from(["alpha_bravo", "signed"])),
)  # fmt: skip
TEACHERS = st.one_of(
    sent("resolve"), sent("next"), sent("lock"), sent("extend", seconds=st.just(5)), sent("pause"), sent("resume"),
    sent("rollback", turn=st.integers(1, 2), luck=st.sampled_from(["same", "new"])),
    sent("switch", line=st.integers(0, 2)),
    sent("takeover", seat=SEATS, by=st.sampled_from(["people", "hold", "assertive"])),
    sent("override", state=SEATS, orders=st.just([]), reason=st.just("because")),
    sent("inject", text=st.just("news"), changes=st.just([{"add": "stability", "state": "BRAVO", "value": -0.2}])),
    sent("remove", member=st.integers(2, 4)),
)  # fmt: skip
NASTY = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=30),
        st.sampled_from(["ALPHA", "all", "alpha_bravo", "alpha_bravo/0", "tnothing", "x" * 3000, "<script>", "=1+1"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["action", "target", "month", "title", "parties", "duties", "resist"]), inner),
    ),
    max_leaves=6,
)  # fmt: skip
SENT = st.lists(st.one_of(st.tuples(SEATS, PLAYERS), st.tuples(st.just("facilitator"), TEACHERS)), max_size=20)


def named(fields, made):
    """Fields with the proposal or treaty that is meant, if there is one."""
    line = made.session.state.line
    found = {"open": [k for k, p in line.proposals.items() if p.status == "open"], "signed": list(line.treaties)}
    return {k: (found[v] or ["none"])[-1] if isinstance(v, str) and v in found else v for k, v in fields.items()}


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("nonsense"))
    made.done("facilitator", "start")
    yield made
    made.session.close()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_nonsense_is_refused_with_a_code(busy, data):
    """No field of any command, whatever stands in it, does more than get a rejection (or is taken for what it says)."""
    kind = data.draw(st.sampled_from(sorted(set(COMMANDS) - {"resolve", "finish", "rollback", "lock", "remove"})))
    command = COMMANDS[kind]
    own = [name for name in command.model_fields if name not in ("uuid", "stage")]
    fields = {
        name: data.draw(NASTY) for name in own if command.model_fields[name].is_required() or data.draw(st.booleans())
    }
    who = "facilitator" if "facilitator" in command.roles else "ALPHA"
    answer = busy.do(who, kind, **fields)
    assert isinstance(answer, Done) or answer.code in CODES
    json.dumps(busy.view("BRAVO"), allow_nan=False)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SENT)
def test_any_course_of_commands(course):
    with tempfile.TemporaryDirectory() as folder:
        made = Room(Path(folder), seats=("ALPHA", "BRAVO", "CHARLY"), turn_months=3, turns=3)
        try:
            made.done("facilitator", "start")
            for who, (kind, fields) in course:
                before = made.bytes_of("facilitator")
                answer = made.do(who, kind, **named(fields, made))
                if isinstance(answer, Rejection):
                    assert answer.code != "invalid", answer
                    assert made.bytes_of("facilitator") == before
            everybody = {who: made.bytes_of(who) for who in made.tokens}
            assert replay(made.session.log).differs is None
            made.reopened()
            assert {who: made.bytes_of(who) for who in made.tokens} == everybody
        finally:
            made.session.close()
