"""The names that stand behind the positions of the arrays, and those a scenario asks to see reported."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple


class Labels(NamedTuple):
    """What each position of an axis is called; the order is that of the arrays."""

    codes: tuple[str, ...]  # N
    conflicts: tuple[str, ...] = ()  # C
    actions: tuple[str, ...] = ()  # A
    postures: tuple[str, ...] = ()  # P
    treaties: tuple[str, ...] = ()  # M: the treaty each obligation belongs to, "" for a spare row
    bonds: tuple[
        tuple[str, str, str], ...
    ] = ()  # promisor, beneficiary and the treaties that bind the one to the other


class Named(NamedTuple):
    """The clients, axes and triples that a scenario names for its outcomes, by state code."""

    clients: tuple[tuple[str, str, str], ...] = ()  # client, first patron, second patron
    axes: tuple[tuple[str, tuple[str, ...]], ...] = ()  # name, members (two or more)
    triples: tuple[tuple[str, str, str], ...] = ()


class Column(NamedTuple):
    """What a column of outcomes holds."""

    unit: str
    meaning: str
    equation: str = ""  # its number in docs/odd.md

    @property
    def told(self) -> str:
        """The meaning; of an indicator what it tells of, without the 1 that says so."""
        return self.meaning.removeprefix("1 if ")


def near(word: str, known: Iterable[str], see: str = "") -> str:
    """`; did you mean X?` if one of the known words is close, else the words there are.

    Of more than twelve the first are named, all of them if a page that says what they mean, `see`, is named after.
    """
    known = list(dict.fromkeys(name for name in known if name))
    by_case = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), by_case, n=1)
    if close:
        return f"; did you mean {by_case[close[0]]}?"
    if see:
        return f"; there is {', '.join(known)}: see {see}"
    return f"; there is {', '.join(known[:12])}{', …' if len(known) > 12 else ''}" if known else ""
