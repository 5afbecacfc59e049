"""Links lead somewhere, files that are named exist, and nothing tells on which machine it was written."""

import re

import pytest

from .documents import DOCUMENTS, ROOT, name_of, prose

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
FILE = re.compile(r"`((?:sim|scenarios|tests|docs|configs|\.ci)/[\w./*-]+)`")
MACHINE = re.compile(r"(?<![\w.])/(?:home|root|tmp|work|Users|mnt)/")


def anchors(text):
    """The anchors that headings make, as GitHub does."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_resolve(document):
    for target in LINK.findall(prose(document)):
        if target.startswith(("https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        place = (document.parent / path).resolve() if path else document
        assert place.exists(), f"{name_of(document)}: {target} leads nowhere"
        if anchor:
            assert anchor in anchors(prose(place)), f"{name_of(document)}: {target} names no heading"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_files_that_are_named_exist(document):
    absent = [name for name in FILE.findall(prose(document)) if not list(ROOT.glob(name.rstrip("/")))]
    assert absent == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_no_machine_is_named(document):
    assert MACHINE.findall(document.read_text(encoding="utf-8")) == []


def test_the_figure_is_small_enough_to_keep():
    for figure in (ROOT / "docs" / "img").glob("*.png"):
        assert figure.stat().st_size < 200_000
