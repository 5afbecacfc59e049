"""Two sessions that differ only in something secret to a seat give it the same bytes on every page."""

import re

import pytest

from sim.server import pages
from sim.server.after import kept
from sim.server.house import Live
from sim.server.seats import Seat, given_to
from tests.session.conftest import room  # noqa: F401
from tests.session.test_secrecy import EVERYBODY, SECRETS, TEACHERS, whole

CHANGING = re.compile(r'name="uuid" value="[^"]*"')  # made anew with every page


def bytes_of(made, who):
    """Everything that the server would send to somebody: the page, its parts, the review, the hash on the stream."""
    given = given_to(Seat(Live("same", made.session), made.tokens[who], "/s/same/1", 1), "", "", 0.0)
    made_of = [pages.text(f"{given['kind']}.html", **given)]
    made_of.append(pages.text("parts.html", **given, seen=(), toast="", bad=False))
    made_of.append(kept(Live("same", made.session), made.session.review(made.tokens[who])))
    return CHANGING.sub("", "".join(made_of))


@pytest.mark.parametrize("secret", SECRETS)
def test_pages_tell_nothing_of_what_is_secret(room, secret):  # noqa: F811
    does, instead, knowing = SECRETS[secret]
    one, two = whole(room), whole(room)
    does(one)
    instead(two)
    assert {who for who in EVERYBODY if bytes_of(one, who) != bytes_of(two, who)} - TEACHERS == knowing
