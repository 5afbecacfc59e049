"""The page of outcomes leaves none out, its examples are admitted; equations that pages name are told of."""

import re

import yaml

from sim.model.world import TALLY, Record
from sim.outcomes.expression import check_expression
from sim.outcomes.outcomes import codebook
from sim.outcomes.vocabulary import FUNCTIONS, PAGE
from sim.run.steps import month_codebook, pair_codebook

from .documents import ROOT, blocks

TOLD = (ROOT / PAGE).read_text(encoding="utf-8")
EQUATION = re.compile(r"\bE\d+[a-c]?\b")


def test_every_function_series_and_event_has_a_row():
    rows = set(re.findall(r"^\| `(tally\.\w+|\w+)", TOLD, re.MULTILINE))
    assert {*FUNCTIONS, *Record._fields, *(f"tally.{event}" for event in TALLY)} <= rows | {"tally"}


def test_examples_are_admitted(flagship):
    scenario = flagship.scenario
    for name, function in FUNCTIONS.items():
        assert f"{name}(" in function.example
        check_expression(function.example, scenario.labels, scenario.months)
    page = re.findall(rf"`((?:{'|'.join(FUNCTIONS)})\([^`]+)`", TOLD[TOLD.index("## Your own") :])
    assert len(page) > len(FUNCTIONS)
    for text in page:
        check_expression(text, scenario.labels, scenario.months)


def test_own_outcomes_that_the_format_shows_are_admitted(flagship):
    shown = [
        yaml.safe_load(block.text) for block in blocks(ROOT / "scenarios" / "README.md") if block.language == "yaml"
    ]
    own = [each for block in shown if isinstance(block, dict) for each in block.get("outcomes", {}).values()]
    assert len(own) >= 3
    for each in own:
        assert set(each) == {"expression", "unit", "meaning"}
        check_expression(each["expression"], flagship.scenario.labels, flagship.scenario.months)


def test_meanings_are_words_and_equations_are_told_of(flagship):
    """A meaning names no equation, which would lead nowhere where it is printed; the column beside it does."""
    scenario = flagship.scenario
    columns = [*codebook(scenario.labels, scenario.named).values(), *pair_codebook(scenario.labels).values()]
    columns += month_codebook(scenario.labels, scenario.obligations).values()
    assert [column.meaning for column in columns if EQUATION.search(column.meaning)] == []
    odd = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
    assert {column.equation for column in columns} - {""} <= set(EQUATION.findall(odd))


def test_the_glossary_names_equations_that_are_told_and_is_linked():
    glossary, odd = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("glossary.md", "odd.md"))
    assert set(EQUATION.findall(glossary)) <= set(EQUATION.findall(odd))
    terms = re.findall(r"^\| \*\*(.+?)\*\* \| (.+?\.) \|", glossary, re.MULTILINE)
    assert len(terms) == glossary.count("\n| **") >= 25
    assert [term.lower() for term, _ in terms] == sorted(term.lower() for term, _ in terms)
    for page in ("scenarios/README.md", "docs/tutorial.md", "docs/odd.md"):
        assert "glossary.md)" in (ROOT / page).read_text(encoding="utf-8")
