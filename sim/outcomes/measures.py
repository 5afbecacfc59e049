"""The measures of a run (docs/odd.md, Observation): one short function each; outcomes.py names and explains them.

A function takes a record with any leading axes, so that the same text serves the end of a run, the sums of a
run and every month of it. Rows (`over`) are tuples of names; pairs and triples follow the alphabet, whatever the
order of the states.
"""

from collections.abc import Callable
from itertools import combinations, permutations
from typing import NamedTuple

import numpy as np

from sim.model.world import CALLED_UPON, CEASEFIRE, Array, Record

from .labels import Labels, Named
from .landscape import polarisation
from .shares import concentration, patron_shares
from .triad import role_scores, tie_signs, triangle_types

TRIADS = 8  # states up to which every triple is reported

Rows = list[tuple[str, ...]]


class Given(NamedTuple):
    """What a measure may look at beside the record."""

    need: Array  # N,K
    substitution: float
    labels: Labels
    named: Named

    def places(self, rows: Rows) -> tuple[Array, ...]:
        """Positions of the states in rows of codes, one array for each column of the rows."""
        position = {code: i for i, code in enumerate(self.labels.codes)}
        return tuple(np.array([[position[code] for code in row] for row in rows], dtype=int).T)


# ---- over what a measure is taken


def world_rows(labels: Labels, named: Named) -> Rows:
    """The whole world: one row without a name."""
    return [()]


def state_rows(labels: Labels, named: Named) -> Rows:
    """Each state."""
    return [(code,) for code in sorted(labels.codes)]


def pair_rows(labels: Labels, named: Named) -> Rows:
    """Each pair of states once."""
    return list(combinations(sorted(labels.codes), 2))


def ordered_rows(labels: Labels, named: Named) -> Rows:
    """Each pair of states in both orders."""
    return list(permutations(sorted(labels.codes), 2))


def client_rows(labels: Labels, named: Named) -> Rows:
    """Each named client once."""
    return list(dict.fromkeys((client,) for client, _, _ in named.clients))


def patron_rows(labels: Labels, named: Named) -> Rows:
    """Each named patron with its client."""
    return list(dict.fromkeys((patron, row[0]) for row in named.clients for patron in row[1:]))


def tilt_rows(labels: Labels, named: Named) -> Rows:
    """Each named client with its two patrons."""
    return list(named.clients)


def triad_rows(labels: Labels, named: Named) -> Rows:
    """Every three states, or the named triples in a large world."""
    if len(labels.codes) > TRIADS:
        return named_triad_rows(labels, named)
    return list(combinations(sorted(labels.codes), 3))


def named_triad_rows(labels: Labels, named: Named) -> Rows:
    """Each named triple once."""
    return list(dict.fromkeys(tuple(sorted(triple)) for triple in named.triples))


def role_rows(labels: Labels, named: Named) -> Rows:
    """Each member of every three states, or of each named triple in a large world."""
    return [(member, *triple) for triple in triad_rows(labels, named) for member in triple]


def bond_rows(labels: Labels, named: Named) -> Rows:
    """Each promisor with the beneficiary of its treaties, and these."""
    return sorted(labels.bonds)


def duty_rows(labels: Labels, named: Named) -> Rows:
    """Each type of duty."""
    return [(duty.replace("-", ""),) for duty in CALLED_UPON]


def axis_rows(labels: Labels, named: Named) -> Rows:
    """Each named axis."""
    return [(name,) for name, _ in named.axes]


def conflict_rows(labels: Labels, named: Named) -> Rows:
    """Each standing conflict."""
    return [(name,) for name in labels.conflicts]


# ---- the measures


def tilt(record: Record, given: Given) -> Array:
    """A_client,first − A_client,second, −2 to 2."""
    client, one, two = given.places(tilt_rows(given.labels, given.named))
    return record.alignment[..., client, one] - record.alignment[..., client, two]


def tie(record: Record, given: Given) -> Array:
    """Alignment of each pair (E7)."""
    one, two = given.places(pair_rows(given.labels, given.named))
    return record.alignment[..., one, two]


def gross(kind: int | None) -> Callable[[Record, Given], Array]:
    """Gross leverage of i over j, D_ji (E3), of one kind of flow or in all."""

    def values(record: Record, given: Given) -> Array:
        patron, client = given.places(ordered_rows(given.labels, given.named))
        held = record.dependence[..., client, patron, :]
        return held.sum(axis=-1) if kind is None else held[..., kind]

    return values


def net(record: Record, given: Given) -> Array:
    """Net leverage D_ji − D_ij of the first of each pair (E3)."""
    one, two = given.places(pair_rows(given.labels, given.named))
    return (record.dependence[..., two, one, :] - record.dependence[..., one, two, :]).sum(axis=-1)


def supplier_concentration(record: Record, given: Given) -> Array:
    """Concentration of each state's outside supply (shares.py)."""
    (state,) = given.places(state_rows(given.labels, given.named))
    return concentration(record.offer, given.need)[..., state]


