"""The month's security picture: credibility, aid by treaty, threat, and strength in a crisis (E5, E8, E10 assembled).

Built for a believer: `seat` ANY counts every duty (what will happen), a state counts only the
duties it knows of (what it reckons with). Left out: uncertainty about others' power.
"""

from typing import NamedTuple

import numpy as np

from .arrays import Matrix, Vector, total
from .compiled import rule
from .held import by_reference
from .logistic import lesser
from .threat import aid_expected, forces, proximity, threats


class Security(NamedTuple):
    """Who could hurt whom and who would come, by believer and other."""

    near: Matrix  # N,N: e^(−d/δ)
    credibility: Matrix  # N,N
    bound: Matrix  # N,N: z of l's defence duty to i, [i, l]
    clause: Matrix  # N,N: its u
    force: Matrix  # N,N: F
    strength: Vector  # N: G_own
    aid: Matrix  # N,N: expected from each guarantor
    aid_total: Vector  # N
    threat: Matrix  # N,N: T
    backing: Matrix  # N,N: strength that l would bring to i's defence in a crisis, [i, l]
    offensive: Matrix  # N,N: the same for a challenge opened by i: × (1−u)
    shield: Matrix  # N,N: arsenal on i's side against j: 1 − (1−nuc_i)Π_{l≠j}(1 − z·C·nuc_l)


SecurityRef = by_reference(Security)


@rule
def crisis_backing(bound, clause, credibility, deployable, committed, power, near):
    """E10: what an ally brings, z·C·dep·(1−b)·p·e^(−d/δ), to a defence and, × (1−u), to a challenge (N,N each)."""
    n = power.shape[0]
    backing, offensive = np.zeros((n, n)), np.zeros((n, n))
    for i in range(n):
        for l in range(n):
            if bound[i, l] > 0.0:
                sent = deployable[l] * (1.0 - committed[l]) * power[l] * near[i, l]
                backing[i, l] = bound[i, l] * credibility[i, l] * sent
                offensive[i, l] = backing[i, l] * (1.0 - clause[i, l])
    return backing, offensive


@rule
def shields(bound, credibility, nuclear):
    """E10: nuc_J = 1 − (1−nuc_j)·Π_{l≠i}(1 − z·C·nuc_l): the arsenal that challenger i must reckon with (N,N, [j, i]).

    A challenger's own arsenal, promised to the target, does not deter it.
    """
    n = nuclear.shape[0]
    shield = np.empty((n, n))
    for j in range(n):
        bare = 1.0 - lesser(1.0, nuclear[j])
        for i in range(n):
            shield[j, i] = bare
        for l in range(n):
            if bound[j, l] > 0.0 and nuclear[l] > 0.0:
                for i in range(n):
                    if i != l:
                        shield[j, i] *= 1.0 - bound[j, l] * credibility[j, l] * lesser(1.0, nuclear[l])
        for i in range(n):
            shield[j, i] = 1.0 - shield[j, i]
    return shield


@rule
def security(distance, power, offense, nuclear, committed, deployable, present, hostility, reach, credibility,
             bound, clause, p):  # fmt: skip
    """E5 and the strengths of E10 for every pair; returns Security. `p`: params.Threat."""
    near = proximity(distance, p.distance)
    n = power.shape[0]
    here, arsenal, aid_total, poised = np.empty(n), np.empty(n), np.empty(n), np.empty((n, n))
    for i in range(n):
        here[i], arsenal[i] = power[i] * present[i], nuclear[i] * present[i]
        for j in range(n):
            poised[i, j] = reach[i, j] * present[i] * present[j]
    force, strength = forces(here, offense, arsenal, committed, near, poised, p)
    aid = aid_expected(bound, credibility, here, committed, arsenal, near, p)
    for i in range(n):
        aid_total[i] = total(aid[i])
    threat = threats(hostility, force, strength, aid)
    backing, offensive = crisis_backing(bound, clause, credibility, deployable, committed, here, near)
    shield = shields(bound, credibility, arsenal)
    return SecurityRef(
        near, credibility, bound, clause, force, strength, aid, aid_total, threat, backing, offensive, shield
    )
