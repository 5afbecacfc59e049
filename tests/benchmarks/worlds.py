"""Worlds of any size to time: states in a ring that trade with all, with so many treaties among neighbours."""

import yaml

from sim.model.value import TERMS
from sim.scenario import Case, Scenario, build, parse


def ring(states: int, treaties: int) -> tuple[Scenario, Case]:
    """A world of `states` with `treaties` of mutual defence, twelve months long."""
    codes = [f"S{k:02d}" for k in range(states)]
    document = {
        "format": 1, "name": "ring", "title": "Ring", "summary": "ring", "question": "How long?",
        "start": "2025-01", "months": 12, "mark": "j", "source": "made to be timed",
        "states": {
            code: {
                "power": 0.3 + 0.7 * (k % 5) / 4, "offense": 0.4, "committed": 0.1, "deployable": 0.3, "stability": 0.6,
                "need": [0.5, 0.2, 0.3], "own": [0.6, 0.6, 0.6],
                "weights": dict(zip(TERMS, (0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1), strict=True)),
            }
            for k, code in enumerate(codes)
        },
        "flows": {
            one: {two: {"capacity": [0.5, 0.3, 0.3], "willingness": [0.3, 0.2, 0.2]} for two in codes if two != one}
            for one in codes
        },
        "ties": {"alignment": {
            one: {two: round(0.8 - 1.6 * ((a + b) % 7) / 6, 3) for b, two in enumerate(codes) if b > a}
            for a, one in enumerate(codes[:-1])
        }},
        "distances": {"default": 2500},
        "stakes": {one: {codes[(k + 1) % states]: 0.5} for k, one in enumerate(codes)},
        "attention": {"rest": "equal"},
        "treaties": {
            f"treaty{k}": {
                "parties": [codes[k % states], codes[(k + 1 + k // states) % states]], "bindingness": 0.6,
                "duties": [{"duty": "defence", "mutual": True, "clause": 0.5}],
            }
            for k in range(treaties)
        },
        "outcomes": {"tie": {"expression": f"mean(alignment[{codes[0]},{codes[1]}])", "unit": "x", "meaning": "x"}},
        "headline": ["tie"],
    }  # fmt: skip
    scenario = parse(yaml.safe_dump(document, sort_keys=False))
    return scenario, build(scenario)
