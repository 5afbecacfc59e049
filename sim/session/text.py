"""What people write: names and texts of bounded length, without control and direction characters."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

MOST_NAME, MOST_TITLE, MOST_LINE, MOST_TEXT = 40, 80, 500, 2000  # characters
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _line(text: str) -> str:
    """A single line: no character that cannot be seen."""
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        raise ValueError("write something")
    if any(unicodedata.category(character) in UNSEEN for character in text):
        raise ValueError("a character that cannot be seen (a line break, a change of direction) is not taken here")
    return text


def _lines(text: str) -> str:
    """Several lines: line breaks and joiners pass, other control characters and changes of direction do not."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " ")).strip()
    for character in text:
        kind = unicodedata.category(character)
        if character in DIRECTIONS or kind in ("Cs", "Co", "Cn") or (kind == "Cc" and character != "\n"):
            raise ValueError("a control character or a change of direction is not taken here")
    return text


Name = Annotated[str, StringConstraints(max_length=MOST_NAME), AfterValidator(_line)]
Title = Annotated[str, StringConstraints(max_length=MOST_TITLE), AfterValidator(_line)]
Line = Annotated[str, StringConstraints(max_length=MOST_LINE), AfterValidator(_line)]
Note = Annotated[str, StringConstraints(max_length=MOST_LINE), AfterValidator(_lines)]  # may be empty
Words = Annotated[
    str, StringConstraints(min_length=1, max_length=MOST_TEXT), AfterValidator(_lines), Field(min_length=1)
]
