"""Credibility: the belief that a state keeps its word (E8).

A beta distribution over past cases: a kept duty adds a case on one side, a broken one on the
other, more if what had been sunk for the partner was public. Evidence is slowly forgotten. A
posture shifts it, and one that keeps changing wears it down. Left out: reputations that differ
by issue or by leader.
"""

import math

from .compiled import rule
from .logistic import clip


@rule
def credible(kept, broken, shift, shift_variance, p):
    """E8: C = clip(α/(α+β) + posture shift − κ_V·sd of that posture's shifts, .02, .98)."""
    return clip(kept / (kept + broken) + shift - p.volatility * math.sqrt(shift_variance), 0.02, 0.98)


@rule
def forgotten(evidence, prior, p):
    """E8: evidence after a month, 1 % of the way back to the prior."""
    return evidence + p.forgetting * (prior - evidence)


@rule
def betrayal(sunk, public, p):
    """E8: cases that one broken duty counts for: 1 + κ_S·sunk·public."""
    return 1.0 + p.sunk * sunk * public


@rule
def remembered_shift(mean, variance, shift, p):
    """Running mean and variance of a posture's shift over about `p.memory` months.

    An exponential window: two numbers an observer in place of a year's list, so that a branch
    restores little and the weight of a month fades instead of dropping out.
    """
    gap = shift - mean
    mean += gap / p.memory
    variance = (1.0 - 1.0 / p.memory) * (variance + gap * gap / p.memory)
    return mean, variance
