"""Where the marks of a page's figures stand: plain numbers for the templates, which draw them as SVG.

Lengths are in the units of the figure's own view box. No colour is chosen here: classes are, and each has a second
cue beside its colour (a dash, a sign, a word).
"""

import math
from typing import Any

from sim.analysis.why.words import RUNGS

GRAPH, RADIUS = 400.0, 150.0
CHART = (320.0, 120.0)  # width and height of the plotted area
DASHES = 8  # lines that can be told apart
NAMES = {"alignment": "tie", "power": "power", "stability": "stability"}  # of series, where one is told by itself
RANGES = {"tie": 2.0, "power": 1.0, "stability": 1.0}  # what each can differ by
SEEN = 0.015  # of its range: less is not seen on a wall
LEAST_SPAN = 0.3  # of a fan's axis, so that what is small looks small
Course = tuple[str, str, dict[str, Any]]  # of whom, what, its fan


def graph(shown: dict[str, Any]) -> dict[str, Any]:
    """Nodes on a circle with an area as their power; edges between them, styled by tie, pact, sanctions and rung."""
    nodes, count = {}, len(shown["nodes"])
    for place, node in enumerate(shown["nodes"]):
        angle = 2 * math.pi * place / count - math.pi / 2
        across, down = math.cos(angle), math.sin(angle)
        nodes[node["code"]] = {
            **node, "x": round(GRAPH / 2 + RADIUS * across, 1), "y": round(GRAPH / 2 + RADIUS * down, 1),
            "r": round(18 + 20 * math.sqrt(max(0.0, node["power"])), 1),
        }  # fmt: skip
    edges = []
    for edge in shown["edges"]:
        one, two, tie = nodes[edge["one"]], nodes[edge["two"]], edge["alignment"]
        sign = "warm" if tie > 0.1 else "cold" if tie < -0.1 else "cool"
        edges.append({
            **edge, "sign": sign, "width": round(1.5 + 9 * abs(tie), 1),
            "x1": one["x"], "y1": one["y"], "x2": two["x"], "y2": two["y"],
            "x": round((one["x"] + two["x"]) / 2, 1), "y": round((one["y"] + two["y"]) / 2, 1),
            "marks": [*["pact"] * edge["pact"], *["sanctions"] * any(s > 0.05 for s in edge["sanctions"]),
                      *([RUNGS[edge["rung"]]] if edge["rung"] else [])],
        })  # fmt: skip
    return {"box": _box(list(nodes.values())), "nodes": list(nodes.values()), "edges": edges}


def _box(nodes: list[dict[str, Any]]) -> str:
    """The view box that just holds all discs and their names."""
    left, top = min(n["x"] - n["r"] for n in nodes) - 24, min(n["y"] - n["r"] for n in nodes) - 8
    right, bottom = max(n["x"] + n["r"] for n in nodes) + 24, max(n["y"] + n["r"] for n in nodes) + 8
    return f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}"


def lines(
    series: dict[str, list[float]], low: float | None = None, high: float | None = None, span: float = 0.1
) -> dict[str, Any]:
    """Series of equal length as polylines over the same axis, `span` at least, each with its last value."""
    values = [value for row in series.values() for value in row] or [0.0]
    bottom = min(values) if low is None else low
    top = max(values) if high is None else high
    if top - bottom < span:
        top, bottom = (top + bottom + span) / 2, (top + bottom - span) / 2
    width, height = CHART

    def point(place: int, value: float, count: int) -> str:
        across = width * place / max(1, count - 1)
        return f"{across:.1f},{height * (top - value) / (top - bottom):.1f}"

    rows = [
        {"name": name, "last": row[-1], "number": number % DASHES,
         "points": " ".join(point(place, value, len(row)) for place, value in enumerate(row)),
         "y": round(height * (top - row[-1]) / (top - bottom), 1)}
        for number, (name, row) in enumerate(series.items()) if row
    ]  # fmt: skip
    zero = round(height * top / (top - bottom), 1) if bottom < 0 < top else None
    return {"width": width, "height": height, "low": round(bottom, 1) + 0.0, "high": round(top, 1) + 0.0, "zero": zero,
            "rows": rows}  # fmt: skip


def band(fan: dict[str, Any]) -> dict[str, Any]:
    """A fan as two nested areas, its median and the course that was played."""
    outer_low, inner_low, middle, inner_high, outer_high = fan["percentiles"]
    drawn = lines({"low": outer_low, "high": outer_high, "q1": inner_low, "q3": inner_high, "median": middle,
                   "played": fan["played"]}, span=LEAST_SPAN)  # fmt: skip
    by = {row["name"]: row["points"] for row in drawn["rows"]}

    def area(low: str, high: str) -> str:
        return " ".join([by[low], *reversed(by[high].split())])

    return {**drawn, "outer": area("low", "high"), "inner": area("q1", "q3"), "median": by["median"],
            "played": by["played"], "percentile": fan["percentile"]}  # fmt: skip


def farthest(series: dict[str, dict[str, Any]], of: str | None = None, most: int = 6) -> list[Course]:
    """The courses of a fan that ended visibly far from its median, the farthest first; with `of` that state's own."""
    own = [each for each in courses(series) if of is None or of in each[0].split("–")]
    return sorted((each for each in own if _off(each) >= SEEN), key=_off, reverse=True)[:most]


def foremost(series: dict[str, dict[str, Any]], of: str | None = None) -> tuple[list[Course], list[Course]]:
    """The courses of a fan that are shown at once (state `of`'s own, without it the farthest), and the others."""
    first = farthest(series, of)
    return first, [each for each in courses(series) if each not in first]


def _off(course: Course) -> float:
    """How far from the median a course ended, in shares of what it can be."""
    _, what, fan = course
    return abs(fan["played"][-1] - fan["percentiles"][len(fan["percentiles"]) // 2][-1]) / RANGES[what]


def apart(played: dict[str, Any], given: dict[str, Any]) -> list[tuple[str, str, dict[str, list[float]]]]:
    """Where two courses part visibly, the farthest first: of whom, what, both of them by their names."""
    found = []
    for name, what in NAMES.items():
        for of, row in played[name].items():
            far = max(abs(one - other) for one, other in zip(row, given[name][of], strict=True)) / RANGES[what]
            found.append((far, (of, what, {"as it was played": row, "given these orders": given[name][of]})))
    return [each for far, each in sorted(found, key=lambda each: -each[0]) if far >= SEEN]


def courses(series: dict[str, dict[str, Any]]) -> list[Course]:
    """Every course of a fan: of whom, what, its fan."""
    return [(of, NAMES[name], one) for name in ("alignment", "stability") for of, one in series[name].items()]


def terms(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Terms of an appraisal as a waterfall: each bar begins where the one before it ended."""
    so_far, rows = 0.0, []
    for term in told:
        rows.append({**term, "from": so_far, "to": so_far + term["points"]})
        so_far += term["points"]
    ends = [0.0, *(row["to"] for row in rows)]
    low, high = min(ends), max(ends)
    span = max(high - low, 1e-9)
    for row in rows:
        row["zero"] = round(100 * (0.0 - low) / span, 1)
        left, right = sorted((row["from"], row["to"]))
        row |= {"x": round(100 * (left - low) / span, 1), "width": max(0.8, round(100 * (right - left) / span, 1))}
    return rows
