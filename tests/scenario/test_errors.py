# ruff: noqa: E501 - one case a line, as a table
"""Every fault of a scenario file is told with its line, what is wrong, how to mend it and what may be meant."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario import OverrideError, ScenarioError, build, load, parse
from sim.scenario.resources import find

TEXT = (find("scenarios") / "triangle_lesson.yaml").read_text(encoding="utf-8")


def faults(text: str) -> list[str]:
    """The lines a reader of the error sees."""
    with pytest.raises(ScenarioError) as caught:
        parse(text, "lesson.yaml")
    return str(caught.value).splitlines()


# what is replaced, by what, the words whose line must be named, what must be said
CASES = {
    "unknown key": ("stakes:", "stake:", "stake:", ['unknown key "stake"', 'did you mean "stakes"?']),
    "unknown key inside": ("    power: .2", "    powr: .2", "powr", ['unknown key "powr" in states.BRAVO', '"power"']),
    "missing key": ("months: 24\n", "", "# yaml-language-server", ['"months" is missing', "add `months:`"]),
    "repeated key": ("months: 24", "months: 24\nmonths: 12", "months: 12", ['"months" is given twice', "line 8"]),
    "no YAML": ("months: 24", "months: [24", "source: ", ["this is not YAML", "brackets"]),
    "alias": ("stability: .7", "stability: &s .7\n    deployable: *s", "    stability: &s", ["aliases"]),
    "wrong format": ("format: 1", "format: 2", "format: 2", ["format is 2", "use one of 1"]),
    "a unit in the number": ("default: 500", "default: 500 km", "default: 500 km", ["must be a number", "km, 0 to 20000"]),
    "a word for a number": ("stability: .6", "stability: NO", "stability: NO", ['must be a number, not "NO"']),
    "sexagesimal trap": ("stability: .6", "stability: 1:30", "stability: 1:30", ['not "1:30"']),
    "not a number": ("stability: .6", "stability: .nan", "stability: .nan", ["must be a number"]),
    "percent": ("stability: .6", "stability: 60%", "stability: 60%", ["without unit, %"]),
    "out of range": ("stability: .6", "stability: 1.6", "stability: 1.6", ["out of range", "at most 1", "share"]),
    "below range": ("default: 500", "default: -5", "default: -5", ["out of range", "at least 0", "km"]),
    "text as a mapping": ("states:\n", "states: none\nrest:\n", "states: none", ["must be a block"]),
    "nothing": ("months: 24", "months:", "months:", ["not nothing", "fill it in"]),
    "fraction of a month": ("months: 24", "months: 24.5", "months: 24.5", ["whole number"]),
    "too few in a triple": ("own: [.8, .8, .6]", "own: [.8, .8]", "own: [.8, .8]", ["2 entries", "at least 3", "[E, M, P]"]),
    "bad start": ("start: 2025-01", "start: 2025-13", "start: 2025-13", ["wrong form", "YYYY-MM"]),
    "no mark": ("\nmark: j\n", "\n", "offense: .5", ["no mark", "state `mark:`"]),
    "no source": ('source: "made up for teaching: round numbers, no state is meant"', "", "offense: .5", ["no source"]),
    "unknown mark": ("\nmark: j\n", "\nmark: x\n", "mark: x", ["the mark 'x' is unknown", '"?" (to be checked)']),
    "empty source": ("  default:\n    offense", '  default:\n    source: ""\n    offense', 'source: ""', ["a source must be text"]),
    "lower-case code": ("  CHARLY: # the", "  charly: # the", "  charly: # the", ['"charly" is no state code']),
    "long code": ("  CHARLY: # the", "  CHARLEY: # the", "  CHARLEY: # the", ['"CHARLEY" is no state code']),
    "state without need": (
        "    stability: .5\n    offense: .4\n    need: [.5, .3, .2]\n", "    stability: .5\n    offense: .4\n",
        "  BRAVO: # the client", ['"need" is missing in states.BRAVO'],
    ),
    "need that sums to .9": ("    need: [.5, .3, .2] # E", "    need: [.4, .3, .2] # E", "# E, M, P", ["sums to 0.9", "+0.1"]),
    "weights that sum to 1.1": ("threat: .28", "threat: .38", "threat: .38", ["states.default.weights sums to 1.1"]),
    "attention that sums to .9": (
        "BRAVO: {ALPHA: .5, CHARLY: .5}", "BRAVO: {ALPHA: .4, CHARLY: .5}", "BRAVO: {ALPHA: .4", ["attention.BRAVO sums to 0.9"],
    ),
    "attention without rest": ("  rest: equal\n", "", "  ALPHA: {CHARLY: .6}", ["sums to 0.6", "rest: equal"]),
    "attention above 1": ("  ALPHA: {CHARLY: .6}\n  CHARLY: {ALPHA: .6}", "  ALPHA: {CHARLY: .6, BRAVO: .6}", "  ALPHA: {CHARLY: .6, BRAVO", ["1.2"]),
    "capacity without willingness": (
        "willingness: [.5, .4, .5]", "willingness: [.5, 0, .5]", "willingness: [.5, 0, .5]", ["capacity without willingness in M"],
    ),
    "capacity alone": (
        "{capacity: [.4, .6, .5], willingness: [.5, .4, .5]}", "{capacity: [.4, .6, .5]}", "[.4, .6, .5]", ['"willingness" is missing'],
    ),
    "willingness near 0": ("willingness: [.6, .4, .5]", "willingness: [.6, .01, .5]", ".01", ["0.01", "0 (no tie) or .02 to .98"]),
    "flow from an absent state": ("    CHARLY: {capacity: [.4", "    CHARLIE: {capacity: [.4", "CHARLIE", ['unknown state "CHARLIE"', '"CHARLY"']),
    "flow to itself": ("    CHARLY: {capacity: [.4", "    BRAVO: {capacity: [.4", "    BRAVO: {capacity: [.4", ["supplies itself", "states.BRAVO.own"]),
    "pair given twice": ("    BRAVO: {CHARLY: .3}\n  trust", "    BRAVO: {CHARLY: .3, ALPHA: .5}\n  trust", "ALPHA: .5}\n  trust", ["given twice"]),
    "tie with itself": ("    BRAVO: {CHARLY: .3}\n  trust", "    BRAVO: {BRAVO: .3}\n  trust", "{BRAVO: .3}", ["paired with itself"]),
    "no default distance": ("distances: {default: 500}", "distances: {ALPHA: {BRAVO: 500}}", "distances", ["no distance between ALPHA and CHARLY"]),
    "invading nobody": ("  BRAVO: [ALPHA, CHARLY]", "  BRAVO: [ALPHA, DELTA]", "DELTA", ['unknown state "DELTA"']),
    "treaty with an absent state": ("parties: [ALPHA, BRAVO]", "parties: [ALPHA, BRAV]", "BRAV]", ['unknown state "BRAV"', '"BRAVO"']),
    "duty without beneficiary": (
        "{duty: consultation, mutual: true}", "{duty: consultation, by: ALPHA}", "by: ALPHA", ["without beneficiary", "`for:`"],
    ),
    "duty without promisor": ("{duty: consultation, mutual: true}", "{duty: consultation}", "{duty: consultation}", ["without promisor"]),
    "duty by a stranger": (
        "{duty: consultation, mutual: true}", "{duty: consultation, by: CHARLY, for: ALPHA}", "by: CHARLY", ["no party"],
    ),
    "duty to itself": ("{duty: consultation, mutual: true}", "{duty: consultation, by: ALPHA, for: ALPHA}", "by: ALPHA", ["to itself"]),
    "sanctions on nobody": ("{duty: consultation, mutual: true}", "{duty: sanctions, by: ALPHA}", "duty: sanctions", ["without target"]),
    "unknown duty": ("duty: defence", "duty: defense", "duty: defense", ['"defense"', 'did you mean "defence"?']),
    "no clause": (", clause: .75", "", "duty: defence", ['without "clause"']),
    "no bindingness": ("    bindingness: .7\n", "", "duty: defence", ['without "bindingness"']),
    "dates out of order": ("in_force: 2000-06", "in_force: 1999-06", "in_force: 1999-06", ["comes before signed"]),
    "no such day": ("signed: 2000-01", "signed: 2000-02-30", "signed: 2000-02-30", ["no day 2000-02-30"]),
    "expired before the start": ("    notice: 12", "    expires: 2024-01\n    status: in force", "expires: 2024-01", ["expires before"]),
    "signed later": ("    signed: 2000-01\n    in_force: 2000-06", "    signed: 2025-06", "signed: 2025-06", ["status: proposed"]),
    "in force too early": (
        "    in_force: 2000-06", "    in_force: 2026-06\n    status: in force", "in_force: 2026-06", ["its dates come later"],
    ),
    "unknown region": ("    notice: 12", "    region: pacific", "region: pacific", ['unknown region "pacific"']),
    "unknown action": ("any: {DEMAND: 2}", "any: {DEMANDS: 2}", "DEMANDS", ['unknown action "DEMANDS"', '"DEMAND"']),
    "odds at an absent state": ("any: {DEMAND: 2}", "DELTA: {DEMAND: 2}", "DELTA", ['unknown target "DELTA"']),
    "new action half said": ("odds:\n", "actions:\n  BLOCKADE: {severity: 20}\nodds:\n", "BLOCKADE", ["new action BLOCKADE"]),
    "unknown answer": ("odds:\n", "actions:\n  ARMS: {answer: AIDE}\nodds:\n", "AIDE", ['unknown action "AIDE"', '"AID"']),
    "unknown column": ("odds:\n", "actions:\n  ARMS: {alarms: 1}\nodds:\n", "alarms", ['unknown key "alarms"', '"alarm"']),
    "unknown procedure": ("odds:\n", "actions:\n  ARMS: {procedure: strikes}\nodds:\n", "strikes", ['did you mean "strike"?']),
    "unknown owner": ("owner: ALPHA", "owner: ALFA", "owner: ALFA", ['unknown state "ALFA"', '"ALPHA"']),
    "unknown posture": ("among: {reassure: 1,", "among: {reasure: 1,", "reasure", ['unknown posture "reasure"', '"reassure"']),
    "switching left out": ("      switching: .2\n", "", "    erratic:", ['"switching" is missing']),
    "switches and shifts": ("      switching: .2\n", "      switching: .2\n      forces: .5\n", "    erratic:", ["both switches and shifts"]),
    "baseline that shifts": (
        "    reassure:\n", "    baseline:\n      summary: none\n      forces: .5\n    reassure:\n", "    baseline:", ["the baseline shifts"],
    ),
    "floor above ceiling": (
        "      thaw: {CHARLY: .3}", "      sanction_floor: {CHARLY: .5}\n      sanction_ceiling: {CHARLY: .1}",
        "sanction_floor", ["above its ceiling"],
    ),
    "event outside the run": ("date: 2025-07", "date: 2027-07", "date: 2027-07", ["outside the run", "24 months from 2025-01"]),
    "event before the run": ("date: 2025-07", "date: 2024-12", "date: 2024-12", ["outside the run"]),
    "unknown variable": ("add: goodwill", "add: goodwil", "add: goodwil", ['unknown variable "goodwil"', '"goodwill"']),
    "add and set": ("{add: goodwill,", "{add: goodwill, set: goodwill,", "{add: goodwill,", ["neither or both"]),
    "pair missing": ("pair: [BRAVO, CHARLY], value", "state: BRAVO, value", "state: BRAVO", ["goodwill needs `pair:`"]),
    "too large a change": ("value: .1}", "value: 9}", "value: 9}", ["goodwill 9 is out of range", "event benefit"]),
    "change without value": (", value: .1}", "}", "add: goodwill", ["without value"]),
    "status by number": (
        "{add: goodwill, pair: [BRAVO, CHARLY], value: .1}", "{set: status, treaty: alpha_bravo, value: 3}", "set: status", ["set to a word"],
    ),
    "status misspelt": (
        "{add: goodwill, pair: [BRAVO, CHARLY], value: .1}", "{set: status, treaty: alpha_bravo, to: dormand}",
        "dormand", ['did you mean "dormant"?'],
    ),
    "hostility set": ("add: goodwill", "set: hostility", "set: hostility", ["can only be added to"]),
    "parameter to nowhere": (
        "sets: [flows.BRAVO.CHARLY.capacity.E]", "sets: [flows.BRAVO.CHARLY.capacty.E]", "capacty", ["leads to no number", '"capacity"'],
    ),
    "parameter to text": ("sets: [flows.BRAVO.CHARLY.capacity.E]", "sets: [states.ALPHA.name]", "states.ALPHA.name", ["leads to no number"]),
    "parameter outside its range": ("    low: 0\n    high: 1\n", "    low: .5\n    high: 1\n", "  second_patron:", ["outside 0.5 to 1"]),
    "parameter of nothing": ("    sets: [treaties.alpha_bravo.bindingness]\n", "", "  pact_strength:", ["neither of `sets` and `toward`"]),
    "parameter toward nowhere": (
        "sets: [flows.BRAVO.CHARLY.capacity.E]", "toward: {states.ALPHA.powr: 2}", "toward:", ['at "powr"', '"power"'],
    ),
    "range reversed": ("    low: 0\n    high: 1\n", "    low: 1\n    high: 0\n", "    low: 1", ["not below high"]),
    "range the schema refuses": ("    low: .2\n    high: .95\n", "    low: .2\n    high: 1.5\n", "high: 1.5", ["at its high end", "bindingness"]),
    "parameters that disagree": (
        "sets: [flows.BRAVO.CHARLY.capacity.E]", "sets: [flows.BRAVO.CHARLY.capacity.E, flows.BRAVO.CHARLY.capacity.M]",
        "capacity.M", ["sets numbers that differ"],
    ),
    "ablation of nothing": ("sets: {second_patron: 0}", "sets: {second_patrn: 0}", "{second_patrn", ["second_patrn", '"second_patron"']),
    "ablation out of range": ("sets: {second_patron: 0}", "sets: {second_patron: 2}", "{second_patron", ["outside 0 to 1"]),
    "half a rung": (
        "{add: goodwill, pair: [BRAVO, CHARLY], value: .1}", "{set: rung, pair: [BRAVO, CHARLY], value: 2.7}", "2.7", ["rung 2.7 is not whole"],
    ),
    "half present": ("{add: goodwill, pair: [BRAVO, CHARLY], value: .1}", "{set: present, state: BRAVO, value: .5}", "set: present", ["not whole"]),
    "half public": ("{add: goodwill,", "{add: public,", "add: public", ["public 0.1 is not whole", "1 = published"]),
    "waiting made plain": ("odds:\n", "actions:\n  WAIT: {procedure: plain}\nodds:\n", "WAIT", ["wait is that of WAIT alone"]),
    "waiting forbidden": ("DEMAND: 2}", "WAIT: 0}", "WAIT", ["odds.BRAVO.any.WAIT is 0", "must be able to wait"]),
    "waiting at no rate": ("odds:\n", "actions:\n  WAIT: {base_rate: 0}\nodds:\n", "WAIT", ["actions.WAIT.base_rate is 0"]),
    "called to a dispute": ("clause: .75}", "clause: .75, from_rung: 1}", "from_rung: 1", ["2"]),
    "conceding made a demand": ("odds:\n", "actions:\n  CONCEDE: {procedure: demand}\nodds:\n", "CONCEDE", ["leave `procedure:` out"]),
    "a second way to concede": (
        "odds:\n", "actions:\n  YIELD: {base_rate: .1, severity: 0, procedure: concede}\nodds:\n", "YIELD", ["concede of CONCEDE"],
    ),
    "more months than there are": ("last=12)", "last=25)", "last=25", ["last=25 is more than the 24 months"]),
    "unknown outcome": ("headline: [tilt,", "headline: [tlit,", "headline", ['unknown outcome "tlit"', '"tilt"']),
    "outcome that does not parse": ("expression: mean(alignment", "expression: mean(alignmnt", "alignmnt", ["outcome tilt", "alignment"]),
    "outcome with a taken name": ("  rival_crises:", "  crises:", "  crises:", ["is taken"]),
    "client that is absent": ("    BRAVO: [CHARLY, ALPHA]", "    BRAVO: [CHARLY, DELTA]", "named:", ["DELTA"]),
    "seat of an absent state": ("    CHARLY:\n      brief", "    DELTA:\n      brief", "    DELTA:", ['unknown state "DELTA"']),
    "inject to nobody": ("to: all", "to: [DELTA]", "to: [DELTA]", ['unknown seat "DELTA"']),
    "inject of a variable that is none": (
        "{add: stability, state: BRAVO, value: -0.1}", "{add: stabilty, state: BRAVO, value: -0.1}", "{add: stabilty",
        ['unknown variable "stabilty"', 'did you mean "stability"']),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "said"), CASES.values(), ids=CASES)
def test_fault_is_told_with_its_line(old, new, place, said):
    assert TEXT.count(old) >= 1
    text = TEXT.replace(old, new, 1)
    line = text[: text.index(place)].count("\n") + 1
    shown = faults(text)
    told = [message for message in shown if message.startswith(f"lesson.yaml:{line}: ")]
    assert any(all(word in message for word in said) for message in told), "\n".join(shown)


def test_all_faults_are_shown_at_once():
    text = (
        TEXT.replace("stability: .6", "stability: 1.6")
        .replace("months: 24", "months: 0")
        .replace("distances:", "distance:")
    )
    shown = faults(text)
    assert [int(message.split(":")[1]) for message in shown] == sorted(int(message.split(":")[1]) for message in shown)
    assert len(shown) == 4  # two ranges, an unknown key, a missing one


APART = ("distances: {default: 500}", "distances: {ALPHA: {BRAVO: 500, CHARLY: 500}, BRAVO: {CHARLY: 500}}")
ALL_TOLD = ("  rest: equal\n  BRAVO: {ALPHA: .5, CHARLY: .5}\n  ALPHA: {CHARLY: .6}",
            "  BRAVO: {ALPHA: .5, CHARLY: .5}\n  ALPHA: {CHARLY: .6, BRAVO: .4}")  # fmt: skip
OWN_ROW = ("sets: [flows.BRAVO.CHARLY.capacity.E]", "sets: [states.CHARLY.power]")


@pytest.mark.parametrize(
    ("code", "line", "said", "meant"),
    [
        ("charly", "  charly:", '"charly" is no state code', "CHARLY"),
        ("CHARLEY", "  CHARLEY:", '"CHARLEY" is no state code', ""),
        ("CHARLI", "    CHARLY: {capacity: [.4", 'unknown state "CHARLY" (also on lines ', "CHARLI"),
    ],
)
def test_a_state_whose_code_is_mistyped_is_told_once_and_not_by_what_follows(code, line, said, meant):
    """Every other name of it is unknown then, its distances are missing and its row of attention is empty."""
    text = TEXT.replace("  CHARLY: # the", f"  {code}: # the", 1)
    for old, new in (APART, ALL_TOLD, OWN_ROW):
        assert old in text
        text = text.replace(old, new, 1)
    (told,) = faults(text)
    assert told.startswith(f"lesson.yaml:{text[: text.index(line)].count(chr(10)) + 1}: {said}")
    assert told.endswith(f'did you mean "{meant}"?') == bool(meant)


def test_what_is_missing_beside_an_unknown_name_is_told():
    """Another state's distance, another row of attention: no slip of that name is the cause."""
    text = TEXT.replace("BRAVO: {CHARLY: .3}\n  trust", "BRAVO: {CHARLIE: .3}\n  trust", 1)
    text = text.replace(APART[0], "distances: {ALPHA: {BRAVO: 500}}", 1).replace("  rest: equal\n", "", 1)
    shown = "\n".join(faults(text))
    for said in ('unknown state "CHARLIE"', "no distance between ALPHA and CHARLY", "attention.ALPHA sums to 0.6"):
        assert said in shown


