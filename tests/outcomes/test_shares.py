"""X3: shares of a client and its patrons (E4b) against the closed form and against every order of arrival."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.validation.known import shares_by_every_order, two_patrons
from sim.model.dependence import masses, needed
from sim.outcomes.shares import concentration, patron_shares, shapley_shares

share = st.floats(0, 1)


def test_two_full_patrons_of_a_full_substitute_leave_two_thirds_to_the_client():
    assert shapley_shares(np.array([1.0, 1.0]), 0.0, 1.0) == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_a_single_patron_shares_equally():
    assert shapley_shares(np.array([1.0]), 0.0, 1.0) == pytest.approx([0.5, 0.5])
    assert shapley_shares(np.array([1.0, 0.0]), 0.0, 1.0) == pytest.approx([0.5, 0.5, 0.0])


def test_without_substitution_a_second_patron_costs_the_first_nothing():
    alone = shapley_shares(np.array([0.8, 0.0]), 0.0, 0.0)[1]
    assert shapley_shares(np.array([0.8, 0.9]), 0.0, 0.0)[1] == pytest.approx(alone)


def test_with_substitution_a_second_patron_costs_the_first_something():
    alone = shapley_shares(np.array([0.8, 0.0]), 0.0, 0.4)[1]
    assert shapley_shares(np.array([0.8, 0.9]), 0.0, 0.4)[1] < alone - 0.05


@given(share, share, share)
def test_equals_the_closed_form_for_two(a, b, substitution):
    assert shapley_shares(np.array([a, b]), 0.0, substitution) == pytest.approx(
        two_patrons(a, b, substitution), abs=1e-12
    )


@settings(deadline=None, max_examples=50)
@given(st.lists(share, min_size=1, max_size=4), share, share)
def test_equals_every_order_of_arrival(offers, own, substitution):
    found = shapley_shares(np.array(offers), np.asarray(own), substitution)
    assert found == pytest.approx(shares_by_every_order(offers, own, substitution), abs=1e-9)


def test_equals_every_order_for_six_suppliers():
    offers, own = [0.5, 0.1, 0.9, 0.3, 0.0, 0.7], 0.2
    assert shapley_shares(np.array(offers), np.asarray(own), 0.6) == pytest.approx(
        shares_by_every_order(offers, own, 0.6)
    )


@settings(deadline=None)  # the first call compiles E2
@given(st.lists(share, min_size=2, max_size=6), share, share)
def test_last_marginal_contribution_is_dependence(offers, own, substitution):
    """E2 is what the worth of all suppliers loses when one leaves."""
    offer = np.zeros((len(offers) + 1, len(offers) + 1, 1))
    offer[0, 0, 0], offer[0, 1:, 0] = own, offers
    mass = masses(offer)[0, 0]
    everyone = shapley_shares(np.array(offers), np.asarray(own), substitution).sum()
    without = shapley_shares(np.array(offers[1:]), np.asarray(own), substitution).sum()
    assert everyone - without == pytest.approx(needed(offers[0], mass, substitution), abs=1e-9)


def test_kinds_add_up_by_need_and_the_batch_axis_is_kept():
    rng = np.random.default_rng(3)
    offer, need = rng.random((5, 4, 4, 3)), rng.dirichlet(np.ones(3), size=4)
    found = patron_shares(offer, need, 0.4, 2, (3, 0))
    one = offer[1, 2]  # the third state's suppliers, N,K
    by_kind = [shares_by_every_order([one[3, k], one[0, k], one[1, k]], one[2, k], 0.4)[:3] for k in range(3)]
    assert found.shape == (5, 3)
    assert found[1] == pytest.approx(need[2] @ np.array(by_kind))


def test_beyond_six_suppliers_the_smallest_go_and_never_a_named_patron():
    offer = np.zeros((9, 9, 1))
    offer[0, :, 0] = [0.0, 0.01, 0.9, 0.2, 0.3, 0.4, 0.5, 0.6, 0.02]
    found = patron_shares(offer, np.ones((9, 1)), 0.5, 0, (1,))
    kept = shares_by_every_order([0.01, 0.9, 0.6, 0.5, 0.4, 0.3], 0.0, 0.5)
    assert found == pytest.approx(kept[:2])


def test_concentration_is_one_over_the_number_of_equal_suppliers():
    offer = np.zeros((3, 3, 2))
    offer[0, 1] = offer[0, 2] = [0.4, 0.2]
    offer[1, 0] = [0.3, 0.0]
    offer[2, 2] = [1.0, 1.0]  # own product is no outside supply
    found = concentration(offer, np.full((3, 2), 0.5))
    assert found[:2] == pytest.approx([0.5, 1.0])
    assert np.isnan(found[2])
