"""Two blocs: the partition of states with the least energy (landscape theory; Axelrod & Bennett 1993).

E(X) = Σ_{i<j} s_i·s_j·p_ij·d_ij(X) over pairs on different sides (d = 1), s sizes, p propensities to
work together: friends apart cost, foes apart pay. A partition is coded by an integer whose bit i−1 is set if
state i stands against state 0. Up to 17 states every one of the 2^(N−1) partitions is evaluated. Above that
the result is the best local minimum (no single state gains by changing sides, the authors' own notion)
reached from the signs of the leading eigenvectors and from one common bloc: it may miss the global minimum.
Leaves out more than two blocs.
"""

from typing import NamedTuple

import numpy as np

from sim.model.world import Array

EXHAUSTIVE = 17  # states: 65,536 partitions
AT_ONCE = 2**22  # energies held at a time, 32 MB


class Partition(NamedTuple):
    """Sides (…, N): 0 with state 0, 1 against it; energy (…)."""

    sides: Array
    energy: Array


def pair_weights(sizes: Array, propensities: Array) -> Array:
    """s_i·s_j·p_ij (…, N, N), diagonal 0, from sizes (…, N) and symmetric propensities (…, N, N)."""
    weights = sizes[..., :, None] * sizes[..., None, :] * propensities
    return weights * (1.0 - np.eye(sizes.shape[-1]))


def energies(weights: Array) -> Array:
    """Energy of every partition (…, 2^(N−1)) from `pair_weights` (…, N, N), built by adding one state at a time."""
    n = weights.shape[-1]
    energy = np.zeros((*weights.shape[:-2], 1))
    for new in range(1, n):
        against = np.zeros_like(energy[..., :1])  # weight between `new` and those on side 1
        for old in range(1, new):
            against = np.concatenate([against, against + weights[..., new, old, None]], axis=-1)
        apart = weights[..., new, :new].sum(axis=-1)[..., None] - against
        energy = np.concatenate([energy + against, energy + apart], axis=-1)
    return energy


def local_minima(energy: Array) -> Array:
    """Codes of the partitions (from `energies`, one case) that no single state can leave to lower the energy."""
    code = np.arange(len(energy))
    stable = energy <= energy[code ^ (len(energy) - 1)] if len(energy) > 1 else np.ones(1, bool)  # state 0 moves
    bit = 1
    while bit < len(energy):
        stable &= energy <= energy[code ^ bit]
        bit *= 2
    return code[stable]


def sides_of(code: Array, states: int) -> Array:
    """Sides (…, N) of partition codes (…)."""
    return np.asarray(code)[..., None] * 2 >> np.arange(states) & 1


def least_energy(weights: Array) -> Partition:
    """The partition of least energy for each case of `pair_weights` (…, N, N); exact up to 17 states."""
    lead, n = weights.shape[:-2], weights.shape[-1]
    cases = np.ascontiguousarray(weights.reshape(-1, n, n))
    if n > EXHAUSTIVE:
        found = _descended(cases)
    else:
        batch = max(1, AT_ONCE >> (n - 1))
        codes, least = [], []
        for first in range(0, len(cases), batch):
            energy = energies(cases[first : first + batch])
            code = energy.argmin(axis=-1)
            codes.append(code)
            least.append(np.take_along_axis(energy, code[:, None], axis=-1)[:, 0])
        found = Partition(sides_of(np.concatenate(codes), n), np.concatenate(least))
    return Partition(found.sides.reshape(*lead, n), found.energy.reshape(lead))


def _descended(weights: Array) -> Partition:
    """The best local minimum from four starts for each case (R, N, N)."""
    cases, n = weights.shape[:2]
    _, vectors = np.linalg.eigh(weights)
    starts = [np.ones((cases, n)), *(np.where(vectors[:, :, -k] < 0, -1.0, 1.0) for k in (1, 2, 3))]
    best, least = np.ones((cases, n)), np.zeros(cases)  # one common bloc has no energy
    for side in starts:
        while True:
            gain = side * np.einsum("rij,rj->ri", weights, side)  # change of energy if i changes sides
            mover = gain.argmin(axis=-1)
            moving = np.flatnonzero(gain[np.arange(cases), mover] < -1e-12)
            if not len(moving):
                break
            side[moving, mover[moving]] *= -1.0
        energy = (weights.sum(axis=(1, 2)) - gain.sum(axis=-1)) / 4.0
        better = energy < least
        best, least = np.where(better[:, None], side, best), np.where(better, energy, least)
    return Partition((best != best[:, :1]).astype(int), least)


def polarisation(sizes: Array, propensities: Array) -> Array:
    """Enmity across the divide of the least-energy partition, −E/Σ_{i<j} s_i·s_j (…): 0 = none gains by dividing, < 1.

    A world of friends scores 0: only enmity that the division gathers between its sides counts.
    """
    total = (sizes.sum(axis=-1) ** 2 - (sizes**2).sum(axis=-1)) / 2.0
    return -least_energy(pair_weights(sizes, propensities)).energy / total
