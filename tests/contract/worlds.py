"""Any small world that the scenario schema admits, as a document ready to be written and read."""

from itertools import combinations, permutations

import yaml
from hypothesis import strategies as st

from sim.model.calendar import VARIABLES
from sim.model.world import CALLED_UPON, DUTIES, LEVELS, STATUSES
from sim.scenario.action_table import base_rows
from sim.scenario.events import PHASES
from sim.scenario.happenings import COUNTED
from sim.scenario.schema import VALUES

CODES = ("AB", "ZED", "K", "MIDDLE", "Q7")
KINDS = ("E", "M", "P")
MONTHS = 6
POSTURES = ("baseline", "shifted", "switching")
WORDS = {"phase": PHASES, "status": STATUSES, "posture": POSTURES}  # what the calendar sets to a word


def between(low, high):
    """A number that a file may hold, its ends often."""
    return st.one_of(st.sampled_from([low, high]), st.floats(low, high).map(lambda x: round(x, 4)))


share, belief, warmth, odd = between(0, 1), between(0.02, 0.98), between(-1, 1), between(0.001, 1)


@st.composite
def parts(draw, number):
    """Shares that sum to 1."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=number - 1, max_size=number - 1)))
    return [(high - low) / 100 for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]


@st.composite
def table(draw, codes, entry, symmetric=False):
    """A table by pair: some of the pairs."""
    pairs = list((combinations if symmetric else permutations)(codes, 2))
    rows = {}
    for one, two in draw(st.lists(st.sampled_from(pairs), unique=True)):
        rows.setdefault(one, {})[two] = draw(entry)
    return rows


@st.composite
def states(draw, codes):
    made = {}
    for code in codes:
        made[code] = {
            "power": draw(between(0.01, 1000)),
            "warheads": draw(between(0, 100_000)),
            **{key: draw(share) for key in ("offense", "committed", "deployable", "stability", "enforcement")},
            "pressure": draw(between(-5, 5)),
            "liability": draw(between(0, 10)),
            "need": draw(parts(3)),
            "own": [draw(between(0, 10)) for _ in KINDS],
            "weights": dict(zip(VALUES, draw(parts(len(VALUES))), strict=True)),
            "present": code == codes[0] or draw(st.booleans()) or draw(st.booleans()),
        }
        if draw(st.booleans()):
            made[code]["region"] = draw(st.sampled_from(["east", "west"]))
    return made


@st.composite
def flow(draw):
    offered = [draw(st.one_of(st.just(0), belief)) for _ in KINDS]
    return {"capacity": [draw(between(0, 10)) if part else 0 for part in offered], "willingness": offered}


@st.composite
def duty(draw, parties, codes, regions):
    kind = draw(st.sampled_from(DUTIES))
    made = {"duty": kind, "bindingness": draw(share)}
    one, two = draw(st.permutations(parties))[:2]
    if kind == "sanctions":
        made |= {"by": [one], "against": two}
    elif draw(st.booleans()):
        made["mutual"] = True
    else:
        made |= {"by": [one], "for": [draw(st.sampled_from([code for code in codes if code != one]))]}
    if kind not in CALLED_UPON:
        return made
    made["clause"] = draw(share)
    if "for" in made:
        others = [code for code in codes if code not in (one, *made["for"])]
        if others and kind != "non-aggression" and draw(st.booleans()):
            made["against"] = draw(st.sampled_from(others))
    if draw(st.booleans()):
        made |= {"from_rung": draw(st.integers(2, 4)), "help": draw(st.sampled_from(LEVELS))}
    if regions and draw(st.booleans()):
        made["region"] = draw(st.sampled_from(regions))
    return made


@st.composite
def treaty(draw, codes, regions):
    parties = draw(st.permutations(codes))[: draw(st.integers(2, len(codes)))]
    made = {
        "parties": parties,
        "secret": draw(st.booleans()),
        "notice": draw(st.integers(0, 3)),
        "duties": draw(st.lists(duty(parties, codes, regions), min_size=1, max_size=2)),
    }
    when = draw(st.sampled_from(["always", "ends", "begins", "stated"]))
    if when == "ends":
        made |= {"expires": f"2025-0{draw(st.integers(2, 5))}", "renews": draw(st.integers(0, 3))}
    elif when == "begins":
        made |= {"signed": "2024-06", "in_force": f"2025-0{draw(st.integers(2, 5))}"}
    elif when == "stated":
        made["status"] = draw(st.sampled_from(STATUSES))
    return made


@st.composite
def actions(draw):
    """A few changes of the base table, and an action of its own."""
    columns = {
        "base_rate": share, "severity": between(-10, 100), "severity_back": between(-10, 100), "alarm": between(-5, 5),
        "goodwill": between(-5, 5), "concession": share, "relief": share, "embargo": share, "stability": between(-5, 5),
        "committed": share, "offense": share, "technology": share, "deployment": share, "cost": between(-5, 5),
        "in_kind": between(0, 0.5), "yielding": between(0, 0.5), "restore": share, "casualties": share, "bid": share,
        "screw": share, "enemy_alarm": between(-5, 5), "warmth_needed": warmth,
        "answer": st.sampled_from(list(base_rows())),
        **dict.fromkeys(("gain", "cut", "payment"), st.lists(share, min_size=3, max_size=3)),
        **dict.fromkeys(("calms", "at_war_only", "supply_only"), st.booleans()),
    }  # fmt: skip
    names = draw(st.lists(st.sampled_from([name for name in base_rows() if name != "WAIT"]), unique=True, max_size=3))
    rows = {"WAIT": {"base_rate": draw(odd)}} if draw(st.booleans()) else {}
    if draw(st.booleans()):
        rows["NUCLEAR"] = {"base_rate": draw(share)}
    for name in [*names, "OWN"]:
        keys = draw(st.lists(st.sampled_from(list(columns)), unique=True, max_size=4))
        if name == "OWN":
            keys = {*keys, "base_rate", "severity"}
        rows[name] = {key: draw(columns[key]) for key in sorted(keys)}
        if "in_kind" in rows[name] or "yielding" in rows[name]:
            rows[name] |= {"in_kind": rows[name].get("in_kind", 0), "yielding": rows[name].get("yielding", 0)}
    return rows


@st.composite
def change(draw, codes, treaties, conflicts):
    """A change of the calendar."""
    subjects = {"intensity": ("conflict", conflicts), "phase": ("conflict", conflicts), "status": ("treaty", treaties)}
    name = draw(st.sampled_from([name for name in VARIABLES if name not in subjects or subjects[name][1]]))
    taken, kinds, low, high, _ = VARIABLES[name]
    if not taken:
        key, known = subjects.get(name, ("", []))
        what = {"to": draw(st.sampled_from(WORDS[name]))} if name in WORDS else {"value": draw(share)}
        return {"set": name} | what | ({key: draw(st.sampled_from(known))} if key else {})
    verb = "add" if name == "hostility" else draw(st.sampled_from(["add", "set"]))
    size = st.integers(int(low), int(high)) if name in COUNTED else between(low, min(high, 100))
    made = {verb: name, "value": draw(size)}
    made |= {"pair": draw(st.permutations(codes))[:2]} if taken == 2 else {"state": draw(st.sampled_from(codes))}
    if kinds and draw(st.booleans()):
        made["kind"] = draw(st.sampled_from(KINDS))
    return made


@st.composite
def odds(draw, codes):
    """Odds toward some targets: of anything but waiting none is too low."""
    acts = st.dictionaries(
        st.sampled_from([name for name in base_rows() if name != "WAIT"]), between(0, 100), max_size=2
    )
    rows = st.tuples(acts, st.one_of(st.just({}), st.fixed_dictionaries({"WAIT": odd})))
    return draw(st.dictionaries(st.sampled_from(["any", *codes]), rows.map(lambda both: both[0] | both[1]), max_size=2))


@st.composite
def postures(draw, codes):
    by_state = {
        "credibility": warmth, "distance": between(-20_000, 20_000), "thaw": between(-2, 2),
        "barrier": between(-0.9, 0.9), "pressure": between(-5, 5), "sanction_floor": share,
        "sanction_ceiling": st.just(1),
    }  # fmt: skip
    shift = {key: {draw(st.sampled_from(codes)): draw(entry)} for key, entry in by_state.items() if draw(st.booleans())}
    shift |= {"summary": "a shift", "forces": draw(between(0, 2)), "enforcement": draw(share)}
    shift["odds"] = draw(odds(codes))
    switching = {"summary": "either", "among": {"baseline": 1, "shifted": 1}, "switching": draw(share)}
    switching |= {"starts": "shifted"} if draw(st.booleans()) else {}
    return {"owner": draw(st.sampled_from(codes)), "presets": {"shifted": shift, "switching": switching}}


@st.composite
def worlds(draw):
    """A document of two to five states."""
    codes = list(CODES[: draw(st.integers(2, len(CODES)))])
    made = states(codes)
    stated = draw(made)
    regions = sorted({state["region"] for state in stated.values() if "region" in state})
    stakes = draw(table(codes, share))
    document = {
        "format": 1, "name": "any_world", "title": "Any", "summary": "any", "question": "Any?",
        "start": "2025-01", "months": MONTHS, "mark": "j", "source": "drawn at random",
        "states": stated,
        "flows": draw(table(codes, flow())),
        "ties": {
            "alignment": draw(table(codes, warmth, symmetric=True)),
            **{name: draw(table(codes, belief)) for name in ("hostility", "trust")},
            **{name: draw(table(codes, share)) for name in ("sanctions", "sunk")},
        },
        "distances": {"default": draw(between(0, 20_000)), **draw(table(codes, between(0, 20_000), symmetric=True))},
        "reach": draw(table(codes, share)),
        "can_invade": {one: list(row) for one, row in draw(table(codes, st.just(1))).items()},
        "stakes": stakes,
        "spill": draw(table(codes, share)),
        "goals": {name: draw(table(codes, warmth)) for name in ("warm", "hold", "harm")},
        "attention": {"rest": "equal"},
        "treaties": {f"treaty{k}": draw(treaty(codes, regions)) for k in range(draw(st.integers(0, 3)))},
        "actions": draw(actions()),
        "odds": {code: draw(odds(codes)) for code in codes if draw(st.booleans())},
        "postures": draw(postures(codes)),
        "outcomes": {"tie": {"expression": f"mean(alignment[{codes[0]},{codes[1]}])", "unit": "x", "meaning": "x"}},
        "headline": ["tie"],
    }  # fmt: skip
    if draw(st.booleans()):
        sides = draw(st.permutations(codes))
        one, two = sides[:2]
        document["conflicts"] = {"war": {"attacker": one, "defender": two, "intensity": draw(share)}}
        if len(sides) > 2 and draw(st.booleans()):
            document["conflicts"]["war"]["guarantor"] = sides[2]
        if draw(st.booleans()):
            document["conflicts"]["war"]["phase"] = "ceasefire"
        stakes.get(one, {}).pop(two, None)
        stakes.get(two, {}).pop(one, None)
    changes = change(codes, list(document["treaties"]), list(document.get("conflicts", ())))
    document["calendar"] = {"all": {"events": {
        f"event{k}": {"date": f"2025-0{draw(st.integers(1, MONTHS))}", "title": "it happens",
                      "changes": [draw(changes)]}
        for k in range(draw(st.integers(0, 3)))}}}  # fmt: skip
    return document


def written(document, reverse=False):
    """The text of a document, its states listed the other way round if asked."""
    listed = dict(reversed(document["states"].items())) if reverse else document["states"]
    return yaml.safe_dump(document | {"states": listed}, sort_keys=False)
