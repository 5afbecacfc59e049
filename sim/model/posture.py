"""Posture: a named vector of shifts to one state's levers, fixed or switching.

Unpredictability is a parameter: a posture may be fixed and known, fixed but drawn at the start,
or drawn anew with some probability a month among weighted postures (M4). Row 0, the baseline,
shifts nothing. Left out: postures of two states at once.
"""

from typing import NamedTuple

import numpy as np

from .arrays import Matrix, Vector, twin
from .compiled import rule
from .credibility import credible, remembered_shift
from .draws import POSTURE_START, POSTURE_SWITCH, uniform
from .held import by_reference


class Levers(NamedTuple):
    """The world's levers with the posture in force applied; the world itself keeps them apart."""

    distance: Matrix  # N,N
    thaw: Matrix  # N,N
    barrier: Matrix  # N,N
    deployable: Vector  # N
    enforcement: Vector  # N
    pressure: Vector  # N
    shift: Vector  # N: credibility of the owner, by observer


LeversRef = by_reference(Levers)


@rule
def drawn(weight, draw):
    """The index that a uniform draw picks from weights that sum to 1."""
    total = 0.0
    for k in range(weight.shape[0]):
        total += weight[k]
        if draw < total:
            return k
    return weight.shape[0] - 1


@rule
def posture_now(current, postures, first_month, owner_code, luck):
    """The posture of this month: the stated or drawn start, kept or switched."""
    if first_month and postures.start[0] >= 0:
        return postures.start[0]
    if first_month:
        return drawn(postures.weight, uniform(luck, POSTURE_START, owner_code, owner_code, 0))
    if postures.switching[0] > 0.0:
        if uniform(luck, POSTURE_SWITCH, owner_code, owner_code, 0) < postures.switching[0]:
            return drawn(postures.weight, uniform(luck, POSTURE_SWITCH, owner_code, owner_code, 1))
    return current


@rule
def levers(distance, thaw, barrier, deployable, enforcement, pressure, posture, postures):
    """The levers under a posture: fresh arrays, the world's plus the owner's shifts both ways."""
    distance, thaw, barrier = twin(distance), twin(thaw), twin(barrier)
    deployable, enforcement, pressure = twin(deployable), twin(enforcement), twin(pressure)
    n = deployable.shape[0]
    owner = postures.owner[0]
    if owner < 0 or posture == 0:
        return LeversRef(distance, thaw, barrier, deployable, enforcement, pressure, np.zeros(n))
    for i in range(n):
        if i != owner:
            distance[i, owner] = max(0.0, distance[i, owner] + postures.distance[posture, i])
            thaw[i, owner] += postures.thaw[posture, i]
            thaw[owner, i] = thaw[i, owner]
            barrier[i, owner] += postures.barrier[posture, i]
            barrier[owner, i] = barrier[i, owner]
        pressure[i] += postures.pressure[posture, i]
    deployable[owner] *= postures.forces[posture]
    enforcement[owner] = min(1.0, enforcement[owner] + postures.enforcement[posture])
    return LeversRef(distance, thaw, barrier, deployable, enforcement, pressure, twin(postures.credibility[posture]))


@rule
def hold_sanctions(sanction, posture, postures):
    """Keep the owner's sanctions between the posture's floor and ceiling; changes `sanction`."""
    owner = postures.owner[0]
    if owner >= 0:
        for j in range(sanction.shape[0]):
            held = max(sanction[owner, j], postures.sanction_floor[posture, j])
            sanction[owner, j] = min(held, postures.sanction_ceiling[posture, j])


@rule
def remember_posture(shift, shift_mean, shift_variance, p):
    """E8: update the running mean and variance of the posture's shift for every observer; changes both."""
    for i in range(shift.shape[0]):
        shift_mean[i], shift_variance[i] = remembered_shift(shift_mean[i], shift_variance[i], shift[i], p)


@rule
def credibilities(kept, broken, shift, shift_variance, owner, p):
    """E8: C_ij for every pair (N,N); the posture's shift bears on its owner alone; diagonal 1."""
    n = kept.shape[0]
    c = np.ones((n, n))
    for i in range(n):
        for j in range(n):
            if i != j:
                mine = j == owner
                c[i, j] = credible(
                    kept[i, j], broken[i, j], shift[i] if mine else 0.0, shift_variance[i] if mine else 0.0, p
                )
    return c
