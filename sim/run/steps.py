"""The series of runs as tables: a row for each replication, month and ordered pair of states, and one for each month.

The state columns of a pair's row are those of `actor`; `[actor, partner]` reads as in the rules: actor's X
of, on or toward partner. Month 0 is the start.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pyarrow as pa

from sim.model.world import KINDS, Array, Record
from sim.outcomes import vocabulary
from sim.outcomes.labels import Column, Labels
from sim.outcomes.vocabulary import EVENTS, KINDS_IN_WORDS, PARTS, SERIES

PAIR, FLOW, STATE = (
    [name for name, series in SERIES.items() if series.axes == axes and name != "act"]
    for axes in (vocabulary.PAIR, vocabulary.FLOW, vocabulary.STATE)
)
OWN = {f"own_{kind}": k for k, kind in enumerate(KINDS)}  # the diagonal of what is offered
TALLIES = [f"tally_{name}" for name in EVENTS]
DUTIES = PARTS["duty"]  # as expressions and outcomes write them


def pair_table(record: Record, labels: Labels, first: int) -> pa.Table:
    """Rows (replication, month, actor, partner), actor ≠ partner, in that order.

    `record` has a leading axis of runs, the first of which is replication `first`.
    """
    runs, months, n, _ = record.alignment.shape
    one, two = np.nonzero(~np.eye(n, dtype=bool))
    pairs = len(one)
    columns: dict[str, pa.Array | Array] = {
        "replication": np.repeat(np.arange(first, first + runs), months * pairs),
        "month": np.tile(np.repeat(np.arange(months, dtype=np.int32), pairs), runs),
        "actor": _named(np.tile(one, runs * months), labels.codes),
        "partner": _named(np.tile(two, runs * months), labels.codes),
    }
    for name in PAIR:
        columns[name] = getattr(record, name)[:, :, one, two].ravel()
    for name in FLOW:
        for k, kind in enumerate(KINDS):
            columns[f"{name}_{kind}"] = getattr(record, name)[:, :, one, two, k].ravel()
    columns["act"] = _named(record.act[:, :, one, two].ravel().astype(np.int64), labels.actions)
    for k, name in enumerate(TALLIES):
        columns[name] = record.tally[:, :, one, two, k].ravel().astype(np.int16)
    for name in STATE:
        columns[f"actor_{name}"] = getattr(record, name)[:, :, one].ravel()
    for name, k in OWN.items():
        columns[f"actor_{name}"] = record.offer[:, :, one, one, k].ravel()
    return pa.table(columns)


def month_table(record: Record, labels: Labels, first: int) -> pa.Table:
    """Rows (replication, month): the posture, each conflict, each treaty's duties, and the duties live and honoured."""
    runs, months = record.posture.shape
    columns: dict[str, pa.Array | Array] = {
        "replication": np.repeat(np.arange(first, first + runs), months),
        "month": np.tile(np.arange(months, dtype=np.int32), runs),
        "posture": _named(record.posture.ravel().astype(np.int64), labels.postures),
    }
    for c, name in enumerate(labels.conflicts):
        columns[f"intensity_{name}"] = record.intensity[:, :, c].ravel()
        columns[f"ceasefire_{name}"] = record.phase[:, :, c].ravel().astype(np.int8)
    for m, name in enumerate(status_columns(labels)):
        columns[name] = record.status[:, :, m].ravel().astype(np.int8)
    for d, name in enumerate(DUTIES):
        columns[f"invoked_{name}"] = record.invoked[:, :, d].ravel().astype(np.int16)
        columns[f"honoured_{name}"] = record.honoured[:, :, d].ravel().astype(np.int16)
    return pa.table(columns)


def pair_codebook(labels: Labels) -> dict[str, Column]:
    """Unit and meaning of every column of `pair_table`."""
    book = {
        "replication": Column("number", "the run; equal numbers met the same luck"),
        "month": Column("month", "0 is the start, t the end of month t"),
        "actor": Column("state code", "the state whose series these are"),
        "partner": Column("state code", "the state they are of, on or toward"),
        **{name: _column(name) for name in PAIR},
        **{f"{name}_{kind}": _column(name, word) for name in FLOW for kind, word in KINDS_IN_WORDS.items()},
        "act": Column("action", f"actor's act at partner in the month, empty if none: {', '.join(labels.actions)}"),
        **{f"tally_{name}": Column("in the month", _of_pair(meaning)) for name, meaning in EVENTS.items()},
        **{f"actor_{name}": _column(name) for name in STATE},
    }
    words = zip(OWN, KINDS_IN_WORDS.values(), strict=True)
    return book | {
        f"actor_{name}": Column("units of need", f"actor's own production of {word}, at most 1", "E1")
        for name, word in words
    }


def _column(name: str, kind: str = "") -> Column:
    series = SERIES[name]
    return Column(series.unit, _of_pair(series.meaning, kind), series.equation)


def _of_pair(meaning: str, kind: str = "") -> str:
    """A meaning as the columns of a pair say it."""
    return meaning.format(i="actor", j="partner", kind=kind)


def status_columns(labels: Labels) -> list[str]:
    """The column of each obligation's status: its treaty and its number there, or promisor and beneficiary of a pact.

    `status_rus_prk_2024_0`, `status_rus_prk_2024_1`, …, then of pacts that may be signed in a run, two for a pair,
    `status_pact_USA_CHN`, `status_pact_CHN_USA`, …, in the order of the rules.
    """
    so_far: Counter[str] = Counter()
    pacts = (f"pact_{by}_{to}" for one, two in combinations(labels.codes, 2) for by, to in ((one, two), (two, one)))
    names = []
    for treaty in labels.treaties:
        names.append(f"status_{treaty}_{so_far[treaty]}" if treaty else f"status_{next(pacts)}")
        so_far[treaty] += 1
    return names


def month_codebook(labels: Labels, obligations: Sequence[str]) -> dict[str, Column]:
    """Unit and meaning of every column of `month_table`; `obligations` is what each row of them promises."""
    book = {
        "replication": Column("number", "the run; equal numbers met the same luck"),
        "month": Column("month", "0 is the start, t the end of month t"),
        "posture": Column("posture", "the posture in force"),
    }
    for name in labels.conflicts:
        book[f"intensity_{name}"] = Column("0 to 1", f"intensity of {name}", "E13")
        book[f"ceasefire_{name}"] = Column("0 or 1", f"1 while {name} is in a ceasefire", "E13")
    for name, promise in zip(status_columns(labels), obligations, strict=True):
        book[name] = Column("code", f"{promise}: −1 none, 0 proposed … 5 expired (sim.model.world.STATUSES)")
    for name in DUTIES:
        book[f"invoked_{name}"] = Column(
            "in the month", f"duties of {name} called upon and not released by their clause", "E9a"
        )
        book[f"honoured_{name}"] = Column("in the month", f"duties of {name} called upon that were honoured", "E9b")
    return book


def _named(positions: Array, names: tuple[str, ...]) -> pa.DictionaryArray:
    """Positions as a column of names; a position below 0 is empty."""
    indices = pa.array(positions.astype(np.int32), mask=positions < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(names, type=pa.string()))
