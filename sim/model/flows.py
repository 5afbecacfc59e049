"""The month's flows between all states: offers under sanctions, supply, need and dependence (E1–E2 assembled)."""

from typing import NamedTuple

import numpy as np

from .arrays import Cube, Matrix, Vector, put, total, twin
from .compiled import rule
from .conflict import military_need
from .dependence import (
    backfill,
    compliance_with_sanction,
    dependence,
    masses,
    offers,
    political_cover,
    standing_share,
    supplied,
)  # fmt: skip
from .held import by_reference
from .logistic import larger
from .obligations import help_benefit, honours, word
from .world import ECONOMY, MILITARY


class Flows(NamedTuple):
    """What moves between states in a month, by receiver and supplier."""

    need: Matrix  # N,K: weights now, rows sum to 1
    comply: Cube  # N,N,N: [i, j, s] part of s's sanction on i that supplier j carries out
    trade: Matrix  # N,N: share of j's trade offer to i left by tariffs and sanctions
    added: Matrix  # N,N: backfilled trade, beyond the offer
    offer: Cube  # N,N,K: effective
    total: Matrix  # N,K
    mass: Matrix  # N,K: Σ min(1, o)
    unmet: Vector  # N
    supply: Matrix  # N,N: weighted
    by_kind: Cube  # N,N,K
    dependence: Matrix  # N,N


FlowsRef = by_reference(Flows)


@rule
def needs(base, attacker, defender, intensity, start):
    """E13: need weights with each belligerent's need for arms following its war; rows sum to 1 (N,K)."""
    need = twin(base)
    for c in range(attacker.shape[0]):
        for side in (attacker[c], defender[c]):
            need[side, MILITARY] = military_need(need[side, MILITARY], intensity[c], start[c])
            weight = 0.0
            for k in range(need.shape[1]):
                weight += need[side, k]
            for k in range(need.shape[1]):
                need[side, k] /= weight
    return need


@rule
def capacity_with_troops(capacity, deployed):
    """Capacity with what deployed troops add to military supply (N,N,K)."""
    full = twin(capacity)
    n = full.shape[0]
    for i in range(n):
        for j in range(n):
            full[i, j, MILITARY] += deployed[i, j]
    return full


@rule
def resistance_honour(bound, alignment, raw_supply, p, rationality):
    """E1c: honour of duties to resist sanctions on i, by (i, promisor); N,N, 0 without a duty."""
    n = bound.shape[0]
    honour = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if bound[i, j] > 0.0:
                benefit = help_benefit(alignment[j, i], raw_supply[j, i], p)
                honour[i, j] = honours(benefit, p.resistance, word(bound[i, j], 0.0, 0.0, 0.0, p), rationality)
    return honour


@rule
def compliances(raw_supply, cover, alignment, enforcement, common_duty, resistance, p):
    """E1c: y for every (target, supplier, sanctioner); N,N,N. Exposure is supply before sanctions."""
    n = cover.shape[0]
    comply = np.zeros((n, n, n))
    for i in range(n):
        for j in range(n):
            if j != i:
                duty = common_duty[i, j] * (1.0 - cover[i])
                for s in range(n):
                    if s != i and s != j:
                        comply[i, j, s] = compliance_with_sanction(
                            alignment[j, s], alignment[j, i], raw_supply[j, s], enforcement[s], duty,
                            resistance[i, j], p,
                        )  # fmt: skip
    return comply


@rule
def under_sanctions(raw, capacity, sanction, comply, resistance, power, barrier, p):
    """E1c: effective offers, the share of trade left and the backfill; the resister pays from its own product."""
    n = sanction.shape[0]
    offer = twin(raw)
    trade, added, spare = np.empty((n, n)), np.zeros((n, n)), np.empty(n)
    for i in range(n):
        for j in range(n):
            trade[i, j] = 1.0 - barrier[i, j]
    for i in range(n):
        withdrawn = 0.0
        for j in range(n):
            if j != i:
                share = standing_share(i, j, sanction, comply, p)
                if share < 1.0:
                    trade[i, j] *= share
                    offer[i, j, ECONOMY] *= share
                    withdrawn += raw[i, j, ECONOMY] - offer[i, j, ECONOMY]
        if withdrawn > 0.0 and total(resistance[i]) > 0.0:
            for j in range(n):
                spare[j] = capacity[i, j, ECONOMY] - offer[i, j, ECONOMY]
            put(added[i], backfill(withdrawn, resistance[i], spare))
    for i in range(n):
        for j in range(n):
            if added[i, j] > 0.0:
                offer[i, j, ECONOMY] += added[i, j]
                scale = min(1.0, power[i] / power[j])  # a unit of a small state's need is little to a large one
                offer[j, j, ECONOMY] = max(0.0, offer[j, j, ECONOMY] - p.backfill_cost * scale * added[i, j])
    return offer, trade, added


@rule
def flows(need, capacity, willingness, barrier, present, sanction, alignment, enforcement, power,
          common_duty, resist_duty, p, p_obligation, rationality):  # fmt: skip
    """E1, E1c, E2 for every pair at given willingness; returns Flows."""
    raw = offers(capacity, willingness, barrier, present)
    _, _, raw_supply = supplied(raw, need)
    resistance = resistance_honour(resist_duty, alignment, raw_supply, p_obligation, rationality)
    comply = compliances(raw_supply, political_cover(raw), alignment, enforcement, common_duty, resistance, p)
    offer, trade, added = under_sanctions(raw, capacity, sanction, comply, resistance, power, barrier, p)
    amount, unmet, supply = supplied(offer, need)
    mass = masses(offer)
    by_kind, whole = dependence(offer, mass, need, p.substitution)
    return FlowsRef(need, comply, trade, added, offer, amount, mass, unmet, supply, by_kind, whole)


@rule
def military_supply(flow):
    """E1: S^M = o/max(1, Σo), military supply by receiver and donor (N,N)."""
    offer, total_offered = flow.offer, flow.total
    n = offer.shape[0]
    supply = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            supply[i, j] = offer[i, j, MILITARY] / larger(1.0, total_offered[i, MILITARY])
    return supply
