"""Intent: i's belief that j means harm, learnt from what j does (E6).

Beliefs drift back to where they started, move with the severity of acts beyond what is expected
in an ordinary month, and spread to the friends of those who are feared (contagion; the "axis",
M17). Left out: deception, and reading of intentions from capabilities.
"""

import math

import numpy as np

from .compiled import rule
from .logistic import clip, logistic, logit


@rule
def guilt_by_association(alignment, hostility):
    """E6: Σ_{l≠i,j} A_jl⁺·H_il: how far j is the friend of those whom i fears. Shape N,N."""
    n = alignment.shape[0]
    guilt = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i != j:
                for l in range(n):
                    if l != i and l != j and alignment[j, l] > 0.0:
                        guilt[i, j] += alignment[j, l] * hostility[i, l]
    return guilt


@rule
def believed(hostility, start, severity, guilt_change, states, p):
    """E6 for one pair: logit H' = ℓ0 + φ(logit H − ℓ0) + β_H·severity + c(1−φ)·100/(N−2)·Δguilt; .02–.98.

    `severity`: points this month beyond those expected; `guilt_change`: guilt_by_association less
    its reference. Contagion is exactly 0 when c is 0.
    """
    base = logit(start)
    moved = base + p.persistence * (logit(hostility) - base) + p.severity * severity
    if p.contagion > 0.0 and states > 2:
        moved += p.contagion * (1.0 - p.persistence) * 100.0 / (states - 2) * guilt_change
    return clip(logistic(moved), 0.02, 0.98)


@rule
def severity_factor(points, p):
    """exp(β_H·severity): the factor by which acts of so many points multiply the odds of harm."""
    return math.exp(p.severity * points)
