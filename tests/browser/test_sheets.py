"""The sheets that are handed out in a class."""

import re

import pytest
from markdown_it import MarkdownIt

from sim.analysis.why.words import VERBS
from tests.conftest import ROOT

PRINTED = "body { font: 11pt/1.4 sans-serif } table { border-collapse: collapse } td, th { padding: .2em .5em }"


def text_of(name):
    """A sheet as it is written."""
    return (ROOT / "docs" / "how-to" / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["run-sheet", "player-sheet"])
def test_a_sheet_prints_on_one_page(browser, name):
    page = browser.new_page()
    page.set_content(f"<style>{PRINTED}</style>{MarkdownIt().enable('table').render(text_of(name))}")
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "18mm")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", margin=margin))) == 1
    page.close()


def test_the_players_sheet_has_every_order_in_the_words_of_the_page():
    sheet = text_of("player-sheet")
    assert [verb for verb in VERBS.values() if not all(part.strip() in sheet for part in verb.split("{}"))] == []