def test_the_same_fault_on_many_lines_is_told_once_with_its_lines():
    text = TEXT.replace("CHARLY: .", "CHARLIE: .")
    (told,) = (message for message in faults(text) if "CHARLIE" in message)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if "CHARLIE: ." in line]
    first, *others = sorted(set(lines))
    assert len(others) > 6
    assert told.startswith(f"lesson.yaml:{first}: ")
    assert f"(also on lines {', '.join(map(str, others[:6]))} and {len(others) - 6} more); use one of" in told


def test_a_mark_that_is_missing_at_the_top_is_told_in_one_line():
    (told,) = faults(TEXT.replace("\nmark: j\n", "\n", 1))
    assert "a number has no mark (also on lines " in told
    assert "`mark:` and `source:` at the top of the file for all" in told


def test_conflict_owns_the_stake_and_has_two_sides():
    war = "conflicts:\n  border: {attacker: ALPHA, defender: CHARLY, guarantor: CHARLY, intensity: .5}\n"
    shown = "\n".join(faults(TEXT.replace("odds:\n", war + "odds:\n", 1)))
    assert "the guarantor is a side" in shown
    assert "ALPHA has a stake in CHARLY, though the two fight in the conflict border" in shown


def test_codes_that_are_one_number_are_refused():
    assert any(
        "same number in base 36" in message for message in faults(TEXT.replace("ALPHA", "0A").replace("BRAVO", "A"))
    )


