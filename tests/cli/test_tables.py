"""Tables on terminals: whatever the width, every name and number stands whole in its line."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from sim.cli.tables import put, titled

WORDS = "how much every state minds the company it keeps"


def printed(table, width):
    file = io.StringIO()
    put(Console(file=file, width=width, highlight=False), table)
    return file.getvalue().splitlines()


@given(
    st.integers(20, 200),
    st.lists(st.lists(st.integers(-(10**9), 10**9), min_size=5, max_size=5), min_size=1, max_size=4),
)
def test_every_number_stands_once_in_a_line_that_its_name_begins(width, rows):
    table = titled(["parameter"], [f"index{n}" for n in range(5)], ["what it is"])
    for number, row in enumerate(rows):
        table.add_row(f"scenario.parameter_{number}", *map(str, row), WORDS)
    lines = printed(table, width)
    for number, row in enumerate(rows):
        mine = [line for line in lines if line.startswith(f"scenario.parameter_{number}")]
        told = re.findall(r"(?<= )-?\d+", " ".join(line.partition(" ")[1] + line.partition(" ")[2] for line in mine))
        assert told == list(map(str, row))


@pytest.mark.parametrize(("width", "tables"), [(40, 3), (80, 2), (140, 1)])
def test_columns_without_room_come_below(width, tables):
    table = titled(["parameter"], ["mu", "sigma"], ["what it is"])
    table.add_row("scenario.weight_autonomy", "0.069 (0.049 to 0.089)", "0.016 (−0.014 to 0.046)", WORDS)
    lines = printed(table, width)
    assert sum(line.startswith("parameter") for line in lines) == tables
    assert max(map(len, (line.rstrip() for line in lines))) <= max(width, 49)
    assert " ".join(re.sub("scenario.weight_autonomy|what it is", "", " ".join(lines)).split()).endswith(WORDS)
