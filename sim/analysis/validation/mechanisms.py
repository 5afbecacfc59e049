"""The mechanisms that the source documents claim, M1 to M28, and their table (`tertius validate mechanisms`)."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from .contests import CONTESTS
from .laboratory import Laboratory
from .rows import MISSES, Row
from .ties import TIES

MECHANISMS: dict[str, Row] = dict(sorted({**TIES, **CONTESTS}.items()))

EXPECTED = {1: "rises", -1: "falls", 0: "stays"}


def mechanisms(laboratory: Laboratory, told: Callable[[str], Any] = lambda name: None) -> pd.DataFrame:
    """A line for each finding: row, claim, finding, figure, low, high, expected, n, seen, verdict of the row, note.

    `told` hears the name of each row when it is done.
    """
    lines = []
    for row in MECHANISMS.values():
        findings = row.test(laboratory)
        verdict = row.verdict(findings)
        note = row.miss if verdict == MISSES else f"tipped by {row.tips}" if row.tips else ""
        for finding in findings:
            lines.append(
                {
                    "row": row.name,
                    "claim": row.claim,
                    "finding": finding.claim,
                    "figure": finding.figure,
                    "low": finding.low,
                    "high": finding.high,
                    "expected": EXPECTED[finding.sign],
                    "n": finding.n,
                    "seen": finding.holds,
                    "verdict": verdict,
                    "note": note,
                }
            )
        told(row.name)
    return pd.DataFrame(lines)
