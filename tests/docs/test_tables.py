"""Tables in the documents are those that the code makes."""

import runpy
from pathlib import Path

import pytest

from sim.model.params import ranges
from sim.model.world import Obligations, World

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = runpy.run_path(str(DOCS / "tables.py"))["PAGES"]


@pytest.mark.parametrize("name", PAGES)
def test_a_made_page_is_up_to_date(name):
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run: python docs/tables.py"


def test_every_parameter_has_a_row():
    page = PAGES["parameters.md"]()
    assert [path for path in ranges() if f"| `{path}` |" not in page] == []


def test_every_state_variable_has_a_row():
    page = PAGES["state.md"]()
    names = [name for name in World._fields if name != "duties"] + list(Obligations._fields)
    assert [name for name in names if f"| `{name}` |" not in page] == []
