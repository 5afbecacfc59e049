"""What acts do to offers, and what offers are worth: supply as the valuation sees it (E1, E1b, E1c, E2, E14).

A row is what one receiver is offered by all suppliers. An act moves one supplier's part of a row,
or, if sanctions move, its whole trade; the sums of the row follow without adding it up anew.
"""

import numpy as np

from .compiled import rule
from .dependence import needed, withheld
from .logistic import larger, lesser
from .value import part_met, turmoil
from .world import ECONOMY, FLOWS, MILITARY


@rule
def offered(willingness, gain, cut, start, restore):
    """Willingness after an act's gain, cut and return to the start, at most .98 (nothing is taken from above it)."""
    moved = willingness + gain * (1.0 - willingness) - cut * willingness + restore * (start - willingness)
    return lesser(moved, larger(willingness, 0.98))


@rule
def sanctioned(stock, relief, embargo):
    """A stock of sanctions after relief and embargo, 0–1."""
    return lesser(1.0, stock * (1.0 - relief) + embargo)


@rule
def new_offers(receiver, supplier, own, other, own_first, gain, cut, restore, payment, deployment, willingness, start,
               capacity, trade, added, out):  # fmt: skip
    """Offers (K) after an act of the supplier (`own`) and one of the receiver (`other`), −1 for none; fills `out`.

    The receiver's act moves them by its payment; `own_first`: which of the two acts came first.
    `trade`, `added`: the share of trade left by tariffs and sanctions, and backfill.
    """
    for k in range(FLOWS):
        psi, able = willingness[receiver, supplier, k], capacity[receiver, supplier, k]
        if other >= 0 and not own_first:
            psi = offered(psi, payment[other, k], 0.0, 0.0, 0.0)
        if own >= 0:
            psi = offered(psi, gain[own, k], cut[own, k], start[receiver, supplier, k], restore[own])
            if k == MILITARY:
                able += deployment[own]
        if other >= 0 and own_first:
            psi = offered(psi, payment[other, k], 0.0, 0.0, 0.0)
        out[k] = able * psi
    out[ECONOMY] = out[ECONOMY] * trade[receiver, supplier] + added[receiver, supplier]


@rule
def differs(new, offer, receiver, supplier):
    """Whether a supplier's offers (K) have moved, beyond the last digits."""
    for k in range(FLOWS):
        if abs(new[k] - offer[receiver, supplier, k]) > 1e-13:
            return True
    return False


@rule
def sums_with(receiver, supplier, new, offer, total, mass, total_now, mass_now):
    """A row's sums Σo and Σ min(1, o) by kind when one supplier's part becomes `new` (K); fills the last two (K)."""
    for k in range(FLOWS):
        old = offer[receiver, supplier, k]
        total_now[k] = total[receiver, k] - old + new[k]
        mass_now[k] = mass[receiver, k] - lesser(1.0, old) + lesser(1.0, new[k])


@rule
def trade_under(receiver, supplier, new, sanctioner, before, after, offer, added, comply, p, trade_now, total_now,
                mass_now):  # fmt: skip
    """E1c: a row's trade when one sanctioner's stock on the receiver moves and one supplier offers `new` (K).

    Fills `trade_now` (N), the trade entries of `total_now` and `mass_now`, and that of `new`; backfill stands.
    """
    total, mass = 0.0, 0.0
    for l in range(trade_now.shape[0]):
        given = new[ECONOMY] if l == supplier else offer[receiver, l, ECONOMY]
        if l != receiver:
            part = withheld(receiver, l, sanctioner, comply, p)
            ratio = (1.0 - part * after) / (1.0 - part * before)
            given = (given - added[receiver, l]) * ratio + added[receiver, l]
        trade_now[l] = given
        total += given
        mass += lesser(1.0, given)
    new[ECONOMY], total_now[ECONOMY], mass_now[ECONOMY] = trade_now[supplier], total, mass


@rule
def depends_on(receiver, new, need, mass_now, substitution):
    """E2: D of a receiver on the supplier that offers it `new` (K), given its row's mass (K)."""
    depends = 0.0
    for k in range(FLOWS):
        depends += need[receiver, k] * needed(new[k], mass_now[k], substitution)
    return depends


@rule
def unmet_at(receiver, need, total_now):
    """E1: unmet need of a row with these totals (K)."""
    unmet = 0.0
    for k in range(FLOWS):
        unmet += need[receiver, k] * larger(0.0, 1.0 - total_now[k])
    return unmet


@rule
def met_at(receiver, need, total_now, satiety):
    """E14: need met of a row with these totals (K)."""
    met = 0.0
    for k in range(FLOWS):
        met += part_met(total_now[k], need[receiver, k], satiety)
    return met


@rule
def own_dependence(i, l, j, new, trade_now, offer, need, mass_now, substitution):
    """E2: D_il of i on a supplier when j offers it `new` (K); `trade_now` (N): its suppliers' trade."""
    depends = 0.0
    for k in range(FLOWS):
        given = new[k] if l == j else (trade_now[l] if k == ECONOMY else offer[i, l, k])
        depends += need[i, k] * needed(given, mass_now[k], substitution)
    return depends


@rule
def leaned_at(i, j, new, trade_now, offer, need, mass_now, on_me, j_on_me, substitution):
    """E14: net leverage of all others over i, Σ max(0, D_il − D_li), when j offers it `new` (K).

    `on_me[l, i]`: others' dependence on i; `j_on_me`: that of j now.
    """
    leaned = 0.0
    for l in range(trade_now.shape[0]):
        if l != i:
            depends = own_dependence(i, l, j, new, trade_now, offer, need, mass_now, substitution)
            leaned += larger(0.0, depends - (j_on_me if l == j else on_me[l, i]))
    return leaned


@rule
def turmoil_at(i, j, new, trade_now, offer, need, mass_now, substitution, rung, near):
    """E14: how much others' crises concern i when j offers it `new` (K): those it needs may be parties."""
    own = np.zeros(trade_now.shape[0])
    for l in range(own.shape[0]):
        if l != i:
            own[l] = own_dependence(i, l, j, new, trade_now, offer, need, mass_now, substitution)
    return turmoil(i, rung, near, own)
