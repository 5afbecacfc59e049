"""A line's months as series and as a graph of relations, as one seat knows them; rounded to what a chart can show.

What all know are stocks and rungs; threat, dependence and credibility are a seat's own and follow from its picture.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

from sim.analysis.why.explanation import months_of
from sim.model.world import DEFENCE, DENOUNCED, IN_FORCE, SIGNED, Array, World

from .seen import FEELINGS, feelings, seen
from .state import Line
from .turn import Turn

DIGITS = 2


def series(line: Line, seat: int) -> dict[str, Any]:
    """Month by month from the start: for all, and under `own` what state `seat` alone feels (none for the public)."""
    codes, labels = line.scenario.labels.codes, months_of(line.scenario)
    pairs = list(combinations(range(len(codes)), 2))
    worlds = list(_worlds(line))
    names = [f"{codes[i]}–{codes[j]}" for i, j in pairs]
    told: dict[str, Any] = {
        "months": ["start", *labels[: len(worlds) - 1]],
        "alignment": {name: [_r(w.alignment[i, j]) for w in worlds] for name, (i, j) in zip(names, pairs, strict=True)},
        "rung": {name: [int(w.rung[i, j]) for w in worlds] for name, (i, j) in zip(names, pairs, strict=True)},
        "power": {code: [_r(w.power[i]) for w in worlds] for i, code in enumerate(codes)},
        "stability": {code: [_r(w.stability[i]) for w in worlds] for i, code in enumerate(codes)},
        "conflicts": {c: [_r(w.intensity[k]) for w in worlds] for k, c in enumerate(line.scenario.labels.conflicts)},
    }
    if seat >= 0:
        first = (line.turns[0] if line.turns else line).case
        rows = [feelings(worlds[0], first, seat), *(row for turn in line.turns for row in _own(turn, seat))]
        others = [(k, code) for k, code in enumerate(codes) if k != seat]
        told["own"] = {name: {code: [_r(row[name][k]) for row in rows] for k, code in others} for name in FEELINGS}
    return told


def graph(line: Line, seat: int) -> dict[str, Any]:
    """The relations of all states as they stand: nodes and edges."""
    world, scenario = seen(line.case.world, seat), line.scenario
    codes, duties = scenario.labels.codes, world.duties
    standing = np.isin(duties.status, (IN_FORCE, DENOUNCED, SIGNED)) & (duties.duty == DEFENCE)
    pacts = {frozenset(map(int, pair)) for pair in zip(duties.promisor[standing], duties.beneficiary[standing],
                                                       strict=True)}  # fmt: skip
    stated = scenario.document.states.rows
    return {
        "nodes": [
            {"code": code, "name": stated[code].name or code, "power": _r(world.power[i]), "present":
             bool(world.present[i]), "stability": _r(world.stability[i])}
            for i, code in enumerate(codes)
        ],
        "edges": [
            {"one": codes[i], "two": codes[j], "alignment": _r(world.alignment[i, j]), "rung": int(world.rung[i, j]),
             "sanctions": [_r(world.sanction[i, j]), _r(world.sanction[j, i])], "pact": frozenset((i, j)) in pacts}
            for i, j in combinations(range(len(codes)), 2)
        ],
        "posture": scenario.labels.postures[int(world.posture[0])],
        "conflicts": [
            {"name": name, "intensity": _r(world.intensity[k]), "ceasefire": bool(world.phase[k])}
            for k, name in enumerate(scenario.labels.conflicts)
        ],
    }  # fmt: skip


def _worlds(line: Line) -> Iterator[World]:
    """The world at the start and at the end of every month."""
    for turn in line.turns:
        for month in turn.months:
            yield month.before
    yield line.case.world


def _own(turn: Turn, seat: int) -> list[dict[str, Array]]:
    """What a seat felt as each month of a turn closed."""
    key = ("felt", seat)
    if key not in turn.cache:
        ends = [*(month.before for month in turn.months[1:]), turn.after]
        turn.cache[key] = [feelings(world, turn.case, seat) for world in ends]
    return turn.cache[key]


def _r(value: Any) -> float:
    return round(float(value), DIGITS) + 0.0  # no −0.0