def _game(record: Record, given: Given, client: str) -> dict[str, Array]:
    """Shares of a client and all the patrons it is named with, by code."""
    players = [client, *(patron for patron, of in patron_rows(given.labels, given.named) if of == client)]
    at = [given.labels.codes.index(code) for code in players]
    shares = patron_shares(record.offer, given.need, given.substitution, at[0], tuple(at[1:]))
    return dict(zip(players, np.moveaxis(shares, -1, 0), strict=True))


def client_share(record: Record, given: Given) -> Array:
    """Shapley share of each named client (E4b)."""
    return _stacked(record, [_game(record, given, c)[c] for (c,) in client_rows(given.labels, given.named)])


def patron_share(record: Record, given: Given) -> Array:
    """Shapley share of each named patron in each client's supply (E4b)."""
    games = {client: _game(record, given, client) for (client,) in client_rows(given.labels, given.named)}
    return _stacked(record, [games[client][patron] for patron, client in patron_rows(given.labels, given.named)])


def triad_type(record: Record, given: Given) -> Array:
    """Index into `triad.TYPES` of each triple."""
    return triangle_types(_signs(record, given, triad_rows(given.labels, given.named)))


def role(record: Record, given: Given) -> Array:
    """Role score of each member of each triple."""
    scores = role_scores(_signs(record, given, triad_rows(given.labels, given.named)))
    return scores.reshape(*scores.shape[:-2], -1)


def _signs(record: Record, given: Given, rows: Rows) -> Array:
    return tie_signs(record.alignment, np.stack(given.places(rows), axis=-1))


def events(event: int) -> Callable[[Record, Given], Array]:
    """How often something happened in the whole world."""
    return lambda record, given: record.tally[..., event].sum(axis=(-1, -2))[..., None]


def events_by(event: int) -> Callable[[Record, Given], Array]:
    """How often each state did it, to whomever."""

    def values(record: Record, given: Given) -> Array:
        (state,) = given.places(state_rows(given.labels, given.named))
        return record.tally[..., event].sum(axis=-1)[..., state]

    return values


def events_between(event: int) -> Callable[[Record, Given], Array]:
    """How often it happened in each pair, whoever did it."""

    def values(record: Record, given: Given) -> Array:
        one, two = given.places(pair_rows(given.labels, given.named))
        return record.tally[..., one, two, event] + record.tally[..., two, one, event]

    return values


def events_under(event: int) -> Callable[[Record, Given], Array]:
    """How often it happened to each promisor for each beneficiary of its treaties."""

    def values(record: Record, given: Given) -> Array:
        one, two = given.places([row[:2] for row in bond_rows(given.labels, given.named)])
        return record.tally[..., one, two, event]

    return values


def ratio(part: int, whole: int) -> Callable[[Record, Given], Array]:
    """Share of the one among the other in the whole world, NaN where there was none."""
    return lambda record, given: _share(events(part)(record, given), events(whole)(record, given))


def invoked(record: Record, given: Given) -> Array:
    """Duties that became live, of all types."""
    return record.invoked.sum(axis=-1)[..., None]


def honoured(record: Record, given: Given) -> Array:
    """Share of these that was honoured."""
    return _share(record.honoured.sum(axis=-1), record.invoked.sum(axis=-1))[..., None]


def invoked_by_type(record: Record, given: Given) -> Array:
    """Duties that became live, by type."""
    return record.invoked[..., : len(CALLED_UPON)]


def honoured_by_type(record: Record, given: Given) -> Array:
    """Share of these that was honoured."""
    return _share(record.honoured, record.invoked)[..., : len(CALLED_UPON)]


def polarised(record: Record, given: Given) -> Array:
    """Polarisation by power and alignment (landscape.py)."""
    return polarisation(record.power, record.alignment)[..., None]


def ceasefire(record: Record, given: Given) -> Array:
    """Whether each conflict is at a ceasefire."""
    return record.phase == CEASEFIRE


def cohesion(record: Record, given: Given) -> Array:
    """Mean alignment of the pairs of each named axis."""
    ties = []
    for _, members in given.named.axes:
        one, two = given.places(pair_rows(Labels(members), given.named))
        ties.append(record.alignment[..., one, two].mean(axis=-1))
    return _stacked(record, ties)


def by_state(series: Callable[[Record], Array]) -> Callable[[Record, Given], Array]:
    """A series of states, in the order of the rows."""

    def values(record: Record, given: Given) -> Array:
        (state,) = given.places(state_rows(given.labels, given.named))
        return series(record)[..., state]

    return values


def welfare(record: Record) -> Array:
    """Need met (E1)."""
    return 1.0 - record.unmet


def repute(record: Record) -> Array:
    """Mean over the other states of their belief in each (E8)."""
    n = record.credibility.shape[-1]
    return (record.credibility.sum(axis=-2) - np.diagonal(record.credibility, axis1=-2, axis2=-1)) / (n - 1)


def alarm(record: Record) -> Array:
    """Sum of the threats each state feels from the others (E5)."""
    return record.threat.sum(axis=-1) - np.diagonal(record.threat, axis1=-2, axis2=-1)


def _share(part: Array, whole: Array) -> Array:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)


def _stacked(record: Record, columns: list[Array]) -> Array:
    return np.stack(columns, axis=-1) if columns else np.zeros((*record.posture.shape, 0))
