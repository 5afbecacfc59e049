"""What people write: names and texts of bounded length, without control and direction characters."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

from sim.scenario.complaints import TYPES

MOST_NAME, MOST_TITLE, MOST_LINE, MOST_TEXT = 40, 80, 500, 2000  # characters
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
WRONG = TYPES | {  # what is wrong with a field of a form, by the kind of fault that pydantic finds
    "int_parsing": TYPES["int_type"], "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}", "too_long": "has {max_length} characters at most",
    "too_short": "needs {min_length}",
    "literal_error": "is none of those to choose from", "value_error": "is not taken: {error}",
}  # fmt: skip
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


def spelled(room: str) -> str:
    """A room code as it is kept; who types it in may put spaces between and write small."""
    return "".join(room.split()).upper()


# lengths are those of what is kept, so they stand after what composes and strips it
Name = Annotated[str, AfterValidator(_line), Field(max_length=MOST_NAME)]
Title = Annotated[str, AfterValidator(_line), Field(max_length=MOST_TITLE)]
Line = Annotated[str, AfterValidator(_line), Field(max_length=MOST_LINE)]
Note = Annotated[str, AfterValidator(_lines), Field(max_length=MOST_LINE)]  # may be empty
Words = Annotated[str, AfterValidator(_lines), Field(min_length=1, max_length=MOST_TEXT)]
