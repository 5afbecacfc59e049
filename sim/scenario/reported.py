"""Checks of what a scenario reports, of its parameters, and of what it prepares for the classroom."""

from typing import Any

from pydantic import ValidationError

from sim.outcomes.labels import Labels, Named
from sim.outcomes.outcomes import check_expression, check_names, codebook

from .complaints import problems_of_shape
from .errors import nearest
from .happenings import check_change
from .parameters import ScenarioParameter, at, locate, with_parameters
from .report import Report
from .schema import Document


def named_of(document: Document) -> Named:
    """The clients, axes and triples that outcomes are made for."""
    named = document.named
    return Named(
        clients=tuple((client, first, second) for client, (first, second) in named.clients.items()),
        axes=tuple((name, tuple(members)) for name, members in named.axes.items()),
        triples=tuple((a, b, c) for a, b, c in named.triples),
    )


def check_reported(document: Document, labels: Labels, report: Report) -> None:
    """Own outcomes, what outcomes are named for, and the headline."""
    named = named_of(document)
    try:
        check_names(labels, named)
    except ValueError as error:
        report.add(("named",), str(error), "correct it")
        named = Named()
    standard = codebook(labels, named)
    for name, outcome in document.outcomes.items():
        if name in standard:
            report.add(("outcomes", name), f"the name {name} is taken ({standard[name].meaning})", "choose another")
        try:
            check_expression(outcome.expression, labels, document.months)
        except ValueError as error:
            report.add(("outcomes", name, "expression"), f"outcome {name}: {error}", "correct the expression")
    for place, name in enumerate(document.headline):
        known = [*document.outcomes, *standard]
        if name not in known:
            what = f'unknown outcome "{name}" in headline'
            report.add(
                ("headline", place), what, "define it in `outcomes`, or name a standard outcome", nearest(name, known)
            )


def check_parameters(document: Document, data: Any, report: Report) -> None:
    """That every parameter leads to numbers of the file, agrees with them, and may take its whole range."""
    for name, stated in document.parameters.items():
        path = ("parameters", name)
        values = set()
        if bool(stated.sets) == bool(stated.toward):
            what = f"parameter {name} has {'both' if stated.sets else 'neither'} of `sets` and `toward`"
            report.add(path, what, "write `sets: [path]`, or `toward: {path: number}`")
            continue
        for place, dotted in enumerate(stated.moves):
            try:
                values.add(float(at(data, locate(data, dotted))))
            except LookupError as error:
                part, known = error.args
                if part in report.unknown:
                    continue  # that has been told
                what = f'parameter {name}: "{dotted}" leads to no number of this file (at "{part}")'
                where = ("sets", place) if stated.sets else ("toward", dotted)
                report.add((*path, *where), what, "name a number that the file states", nearest(part, known))
        if stated.toward:
            values = {0.0}  # at which all are as the file has them
        if len(values) > 1:
            report.add(
                (*path, "sets"),
                f"parameter {name} sets numbers that differ: {sorted(values)}",
                "make them equal in the file",
            )
        if not stated.low < stated.high:
            report.add(
                (*path, "low"),
                f"parameter {name}: low {stated.low:g} is not below high {stated.high:g}",
                "put them in order",
            )
        elif len(values) == 1 and not stated.low <= (value := values.pop()) <= stated.high:
            what = f"parameter {name}: the file's value {value:g} is outside {stated.low:g} to {stated.high:g}"
            report.add(path, what, "widen the range or change the value")
        if (stated.prior == "dirichlet") != (stated.concentration is not None):
            report.add(path, f"parameter {name}: `concentration` goes with `prior: dirichlet`", "give both or neither")


def check_ablations(document: Document, report: Report) -> None:
    """That every ablation sets parameters of the file within their ranges."""
    for name, stated in document.ablations.items():
        for parameter, value in stated.sets.items():
            path = ("ablations", name, "sets", parameter)
            if report.known(path, parameter, document.parameters, "parameter"):
                bounds = document.parameters[parameter]
                if not bounds.low <= value <= bounds.high:
                    what = f"ablation {name}: {parameter} {value:g} is outside {bounds.low:g} to {bounds.high:g}"
                    report.add(path, what, "give a value of its range")


def check_ranges(parameters: dict[str, ScenarioParameter], data: Any, report: Report) -> None:
    """That the schema admits both ends of every parameter's range."""
    for name, parameter in parameters.items():
        for end in ("low", "high"):
            value = getattr(parameter, end)
            path = ("parameters", name, end)
            try:
                Document.model_validate(with_parameters(data, parameters, {name: value}))
            except ValidationError as error:
                fault = problems_of_shape(error, report.sheet)[0]
                report.add(path, f"parameter {name} at its {end} end {value:g}: {fault.what}", fault.fix)
            except ValueError as error:
                report.add(path, f"parameter {name} at its {end} end {value:g}: {error}", "narrow the range")


def check_play(document: Document, codes: list[str], report: Report) -> None:
    """Seats, and addressees and changes of injects, of the classroom."""
    if document.play is None:
        return
    for code in document.play.seats:
        report.known(("play", "seats", code), code, codes, "state")
    for name, inject in document.play.injects.items():
        for code in inject.to if isinstance(inject.to, list) else []:
            report.known(("play", "injects", name, "to"), code, document.play.seats, "seat")
        for place, change in enumerate(inject.changes):
            check_change(("play", "injects", name, "changes", place), change, document, codes, report)
