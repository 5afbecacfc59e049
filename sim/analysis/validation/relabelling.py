"""X9: the same scenario with its states in another order, and a record of it put back in the first order."""

import re

import numpy as np

from sim.model.world import Array, Record
from sim.scenario import Scenario, parse

OF_STATES = ("power", "offense", "committed", "stability", "unmet", "casualties")
OF_PAIRS = (
    "alignment", "hostility", "threat", "credibility", "rung", "sanction", "conceded", "sunk", "dependence", "offer",
    "willingness", "act", "tally",
)  # fmt: skip
OF_THE_WORLD = ("intensity", "phase", "posture", "invoked", "honoured")


def reordered(scenario: Scenario, shift: int) -> Scenario:
    """The same scenario, its states listed in another order: from the one at `shift` on, backwards."""
    before, states, after = re.split(r"^(states:\n(?:(?: .*|#.*)?\n)*)", scenario.text, maxsplit=1, flags=re.MULTILINE)
    head, *blocks = re.split(r"^(?=  [A-Z0-9]{1,6}:)", states, flags=re.MULTILINE)
    assert len(blocks) == len(scenario.codes)
    return parse(before + head + "".join((blocks[shift:] + blocks[:shift])[::-1]) + after)


def promises(scenario: Scenario) -> list[str]:
    """What each duty promises, a pact of a pair named the same whichever state comes first."""
    return [re.sub(r"(\w+)–(\w+)", lambda pair: "–".join(sorted(pair.groups())), o) for o in scenario.obligations]


def relabelled(record: Record, mine: Scenario, its: Scenario) -> dict[str, Array]:
    """Every field of a record of `its` scenario, in the order of `mine`; duties by what they promise."""
    place = [its.codes.index(code) for code in mine.codes]
    duty = [promises(its).index(text) for text in promises(mine)]
    moved = {name: getattr(record, name)[:, :, place] for name in OF_STATES}
    moved |= {name: getattr(record, name)[:, :, place][:, :, :, place] for name in OF_PAIRS}
    moved |= {name: getattr(record, name) for name in OF_THE_WORLD}
    return moved | {"status": record.status[:, :, duty]}


def departure(one: dict[str, Array], two: dict[str, Array]) -> float:
    """The largest difference between two records, over all fields, relative where the values exceed 1."""
    return max(
        float(np.max(np.abs(a - two[name]) / np.maximum(1.0, np.abs(a)), initial=0.0)) for name, a in one.items()
    )
