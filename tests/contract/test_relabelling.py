"""X9: the order in which a file lists its states is nothing; results move with the names."""

import re

import numpy as np
import pytest

from sim.scenario import build, parse

OF_STATES = ("power", "offense", "committed", "stability", "unmet", "casualties")
OF_PAIRS = (
    "alignment", "hostility", "threat", "credibility", "rung", "sanction", "conceded", "sunk", "dependence", "offer",
    "willingness", "act", "tally",
)  # fmt: skip
OF_THE_WORLD = ("intensity", "phase", "posture", "invoked", "honoured")


def reordered(scenario, shift):
    """The same scenario, its states listed in another order."""
    before, states, after = re.split(r"^(states:\n(?:(?: .*|#.*)?\n)*)", scenario.text, maxsplit=1, flags=re.MULTILINE)
    head, *blocks = re.split(r"^(?=  [A-Z0-9]{1,6}:)", states, flags=re.MULTILINE)
    assert len(blocks) == len(scenario.codes)
    return parse(before + head + "".join((blocks[shift:] + blocks[:shift])[::-1]) + after)


def promises(scenario):
    """What each duty promises, a pact of a pair named the same whichever state comes first."""
    return [re.sub(r"(\w+)–(\w+)", lambda pair: "–".join(sorted(pair.groups())), o) for o in scenario.obligations]


def relabelled(record, mine, its):
    """A record of `its` scenario in the order of `mine`; duties by what they promise."""
    place = [its.codes.index(code) for code in mine.codes]
    duty = [promises(its).index(text) for text in promises(mine)]
    moved = {name: getattr(record, name)[:, :, place] for name in OF_STATES}
    moved |= {name: getattr(record, name)[:, :, place][:, :, :, place] for name in OF_PAIRS}
    moved |= {name: getattr(record, name) for name in OF_THE_WORLD}
    return moved | {"status": record.status[:, :, duty]}


@pytest.mark.parametrize("activation", ["simultaneous", "random", "fixed"])
@pytest.mark.parametrize(("name", "months", "shift"), [("lesson", 24, 0), ("lesson", 24, 1), ("flagship", 8, 3)])
def test_the_order_of_the_states_is_nothing(request, played, parting, name, months, shift, activation):
    mine = request.getfixturevalue(name).scenario
    its = reordered(mine, shift)
    assert mine.codes != its.codes
    assert sorted(promises(mine)) == sorted(promises(its))
    one = played(build(mine, activation=activation), months, runs=3)
    two = played(build(its, activation=activation), months, runs=3)
    expected = relabelled(one, mine, mine)
    assert set(expected) == set(one._fields)
    assert parting(expected, relabelled(two, mine, its), 1e-9) == []


@pytest.mark.parametrize("name", ["lesson", "flagship"])
def test_the_reference_moves_with_the_names(request, name):
    mine = request.getfixturevalue(name).scenario
    its = reordered(mine, 1)
    place = [its.codes.index(code) for code in mine.codes]
    one, two = build(mine).setting.reference, build(its).setting.reference
    for field, array in one._asdict().items():
        moved = getattr(two, field)
        if field != "intensity":
            moved = moved[place] if array.ndim == 1 else moved[np.ix_(place, place)]
        assert np.allclose(array, moved, rtol=1e-9, atol=1e-9), field
