"""Who needs whom: offers, sanctions, dependence and leverage (Emerson 1962; Hirschman 1945; Keohane & Nye 1977).

A state lives on its own product and on what others offer it, in three kinds of flow. What it
would lose if a supplier withdrew is its dependence; the difference of two dependences is
leverage. Axes: `x[i, j]` is what supplier j gives receiver i, in units of i's need a month.
Left out: prices, stocks, and goods passed on through third states other than backfill.
"""

import math

import numpy as np

from .arrays import total as sum_of
from .compiled import leaf, rule
from .logistic import clip, larger, lesser, logistic
from .world import ECONOMY, POLITICAL


@rule
def offers(capacity, willingness, barrier, present):
    """E1: o = psi·Cap, before sanctions; tariffs take their share of trade. Shape N,N,K."""
    n, _, kinds = capacity.shape
    offer = np.empty((n, n, kinds))
    for i in range(n):
        for j in range(n):
            here = 1.0 if i == j else present[i] * present[j]
            for k in range(kinds):
                offer[i, j, k] = here * capacity[i, j, k] * willingness[i, j, k]
            if i != j:
                offer[i, j, ECONOMY] *= 1.0 - barrier[i, j]
    return offer


@rule
def political_cover(offer):
    """E1c: cov_i = 1 − Π_j (1 − o^P_ij): how far others shield i from a common sanction. Shape N, 0–1."""
    n = offer.shape[0]
    cover = np.empty(n)
    for i in range(n):
        bare = 1.0
        for j in range(n):
            if j != i:
                bare *= 1.0 - lesser(1.0, offer[i, j, POLITICAL])
        cover[i] = 1.0 - bare
    return cover


@leaf
def compliance_with_sanction(warmth, rapport, exposure, enforcement, common_duty, resistance, p):
    """E1c: y, the part of a sanction that a third supplier carries out, 0–1.

    `warmth`: its tie with the sanctioner; `rapport`: with the target; `exposure`: its weighted
    supply from the sanctioner; `common_duty`: z·(1 − cover) of a sanctions duty it owes;
    `resistance`: honour of its duty to resist, 0 if none. `p`: params.Dependence.
    """
    y = p.compliance_base + p.compliance_warmth * warmth - p.compliance_rapport * rapport
    y += enforcement * lesser(1.0, p.secondary * exposure) + common_duty
    return clip(y, 0.0, 1.0) * (1.0 - resistance)


@leaf
def withheld(target, supplier, sanctioner, comply, p):
    """E1c: share of its trade that a supplier withdraws at a stock of 1: its own embargo, or the bite × compliance.

    `comply[i, j, s]`: supplier j's compliance with s's sanction on i.
    """
    return p.embargo if supplier == sanctioner else p.bite * comply[target, supplier, sanctioner]


@rule
def standing_share(i, j, sanction, comply, p):
    """E1c: share of supplier j's trade offer to i that stands under everybody's sanctions on i (see withheld)."""
    share = 1.0
    for s in range(sanction.shape[0]):
        if s != i and sanction[s, i] > 0.0:
            share *= 1.0 - withheld(i, j, s, comply, p) * sanction[s, i]
    return share


@rule
def backfill(withdrawn, resistance, spare):
    """E1c: what resisters put in place of withdrawn trade: honour × withdrawn, up to spare capacity.

    `withdrawn`: units of the target's need; `resistance`, `spare`: N. Together they replace no
    more than was withdrawn, in whatever order they stand.
    """
    crowd = larger(1.0, sum_of(resistance))
    filled = np.empty_like(resistance)
    for j in range(resistance.shape[0]):
        filled[j] = lesser(resistance[j] / crowd * withdrawn, larger(spare[j], 0.0))
    return filled


