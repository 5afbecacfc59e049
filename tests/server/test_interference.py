"""Two sessions that differ only in something secret to a seat give it the same bytes on every route."""

import re
from unittest import mock
from uuid import UUID

import pytest

from tests.server.routes import Served
from tests.session.conftest import room  # noqa: F401
from tests.session.room import CONSULT
from tests.session.test_secrecy import EVERYBODY, SECRETS, STILL, TEACHERS, whole

CHANGING = re.compile(r'name="uuid" value="[^"]*"')  # made anew with every page


def _sheet(room):  # noqa: F811
    """What of a sheet comes to nothing: an order refused, one void by its month, reasons, answers, a later draft."""
    assert room.refused("BRAVO", "submit", orders=[{"action": "EXIT", "target": "CHARLY"}]) == "illegal_order"
    exits = [{"action": "EXIT", "target": "ALPHA", "month": month, "rationale": "Hidden"} for month in (1, 2)]
    room.done("BRAVO", "submit", orders=exits, answers={"resist": {"CHARLY": True}})
    room.done("BRAVO", "draft", orders=[{"action": "AID"}], revision=1)


def _bare_sheet(room):  # noqa: F811
    room.now += 1
    room.submit("BRAVO", ("EXIT", "ALPHA", 1))
    room.now += 1


LASTING = {name: SECRETS[name] for name in STILL} | {  # secrets that do not move the world
    "a secret treaty that nobody calls upon": (
        lambda r: r.treaty("BRAVO", "CHARLY", title="Quiet word", secret=True, duties=[CONSULT]),
        lambda r: setattr(r, "now", r.now + 2), {"BRAVO", "CHARLY"}),
    "what of a sheet comes to nothing": (_sheet, _bare_sheet, {"BRAVO"}),
}  # fmt: skip


@pytest.fixture
def worlds(room, tmp_path):  # noqa: F811
    """Two classes whose keys, names and luck are the same."""
    with mock.patch("uuid.uuid4", return_value=UUID(int=7)):
        return [Served(whole(room), tmp_path) for _ in range(2)]


def parted(worlds, secrets, knowing):
    """Do in the first what those `secrets` are that `knowing` know, and in the second what is done instead."""
    for does, instead, who in secrets.values():
        for made, do in zip(worlds, (does, instead) if who == knowing else (), strict=False):
            do(made.made)


def differing(worlds):
    """Who is told something else in the second than in the first, and where."""
    told = {}
    for who in {*EVERYBODY} - TEACHERS:
        one, other = ({place: CHANGING.sub("", each) for place, each in made.told(who).items()} for made in worlds)
        told[who] = [place for place in one if one[place] != other[place]]
    return {who: places for who, places in told.items() if places}


@pytest.mark.parametrize("knowing", [("BRAVO", "CHARLY"), ("BRAVO",), ()])
def test_no_route_tells_of_what_is_secret(worlds, knowing):
    parted(worlds, SECRETS, {*knowing})
    assert sorted(found := differing(worlds)) == sorted(knowing), found


@pytest.mark.parametrize("knowing", [("BRAVO", "CHARLY"), ("BRAVO",)])
def test_nor_does_any_once_the_turn_is_resolved(worlds, knowing):
    parted(worlds, LASTING, {*knowing})
    for made in (each.made for each in worlds):
        made.submit("ALPHA", ("DEMAND", "CHARLY", 1), ("SUMMIT", "BRAVO", 2))
        made.submit("CHARLY")
    for kind in ("resolve", "next"):
        for made in worlds:
            made.made.done("facilitator", kind)
        assert sorted(found := differing(worlds)) == sorted(knowing), found
