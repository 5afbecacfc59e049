"""Rows of a validation table: a claim, how it is tested, and the verdict; and the table of many."""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

import pandas as pd

HOLDS, PARTLY, MISSES, TIPS = "holds", "holds in part", "misses", "tips"


class Found(Protocol):
    """What a row's test finds: a figure with its interval, what was expected, and whether that is seen."""

    @property
    def claim(self) -> str:
        """What is measured."""

    @property
    def figure(self) -> float:
        """The figure; NaN where it could not be had, which is neither seen nor missed."""

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval; equal to the figure where it is exact."""

    @property
    def high(self) -> float:
        """Upper end."""

    @property
    def n(self) -> int:
        """Replications, draws or cases."""

    @property
    def expected(self) -> str:
        """The target, in words."""

    @property
    def holds(self) -> bool:
        """Whether the target is met."""


class Measured(NamedTuple):
    """A figure that must lie in a band, both ends admitted."""

    claim: str
    figure: float
    least: float
    most: float
    n: int
    low: float = math.nan  # of the 95 % interval; NaN where the figure is exact
    high: float = math.nan

    @property
    def expected(self) -> str:
        """The band in words."""
        if self.least == self.most:
            return f"{self.least:g}"
        if math.isinf(self.most):
            return f"≥ {self.least:g}"
        return f"≤ {self.most:g}" if math.isinf(self.least) else f"{self.least:g} to {self.most:g}"

    @property
    def holds(self) -> bool:
        """Whether the figure lies in the band, or could not be had."""
        return math.isnan(self.figure) or self.least <= self.figure <= self.most


class Row(NamedTuple):
    """One claim and its test."""

    name: str  # M1 …
    claim: str
    test: Callable[[Any], list[Found]]
    tips: str  # the parameters that turn the answer, if it can go either way
    miss: str  # why it misses, if it is known to
    note: str  # what a reader must know to read the figures

    def verdict(self, findings: list[Found]) -> str:
        """`holds` or `tips` (both answers are reached) if every finding is as expected, else `misses`.

        `holds in part` if some figure could not be had.
        """
        if not all(finding.holds for finding in findings):
            return MISSES
        if any(math.isnan(finding.figure) for finding in findings):
            return PARTLY
        return TIPS if self.tips else HOLDS

    def told(self, verdict: str) -> str:
        """What stands beneath the findings: why it misses, what tips it, how to read it."""
        known = self.miss if verdict == MISSES else f"tipped by {self.tips}" if self.tips else ""
        return "; ".join(filter(None, (known, self.note)))


class Rows(dict[str, Row]):
    """A table of rows by the name of their function, filled by decorating these."""

    def row(self, name: str, claim: str, tips: str = "", miss: str = "", note: str = "") -> Callable:
        """Enter the function it decorates as the test of a claim."""

        def enter(test: Callable[[Any], list[Found]]) -> Callable[[Any], list[Found]]:
            self[test.__name__] = Row(name, claim, test, tips, miss, note)
            return test

        return enter


def tabulated(rows: Mapping[str, Row], given: Any, told: Callable[[str], Any] = lambda name: None) -> pd.DataFrame:
    """A line for each finding: row, claim, finding, figure, low, high, expected, n, seen, verdict of the row, note.

    `given` is what the rows' tests take; `told` hears the name of each row when it is done.
    """
    lines = []
    for row in rows.values():
        findings = row.test(given)
        verdict = row.verdict(findings)
        for finding in findings:
            lines.append(
                {
                    "row": row.name,
                    "claim": row.claim,
                    "finding": finding.claim,
                    "figure": finding.figure,
                    "low": finding.low,
                    "high": finding.high,
                    "expected": finding.expected,
                    "n": finding.n,
                    "seen": finding.holds,
                    "verdict": verdict,
                    "note": row.told(verdict),
                }
            )
        told(row.name)
    return pd.DataFrame(lines)
