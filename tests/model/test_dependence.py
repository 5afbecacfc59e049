"""X2: E1–E3 against closed forms; who depends on whom, and what another supplier does to it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.validation.known import withdrawal_loss
from sim.analysis.validation.parts import dependence_of, on_two_suppliers
from sim.model.dependence import compliance_with_sanction, needed, supplied, willing
from sim.model.params import Dependence

share = st.floats(0, 1)
offer_size = st.floats(0, 1.5)


def one_kind(rows):
    """Offers (N,N,3) with one kind of flow in use, and needs that weigh it alone."""
    offer = np.zeros((len(rows), len(rows), 3))
    offer[:, :, 0] = rows
    return offer, np.tile([1.0, 0.0, 0.0], (len(rows), 1))


def test_two_states_closed_form():
    """With own product a and a partner's offer b, ς = 1: D = b − min(b, max(0, a + b − 1)) = min(b, 1 − a)⁺."""
    for a, b in [(0.2, 0.5), (0.7, 0.6), (1.0, 0.4), (0.0, 1.0)]:
        got = dependence_of([[a, b], [0.0, 1.0]], 1.0)
        assert got == pytest.approx(withdrawal_loss(a, b), abs=1e-15)


@given(own=offer_size, one=offer_size, two=offer_size)
def test_full_substitution_is_the_exact_withdrawal_loss(own, one, two):
    """At ς = 1, D is the supply (capped at need) that is lost when the supplier leaves."""
    assert on_two_suppliers(own, one, two, 1.0) == pytest.approx(withdrawal_loss(own, one, two), abs=1e-12)


@given(own=offer_size, one=offer_size, two=offer_size, more=share, substitution=share)
def test_dependence_falls_weakly_in_another_supplier(own, one, two, more, substitution):
    less = on_two_suppliers(own, one, two, substitution)
    after = on_two_suppliers(own, one, two + more, substitution)
    assert after <= less + 1e-12
    if min(1, own) + min(1, one) + min(1, two + more) < 1:
        assert after == pytest.approx(less, abs=1e-12)


@given(offered=offer_size, mass=st.floats(0, 3))
def test_no_substitution_means_no_loss_to_a_rival(offered, mass):
    assert needed(offered, mass, 0.0) == min(1.0, offered)


def test_supply_is_shared_in_proportion_and_unmet_need_is_what_is_missing():
    offer, need = one_kind([[0.5, 1.0], [0.0, 0.25]])
    total, unmet, supply = supplied(offer, need)
    assert total[:, 0].tolist() == [1.5, 0.25]
    assert unmet.tolist() == [0.0, 0.75]
    assert supply[0].tolist() == pytest.approx([0.5 / 1.5, 1.0 / 1.5])


@given(start=st.floats(0.02, 0.98), pull=st.floats(-5, 5))
def test_willingness_keeps_its_logit_form(start, pull):
    """E1b: psi* = Λ(logit psi0 + pull); a tie that is not there stays away."""
    expected = 1 / (1 + np.exp(-(np.log(start / (1 - start)) + pull)))
    assert willing(start, np.exp(pull)) == pytest.approx(expected, abs=1e-12)
    assert willing(0.0, np.exp(pull)) == 0.0


@given(warm=st.floats(-1, 1), rapport=st.floats(-1, 1), enforcement=share, duty=share, resistance=share)
def test_compliance_is_a_share_and_resistance_lowers_it(warm, rapport, enforcement, duty, resistance):
    p = Dependence()
    free = compliance_with_sanction(warm, rapport, 0.1, enforcement, duty, 0.0, p)
    held = compliance_with_sanction(warm, rapport, 0.1, enforcement, duty, resistance, p)
    assert 0.0 <= held <= free <= 1.0
