"""The explanation that a document shows is the one that is kept as golden text."""

from tests.golden.playthrough import HERE

from .documents import ROOT, blocks


def test_the_explanation_shown_is_the_one_that_is_printed():
    shown = [block.text for block in blocks(ROOT / "docs" / "how-to" / "explain.md") if block.language == "text"]
    assert "\n".join(shown) == (HERE / "triangle_lesson.why.txt").read_text(encoding="utf-8")
