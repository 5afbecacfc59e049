"""Where every number comes from: `mark` and `source`, inherited from the nearest block that states them.

Marks: v = source read, m = recalled with confidence, "?" = to be checked, j = judgement. Any value
may be written `{value: .31, mark: m, source: "…"}`. A number for which neither it nor any block
around it states both is an error, so that no figure stands without a reason.
"""

from typing import Any, NamedTuple

from .errors import Problem
from .reading import Path, Sheet

MARKS = {"v": "source read", "m": "recalled", "?": "to be checked", "j": "judgement"}
BARE = {("format",), ("months",), ("play",)}  # how long and how played: no claim about the world


class Origin(NamedTuple):
    """The mark and the source that stand behind a number."""

    mark: str | None
    source: str | None


def separate(sheet: Sheet) -> tuple[Any, dict[Path, Origin], list[Problem]]:
    """The data without its marks, the origin of every number by path, and what lacks one."""
    origins: dict[Path, Origin] = {}
    problems: list[Problem] = []
    data = _strip(sheet.data, (), Origin(None, None), sheet, origins, problems)
    return data, origins, problems


def _strip(node: Any, path: Path, origin: Origin, sheet: Sheet, origins: dict[Path, Origin], problems: list[Problem]):
    if isinstance(node, dict):
        origin = _stated(node, path, origin, sheet, problems)
        if "value" in node and node.keys() <= {"value", "mark", "source"}:
            return _strip(node["value"], path, origin, sheet, origins, problems)
        kept = {k: v for k, v in node.items() if k not in ("mark", "source")}
        return {k: _strip(v, (*path, k), origin, sheet, origins, problems) for k, v in kept.items()}
    if isinstance(node, list):
        return [_strip(v, (*path, i), origin, sheet, origins, problems) for i, v in enumerate(node)]
    if isinstance(node, (int, float)) and not isinstance(node, bool) and path[:1] not in BARE:
        origins[path] = origin
        lacking = [what for what, said in zip(("mark", "source"), origin, strict=True) if said is None]
        if lacking:
            what = f"a number has no {' and no '.join(lacking)}"  # said alike of all, so that it is told once
            fix = "state `mark:` and `source:` at the top of the file for all, or here, or in a block around it"
            problems.append(Problem(sheet.line(path), what, fix))
    return node


def _stated(node: dict, path: Path, origin: Origin, sheet: Sheet, problems: list[Problem]) -> Origin:
    if "mark" in node:
        mark = node["mark"]
        if not isinstance(mark, str) or mark not in MARKS:
            known = ", ".join(f'"{k}" ({v})' for k, v in MARKS.items())
            what = f"the mark {mark!r} is unknown"
            problems.append(Problem(sheet.line((*path, "mark")), what, f"use one of {known}"))
            mark = "j"
        origin = origin._replace(mark=mark)
    if "source" in node:
        source = node["source"]
        if not isinstance(source, str) or not source.strip():
            line = sheet.line((*path, "source"))
            problems.append(Problem(line, "a source must be text", "name the work, or the reason of a judgement"))
            source = "?"
        origin = origin._replace(source=source)
    return origin