def test_one_state_is_no_scenario():
    head = TEXT[: TEXT.index("  BRAVO: # the client")]
    text = (
        head
        + "ties: {alignment: {default: 0}}\ndistances: {default: 0}\nstakes: {default: 0}\nattention: {rest: equal}\nheadline: [crises]\n"
    )
    assert any("at least two" in message for message in faults(text))


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just text", "a: b: c", "\x00", "{" * 5000])
def test_what_is_no_scenario_at_all_is_told(text):
    assert faults(text)[0].startswith("lesson.yaml:")


def test_messages_stay_bounded():
    assert len(faults(TEXT + "".join(f"key{i}: 1\n" for i in range(500)))) <= 41


def test_a_name_that_is_not_there_is_told():
    with pytest.raises(ScenarioError, match='did you mean "triangle_lesson"'):
        load("triangle_leson")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_told(tmp_path, content):
    path = tmp_path / "mine.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ScenarioError, match=r"mine\.yaml"):
        load(path)


def test_what_is_not_utf_8_is_told_with_its_line(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_bytes(TEXT.replace("Alpha", "Älpha").encode("latin-1"))
    with pytest.raises(ScenarioError, match="not UTF-8") as caught:
        load(path)
    (problem,) = caught.value.problems
    assert "name: Alpha" in TEXT.splitlines()[problem.line - 1]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"choice.rationalty": 3}, "params.choice.rationality"),
        ({"choice.rationality": 300}, r"1 to 10 \(per value\)"),
        ({"choice.rationality": float("nan")}, "out of range"),
        ({"choice.rationality": "three"}, "no number"),
        ({"choice.level": 1.5}, "whole number"),
        ({"scenario.second_patrn": 0.5}, "params.scenario.second_patron"),
        ({"scenario.second_patron": 1.5}, r"0 to 1 \(units of need\)"),
    ],
)
def test_a_value_that_is_not_admitted_is_refused(values, said):
    with pytest.raises(OverrideError, match=said):
        build(load("triangle_lesson"), values=values)


def test_an_unknown_posture_is_refused():
    with pytest.raises(OverrideError, match='did you mean "reassure"'):
        build(load("triangle_lesson"), posture="reasure")


SPOILERS = st.sampled_from(
    [
        "",
        "null",
        "[]",
        "{}",
        "[[1]]",
        "-1",
        "0",
        "1e999",
        "9" * 5000,
        "x",
        "true",
        '""',
        "ALPHA",
        "default",
        "mark",
        "&a",
        "*a",
        "|",
    ]
)


@settings(deadline=None, max_examples=150, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 10**6), SPOILERS), min_size=1, max_size=4))
def test_any_spoilt_file_is_read_or_refused_by_name(edits):
    words = re.split(r"([A-Za-z0-9_.]+)", TEXT)
    for place, word in edits:
        words[1 + 2 * (place % (len(words) // 2))] = word
    problems = []
    try:
        parse("".join(words), "lesson.yaml")
    except ScenarioError as error:
        problems = error.problems
    assert all(1 <= problem.line <= TEXT.count("\n") + 1 for problem in problems)
