"""What a page picks out of many series, and how it says so."""

import re

from sim.analysis.why.words import RUNGS, decimal
from sim.server.figures import apart, farthest, foremost
from sim.server.pages import ENVIRONMENT, capital, moved, which

STATES = {code: [0.5, 0.5 + 0.01 * place] for place, code in enumerate("ABCDEFGHIJ")}  # A has not moved at all
TIES = {f"{one}–{other}": [0.0, 0.1] for one in "ABC" for other in "BCD" if one < other}


def test_ones_own_series_is_always_shown():
    assert list(moved(STATES, "A")) == ["A", *"DEFGHIJ"]
    assert list(moved(STATES)) == [*"CDEFGHIJ"]
    assert set(moved(TIES, "A")) == {"A–B", "A–C", "A–D"}
    assert moved(TIES) == TIES


def test_a_chart_says_what_it_leaves_out():
    assert which(STATES, moved(STATES, "A"), "A") == " (your own and the 7 that moved most)"
    assert which(STATES, moved(STATES)) == " (the 8 that moved most)"
    assert which(TIES, moved(TIES, "A"), "A") == " (your own)"
    assert which(TIES, moved(TIES)) == ""


def course_of(off):
    """A course of a fan that ended so far from the median."""
    return {"percentiles": [[0.5, 0.5]] * 5, "played": [0.5, 0.5 + off], "percentile": 99}


def test_what_ended_farthest_from_the_median_comes_first_and_what_cannot_be_seen_is_left_out():
    fan = {"alignment": {"A–B": course_of(0.1), "A–C": course_of(-0.3)},
           "stability": {"A": course_of(0.1), "B": course_of(0.009)}}  # fmt: skip
    assert [(of, what) for of, what, _ in farthest(fan)] == [("A–C", "tie"), ("A", "stability"), ("A–B", "tie")]
    assert [(of, what) for of, what, _ in farthest(fan, most=2)] == [("A–C", "tie"), ("A", "stability")]
    band = ENVIRONMENT.globals["band_of"](course_of(0.01))
    assert band["high"] - band["low"] >= 0.2  # on an axis on which it looks small


def test_a_team_sees_its_own_courses_of_a_fan_first_and_the_class_the_farthest():
    ties = {f"{one}–{other}": course_of(0.1 * place) for place, (one, other) in enumerate(("AB", "AC", "BC"))}
    fan = {"alignment": ties, "stability": {each: course_of(0.3) for each in "ABCDEFG"}}
    own, others = foremost(fan, "A")
    assert [of for of, _, _ in own] == ["A", "A–C"]
    assert len(own) + len(others) == 10
    assert foremost(fan)[0] == farthest(fan)
    assert len(foremost(fan)[1]) == 4


def test_where_two_courses_part_stands_by_how_far_they_do():
    played = {
        "alignment": {"A–B": [0.0, 0.1], "A–C": [0.0, 0.0]},
        "power": {"A": [0.5, 0.5]},
        "stability": {"A": [1, 1]},
    }
    given = {
        "alignment": {"A–B": [0.0, 0.3], "A–C": [0.0, 0.01]},
        "power": {"A": [0.5, 0.8]},
        "stability": {"A": [1, 1]},
    }
    assert [(of, what) for of, what, _ in apart(played, given)] == [("A", "power"), ("A–B", "tie")]
    assert apart(played, given)[0][2] == {"as it was played": [0.5, 0.5], "given these orders": [0.5, 0.8]}


def test_a_headline_begins_with_a_capital():
    assert [capital(told) for told in ("the US pauses", "DPRK", "")] == ["The US pauses", "DPRK", ""]


def test_a_crisis_on_the_graph_has_the_words_of_explanations_one_mark_a_line():
    nodes = [{"code": code, "power": 0.3, "present": True} for code in "AB"]
    edge = {"one": "A", "two": "B", "alignment": -0.4, "pact": True, "sanctions": [0.2, 0.0], "rung": 2}
    macros = ENVIRONMENT.get_template("macros.html").module
    drawn = macros.relations({"nodes": nodes, "edges": [edge], "posture": "baseline", "conflicts": []})
    assert re.findall(r"<tspan[^>]*>([^<]+)</tspan>", drawn) == ["pact", "sanctions", RUNGS[2]]
    assert "−0.40" in drawn


def test_figures_below_zero_have_a_minus_sign():
    assert [decimal(value, 1, signed=True) for value in (-12.34, 0.06, -0.01)] == ["−12.3", "+0.1", "+0.0"]
    assert decimal(-0.004) == "0.00"
    chart = ENVIRONMENT.get_template("macros.html").module.chart("Ties", {"A–B": [0.2, -0.5]}, ["start", "2025-01"])
    assert "−0.50" in chart
    assert not re.search(r"[>\s]-\d\.\d+<", chart)
