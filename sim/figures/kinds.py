"""The kinds of figure there are: what each shows, of what, and what it needs."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from sim.run.plan import PlanError

from .drawing import Drawn, Plain
from .drivers import DISCOVERY, SENSITIVITY, boxes, outcomes, sensitivity
from .endings import clients, distribution, forest, headline, ladder, shares, whole
from .holding import COMPARISON, RUN, SWEEP, Holding
from .months import fan, fan_subjects, network, treaties, triangle, triples
from .points import curve, heat, parallel

NEEDED = {
    RUN: "a run", COMPARISON: "a comparison (tertius compare)", SWEEP: "a sweep (tertius run -m)",
}  # fmt: skip


class Kind(NamedTuple):
    """A kind of figure: `make(holding, subject)` draws one, `subjects` says what of (outcomes, triples, …)."""

    what: str
    subjects: Callable[[Holding], list[str]]
    make: Callable[[Holding, str], Drawn | Plain]
    series: bool = False  # needs record=steps
    outcome: bool = False  # its subject is an outcome
    postures: bool = True  # set apart by posture, unless something else is asked
    of: tuple[str, ...] = (RUN, COMPARISON, SWEEP)
    file: str = ""  # a table in the folder that it is drawn from


KINDS = {
    "distribution": Kind(
        "histogram of an outcome; by posture a ridgeline", headline, distribution, outcome=True
    ),
    "forest": Kind("paired differences with intervals", whole, forest, outcome=True, of=(COMPARISON,)),
    "heat": Kind("an outcome over two parameters", headline, heat, outcome=True, of=(SWEEP,)),
    "curve": Kind("an outcome along one parameter", headline, curve, outcome=True, of=(SWEEP,)),
    "parallel": Kind("every point across its parameters", headline, parallel, outcome=True, of=(SWEEP,)),
    "sensitivity": Kind(
        "which parameters an outcome depends on", outcomes, sensitivity, outcome=True, postures=False, of=(SWEEP,),
        file=SENSITIVITY,
    ),
    "boxes": Kind("where in the space of parameters it comes about", whole, boxes, postures=False, of=(SWEEP,),
                  file=DISCOVERY),
    "ladder": Kind("demands, threats, uses of force and wars", whole, ladder),
    "shares": Kind("what a client and its patrons gain", clients, shares),
    "fan": Kind("an outcome by month, with single runs", fan_subjects, fan, series=True, outcome=True),
    "triangle": Kind("Dittmer's types and roles by month", triples, triangle, series=True),
    "treaties": Kind("promises in force, invoked, kept, broken", whole, treaties, series=True, postures=False),
    "network": Kind("dependence at four months", whole, network, series=True, postures=False),
}  # fmt: skip


def drawings(
    holding: Holding, kinds: Mapping[str, Kind], outcome: str | None = None
) -> Iterator[tuple[str, Kind, Drawn | Plain | str]]:
    """Each figure of these kinds by name, drawn or said; or why it cannot be, in words. One at a time: they are large.

    `outcome` instead of the kinds' own subjects. Unless the holding says by what runs are set apart, it is by posture
    for kinds that usually are, if there are several.
    """
    for name, kind in kinds.items():
        usual = "posture" if kind.postures and len(holding.postures) > 1 else ""
        shown = holding._replace(by=usual) if holding.by is None else holding
        why = _unfit(kind, holding)
        try:
            subjects = [] if why else [outcome] if outcome else kind.subjects(holding)
        except PlanError as error:
            subjects, why = [], str(error)
        if not subjects:
            yield name, kind, why or "the scenario names nothing it could show"
        for subject in subjects:
            try:
                drawn: Drawn | Plain | str = kind.make(shown, subject)
            except PlanError as error:
                drawn = str(error)
            yield "_".join(filter(None, [name, subject])), kind, drawn


def _unfit(kind: Kind, holding: Holding) -> str:
    """Why a kind of figure cannot be made of what the folder holds, if it cannot."""
    if holding.what not in kind.of:
        return f"it needs the folder of {' or '.join(NEEDED[what] for what in kind.of)}"
    if kind.series and holding.first.plan.record != "steps":
        return "it needs the series, which are kept with record=steps"
    if kind.file and not (holding.path / kind.file).is_file():
        return f"it needs {kind.file}, the table of `tertius {kind.file.partition('.')[0]}`"
    return ""
