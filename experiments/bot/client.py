"""A small client for the classroom's `/api`: a seat's link in, views and commands out; nothing but Python is needed."""

import json
import urllib.error
import urllib.request
import uuid
from typing import Any


class Refused(Exception):
    """A command was not taken: `code` is one of docs/reference/commands.md."""

    def __init__(self, code: str, text: str):
        self.code = code
        super().__init__(f"{code}: {text}")


class Seat:
    """A seat, by the link that the facilitator hands out: http://HOST:PORT/enter#SESSION.TOKEN."""

    def __init__(self, link: str):
        address, _, key = link.partition("/enter#")
        self.session, _, self._token = key.partition(".")
        self._base = f"{address}/api/sessions/{self.session}"

    def view(self) -> dict[str, Any]:
        """What the seat may see now."""
        return self._asked("view")

    def turn(self, number: int) -> dict[str, Any]:
        """An earlier turn."""
        return self._asked(f"turns/{number}")

    def do(self, kind: str, stage: str, **fields: Any) -> dict[str, Any]:
        """Send a command made for a stage (`view()["stage"]["stage"]`); raises Refused. A network fault is tried again,
        with the same UUID, so that nothing is done twice."""
        body = {"uuid": str(uuid.uuid4()), "stage": stage, **fields}
        for last in (False, False, True):
            try:
                return self._asked(f"commands/{kind}", body)["answer"]
            except (TimeoutError, urllib.error.URLError):
                if last:
                    raise
        raise AssertionError("unreachable")

    def _asked(self, path: str, body: dict[str, Any] | None = None) -> Any:
        head = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(urllib.request.Request(f"{self._base}/{path}", data, head), timeout=30) as told:
                return json.load(told)
        except urllib.error.HTTPError as error:
            refusal = json.load(error)
            raise Refused(refusal["code"], refusal["text"]) from None
