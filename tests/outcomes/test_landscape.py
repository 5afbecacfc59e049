"""X7: the partition of least energy against brute force, and what polarisation says."""

import time
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.validation.known import energy_by_definition
from sim.outcomes.landscape import (
    _descended,
    energies,
    least_energy,
    local_minima,
    pair_weights,
    polarisation,
    sides_of,
)


def case(states, seed, runs=None):
    rng = np.random.default_rng(seed)
    lead = () if runs is None else (runs,)
    propensities = rng.uniform(-1, 1, (*lead, states, states))
    return rng.uniform(0.1, 1, (*lead, states)), (propensities + np.swapaxes(propensities, -1, -2)) / 2


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 7), st.integers(0, 10_000))
def test_every_energy_and_the_minimum_equal_brute_force(states, seed):
    sizes, propensities = case(states, seed)
    weights = pair_weights(sizes, propensities)
    energy = energies(weights)
    assert len(energy) == 2 ** (states - 1)
    for code, found in enumerate(energy):
        assert found == pytest.approx(energy_by_definition(sizes, propensities, sides_of(code, states)), abs=1e-12)
    brute = min(energy_by_definition(sizes, propensities, (0, *rest)) for rest in product((0, 1), repeat=states - 1))
    best = least_energy(weights)
    assert best.energy == pytest.approx(brute, abs=1e-12)
    assert energy_by_definition(sizes, propensities, best.sides) == pytest.approx(brute, abs=1e-12)


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 7), st.integers(0, 10_000))
def test_local_minima_are_those_no_single_state_leaves(states, seed):
    sizes, propensities = case(states, seed)
    expected = []
    for rest in product((0, 1), repeat=states - 1):
        sides = np.array((0, *rest))
        here = energy_by_definition(sizes, propensities, sides)
        moved = [
            energy_by_definition(sizes, propensities, np.where(np.arange(states) == i, 1 - sides, sides))
            for i in range(states)
        ]
        if here <= min(moved):
            expected.append(tuple(sides))
    found = local_minima(energies(pair_weights(sizes, propensities)))
    assert {tuple(sides_of(code, states)) for code in found} == set(expected)


def test_two_camps_are_found():
    camp = np.array([0, 1, 0, 0, 1, 1, 1])
    propensities = np.where(camp[:, None] == camp, 0.5, -0.5)
    assert least_energy(pair_weights(np.ones(7), propensities)).sides.tolist() == camp.tolist()


def test_seventeen_nations_are_exhausted_within_a_second():
    sizes, propensities = case(17, 1)
    weights = pair_weights(sizes, propensities)
    began = time.perf_counter()
    energy = energies(weights)
    assert len(energy) == 65_536
    assert least_energy(weights).energy == energy.min()
    assert time.perf_counter() - began < 1


def test_a_batch_gives_what_its_cases_give():
    sizes, propensities = case(6, 2, runs=9)
    weights = pair_weights(sizes, propensities)
    together = least_energy(weights.reshape(3, 3, 6, 6))
    assert together.sides.shape == (3, 3, 6)
    for r in range(9):
        alone = least_energy(weights[r])
        assert together.energy.reshape(-1)[r] == alone.energy
        assert (together.sides.reshape(-1, 6)[r] == alone.sides).all()


def test_descent_ends_where_no_single_state_moves_and_often_at_the_global_minimum():
    sizes, propensities = case(12, 3, runs=40)
    weights = pair_weights(sizes, propensities)
    found, exact = _descended(weights), least_energy(weights)
    for r in range(40):
        code = int((found.sides[r] << np.arange(12)).sum()) >> 1
        energy = energies(weights[r])
        assert energy[code] == pytest.approx(found.energy[r], abs=1e-9)
        assert code in local_minima(np.round(energy, 9))
    assert (found.energy >= exact.energy - 1e-9).all()
    assert np.isclose(found.energy, exact.energy).mean() > 0.8


def test_above_seventeen_two_camps_are_still_found():
    camp = np.arange(30) % 3 == 0
    sizes, noise = case(30, 4)
    propensities = np.where(camp[:, None] == camp, 0.5, -0.5) + 0.2 * noise
    sides = least_energy(pair_weights(sizes, propensities)).sides
    assert (sides == (camp != camp[0])).all()


def test_polarisation_of_friends_is_0_of_two_equal_hostile_camps_large():
    camp = np.array([0, 0, 1, 1])
    assert polarisation(np.ones(4), np.full((4, 4), 0.8)) == 0
    hostile = np.where(camp[:, None] == camp, 1.0, -1.0)
    assert polarisation(np.ones(4), hostile) == pytest.approx(4 / 6)
    assert polarisation(np.ones(4), 0.5 * hostile) == pytest.approx(2 / 6)
    assert 0 < polarisation(np.array([1, 0.1, 0.1, 0.1]), hostile) < polarisation(np.ones(4), hostile)
