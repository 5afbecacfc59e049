"""Who gains from a tie of supply: Shapley shares of a client and its patrons, and concentration.

E4b (docs/odd.md). A client and a set S of its suppliers are worth, kind by kind,
v(S) = x − ς·max(0, x − 1), x = own production + Σ_S m (Shapley 1953); without the client, nothing.
The last supplier's marginal contribution is E2's dependence before weighting. For two suppliers a, b ≤ 1 and
no own production this is the closed form a/2 − e/3, b/2 − e/3 and (a+b)/2 − e/3 for the client,
with e = ς·max(0, a + b − 1).

Leaves out bargaining power beyond the order of arrival, and cartels of suppliers.
"""

from functools import cache
from math import factorial

import numpy as np

from sim.model.world import Array

MOST = 6  # suppliers whose 64 coalitions are enumerated; E4b of more is dominated by the largest


@cache
def _coalitions(suppliers: int) -> tuple[Array, Array]:
    """Members of every coalition (2^n, n), and each coalition's weight in each share (2^n, n+1), client first."""
    n = suppliers
    member = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    size = member.sum(axis=1)
    # a supplier gains when the client and the s others came before it: (s+1)!(n−s−1)!/(n+1)!
    after = np.array([factorial(s + 1) * factorial(n - s - 1) / factorial(n + 1) for s in range(n)] + [0.0])
    supplier = np.where(member == 1, after[size - 1][:, None], -after[size][:, None])
    client = np.array([factorial(s) * factorial(n - s) / factorial(n + 1) for s in range(n + 1)])[size]
    return member.astype(float), np.column_stack([client, supplier])


def shapley_shares(offers: Array, own: Array, substitution: float) -> Array:
    """Shapley shares of one client and its suppliers in the worth of outside supply (E4b).

    `offers` (…, n): each supplier's offer, 0–1 of the client's need, n ≤ 6; `own` (…): the client's own
    production, 0–1; `substitution` ς, 0–1. Returns (…, n+1), client first, in units of need; the shares
    sum to v(all) − v(none).
    """
    assert offers.shape[-1] <= MOST, "at most six suppliers are enumerated"
    member, weight = _coalitions(offers.shape[-1])
    own = np.asarray(own)[..., None]
    total = own + offers @ member.T
    worth = total - substitution * np.maximum(0.0, total - 1.0)
    return (worth - (own - substitution * np.maximum(0.0, own - 1.0))) @ weight


def patron_shares(offer: Array, need: Array, substitution: float, client: int, patrons: tuple[int, ...]) -> Array:
    """Shares of a client and its named patrons, over all kinds of flow (E4b).

    `offer` (…, N, N, K): effective offers capped at 1, the diagonal own production; `need` (N, K): weights, rows
    sum to 1. Returns (…, 1 + patrons), client first, in units of need. Suppliers beyond six are left out, the
    smallest of each kind first, never a named patron.
    """
    mine = offer[..., client, :, :]  # …, N, K
    others = [j for j in range(offer.shape[-2]) if j != client and j not in patrons]
    rest = np.sort(mine[..., others, :], axis=-2)[..., ::-1, :][..., : MOST - len(patrons), :]
    suppliers = np.concatenate([mine[..., list(patrons), :], rest], axis=-2)
    by_kind = shapley_shares(np.swapaxes(suppliers, -1, -2), mine[..., client, :], substitution)  # …, K, n+1
    return np.einsum("k,...kn->...n", need[client], by_kind[..., : 1 + len(patrons)])


def concentration(offer: Array, need: Array) -> Array:
    """Concentration of each state's outside supply: sum of squared supplier shares (Hirschman 1945; Herfindahl).

    Axes as in `patron_shares`; returns (…, N), from 1/suppliers to 1, NaN where nothing comes from outside.
    """
    n = offer.shape[-2]
    supply = np.einsum("...ijk,ik->...ij", offer, need) * (1.0 - np.eye(n))
    total = supply.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, (supply**2).sum(axis=-1) / total**2, np.nan)
