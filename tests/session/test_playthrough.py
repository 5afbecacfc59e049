"""A session of two turns as everybody sees it, held as text."""

from tests.session.playthrough import KEPT, told


def test_the_session_is_the_one_that_was_kept():
    """A change here is a change of the rules or of a view: read it, then `python tests/session/playthrough.py`."""
    assert told() == KEPT.read_text(encoding="utf-8")
