"""Measures of a finished batch of runs (docs/odd.md, Observation): the registry of columns, for the run layer.

Interface for the run layer:

    labels = Labels(codes, conflicts, actions, postures, treaties, bonds)   # labels.py: what each position is called
    named = Named(clients=(("PRK", "RUS", "CHN"),),                  # what the scenario asks for by name
                  axes=(("axis", ("CHN", "RUS", "PRK")),), triples=(("CHN", "PRK", "RUS"),))
    extra = {"chinese_hold": "mean(dependence.M[PRK,CHN], last=12)"}  # own outcomes (expression.py)
    check_names(labels, named, extra)                        # ValueError with a did-you-mean
    measure(record, setting, params, labels, named, extra)   -> {column: (R,)}        one value a replication
    monthly(record, setting, params, labels, named, columns) -> {column: (R, T+1)}    the same measures by month
    codebook(labels, named, extra)                           -> {column: Column(unit, meaning)}, in the same order

`record` has a leading axis of R runs and T ≥ 1 months. Pairs and triples are named in the order of the alphabet.
Stocks are read at the end, acts and events summed over months 1 … T; a ratio is one of sums. What is not defined
is NaN and counts as missing: a share of nothing (duties honoured when none was invoked), the score of a triple
with an indeterminate tie, the month of what never came. Above `DETAIL` states only the essentials of
order N² are kept, above `measures.TRIADS` only the triples a scenario names. Need weights are those of the start.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.model import world
from sim.model.params import Params
from sim.model.world import KINDS, Array, Record, Setting

from . import measures as m
from .expression import check_expression, evaluate, first_month
from .labels import Column, Labels, Named, near
from .measures import Given, Rows
from .shares import MOST
from .triad import TYPES

YEAR = 12  # months over which a tilt is averaged
DETAIL = 12  # states up to which leverage is reported by kind and net
UNLIMITED = 10**6
NOTHING = Named()


class Measure(NamedTuple):
    """A family of columns: `name` and `meaning` are filled from each row of `over`.

    `values(record, given)` takes a record with any leading axes and returns (…, rows); `read` says how the months
    become one value: end, year (mean of the last twelve), total (acts and events summed first), ever, first.
    """

    name: str
    over: Callable[[Labels, Named], Rows]
    unit: str
    meaning: str
    values: Callable[[Record, Given], Array]
    read: str = "end"
    most: int = UNLIMITED


MEASURES: tuple[Measure, ...] = (
    Measure("tilt_{0}_{1}_{2}", m.tilt_rows, "alignment, −2 to 2",
            "tilt of {0} toward {1} over {2}, mean of the last 12 months", m.tilt, "year"),
    Measure("tilt_end_{0}_{1}_{2}", m.tilt_rows, "alignment, −2 to 2",
            "tilt of {0} toward {1} over {2} at the end", m.tilt),
    Measure("alignment_{0}_{1}", m.pair_rows, "alignment, −1 to 1",
            "warmth of the tie between {0} and {1} at the end (E7)", m.tie),
    Measure("leverage_{0}_{1}", m.ordered_rows, "share of need",
            "gross leverage of {0} over {1} at the end: what {1} would lose (E2, E3)", m.gross(None)),
    *(
        Measure(f"leverage_{kind}_{{0}}_{{1}}", m.ordered_rows, "share of need",
                f"part of leverage_{{0}}_{{1}} that rests on {word} (E2)", m.gross(k), most=DETAIL)
        for k, (kind, word) in enumerate(zip(KINDS, ("economy", "arms and technology", "political cover"), strict=True))
    ),
    Measure("net_leverage_{0}_{1}", m.pair_rows, "share of need",
            "leverage of {0} over {1} less that of {1} over {0} at the end (E3)", m.net, most=DETAIL),
    Measure("concentration_{0}", m.state_rows, "0 to 1",
            "sum of squared shares of {0}'s outside suppliers at the end; missing if none", m.supplier_concentration),
    Measure("client_share_{0}", m.client_rows, "share of need",
            "Shapley share of {0} in the worth of its outside supply at the end (E4b)", m.client_share),
    Measure("share_{0}_{1}", m.patron_rows, "share of need",
            "Shapley share of {0} in the worth of outside supply to {1} at the end (E4b)", m.patron_share),
    Measure("triad_{0}_{1}_{2}", m.triad_rows, "code",
            f"triangle of {{0}}, {{1}}, {{2}} at the end: {'; '.join(f'{i} {t}' for i, t in enumerate(TYPES))}",
            m.triad_type),
    Measure("role_{0}_in_{1}_{2}_{3}", m.role_rows, "score",
            "role of {0} in the triangle at the end: pivot 3, friend or partner 1, wing or foe −1, outcast −3; "
            "missing if a tie is indeterminate", m.role),
    Measure("cohesion_{0}", m.axis_rows, "alignment, −1 to 1",
            "mean alignment of the pairs of {0} at the end", m.cohesion),
    Measure("polarisation", m.world_rows, "0 to 1",
            "enmity across the least-energy divide at the end, by size; 0 = none gains by dividing", m.polarised),
    Measure("welfare_{0}", m.state_rows, "share of need",
            "need of {0} that is met at the end (E1)", m.by_state(m.welfare)),
    Measure("stability_{0}", m.state_rows, "0 to 1",
            "stability of the regime of {0} at the end (E12)", m.by_state(lambda record: record.stability)),
    Measure("threat_{0}", m.state_rows, "threat, sum",
            "sum of the threats {0} feels at the end (E5)", m.by_state(m.alarm)),
    Measure("credibility_{0}", m.state_rows, "0 to 1",
            "mean belief of the others that {0} keeps its word at the end (E8)", m.by_state(m.repute)),
    Measure("demands", m.world_rows, "count", "demands made (E10)", m.events(world.DEMANDED), "total"),
    Measure("demands_by_{0}", m.state_rows, "count", "demands made by {0}", m.events_by(world.DEMANDED), "total"),
    Measure("compellence", m.world_rows, "share",
            "demands yielded to, of those made; missing if none", m.ratio(world.YIELDED, world.DEMANDED), "total"),
    Measure("crises", m.world_rows, "count",
            "crises that reached rung 2, a threat of force", m.events(world.CRISIS), "total"),
    Measure("crises_force", m.world_rows, "count",
            "crises that reached rung 3, the use of force", m.events(world.STRUCK), "total"),
    Measure("wars", m.world_rows, "count", "crises that reached rung 4, war", m.events(world.INVADED), "total"),
    Measure("crises_by_{0}", m.state_rows, "count",
            "crises (rung 2 or more) that {0} opened", m.events_by(world.CRISIS), "total"),
    Measure("crises_force_by_{0}", m.state_rows, "count",
            "crises that {0} took to rung 3, the use of force", m.events_by(world.STRUCK), "total"),
    Measure("wars_by_{0}", m.state_rows, "count",
            "crises that {0} took to rung 4, war", m.events_by(world.INVADED), "total"),
    Measure("crises_{0}_{1}", m.pair_rows, "count",
            "crises (rung 2 or more) between {0} and {1}", m.events_between(world.CRISIS), "total"),
    Measure("wars_{0}_{1}", m.pair_rows, "count",
            "wars between {0} and {1}", m.events_between(world.INVADED), "total", DETAIL),
    Measure("invoked", m.world_rows, "count", "duties that became live (E9a)", m.invoked, "total"),
    Measure("honoured", m.world_rows, "share",
            "duties honoured, of those invoked; missing if none (E9b)", m.honoured, "total"),
    Measure("invoked_{0}", m.duty_rows, "count", "duties of {0} that became live", m.invoked_by_type, "total"),
    Measure("honoured_{0}", m.duty_rows, "share",
            "duties of {0} honoured, of those invoked; missing if none", m.honoured_by_type, "total"),
    Measure("entrapments", m.world_rows, "count",
            "states drawn by a duty into what their interest alone would not have joined (E9)",
            m.events(world.ENTRAPPED), "total"),
    Measure("entrapped_{0}", m.state_rows, "count", "entrapments of {0}", m.events_by(world.ENTRAPPED), "total"),
    Measure("entrapped_{0}_{1}", m.bond_rows, "count",
            "entrapments of {0} by what it owes {1} ({2})", m.events_under(world.ENTRAPPED), "total"),
    Measure("abandonments", m.world_rows, "count", "live duties left unmet (E9)", m.events(world.ABANDONED), "total"),
    Measure("abandoned_by_{0}", m.state_rows, "count",
            "live duties that {0} left unmet", m.events_by(world.ABANDONED), "total"),
    Measure("abandoned_{0}_{1}", m.bond_rows, "count",
            "live duties to {1} that {0} left unmet ({2})", m.events_under(world.ABANDONED), "total"),
    Measure("sanctions", m.world_rows, "count", "sanctions imposed", m.events(world.SANCTIONED), "total"),
    Measure("sanction_success", m.world_rows, "share",
            "sanctions that succeeded, of those imposed; missing if none (E1c)",
            m.ratio(world.SANCTION_SUCCESS, world.SANCTIONED), "total"),
    Measure("deployments_by_{0}", m.state_rows, "count",
            "deployments of troops by {0}", m.events_by(world.DEPLOYED), "total"),
    Measure("ceasefire_{0}", m.conflict_rows, "0 or 1",
            "1 if {0} came to a ceasefire by the end (E13)", m.ceasefire, "ever"),
    Measure("ceasefire_month_{0}", m.conflict_rows, "month",
            "month of the first ceasefire of {0}; missing if none came", m.ceasefire, "first"),
)  # fmt: skip


def measure(
    record: Record,
    setting: Setting,
    params: Params,
    labels: Labels,
    named: Named = NOTHING,
    extra: dict[str, str] | None = None,
) -> dict[str, Array]:
    """Every outcome of each run: column name → (R,), in the order of `codebook`; NaN where it is not defined.

    `extra` names own outcomes (expression.py). Raises ValueError for an expression that does not hold.
    """
    given = Given(setting.need, params.dependence.substitution, labels, named)
    months = Record(*(series[:, 1:] for series in record))
    year = Record(*(series[:, -YEAR:] for series in months))
    end = Record(*(series[:, -1] for series in record))
    total = end._replace(**{name: getattr(months, name).sum(axis=1) for name in ("tally", "invoked", "honoured")})
    read = {
        "end": lambda values: values(end, given),
        "year": lambda values: values(year, given).mean(axis=1),
        "total": lambda values: values(total, given),
        "ever": lambda values: values(months, given).any(axis=1),
        "first": lambda values: first_month(values(months, given)),
    }
    found: dict[str, Array] = {}
    for family in _reported(labels):
        names = _names(family, labels, named)
        if names:
            columns = np.ascontiguousarray(np.moveaxis(read[family.read](family.values), -1, 0), dtype=np.float64)
            found.update(zip(names, columns, strict=True))
    for name, text in (extra or {}).items():
        found[name] = evaluate(text, record, labels)
    return found


def monthly(
    record: Record, setting: Setting, params: Params, labels: Labels, named: Named, columns: list[str]
) -> dict[str, Array]:
    """The measures behind some columns in every month: column name → (R, T+1), index 0 the start.

    Acts and events are those of the month; a ceasefire is 1 while it holds. Raises ValueError for a name that has
    no monthly form (own outcomes, which reduce their own months, and the month of a first event).
    """
    given = Given(setting.need, params.dependence.substitution, labels, named)
    found: dict[str, Array] = {}
    for family in _reported(labels):
        names = _names(family, labels, named)
        wanted = [name for name in columns if name in names and family.read != "first"]
        if wanted:
            values = family.values(record, given)
            found.update({name: values[..., names.index(name)].astype(np.float64) for name in wanted})
    for name in columns:
        if name not in found:
            raise ValueError(f'"{name}" has no monthly form{near(name, codebook(labels, named))}')
    return {name: found[name] for name in columns}


def codebook(labels: Labels, named: Named = NOTHING, extra: dict[str, str] | None = None) -> dict[str, Column]:
    """Unit and meaning of every column of `measure`, in its order."""
    book: dict[str, Column] = {}
    for family in _reported(labels):
        for row in family.over(labels, named):
            book[family.name.format(*row)] = Column(family.unit, family.meaning.format(*row))
    for name, text in (extra or {}).items():
        book[name] = Column("as written", f"own outcome: {text}")
    return book


def check_names(labels: Labels, named: Named = NOTHING, extra: dict[str, str] | None = None) -> None:
    """Refuse clients, axes, triples and own outcomes that do not fit the labels.

    Raises ValueError: what is wrong and what may have been meant.
    """
    rows = [*((f"client {row[0]}", row) for row in named.clients), *((f"axis {name}", row) for name, row in named.axes)]
    for what, row in [*rows, *((f"triple {'-'.join(row)}", row) for row in named.triples)]:
        for code in row:
            if code not in labels.codes:
                raise ValueError(f'{what}: unknown state "{code}"{near(code, labels.codes)}')
        if len(set(row)) < len(row) or len(row) < 2:
            raise ValueError(f"{what}: name two or more states, each once")
    for (client,) in m.client_rows(labels, named):
        if sum(of == client for _, of in m.patron_rows(labels, named)) > MOST:
            raise ValueError(f"client {client}: at most {MOST} patrons can be named")
    taken = codebook(labels, named)
    for name, text in (extra or {}).items():
        if not name.isidentifier():
            raise ValueError(f'own outcome "{name}": use letters, digits and _ for a name, and no digit first')
        if name in taken:
            raise ValueError(f"own outcome {name}: the name is taken ({taken[name].meaning})")
        try:
            check_expression(text, labels)
        except ValueError as error:
            raise ValueError(f"own outcome {name}: {error}") from None


def _reported(labels: Labels) -> list[Measure]:
    return [family for family in MEASURES if len(labels.codes) <= family.most]


def _names(family: Measure, labels: Labels, named: Named) -> list[str]:
    return [family.name.format(*row) for row in family.over(labels, named)]
