"""Checks of postures and of the calendar."""

from sim.model.calendar import VARIABLES

from .agreements import check_date
from .checks import check_odds
from .duties import months_between
from .errors import nearest
from .events import BASELINE, posture_names, words_of
from .reading import Path
from .report import Report
from .schema import Change, Document, Preset

SHIFTS = ("credibility", "distance", "thaw", "barrier", "sanction_floor", "sanction_ceiling", "pressure")
SUBJECTS = {"intensity": "conflict", "phase": "conflict", "status": "treaty", "posture": None}
ONLY_ADDED = ("hostility",)
COUNTED = ("rung", "present", "public")  # in whole numbers


def check_happenings(document: Document, codes: list[str], report: Report) -> None:
    """Levers of every posture; month, variable, subject and size of every change of the calendar."""
    if document.postures:
        report.known(("postures", "owner"), document.postures.owner, codes, "state")
        for name, preset in document.postures.presets.items():
            _check_preset(("postures", "presets", name), name, preset, document, codes, report)
    names: dict[str, Path] = {}
    for block, stated in document.calendar.items():
        for name, event in stated.events.items():
            path: Path = ("calendar", block, "events", name)
            if name in names:
                report.add(path, f"two events are called {name}", "give one another name")
            names[name] = path
            if check_date((*path, "date"), event.date, report):
                month = months_between(document.start, event.date) + event.delay
                if not 0 <= month < document.months:
                    what = f"{name} ({event.date}) lies outside the run"
                    fix = f"the run has {document.months} months from {document.start}: move or remove it"
                    report.add((*path, "date"), what, fix)
            for place, change in enumerate(event.changes):
                check_change((*path, "changes", place), change, document, codes, report)


def _check_preset(path: Path, name: str, preset: Preset, document: Document, codes: list[str], report: Report) -> None:
    assert document.postures
    for field in SHIFTS:
        for code in getattr(preset, field):
            report.known((*path, field, code), code, ["default", *codes], "state")
    check_odds((*path, "odds"), preset.odds, document, codes, report)
    shifting = preset.model_dump(exclude={"summary", "among", "switching", "starts"}, exclude_defaults=True)
    if name == BASELINE and (shifting or preset.among):
        report.add(
            path, "the baseline shifts something", "leave it a summary only: it is what others are compared with"
        )
    floors, ceilings = preset.sanction_floor, preset.sanction_ceiling
    for code in floors:
        if floors[code] > ceilings.get(code, ceilings.get("default", 1.0)):
            report.add(
                (*path, "sanction_floor", code), f"{name}: the floor for {code} is above its ceiling", "lower it"
            )
    if not preset.among:
        for key in ("switching", "starts"):
            if getattr(preset, key) is not None:
                report.add(
                    (*path, key),
                    f"{name} has `{key}` but nothing to switch among",
                    "write `among: {posture: weight, …}`",
                )
        return
    if shifting:
        report.add(
            path,
            f"{name} both switches and shifts {', '.join(shifting)}",
            "leave the shifts to the postures it is among",
        )
    others = [n for n in posture_names(document) if n != name and not _switches(n, document)]
    for other in preset.among:
        report.known((*path, "among", other), other, others, "posture")
    if preset.starts:
        report.known((*path, "starts"), preset.starts, preset.among, "posture")
    if sum(preset.among.values()) <= 0:
        report.add((*path, "among"), f"{name}: all weights are 0", "give one at least a weight above 0")
    if preset.switching is None:
        report.add(
            path, f'"switching" is missing in {name}', "add `switching:`, the probability a month of drawing anew"
        )


def _switches(name: str, document: Document) -> bool:
    assert document.postures
    preset = document.postures.presets.get(name)
    return bool(preset and preset.among)


def subject_of(variable: str) -> str | None:
    """The key that says of what a change is one: pair, state, conflict or treaty; None if nothing is to be said."""
    return {2: "pair", 1: "state", 0: SUBJECTS.get(variable)}[VARIABLES[variable][0]]


def check_change(path: Path, change: Change, document: Document, codes: list[str], report: Report) -> None:
    """Variable, subject and size of one change."""
    if (change.add is None) == (change.set_ is None):
        report.add(path, "a change says neither or both of `add` and `set`", "write one of them")
        return
    variable = change.variable
    if not report.known((*path, "set" if change.set_ else "add"), variable, VARIABLES, "variable"):
        return
    _, kinds, low, high, unit = VARIABLES[variable]
    needed = subject_of(variable)
    for key in ("pair", "state", "conflict", "treaty"):
        if key == needed and getattr(change, key) is None:
            form = "[A, B]" if key == "pair" else "…"
            report.add(path, f"{variable} needs `{key}:`", f"write `{key}: {form}`")
        elif key != needed and getattr(change, key) is not None:
            report.add(
                (*path, key), f"{variable} takes no `{key}:`", f"remove it{f', write `{needed}:`' if needed else ''}"
            )
    for place, code in enumerate(change.pair or []):
        report.known((*path, "pair", place), code, codes, "state")
    if change.pair and change.pair[0] == change.pair[1]:
        report.add((*path, "pair"), f"{variable} of a state on itself", "name two states")
    for key, known in (("state", codes), ("conflict", document.conflicts), ("treaty", document.treaties)):
        if (name := getattr(change, key)) is not None:
            report.known((*path, key), name, known, key)
    if change.kind and not kinds:
        report.add((*path, "kind"), f"{variable} has no kinds of flow", "remove `kind:`")
    if variable in ONLY_ADDED and change.set_:
        report.add((*path, "set"), f"{variable} can only be added to", f"write `add: {variable}`")
    _check_size(path, change, variable, low, high, unit, document, report)


def _check_size(
    path: Path, change: Change, variable: str, low: float, high: float, unit: str, document: Document, report: Report
):
    words = words_of(variable, posture_names(document))
    if words is not None:
        if change.set_ is None or change.to is None:
            meant = nearest(change.to, words) if change.to and change.to not in words else ""
            report.add(
                path,
                f"{variable} is set to a word",
                f"write `set: {variable}` and `to:` one of {', '.join(words)}",
                meant,
            )
        else:
            report.known((*path, "to"), change.to, words, variable)
    elif change.value is None:
        report.add(path, f"a change of {variable} without value", f"write `value:` ({unit})")
    else:
        least = low if change.set_ else low - high
        if not least <= change.value <= max(high, high - low):
            report.add(
                (*path, "value"),
                f"{variable} {change.value:g} is out of range",
                f"give {least:g} to {max(high, high - low):g} ({unit})",
            )
        elif variable in COUNTED and change.value != int(change.value):
            report.add((*path, "value"), f"{variable} {change.value:g} is not whole", f"give a whole number ({unit})")
