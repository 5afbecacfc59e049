"""What a session is called, and changes in words."""

from dataclasses import replace

import pytest

from sim.scenario import load
from sim.scenario.schema import Change
from sim.session.injects import worded
from sim.session.setup import title_of


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Two patrons and a client", "Two patrons and a client"),
        ("China, the DPRK and Russia under a Trump-era United States", "China, the DPRK and Russia"),
        ("Two patrons and a client that will not be led", "Two patrons and a client that will not"),
        ("What it is good for", "What it is good for"),  # a title that fits stays as it is
        ("Donaudampfschifffahrtsgesellschaftskapitäne", "Donaudampfschifffahrtsgesellschaftskapit"),
    ],
)
def test_a_long_title_ends_at_a_word_that_can_end_it(title, name):
    scenario = load("triangle_lesson")
    named = replace(scenario, document=scenario.document.model_copy(update={"title": title}))
    assert title_of(named) == name


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"add": "stability", "state": "A", "value": -0.1}, "lowers stability of A by 0.1"),
        ({"set": "stability", "state": "A", "value": 0.5}, "sets stability of A to 0.5"),
        ({"set": "posture", "to": "retrench"}, "sets posture to retrench"),
        ({"add": "capacity", "pair": ["A", "B"], "kind": "E", "value": 1},
         "raises capacity of A to B, E by 1 (units of need)"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words_with_its_unit(change, told):
    assert worded(Change.model_validate(change)) == told


def test_a_logit_says_what_it_is():
    told = worded(Change.model_validate({"add": "hostility", "pair": ["A", "B"], "value": 0.4}))
    assert told.startswith("raises hostility of A to B by 0.4 (logit: near one half")
