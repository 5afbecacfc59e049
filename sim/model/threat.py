"""Balance of threat: who could hurt whom, and whom each believes would (E5; Walt 1985; Boulding 1962).

Threat rises with the other's deliverable force and with the belief that it means harm, and falls
with own strength and with the aid that treaties promise. Axes: `x[i, j]` is on i, from j. Left
out: defence against particular weapons, geography other than distance.
"""

import math

import numpy as np

from .arrays import total
from .compiled import leaf, rule


@rule
def proximity(distance, decay):
    """e^(−d/δ): share of j's force that arrives at i. Shape N,N, 0–1; `distance`, `decay` in km."""
    near = np.empty_like(distance)
    n = distance.shape[0]
    for i in range(n):
        for j in range(n):
            near[i, j] = math.exp(-distance[i, j] / decay)
    return near


@rule
def forces(power, offense, nuclear, committed, near, reach, p):
    """E5: F_ij = (1−b_j)·p_j·off_j·e^(−d_ij/δ) + κ_N·nuc_j + κ_R·reach_ij (N,N), G_i = (1−b_i)p_i + κ_N·nuc_i (N)."""
    n = power.shape[0]
    force = np.zeros((n, n))
    strength = np.empty(n)
    for j in range(n):
        free = (1.0 - committed[j]) * power[j]
        strength[j] = free + p.nuclear * nuclear[j]
        for i in range(n):
            if i != j:
                force[i, j] = free * offense[j] * near[i, j] + p.nuclear * nuclear[j] + p.reach * reach[i, j]
    return force, strength


@leaf
def aid_sent(credibility, power, committed, nuclear, near, p):
    """E5 for one pair: C·[(1−b)p·e^(−d/δ) + κ_N·nuc], what a guarantor is believed to bring, before bindingness."""
    return credibility * ((1.0 - committed) * power * near + p.nuclear * nuclear)


@rule
def aid_expected(guarantee, credibility, power, committed, nuclear, near, p):
    """E5: what i's defence pacts are worth to it, by guarantor: z·C_il·[(1−b_l)p_l·e^(−d_il/δ) + κ_N·nuc_l]. Shape N,N.

    `guarantee[i, l]`: bindingness of l's defence duty to i, 0 if none. Secret duties count only
    for who knows them: the caller passes the duties that the believer knows.
    """
    n = power.shape[0]
    aid = np.zeros((n, n))
    for i in range(n):
        for l in range(n):
            if guarantee[i, l] > 0.0:
                aid[i, l] = guarantee[i, l] * aid_sent(
                    credibility[i, l], power[l], committed[l], nuclear[l], near[i, l], p
                )
    return aid


@leaf
def felt(hostility, force, strength, aid):
    """E5 for one pair: T = H·F/(F + G + aid), 0–1; 0 where there is no force."""
    return hostility * force / (force + strength + aid) if force > 0.0 else 0.0


@rule
def threats(hostility, force, strength, aid):
    """E5: T_ij for every pair (N,N). `aid[i, l]`: aid i expects of l; none is expected of l against l itself."""
    n = strength.shape[0]
    threat = np.zeros((n, n))
    for i in range(n):
        expected = total(aid[i])
        for j in range(n):
            if i != j:
                threat[i, j] = felt(hostility[i, j], force[i, j], strength[i], expected - aid[i, j])
    return threat
