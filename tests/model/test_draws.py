"""X8: the keyed generator is NumPy's Philox, and every decision has draws of its own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.validation.known import numpy_words
from sim.model.draws import Luck, block, fill_uniforms, normal, philox, state_number, uniform, unit

unhurried = settings(deadline=None)  # the first call loads or compiles
words = st.integers(0, 2**64 - 1)
halves = st.integers(0, 2**32 - 1)
codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=6)


def luck_of(seed=1, replication=2, month=3):
    return Luck(np.uint64(seed), np.uint64(replication), np.uint64(month))


@unhurried
@given(st.tuples(words, words), st.tuples(words, words, words, words))
def test_the_block_is_numpys(key, counter):
    mine = philox(*map(np.uint64, key), *map(np.uint64, counter))
    assert [int(word) for word in mine] == numpy_words(key, counter)


@unhurried
@given(words, words, st.integers(0, 10**6), st.integers(0, 20), halves, halves, halves)
def test_a_decisions_key_and_counter(seed, replication, month, purpose, actor, target, item):
    mine = block(luck_of(seed, replication, month), purpose, actor, target, item)
    counter = (month, purpose, actor << 32 | target, item)
    assert [int(word) for word in mine] == numpy_words((replication, seed), counter)


@unhurried
@given(st.integers(0, 2**64 - 1))
def test_a_unit_lies_strictly_between_0_and_1(word):
    assert 0.0 < unit(np.uint64(word)) < 1.0


@pytest.mark.parametrize("word", [0, 1, 2**11 - 1, 2**63, 2**64 - 2**11, 2**64 - 1])
def test_the_ends_of_a_unit(word):
    assert 0.0 < unit(np.uint64(word)) < 1.0


@unhurried
@given(words, words, halves, halves, st.integers(1, 40))
def test_uniforms_lie_strictly_between_0_and_1(seed, replication, actor, target, size):
    luck, out = luck_of(seed, replication), np.full(size, -1.0)
    fill_uniforms(luck, 3, actor, target, out)
    assert ((out > 0.0) & (out < 1.0)).all()
    assert 0.0 < uniform(luck, 3, actor, target, 0) < 1.0
    assert np.isfinite(normal(luck, 3, actor, target, 0))


@unhurried
@given(halves, halves, st.integers(1, 40), st.integers(1, 40))
def test_more_options_leave_the_draws_of_the_first_alone(actor, target, few, more):
    short, long = np.empty(few), np.empty(few + more)
    fill_uniforms(luck_of(), 3, actor, target, short)
    fill_uniforms(luck_of(), 3, actor, target, long)
    assert np.array_equal(short, long[:few])
    assert np.unique(long).size == long.size


@unhurried
@given(codes, codes)
def test_codes_of_states_have_numbers_below_2_to_the_32(one, two):
    assert 0 <= state_number(one) < 2**32
    if one.lstrip("0") != two.lstrip("0"):
        assert state_number(one) != state_number(two)


def test_every_part_of_the_counter_counts():
    usual = uniform(luck_of(), 3, 10, 11, 0)
    others = [
        uniform(luck_of(seed=9), 3, 10, 11, 0),
        uniform(luck_of(replication=9), 3, 10, 11, 0),
        uniform(luck_of(month=9), 3, 10, 11, 0),
        uniform(luck_of(), 4, 10, 11, 0),
        uniform(luck_of(), 3, 11, 10, 0),
        uniform(luck_of(), 3, 10, 11, 1),
    ]
    assert len({usual, *others}) == 7


def test_draws_have_the_moments_of_their_law():
    luck = [luck_of(replication=r) for r in range(4000)]
    flat = np.array([uniform(one, 3, 10, 11, 0) for one in luck])
    bell = np.array([normal(one, 3, 10, 11, 0) for one in luck])
    error = 4.0 / np.sqrt(len(luck))  # four standard errors of a mean of variance 1
    assert abs(flat.mean() - 0.5) < error * np.sqrt(1 / 12)
    assert abs(flat.var() - 1 / 12) < error * np.sqrt(1 / 180)
    assert abs(bell.mean()) < error
    assert abs(bell.var() - 1.0) < error * np.sqrt(2.0)
