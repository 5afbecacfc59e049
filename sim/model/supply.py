"""What acts do to offers, and what offers are worth (E1, E1b, E1c, E2, E14): classes 2 and 3 of an act's value.

A row (K) is what one supplier offers one receiver. An act moves one such row or, if sanctions move, the
receiver's whole trade. `rest` and `rest_mass` (K) are a receiver's sums Σo and Σ min(1, o) without the
supplier whose row moves, so that a case costs no more than that row.
"""

import numpy as np

from .compiled import leaf, rule
from .consequences import ACT, REPLY, TARGET, moved
from .dependence import needed, reciprocity_factor, willing, withheld
from .logistic import clip, larger, lesser
from .value import AUTONOMY, GOAL, NEED, QUIET, part_met, turmoil
from .world import ECONOMY, FLOWS, MILITARY


@leaf
def offered(willingness, gain, cut, start, restore):
    """Willingness after an act's gain, cut and return to the start, .02–.98; what stood outside is not drawn in."""
    after = willingness + gain * (1.0 - willingness) - cut * willingness + restore * (start - willingness)
    return clip(after, lesser(willingness, 0.02), larger(willingness, 0.98))


@leaf
def sanctioned(stock, relief, embargo):
    """A stock of sanctions after relief and embargo, 0–1."""
    return lesser(1.0, stock * (1.0 - relief) + embargo)


@leaf
def new_offers(own, other, own_first, gain, cut, restore, payment, deployment, willingness, start, capacity, trade,
               added, out):  # fmt: skip
    """A row after an act of the supplier (`own`) and one of the receiver (`other`), −1 for none; fills `out` (K).

    The receiver's act moves it by its payment; `own_first`: which of the two acts came first. `willingness`, `start`,
    `capacity`: K. `trade`, `added`: the share of trade left by tariffs and sanctions, and backfill.
    """
    for k in range(FLOWS):
        psi, able = willingness[k], capacity[k]
        if other >= 0 and not own_first:
            psi = offered(psi, payment[other, k], 0.0, 0.0, 0.0)
        if own >= 0:
            psi = offered(psi, gain[own, k], cut[own, k], start[k], restore[own])
            if k == MILITARY:
                able += deployment[own]
        if other >= 0 and own_first:
            psi = offered(psi, payment[other, k], 0.0, 0.0, 0.0)
        out[k] = able * psi
    out[ECONOMY] = out[ECONOMY] * trade + added


@leaf
def leave_out(offer, total, mass, rest, rest_mass):
    """Fill a receiver's sums (K) without the supplier of one row: Σo and Σ min(1, o)."""
    for k in range(FLOWS):
        rest[k] = total[k] - offer[k]
        rest_mass[k] = mass[k] - lesser(1.0, offer[k])


@leaf
def depends_on(new, rest_mass, need, substitution):
    """E2: D of a receiver (`need`: K) on the supplier whose row is `new` (K)."""
    depends = 0.0
    for k in range(FLOWS):
        depends += need[k] * needed(new[k], rest_mass[k] + lesser(1.0, new[k]), substitution)
    return depends


@leaf
def unmet_with(new, rest, need):
    """E1: unmet need of a receiver with the row `new` beside the rest (all K)."""
    unmet = 0.0
    for k in range(FLOWS):
        unmet += need[k] * larger(0.0, 1.0 - rest[k] - new[k])
    return unmet


@leaf
def met_with(new, rest, need, satiety):
    """E14: need met of a receiver with the row `new` beside the rest (all K)."""
    met = 0.0
    for k in range(FLOWS):
        met += part_met(rest[k] + new[k], need[k], satiety)
    return met


@leaf
def comes_back(dependence_change, pull, start, capacity, trade, p, back):
    """E1b: fill `back` (K), by which a supplier's row grows in a month since it depends more on the receiver.

    `pull`: exp of E1b's pull on its willingness as it stands; `start`, `capacity`: K.
    """
    factor = pull * reciprocity_factor(dependence_change, p)
    for k in range(FLOWS):
        back[k] = p.pace * (willing(start[k], factor) - willing(start[k], pull)) * capacity[k]
    back[ECONOMY] *= trade


@leaf
def lean(i, capped, mass, on_me, need, substitution, own):
    """E14: net leverage of all others over i, Σ_l max(0, D_il − D_li); fills `own` (N) with D_il (E2).

    `capped` (N,K): what i is offered, held to 1; `mass` (K): its sum; `on_me` (N): D_li; `need`: K.
    """
    leaned = 0.0
    for l in range(own.shape[0]):
        depends = 0.0
        if l != i:
            for k in range(FLOWS):
                depends += need[k] * needed(capped[l, k], mass[k], substitution)
            leaned += larger(0.0, depends - on_me[l])
        own[l] = depends
    return leaned


