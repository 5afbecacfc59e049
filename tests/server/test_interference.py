"""Two sessions that differ only in something secret to a seat give it the same bytes on every page."""

import re

import pytest

from sim.server import pages
from sim.server.house import Live
from tests.session.conftest import room  # noqa: F401
from tests.session.test_secrecy import EVERYBODY, SECRETS, TEACHERS, whole

CHANGING = re.compile(r'name="uuid" value="[^"]*"|data-now="[^"]*"')  # made anew with every page


def bytes_of(made, who):
    """Everything that the server would send to somebody: the page, its parts, the review, the hash on the stream."""
    live = Live("same", made.session)
    shown = live.view(made.tokens[who])
    kind = pages.PAGES[shown["me"]["role"]]
    given = {
        "v": shown, "me": shown["me"], "stage": shown["stage"], "session": shown["session"], "base": "/s/same/1",
        "csrf": "", "kind": kind, "parts": pages.PARTS[kind], "fan": None, "fan_playing": False, "join": "",
        "digest": live.digest(made.tokens[who]), "join_qr": "",
    }  # fmt: skip
    made_of = [pages.text(f"{kind}.html", **given, oob=False), pages.text("parts.html", **given, toast="", bad=False)]
    made_of.append(pages.text("review.html", **given, turns=shown["turns"], style="", oob=False))
    return CHANGING.sub("", "".join(made_of))


@pytest.mark.parametrize("secret", SECRETS)
def test_pages_tell_nothing_of_what_is_secret(room, secret):  # noqa: F811
    does, instead, knowing = SECRETS[secret]
    one, two = whole(room), whole(room)
    does(one)
    instead(two)
    assert {who for who in EVERYBODY if bytes_of(one, who) != bytes_of(two, who)} - TEACHERS == knowing
