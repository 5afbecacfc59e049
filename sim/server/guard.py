"""What stands before every request: the size of bodies, where writes come from, how often they come.

A browser sends Origin with every write; one from elsewhere is refused, and so is one without the token that the page
was rendered with (`Csrf`). Programs that send a bearer token are not led astray by other pages and need neither.
"""

import hashlib
import time
from collections import deque
from urllib.parse import urlsplit

from itsdangerous import Signer
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY = 65_536  # bytes of a request


class Bounded:
    """Refuses bodies over MOST_BODY bytes, whether they say so or not."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            return await self.app(scope, receive, send)
        told = Headers(scope=scope).get("content-length", "0")
        body, whole = b"", not told.isdecimal() or int(told) > MOST_BODY
        while not whole:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            if len(body) > MOST_BODY:
                break
            whole = not message.get("more_body", False)
        if not told.isdecimal() or int(told) > MOST_BODY or len(body) > MOST_BODY:
            refusal = PlainTextResponse(f"A request has {MOST_BODY:,} bytes at most.\n", 413)
            return await refusal(scope, receive, send)
        pending = [{"type": "http.request", "body": body, "more_body": False}]

        async def replayed() -> Message:
            return pending.pop() if pending else await receive()

        return await self.app(scope, replayed, send)


class Csrf:
    """The token of a page's forms: made from the holder's own token, so nobody else can know it."""

    def __init__(self, key: bytes):
        self._signer = Signer(key, salt="forms", digest_method=hashlib.sha256)

    def of(self, token: str) -> str:
        """The token that forms for the holder of `token` carry."""
        return self._signer.get_signature(token).decode()

    def holds(self, token: str, given: object) -> bool:
        """Whether a form carried it."""
        return isinstance(given, str) and self._signer.verify_signature(token, given.encode())


def own_origin(request: Request) -> bool:
    """Whether a write comes from a page of this server."""
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host", "")


class Rate:
    """At most `most` of something within `seconds`, for each key; what was refused does not count."""

    def __init__(self, most: int, seconds: float):
        self.most, self.seconds = most, seconds
        self._times: dict[str, deque[float]] = {}

    def full(self, key: str) -> bool:
        """Whether `key` has had its share."""
        times = self._times.get(key)
        if times is None:
            return False
        while times and times[0] < time.monotonic() - self.seconds:
            times.popleft()
        if not times:
            del self._times[key]
        return len(times) >= self.most

    def count(self, key: str) -> None:
        """One more."""
        if len(self._times) > 10_000:  # keys of those long gone
            self._times = {each: times for each, times in list(self._times.items()) if not self.full(each)}
        self._times.setdefault(key, deque()).append(time.monotonic())

    def take(self, key: str) -> bool:
        """One more if there is room; else False."""
        if self.full(key):
            return False
        self.count(key)
        return True