@leaf
def differs(new, offer):
    """Whether a row (K) has moved, beyond the last digits."""
    for k in range(FLOWS):
        if abs(new[k] - offer[k]) > 1e-13:
            return True
    return False


@leaf
def stand(i, offer, depends, capped, on_me):
    """Fill what i is offered, held to 1 (N,K), and what others need of it (N), as they stand."""
    for l in range(on_me.shape[0]):
        on_me[l] = depends[l, i]
        for k in range(FLOWS):
            capped[l, k] = lesser(1.0, offer[i, l, k])


@leaf
def count(j, a, worth, weights, met, leaned, calm, goal, terms):
    """Add what supply changes to four terms of i's value; `worth`: probability times how long it lasts."""
    terms[j, a, NEED] += worth * weights[NEED] * met
    terms[j, a, AUTONOMY] -= worth * weights[AUTONOMY] * leaned
    terms[j, a, QUIET] -= worth * weights[QUIET] * calm
    terms[j, a, GOAL] += worth * weights[GOAL] * goal


@leaf
def trade_with(receiver, supplier, sanctioner, before, after, new, offer, added, comply, p, rest, rest_mass, trade):
    """E1c: fill `trade` (N), what all offer a receiver in trade when a sanctioner's stock moves `before` to `after`.

    The supplier left out of `rest` and `rest_mass` (K), whose trade entries are filled too, offers `new` (K); backfill
    stands.
    """
    total, mass = 0.0, 0.0
    for l in range(trade.shape[0]):
        given = new[ECONOMY] if l == supplier else offer[receiver, l, ECONOMY]
        if l != receiver:
            part = withheld(receiver, l, sanctioner, comply, p)
            left = (1.0 - part * after) / (1.0 - part * before)
            given = (given - added[receiver, l]) * left + added[receiver, l]
        trade[l] = given
        if l != supplier:
            total += given
            mass += lesser(1.0, given)
    rest[ECONOMY], rest_mass[ECONOMY] = total, mass


