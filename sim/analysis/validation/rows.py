"""Rows of a validation table: a claim, how it is tested, and the verdict."""

from collections.abc import Callable
from typing import NamedTuple

from .laboratory import Finding, Laboratory

HOLDS, MISSES, TIPS = "holds", "misses", "tips"


class Row(NamedTuple):
    """One claim and its test."""

    name: str  # M1 …
    claim: str
    test: Callable[[Laboratory], list[Finding]]
    tips: str  # the parameters that turn the answer, if it can go either way
    miss: str  # why it misses, if it is known to

    def verdict(self, findings: list[Finding]) -> str:
        """`holds` or `tips` (both answers are reached) if every finding has the sign expected, else `misses`."""
        if not all(finding.holds for finding in findings):
            return MISSES
        return TIPS if self.tips else HOLDS


class Rows(dict[str, Row]):
    """A table of rows by the name of their function, filled by decorating these."""

    def row(self, name: str, claim: str, tips: str = "", miss: str = "") -> Callable:
        """Enter the function it decorates as the test of a claim."""

        def enter(test: Callable[[Laboratory], list[Finding]]) -> Callable[[Laboratory], list[Finding]]:
            self[test.__name__] = Row(name, claim, test, tips, miss)
            return test

        return enter
