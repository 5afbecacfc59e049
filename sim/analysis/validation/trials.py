"""How much the exact rows try, and how they are judged."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .rows import Measured

EPSILON = 1e-12  # departures that are rounding


class Trials(NamedTuple):
    """How much is tried."""

    runs: int = 1000  # of the null run
    draws: int = 2000  # random cases of each single rule
    seed: int = 1


def at_most(claim: str, bound: float, departures: Sequence[float] | np.ndarray) -> Measured:
    """The largest of some departures from the known answer, against the largest admitted."""
    return Measured(claim, float(np.max(departures)), -math.inf, bound, np.size(departures))
