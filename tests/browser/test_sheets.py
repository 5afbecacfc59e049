"""The sheets that are handed out in a class."""

import re

import pytest

from sim.analysis.why.words import RUNGS, VERBS
from sim.server.sheets import FOLDER, SHEETS
from tests.conftest import ROOT


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_prints_on_one_page(browser, classroom, name):
    page = browser.new_page()
    page.goto(f"{classroom.address}/sheets/{name}")
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "18mm")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", margin=margin))) == 1
    page.close()


def test_the_players_sheet_has_every_order_and_rung_in_the_words_of_the_page():
    sheet = (ROOT / FOLDER / SHEETS["player"].file).read_text(encoding="utf-8")
    assert f"Rung: {', '.join(RUNGS)}." in sheet
    assert [verb for verb in VERBS.values() if not all(part.strip() in sheet for part in verb.split("{}"))] == []
