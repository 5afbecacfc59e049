"""Rooms that close their files."""

import pytest

from tests.session.room import Room


@pytest.fixture
def room(tmp_path):
    """`room(seats=…, **settings)` makes a class, by default with the same luck each time; closed at the end."""
    made = []

    def opened(seed=7, **settings):
        made.append(Room(tmp_path, name=f"class{len(made)}", seed=seed, **settings))
        return made[-1]

    yield opened
    for each in made:
        each.session.close()
