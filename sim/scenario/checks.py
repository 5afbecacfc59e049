"""What ties the values of a scenario together: states that must exist, sums, pairs, what may not contradict.

Shape, units and bounds are the schema's (`schema.py`); treaties, conflicts, postures, calendar and
outcomes have checks of their own (`agreements.py`, `happenings.py`, `reported.py`).
"""

import re
from collections.abc import Iterator
from typing import Any

from sim.model.draws import state_number

from .action_table import base_rows, merged
from .arrays import state_value
from .reading import Path
from .report import Report
from .schema import Document
from .units import CODE, Table

NEEDED = ("power", "offense", "deployable", "stability", "need", "own", "weights")
EXACT = 1e-6  # how far a sum may miss 1
ALONE = {"WAIT": "wait", "CONCEDE": "concede"}  # actions that the rules find by their procedure: there is one of each


def codes_of(document: Document) -> list[str]:
    """The state codes, in the order of all arrays."""
    return list(document.states.rows)


def check_codes(codes: list[str], report: Report) -> bool:
    """Whether every state code has its form; if one has not, no name of a state elsewhere can be held against it."""
    before = len(report.problems)
    for code in codes:
        if not _is_code(code):
            meant = code.upper() if _is_code(code.upper()) else ""
            report.add(("states", code), f'"{code}" is no state code', "write one to six of A–Z and 0–9", meant)
    return len(report.problems) == before


def _is_code(text: str) -> bool:
    return re.fullmatch(CODE, text) is not None


def check_world(document: Document, report: Report) -> None:
    """States, flows, ties, tables by pair, attention, actions and odds."""
    codes = codes_of(document)
    _check_states(document, codes, report)
    _check_flows(document, codes, report)
    ties, goals = document.ties, document.goals
    _check_pairs(("ties", "alignment"), ties.alignment, codes, report, symmetric=True)
    _check_pairs(("distances",), document.distances, codes, report, symmetric=True)
    for name in ("hostility", "trust", "sanctions", "sunk"):
        _check_pairs(("ties", name), getattr(ties, name), codes, report)
    for name in ("warm", "hold", "harm"):
        _check_pairs(("goals", name), getattr(goals, name), codes, report)
    for name in ("reach", "stakes", "spill", "attention"):
        _check_pairs((name,), getattr(document, name), codes, report)
    _check_distances(document, codes, report)
    _check_attention(document, codes, report)
    for code, targets in document.can_invade.items():
        report.known(("can_invade", code), code, codes, "state")
        for place, target in enumerate(targets):
            report.known(("can_invade", code, place), target, codes, "state")
    _check_actions(document, report)
    for code, odds in document.odds.items():
        report.known(("odds", code), code, codes, "state")
        check_odds(("odds", code), odds, document, codes, report)


def check_odds(path: Path, odds: dict[str, dict[str, float]], document: Document, codes: list[str], report: Report):
    """Targets and actions of a table of odds, and that waiting is among what can be done."""
    actions = merged(document.actions)
    for target, row in odds.items():
        report.known((*path, target), target, ["any", *codes], "target")
        for action, factor in row.items():
            report.known((*path, target, action), action, actions, "action")
            if action == "WAIT":
                _check_can_wait((*path, target, action), factor, report)


def _check_can_wait(path: Path, odds: float | None, report: Report) -> None:
    """A state that can do nothing else can wait."""
    if odds == 0.0:
        report.add(path, f"{'.'.join(map(str, path))} is 0, and a state must be able to wait", "give a small number")


def _check_states(document: Document, codes: list[str], report: Report) -> None:
    if len(codes) < 2:
        report.add(("states",), f"the scenario has {len(codes)} state(s)", "give at least two")
    numbers: dict[int, str] = {}
    for code in codes:
        path = ("states", code)
        twin = numbers.setdefault(state_number(code), code)
        if twin != code:
            report.add(path, f"the codes {twin} and {code} are the same number in base 36", "drop the leading zero")
        for field in NEEDED:
            if state_value(document, code, field) is None:
                report.add(path, f'"{field}" is missing in states.{code}', f"add `{field}:` there or in states.default")
    if codes and all(state_value(document, code, "present") is False for code in codes):
        report.add(("states",), "no state is present", "leave `present: true` for one at least")
    for name, state in [("default", document.states.default), *document.states.rows.items()]:
        if state.need is not None:
            _check_sum(("states", name, "need"), state.need, report)
        if state.weights is not None:
            _check_sum(("states", name, "weights"), list(state.weights.model_dump().values()), report)


