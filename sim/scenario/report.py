"""Where checks put what they find."""

from collections.abc import Iterable

from .errors import Problem, nearest
from .reading import Path, Sheet


class Report:
    """The problems found so far in one file."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        self.problems: list[Problem] = []
        self.unknown: set[str] = set()  # names that `known` has told to be so

    def add(self, path: Path, what: str, fix: str, meant: str = "", rule: str = "") -> None:
        """Note a problem at the line of `path`; `rule` names it for those who tell it in words of their own."""
        self.problems.append(Problem(self.sheet.line(path), what, fix, meant))

    def known(self, path: Path, name: str, names: Iterable[str], kind: str) -> bool:
        """Whether `name` is one of `names`; if not, say so."""
        names = list(names)
        if name in names:
            return True
        there = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
        fix = f"use one of {there}" if names else f"the scenario has no {kind}; define it first"
        self.add(path, f'unknown {kind} "{name}"', fix, nearest(name, names))
        self.unknown.add(name)
        return False