@rule
def supplied(offer, need):
    """E1: totals Σ_l o_il (N,K), unmet need (N) and weighted supply Σ_k ω·o/max(1, Σo) (N,N)."""
    n, kinds = need.shape
    total = np.zeros((n, kinds))
    for i in range(n):
        for l in range(n):
            for k in range(kinds):
                total[i, k] += offer[i, l, k]
    unmet = np.zeros(n)
    supply = np.zeros((n, n))
    for i in range(n):
        for k in range(kinds):
            unmet[i] += need[i, k] * larger(0.0, 1.0 - total[i, k])
            weight = need[i, k] / larger(1.0, total[i, k])
            for j in range(n):
                supply[i, j] += weight * offer[i, j, k]
    return total, unmet, supply


@rule
def masses(offer):
    """Σ_l min(1, o_il): what all suppliers together could hold over i; beyond 1 some can be done without. Shape N,K."""
    n, kinds = offer.shape[0], offer.shape[2]
    mass = np.zeros((n, kinds))
    for i in range(n):
        for l in range(n):
            for k in range(kinds):
                mass[i, k] += lesser(1.0, offer[i, l, k])
    return mass


@leaf
def needed(offered, mass, substitution):
    """E2 for one flow: m − ς·min(m, max(0, mass − 1)), m = min(1, o): what is lost when this supplier leaves.

    `mass`: Σ_l min(1, o_l) of all suppliers. At ς = 1 the exact loss; at ς = 0 a second patron
    costs the first nothing; constant in others' offers while these sum to less than 1.
    """
    own = lesser(1.0, offered)
    return own - substitution * lesser(own, larger(0.0, mass - 1.0))


@rule
def dependence(offer, mass, need, substitution):
    """E2: D_ij by kind (N,N,K, weighted) and in all (N,N); 0 on the diagonal. `mass`: see masses."""
    n, kinds = need.shape
    by_kind = np.zeros((n, n, kinds))
    whole = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i != j:
                for k in range(kinds):
                    by_kind[i, j, k] = need[i, k] * needed(offer[i, j, k], mass[i, k], substitution)
                    whole[i, j] += by_kind[i, j, k]
    return by_kind, whole


@rule
def willingness_pull(dependence_change, alignment_change, pariah, liability, p):
    """E1b: logit by which a supplier's willingness departs from its start.

    `dependence_change`: the supplier's on the receiver; `pariah`: max_l thaw_jl⁺·max(0, −A_il);
    `liability`: k3 of the supplier (a scenario value).
    """
    return p.reciprocity * dependence_change + p.warmth * alignment_change - liability * pariah


@leaf
def willing(start, factor):
    """E1b: psi* = Λ(logit psi0 + pull), with `factor` = exp(pull); 0 stays 0."""
    odds = start * factor
    return odds / (1.0 - start + odds)


@rule
def pariah(i, j, thaw, alignment):
    """E1b: how far receiver i is a foe of those with whom supplier j thaws, 0–1 (M10)."""
    worst = 0.0
    for l in range(thaw.shape[0]):
        if l != i and l != j:
            worst = larger(worst, larger(0.0, thaw[j, l]) * larger(0.0, -alignment[i, l]))
    return worst


@leaf
def credible_exit(own_stake, dependence_on_client, spill, client_stability, rationality):
    """E4: κ, the belief that a patron would really withdraw, 0–1: low where that hurts itself."""
    spilt = spill * (1.0 + 2.0 * larger(0.0, 0.5 - client_stability))
    return logistic(rationality * (own_stake - dependence_on_client - spilt))


@leaf
def yields(exit_credibility, dependence_of_client, client_stake, resolve, rationality):
    """E4 (E10 with f = 0): Pr(client yields) = Λ(λ[κ·D − v − RC]). Dependence need not bring compliance."""
    return logistic(rationality * (exit_credibility * dependence_of_client - client_stake - resolve))


@leaf
def reciprocity_factor(dependence_change, p):
    """exp of the part of E1b's pull that a change in the supplier's dependence makes."""
    return math.exp(p.reciprocity * dependence_change)
