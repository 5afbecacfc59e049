"""Golden playthroughs: one history of each scenario, as text a reader can follow."""

import pytest

from tests.golden.playthrough import HERE, KEPT, TEXTS


@pytest.mark.parametrize("ending", TEXTS)
@pytest.mark.parametrize("name", KEPT)
def test_the_history_is_the_one_that_was_kept(name, ending):
    """A change here is a change of the rules: read the difference, then `python tests/golden/playthrough.py`."""
    assert TEXTS[ending](name) == (HERE / f"{name}{ending}.txt").read_text(encoding="utf-8")
