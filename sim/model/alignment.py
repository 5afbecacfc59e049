"""Alignment: how warm a tie is (E7).

A tie moves slowly to a target: where it started, warmed by what the two give each other and by
declared thaws, cooled by the threat they feel, pulled by friends' friends and foes' foes
(Heider 1946). Symmetric. Left out: separate feelings of leaders and publics.
"""

import math

import numpy as np

from .compiled import rule
from .logistic import clip


@rule
def balance(alignment):
    """E7: B_ij = Σ_{k≠i,j} A_ik·A_kj/(N−2). Shape N,N; 0 for two states."""
    n = alignment.shape[0]
    pull = np.zeros((n, n))
    if n > 2:
        for i in range(n):
            for j in range(i):
                for k in range(n):
                    if k != i and k != j:
                        pull[i, j] += alignment[i, k] * alignment[k, j]
                pull[i, j] /= n - 2
                pull[j, i] = pull[i, j]
    return pull


@rule
def mean_of_both(x):
    """The mean of both directions, symmetric to the last bit. Shape N,N, diagonal 0."""
    n = x.shape[0]
    mean = np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            mean[i, j] = 0.5 * (x[i, j] + x[j, i])
            mean[j, i] = mean[i, j]
    return mean


@rule
def warmth_target(inverse, thaw, exchange_change, goodwill, threat_change, balance_change, p):
    """E7: tanh[atanh A0 + thaw + β_X·ΔX − β_T·ΔT̄ + β_B·ΔB] for one pair, −1…1.

    X is the mean of both directions of weighted supply plus the event benefits of both, so that
    `goodwill`, the benefit each side feels beyond the expected, counts twice.
    """
    pull = p.supply * (exchange_change + 2.0 * goodwill) - p.threat * threat_change + p.balance * balance_change
    return math.tanh(inverse + thaw + pull)


@rule
def warmed(alignment, target, noise, p):
    """E7: A' = A + μ(target − A) + σ_A·noise, held to ±.99."""
    return clip(alignment + p.pace * (target - alignment) + p.noise * noise, -0.99, 0.99)
