"""What an author is told: every problem of a file at once, each with its line and its remedy."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

MOST_SHOWN, MOST_LINES = 40, 6


class Problem(NamedTuple):
    """One thing wrong: the line it stands on (0 = none), what it is, how to mend it, what may have been meant."""

    line: int
    what: str
    fix: str
    meant: str = ""


def nearest(name: object, known: Iterable[str]) -> str:
    """The known name closest to `name`, or an empty string."""
    names = list(known)
    by_folded = {n.casefold(): n for n in names}
    text = str(name)
    if text.casefold() in by_folded:
        return by_folded[text.casefold()]
    found = get_close_matches(text, names, 1) or [
        by_folded[f] for f in get_close_matches(text.casefold(), list(by_folded), 1)
    ]
    return found[0] if found else ""


class ScenarioError(Exception):
    """An author's error: `file` and all `problems`, printed one a line as `file:line: what; how to fix; …`.

    What is wrong in the same way on several lines is printed once, with the lines.
    """

    def __init__(self, file: str, problems: Iterable[Problem]):
        self.file = file
        self.problems = sorted(set(problems), key=lambda p: p.line)
        super().__init__(file, self.problems)

    def __str__(self) -> str:
        alike: dict[tuple[str, str], list[Problem]] = {}
        for problem in self.problems:
            alike.setdefault((problem.what, problem.meant), []).append(problem)
        shown = [self._told(*same) for same in list(alike.values())[:MOST_SHOWN]]
        left = len(alike) - len(shown)
        return "\n".join([*shown, f"{self.file}: and {left} more"] if left else shown)

    def _told(self, problem: Problem, *again: Problem) -> str:
        place = f"{self.file}:{problem.line}" if problem.line else self.file
        hint = f'; did you mean "{problem.meant}"?' if problem.meant else ""
        also = _also(sorted({each.line for each in again} - {problem.line}))
        return f"{place}: {problem.what}{also}; {problem.fix}{hint}"


def _also(lines: list[int]) -> str:
    """The other lines of a problem, in brackets."""
    if not lines:
        return ""
    left = len(lines) - MOST_LINES
    named = ", ".join(map(str, lines[:MOST_LINES])) + (f" and {left} more" if left > 0 else "")
    return f" (also on {'line' if len(lines) == 1 else 'lines'} {named})"


class OverrideError(ScenarioError):
    """A value asked for on top of a scenario that has no such name or lies outside its range."""
