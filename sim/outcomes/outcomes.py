"""Measures of a finished batch of runs (docs/odd.md, Observation), for the run layer.

Interface for the run layer:

    labels = Labels(codes, conflicts, actions, postures, treaties, bonds)   # labels.py: what each position is called
    named = Named(clients=(("PRK", "RUS", "CHN"),),                  # what the scenario asks for by name
                  axes=(("axis", ("CHN", "RUS", "PRK")),), triples=(("CHN", "PRK", "RUS"),))
    extra = {"chinese_hold": "mean(dependence.M[PRK,CHN], last=12)"}  # own outcomes (expression.py)
    check_names(labels, named, extra)                        # ValueError with a did-you-mean
    measure(record, setting, params, labels, named, extra)   -> {column: (R,)}        one value a replication
    monthly(record, setting, params, labels, named, columns) -> {column: (R, T+1)}    the same measures by month
    codebook(labels, named, extra)                           -> {column: Column}      unit, meaning, in the same order

`record` has a leading axis of R runs and T ≥ 1 months. Pairs and triples are named in the order of the alphabet.
Stocks are read at the end, acts and events summed over months 1 … T; a ratio is one of sums. What is not defined
is NaN and counts as missing: a share of nothing (duties honoured when none was invoked), the score of a triple
with an indeterminate tie, the month of what never came. Above `families.DETAIL` states only the essentials of
order N² are kept, above `measures.TRIADS` only the triples a scenario names. Need weights are those of the start.
"""

import numpy as np

from sim.model.params import Params
from sim.model.world import Array, Record, Setting

from . import measures as m
from .expression import check_expression, evaluate
from .families import MEASURES, Measure
from .labels import Column, Labels, Named, near
from .measures import Given
from .shares import MOST
from .vocabulary import first_month

YEAR = 12  # months over which a tilt is averaged
NOTHING = Named()


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
            book[family.name.format(*row)] = Column(family.unit, family.meaning.format(*row), family.equation)
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
