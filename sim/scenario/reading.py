"""YAML text as plain data, with the line of every value.

Only what the format needs of YAML is read: mappings, lists, text, numbers, true, false and null.
Words that YAML 1.1 turns into something else (`NO`, `1:30`, `2025-01-02`) stay text. Keys are
always text. Aliases and repeated keys are errors.
"""

import math
import re
from typing import Any, NamedTuple

import yaml

from .errors import Problem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
WHOLE = re.compile(r"[-+]?\d+")
DIGITS = 15  # a float keeps so many
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

Path = tuple[str | int, ...]


class Sheet(NamedTuple):
    """A file as read: the data, the line of every path in it, and what could not be read."""

    data: Any
    lines: dict[Path, int]
    problems: list[Problem]

    def line(self, path: Path) -> int:
        """The line of `path`, or of the nearest block around it that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str) -> Sheet:
    """The plain data of a YAML text and the lines (from 1) on which its values stand."""
    sheet = Sheet({}, {(): 1}, [])
    try:
        root = yaml.compose(text, Loader=LOADER)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error).splitlines()[0]
        line = mark.line + 1 if mark else 1
        sheet.problems.append(
            Problem(line, f"this is not YAML: {said}", "check indentation, colons, quotes and brackets")
        )
        return sheet
    if not isinstance(root, yaml.MappingNode):
        sheet.problems.append(Problem(1, "a scenario is a mapping of keys to values", "start with `format: 1`"))
        return sheet
    return sheet._replace(data=_plain(root, (), sheet, set()))


def _plain(node: yaml.Node, path: Path, sheet: Sheet, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    sheet.lines.setdefault(path, line)
    if id(node) in seen:
        sheet.problems.append(Problem(line, "aliases (*name) are not part of the format", "write the values out"))
        return None
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, i), sheet, seen) for i, item in enumerate(node.value)]
    made: dict[str, Any] = {}
    for key_node, value in node.value:
        key_line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            sheet.problems.append(Problem(key_line, "a key must be a word", "write `word: value`"))
            continue
        key = key_node.value
        if key in made:
            first = sheet.line((*path, key))
            fix = f"keep one (the first is on line {first})"
            sheet.problems.append(Problem(key_line, f'the key "{key}" is given twice', fix))
            continue
        sheet.lines[(*path, key)] = key_line
        made[key] = _plain(value, (*path, key), sheet, seen)
    return made


def _scalar(node: yaml.ScalarNode) -> Any:
    text = node.value
    if node.style in ("'", '"', "|", ">"):
        return text
    if text in WORDS:
        return WORDS[text]
    if WHOLE.fullmatch(text) and len(text) <= DIGITS:
        return int(text)
    if NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text
