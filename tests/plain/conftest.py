"""These tests read the rules' inner pictures, which only the plain-Python form of the rules shows.

`tests/test_plain_rules.py` runs them in a process of their own with NUMBA_DISABLE_JIT=1.
"""

import numba
import pytest


def pytest_collection_modifyitems(items):
    """Leave these out where the rules are compiled."""
    if not numba.config.DISABLE_JIT:
        for item in items:
            if "plain" in item.path.parts:
                item.add_marker(pytest.mark.skip(reason="run by tests/test_plain_rules.py with NUMBA_DISABLE_JIT=1"))