@rule
def supply_terms(i, case, share, moves, actions, flow, capacity, willingness, start, pull, sanction, hold, harm, rung,
                 near, weights, lasts, lasts_sanction, satiety, p, goal, terms):  # fmt: skip
    """Class 2, willingness with the partner's return, and class 3, sanctions: first i's own, then the partner's.

    Moves NEED, AUTONOMY, GOAL (through the target's dependence and distress) and QUIET (through
    i's own dependence on states in crisis). `pull[i, j]`: exp of E1b's pull on j's willingness toward i.
    """
    gives, paid = moves.gives, moves.paid
    gain, cut, restore, payment, deployment, relief, embargo = (
        actions.gain, actions.cut, actions.restore, actions.payment, actions.deployment, actions.relief,
        actions.embargo,
    )  # fmt: skip
    offer, total, mass, need, unmet, depends, trade, added, comply = (
        flow.offer, flow.total, flow.mass, flow.need, flow.unmet, flow.dependence, flow.trade, flow.added, flow.comply
    )  # fmt: skip
    n, substitution, my_need = need.shape[0], p.substitution, need[i]
    given, taken, back, whole = np.empty(FLOWS), np.empty(FLOWS), np.empty(FLOWS), np.empty(FLOWS)
    rest, rest_mass, my_rest, my_mass = np.empty(FLOWS), np.empty(FLOWS), np.empty(FLOWS), np.empty(FLOWS)
    capped, on_me, own, traded = np.empty((n, FLOWS)), np.empty(n), np.empty(n), np.empty(n)
    stand(i, offer, depends, capped, on_me)
    leave_out(offer[i, i], total[i], mass[i], my_rest, my_mass)
    met_before = met_with(offer[i, i], my_rest, my_need, satiety)
    leaned_before = lean(i, capped, mass[i], on_me, my_need, substitution, own)
    calm_before = turmoil(i, rung, near, own)
    partner, own_act, payer, given_moved = -1, -1, -1, False
    needs_me, needs_me_then, lost, lost_then = 0.0, 0.0, 0.0, 0.0
    for c in range(case.shape[0]):
        j, a, b = case[c, TARGET], case[c, ACT], case[c, REPLY]
        mine, theirs = sanction[i, j], sanction[j, i]
        mine_now = sanctioned(mine, relief[a], embargo[a])
        theirs_now = sanctioned(theirs, relief[b], embargo[b]) if b >= 0 else theirs
        pays, gets = (b if b >= 0 and paid[b] == 1 else -1), (b if b >= 0 and gives[b] == 1 else -1)
        i_give, j_gives = gives[a] == 1 or pays >= 0, paid[a] == 1 or gets >= 0
        if not (i_give or j_gives or mine_now != mine or theirs_now != theirs):
            continue
        if j != partner:
            leave_out(offer[i, j], total[i], mass[i], my_rest, my_mass)
            stand(i, offer, depends, capped, on_me)
        if j != partner or a != own_act or pays != payer:  # what j is offered hangs on no other part of the answer
            partner, own_act, payer = j, a, pays
            leave_out(offer[j, i], total[j], mass[j], rest, rest_mass)
            needs_me, lost, given_moved = depends[j, i], unmet[j], False
            for k in range(FLOWS):
                given[k], back[k] = offer[j, i, k], 0.0
            if i_give:
                new_offers(a, pays, True, gain, cut, restore, payment, deployment, willingness[j, i], start[j, i],
                           capacity[j, i], trade[j, i], added[j, i], given)  # fmt: skip
                given_moved = differs(given, offer[j, i])
            if given_moved:
                needs_me = depends_on(given, rest_mass, need[j], substitution)
                lost = unmet_with(given, rest, need[j])
                comes_back(needs_me - depends[j, i], pull[i, j], start[i, j], capacity[i, j], trade[i, j], p, back)
            needs_me_then, lost_then = needs_me, lost
            if mine_now != mine:
                trade_with(j, i, i, mine, mine_now, given, offer, added, comply, p, rest, rest_mass, traded)
                given[ECONOMY] = traded[i]
                needs_me_then = depends_on(given, rest_mass, need[j], substitution)
                lost_then = unmet_with(given, rest, need[j])
        for k in range(FLOWS):
            taken[k], whole[k] = offer[i, j, k], mass[i, k]
            capped[j, k] = lesser(1.0, taken[k])
        on_me[j] = depends[j, i]
        if j_gives:
            new_offers(gets, a, False, gain, cut, restore, payment, deployment, willingness[i, j], start[i, j],
                       capacity[i, j], trade[i, j], added[i, j], taken)  # fmt: skip
        on_j, met, leaned, calm = depends[i, j], met_before, leaned_before, calm_before
        if given_moved or (j_gives and differs(taken, offer[i, j])):
            on_me[j] = needs_me
            for k in range(FLOWS):
                taken[k] += back[k]
                capped[j, k] = lesser(1.0, taken[k])
                whole[k] = my_mass[k] + capped[j, k]
            met = met_with(taken, my_rest, my_need, satiety)
            leaned = lean(i, capped, whole, on_me, my_need, substitution, own)
            calm = turmoil(i, rung, near, own) if calm_before > 0.0 else 0.0
            on_j = own[j]
            change = hold[i, j] * (needs_me - depends[j, i]) + harm[i, j] * (lost - unmet[j])
            count(
                j, a, share[c] * lasts, weights, met - met_before, lesser(1.0, leaned) - lesser(1.0, leaned_before),
                calm - calm_before, moved(goal, c, change), terms,
            )  # fmt: skip
        if mine_now != mine:
            leaned_now = leaned + larger(0.0, on_j - needs_me_then) - larger(0.0, on_j - on_me[j])
            change = hold[i, j] * (needs_me_then - needs_me) + harm[i, j] * (lost_then - lost)
            count(
                j, a, share[c] * lasts_sanction, weights, 0.0, lesser(1.0, leaned_now) - lesser(1.0, leaned), 0.0,
                moved(goal, c, change), terms,
            )  # fmt: skip
            on_me[j], leaned = needs_me_then, leaned_now
        if theirs_now != theirs:
            trade_with(i, j, j, theirs, theirs_now, taken, offer, added, comply, p, my_rest, my_mass, traded)
            taken[ECONOMY] = traded[j]
            for l in range(n):
                capped[l, ECONOMY] = lesser(1.0, traded[l])
            whole[ECONOMY] = my_mass[ECONOMY] + capped[j, ECONOMY]
            met_now = met_with(taken, my_rest, my_need, satiety)
            leaned_now = lean(i, capped, whole, on_me, my_need, substitution, own)
            calm_now = turmoil(i, rung, near, own) if calm_before > 0.0 else 0.0
            count(
                j, a, share[c] * lasts_sanction, weights, met_now - met, lesser(1.0, leaned_now) - lesser(1.0, leaned),
                calm_now - calm, 0.0, terms,
            )  # fmt: skip
            partner = -1
