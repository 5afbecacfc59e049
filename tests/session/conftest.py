"""Rooms that close their files."""

import pytest

from tests.session.room import Room


@pytest.fixture
def room(tmp_path):
    """`room(seats=…, **settings)` makes a class; every file is closed at the end."""
    made = []

    def opened(**settings):
        made.append(Room(tmp_path, name=f"class{len(made)}", **settings))
        return made[-1]

    yield opened
    for each in made:
        each.session.close()
