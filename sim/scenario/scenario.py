"""A scenario as others use it: found, read, checked, described."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from sim.model.params import Params
from sim.outcomes.labels import Column, Labels, Named

from .action_table import merged
from .agreements import check_agreements
from .arrays import region_names
from .checks import check_codes, check_world, codes_of
from .complaints import problems_of_shape
from .duties import bonds, obligation_rows
from .errors import Problem, ScenarioError, nearest
from .events import dated_changes, posture_names
from .happenings import check_happenings
from .parameters import ScenarioParameter, described
from .provenance import Origin, separate
from .reading import Path, Sheet, read
from .report import Report
from .reported import check_ablations, check_parameters, check_play, check_ranges, check_reported, named_of
from .resources import find
from .schema import Document, Play

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, eq=False)
class Scenario:
    """A checked scenario. `text` is the file's exact text; arrays are made from it by `build`."""

    file: str
    text: str
    digest: str
    document: Document
    data: Any
    origins: dict[Path, Origin]
    labels: Labels
    named: Named
    obligations: tuple[str, ...]  # M: what each row promises
    events: tuple[str, ...]  # E: the event each row of the calendar belongs to
    parameters: dict[str, ScenarioParameter]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.digest)

    name = property(lambda self: self.document.name)
    title = property(lambda self: self.document.title)
    summary = property(lambda self: self.document.summary)
    question = property(lambda self: self.document.question)
    start = property(lambda self: self.document.start)
    months = property(lambda self: self.document.months)

    @property
    def codes(self) -> list[str]:
        """The state codes, in the order of all arrays."""
        return list(self.labels.codes)

    @property
    def postures(self) -> dict[str, str]:
        """Every posture and what it is; the baseline first."""
        presets = self.document.postures.presets if self.document.postures else {}
        usual = "no shift: the reference of comparisons"
        return {name: presets[name].summary if name in presets else usual for name in self.labels.postures}

    @property
    def outcomes(self) -> dict[str, str]:
        """The expression of every own outcome."""
        return {name: outcome.expression for name, outcome in self.document.outcomes.items()}

    @property
    def columns(self) -> dict[str, Column]:
        """Unit and meaning of every own outcome."""
        return {name: Column(outcome.unit, outcome.meaning) for name, outcome in self.document.outcomes.items()}

    @property
    def headline(self) -> list[str]:
        """The outcomes to report first: own ones and columns of the codebook."""
        return self.document.headline

    @property
    def play(self) -> Play | None:
        """Seats, briefs and injects for the classroom, if any."""
        return self.document.play


def available() -> list[tuple[str, str, str]]:
    """Name, path and one-line summary of every scenario that came with this installation."""
    files = sorted(path for path in find("scenarios").iterdir() if path.suffix in SUFFIXES)
    return [(path.stem, str(path), read(path.read_text(encoding="utf-8")).data.get("summary", "")) for path in files]


def load(name_or_path: str | os.PathLike) -> Scenario:
    """The scenario of that name among those installed, or in that file.

    Raises ScenarioError with the faults that `parse` finds, or if there is no such scenario.
    """
    path = _located(str(name_or_path))
    shown = _shown(path)
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = 1 + error.object[: error.start].count(b"\n")
        raise ScenarioError(shown, [Problem(line, "the file is not UTF-8 text", "save it as UTF-8")]) from error
    except OSError as error:
        raise ScenarioError(
            shown, [Problem(0, f"cannot be read ({error.strerror})", "check the path and its rights")]
        ) from error
    return parse(text, shown)


def parse(text: str, file: str = "scenario.yaml") -> Scenario:
    """The scenario of a text; `file` is the name that messages give.

    Raises ScenarioError with every fault of the first step that finds any: YAML, marks and shape; state codes; what
    ties values together; outcomes and ranges of parameters.
    """
    sheet = read(text)
    if not isinstance(sheet.data, dict) or (sheet.problems and not sheet.data):
        raise ScenarioError(file, sheet.problems)
    data, origins, unmarked = separate(sheet)
    problems = [*sheet.problems, *unmarked]
    try:
        document = Document.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(file, [*problems, *problems_of_shape(error, sheet)]) from None
    report = Report(sheet)
    report.problems += problems
    codes = codes_of(document)
    if not check_codes(codes, report):
        _stop(file, report)
    check_world(document, report)
    check_agreements(document, codes, report)
    check_happenings(document, codes, report)
    check_play(document, codes, report)
    check_parameters(document, data, report)
    check_ablations(document, report)
    _stop(file, report)
    return _described(file, text, document, data, origins, sheet)


def _stop(file: str, report: Report) -> None:
    if report.problems:
        raise ScenarioError(file, report.problems)


def _described(
    file: str, text: str, document: Document, data: Any, origins: dict[Path, Origin], sheet: Sheet
) -> Scenario:
    """The scenario with its names; checks the last that need them: outcomes and ranges of parameters."""
    codes = codes_of(document)
    rows = obligation_rows(document, codes, region_names(document, codes), Params())
    labels = Labels(
        codes=tuple(codes),
        conflicts=tuple(document.conflicts),
        actions=tuple(merged(document.actions)),
        postures=tuple(posture_names(document)),
        treaties=tuple(row.treaty for row in rows),
        bonds=bonds(rows),
    )
    parameters = described(document, data, origins)
    report = Report(sheet)
    check_reported(document, labels, report)
    check_ranges(parameters, data, report)
    _stop(file, report)
    return Scenario(
        file=file,
        text=text,
        digest=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        document=document,
        data=data,
        origins=origins,
        labels=labels,
        named=named_of(document),
        obligations=tuple(row.text for row in rows),
        events=tuple(row.event for row in dated_changes(document)),
        parameters=parameters,
    )


def _located(name: str) -> FilePath:
    path = FilePath(name).expanduser()
    if path.suffix in SUFFIXES or os.sep in name or "/" in name:
        return path
    for suffix in SUFFIXES:
        found = find("scenarios") / f"{name}{suffix}"
        if found.is_file():
            return found
    names = [known for known, _, _ in available()]
    fix = f"name one of {', '.join(names)}, or give the path of a .yaml file"
    raise ScenarioError("scenario", [Problem(0, f'there is no scenario "{name}"', fix, nearest(name, names))])


def _shown(path: FilePath) -> str:
    """The path as short as it can be said from here."""
    try:
        return str(path.resolve().relative_to(FilePath.cwd()))
    except ValueError:
        return str(path)
