"""Seat links: tokens that a session's file holds only as hashes, made anew from a key that is kept outside it."""

import base64
import hashlib
import hmac
import secrets

from .state import Member

LEAST_KEY = 16  # bytes
ROOM_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for a digit


class Links:
    """Makes the tokens of one session: 192 bits, from the key, the session and the link's number.

    So a link can be printed again and a repeated request gets the same one, though the file keeps only its hash.
    With another key (another laptop) the old links still open the session; to print one, issue it anew.
    """

    def __init__(self, key: bytes, session: str):
        assert len(key) >= LEAST_KEY, "a short key can be guessed"
        self._key = key
        self._session = session

    def token(self, number: int) -> str:
        """The token of link `number`."""
        made = hmac.new(self._key, f"{self._session}/{number}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made[:24]).decode()

    def made(self, member: Member) -> bool:
        """Whether a member's link was made with this key."""
        return self.digest(member.link) == member.digest

    def digest(self, number: int) -> str:
        """What the file keeps of it."""
        return digest_of(self.token(number))


def digest_of(token: str) -> str:
    """The hash by which a token is known."""
    return hashlib.sha256(token.encode()).hexdigest()


def room_code() -> str:
    """Six letters for the board; they only ask for a seat."""
    return "".join(secrets.choice(ROOM_LETTERS) for _ in range(6))