def _check_sum(path: Path, values: list[float], report: Report, hint: str = "") -> None:
    total = sum(values)
    if abs(total - 1.0) > EXACT:
        report.add(
            path,
            f"{'.'.join(map(str, path))} sums to {total:.4g}, not to 1",
            f"change the numbers by {1 - total:+.4g} in all{hint}",
        )


def _check_flows(document: Document, codes: list[str], report: Report) -> None:
    for to, row in document.flows.items():
        report.known(("flows", to), to, codes, "state")
        for supplier, flow in row.items():
            path = ("flows", to, supplier)
            if not report.known(path, supplier, codes, "state"):
                continue
            if to == supplier:
                report.add(path, f"{to} supplies itself", f"write own production as states.{to}.own")
            for kind, capacity, willingness in zip("EMP", flow.capacity, flow.willingness, strict=True):
                if capacity > 0 and willingness == 0:
                    where = (*path, "willingness")
                    report.add(
                        where,
                        f"{to}: capacity without willingness in {kind} from {supplier}",
                        "give at least .02, or a capacity of 0",
                    )
                elif willingness != 0 and not 0.02 <= willingness <= 0.98:
                    what = f"willingness {willingness:g} in {kind} from {supplier} to {to} is out of range"
                    report.add((*path, "willingness"), what, "give 0 (no tie) or .02 to .98 (share)")


def _rows(table: Table) -> Iterator[tuple[str, str, Any]]:
    for one, row in table.rows.items():
        for two, value in row.items():
            yield one, two, value


def _check_pairs(base: Path, table: Table, codes: list[str], report: Report, symmetric: bool = False) -> None:
    name = ".".join(map(str, base))
    for code in table.rows:
        report.known((*base, code), code, codes, "state")
    seen: dict[frozenset[str], Path] = {}
    for one, two, _ in _rows(table):
        path = (*base, one, two)
        if not report.known(path, two, codes, "state"):
            continue
        if one == two:
            report.add(path, f"{name}: {one} is paired with itself", "remove it")
        elif symmetric and (first := seen.get(frozenset((one, two)))):
            line = report.sheet.line(first)
            report.add(path, f"{name}: the pair {one}, {two} is given twice", f"keep one (the first is on line {line})")
        seen[frozenset((one, two))] = path


def _check_distances(document: Document, codes: list[str], report: Report) -> None:
    if document.distances.default is not None:
        return
    given = {frozenset((one, two)) for one, two, _ in _rows(document.distances)}
    if report.unknown & {code for pair in given for code in pair}:
        return  # what is missing may stand under the name that has been told to be unknown
    for i, one in enumerate(codes):
        missing = [two for two in codes[i + 1 :] if frozenset((one, two)) not in given]
        if missing:
            what = f"no distance between {one} and {', '.join(missing)}"
            report.add(("distances",), what, "give it, or a `default:` in km")


def _check_attention(document: Document, codes: list[str], report: Report) -> None:
    spread, rows = document.attention.rest == "equal", document.attention.rows
    for code in codes:
        if code not in rows and report.unknown & rows.keys():
            continue  # its row may be the one whose name has been told to be unknown
        row = rows.get(code, {})
        total = sum(row.values())
        named = set(row) >= set(codes) - {code}
        if spread and not named and total <= 1.0 + EXACT:
            continue
        _check_sum(
            ("attention", code), list(row.values()), report, "" if spread else ", or write `rest: equal` in attention"
        )


def _check_actions(document: Document, report: Report) -> None:
    rows = merged(document.actions)
    for name, row in document.actions.items():
        path = ("actions", name)
        if name not in base_rows() and (row.base_rate is None or row.severity is None):
            report.add(
                path,
                f"the new action {name} has no base_rate or no severity",
                f"give both, or change one of {', '.join(base_rows())}",
            )
        if name == "WAIT":
            _check_can_wait((*path, "base_rate"), row.base_rate, report)
        own = ALONE.get(name)
        if row.procedure not in (None, own) and (own or row.procedure in ALONE.values()):
            report.add(
                (*path, "procedure"),
                f"{name} is given the procedure {row.procedure}; wait is that of WAIT alone, concede of CONCEDE",
                "leave `procedure:` out" if own else "choose another",
            )
        if row.answer is not None:
            report.known((*path, "answer"), row.answer, rows, "action")
        in_kind, yielding = rows[name]["in_kind"], rows[name]["yielding"]
        if in_kind + yielding > 1.0 + EXACT:
            report.add(path, f"{name}: in_kind and yielding sum to {in_kind + yielding:g}", "give at most 1 together")
