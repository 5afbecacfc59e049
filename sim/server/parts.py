"""The parts of a page as text: written once for all who see the same, then filled in with what is each reader's own.

A class shares a few seats, so most of a page is the same for many. A part is known by a hash of its text: a page says
which hashes it holds and is sent the other parts alone.
"""

import threading
from collections.abc import Iterable
from typing import Any, NamedTuple

from markupsafe import Markup

from . import pages
from .pages import digest_of

OWN = {  # by part: what it shows of a view that is not the same for all who have that seat
    "strip": ("me",), "waiting": ("me",), "threads": ("threads",), "review": ("bets",), "stage": ("bets",),
}  # fmt: skip
OWN_KEYS = ("me", "threads", "bets")
SHARED = ""  # the key of all else
BASE, CSRF = "\ue000", "\ue001"  # stand in a text for a reader's path and token; people cannot write them (text.py)
MOST = 300  # texts that are held


class Part(NamedTuple):
    """A part of a page, and the hash that it is known by."""

    seen: str
    text: Markup


def digests(shown: dict[str, Any], beside: Any) -> dict[str, str]:
    """Hashes of a view: of what is a reader's own by key, and of all else with what is shown beside it."""
    shared = {key: value for key, value in shown.items() if key not in OWN_KEYS}
    return {SHARED: digest_of((shared, beside)), **{key: digest_of(shown[key]) for key in OWN_KEYS if key in shown}}


class Parts:
    """The texts of one session's parts, held for as long as others are likely to read the same."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._made: dict[tuple[str, ...], Part] = {}

    def of(self, given: dict[str, Any], known: dict[str, str]) -> dict[str, Part]:
        """The parts of a page by name; `given` is what its templates take, `known` the digests of its view."""
        return {name: self._one(name, given, known) for name in pages.PARTS[given["kind"]]}

    def _one(self, name: str, given: dict[str, Any], known: dict[str, str]) -> Part:
        me, own = given["me"], OWN.get(name, ())
        place = name, given["kind"], me["role"], me["seat"] or "", given.get("join", "")
        key = (*place, known[SHARED], *(known.get(each, "") for each in own))
        with self._guard:
            if key not in self._made:
                self._made[key] = _written(name, given, own)
                for old in list(self._made)[:-MOST]:
                    del self._made[old]
            seen, text = self._made[key]
        return Part(seen, text.replace(BASE, given["base"]).replace(CSRF, given["csrf"]))


def _written(name: str, given: dict[str, Any], own: Iterable[str]) -> Part:
    """A part's text. Its template is given nothing of a reader's own but what OWN says: to ask for more is an error."""
    view = {key: value for key, value in given["v"].items() if key in own or key not in OWN_KEYS}
    me = given["me"] if "me" in own else {key: given["me"][key] for key in ("role", "seat")}
    text = pages.raw(f"parts/{name}.html", **{**given, "v": view, "me": me, "base": BASE, "csrf": CSRF})
    return Part(digest_of((name, text)), Markup(text))
