"""Every route of the application and how it is asked, and a class that is asked without a socket.

A route that ASKED does not have fails a test with its name: so what holds on every route holds on a new one too.
"""

import asyncio
import re
import uuid
from itertools import product
from urllib.parse import parse_qs, quote

import httpx
from starlette.routing import Mount

from sim.server.api import SESSION
from sim.server.app import SEAT, application
from sim.server.guard import Rate
from sim.server.house import House, Live
from sim.server.pages import PARTS
from sim.server.sheets import SHEETS
from sim.session.commands import COMMANDS
from tests.session.room import CONSULT

NAME, ADDRESS, STRANGER = "same", "http://192.0.2.7:8000", "stranger"
THREADS = "all", "team BRAVO", "BRAVO+CHARLY", "CHARLY+desk", "ALPHA+desk"
OLDER = [f"?thread={quote(thread)}&before=9" for thread in THREADS]
MEMBERS = range(1, 10)  # of a session, and one more than there are
ASKED = {  # by route: the queries, or for POST the forms, that it is sent
    "GET /": ["", "?room=SAMEAS", "?room=NOBODY"],
    "POST /ask": ["room=NOBODY&name=x"],
    "GET /enter": [""],
    "POST /enter": ["link=same.forged", "link=host.forged"],
    "GET /host": [""],
    **{f"POST /host/{what}": ["session=same&sure=yes"] for what in ("create", "resume", "copy", "delete")},
    "GET /host/file/{name}": [""],
    "GET /sheets/{name}": [""],
    f"GET {SEAT}": [""],
    f"GET {SEAT}/parts": [f"?kind={kind}" for kind in PARTS],
    f"GET {SEAT}/stream": [""],
    f"POST {SEAT}/do/{{kind}}": [""],
    f"GET {SEAT}/messages": OLDER,
    f"GET {SEAT}/turn/{{turn:int}}": [""],
    f"POST {SEAT}/look": ["page=why"],
    f"POST {SEAT}/leave": [""],
    f"GET {SEAT}/preview": [""],
    f"POST {SEAT}/changes": ["changes=add: stability, state: BRAVO, value: -.1"],
    f"GET {SEAT}/changes": [""],
    f"GET {SEAT}/choices": ["?state=BRAVO", "?state=CHARLY&turn=1"],
    f"GET {SEAT}/links": [""],
    f"GET {SEAT}/card": [""],
    f"GET {SEAT}/card/{{other:int}}": [""],
    f"POST {SEAT}/what-if": ["turn=1&state=BRAVO"],
    f"POST {SEAT}/clone": ["name=x"],
    f"GET {SEAT}/review.html": ["", *(f"?member={number}" for number in MEMBERS)],
    f"GET {SEAT}/events.csv": [""],
    "GET /api/openapi.json": [""],
    "POST /api/ask": [""],
    f"GET {SESSION}/view": [""],
    f"GET {SESSION}/turns/{{turn:int}}": [""],
    f"GET {SESSION}/messages": OLDER,
    f"GET {SESSION}/preview": [""],
    f"POST {SESSION}/commands/{{kind}}": [""],
    "GET /static": ["/style.css"],
}
WITHIN = {"name": [NAME], "turn": range(3), "other": MEMBERS, "kind": sorted(COMMANDS)}  # what a path names
FIELDS = {  # of commands about what is others', or of what cannot be: none changes anything that a mark stands in
    "member": 1, "seat": "BRAVO", "state": "BRAVO", "role": "player", "room": "NOBODY", "name": "x", "to": ["CHARLY"],
    "text": "x", "reason": "x", "note": "x", "of": "turn 1", "by": "model", "thread": "BRAVO+CHARLY", "count": 0,
    "turn": 1, "line": 0, "seconds": 60, "revision": 99, "open": False, "orders": [{"action": "FLY"}],
    "shares": {"none": 0.5}, "prepared": "drought", "until": 9,
    "terms": {"title": "x", "parties": ["ALPHA", "CHARLY"], "duties": [CONSULT]},
}  # fmt: skip


def routes_of(app):
    """The routes of an application as keys of ASKED; HEAD is GET without its body."""
    methods = [(route, ["GET"] if isinstance(route, Mount) else route.methods - {"HEAD"}) for route in app.routes]
    return {f"{method} {route.path}" for route, each in methods for method in each}


class Served:
    """The application of a class of tests/session/room.py, at a clock that stands; requests are not counted."""

    def __init__(self, made, folder):
        self.made, house = made, House(folder)
        house.live[NAME] = Live(NAME, made.session)
        house.now = lambda: made.now
        self.app = application(house)
        self.app.state.wrong = self.app.state.asks = self.app.state.writes = Rate(1_000_000, 1)

    def told(self, who, method="GET", **fields):
        """All that somebody gets from every route with a method, heads included, by place; `fields`: of commands."""
        return asyncio.run(self._told(self.made.tokens.get(who, ""), method, {**FIELDS, **fields}))

    async def _told(self, token, method, fields):
        head = {"Origin": ADDRESS, "Authorization": f"Bearer {token}", "Cookie": f"seat={token}; host={token}"}
        told, app = {}, httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=app, base_url=ADDRESS, headers=head if token else {}) as client:
            for place, asked in self._places(token, method):
                if place.endswith("/stream"):
                    told[place] = await self._begun(place, client.headers)
                    continue
                sent = {} if method == "GET" else self._sent(place, asked, token, fields)
                answer = await client.request(method, place, **sent)
                assert answer.status_code < 500, place
                told[f"{place} {asked}"] = f"{answer.status_code} {answer.headers} {answer.text}"
        return told

    def _places(self, token, method):
        """Where somebody asks, and with what form: under their own path, and under that of another seat."""
        who, others = self.made.session.who(token), ("BRAVO", "CHARLY")
        numbers = [self.made.session.who(self.made.tokens[seat]).number for seat in others]
        own = [who.number, next(number for number in numbers if number != who.number)] if who else numbers
        for route, asked in ASKED.items():
            verb, path = route.split()
            names = re.findall(r"{(\w+)", path)
            within = {**WITHIN, "member": own, **({"name": SHEETS} if path.startswith("/sheets") else {})}
            fills = product(*(within[name] for name in names))
            for fill, each in product(fills, asked if verb == method else ()):
                place = re.sub(r"{(\w+)[^}]*}", "{}", path).format(*fill)
                yield (place + each, "") if verb == "GET" else (place, each)

    def _sent(self, place, asked, token, fields):
        """The body of a write; a command has those of the fields that its kind takes."""
        kind, written = place.rpartition("/")[2], {"uuid": str(uuid.uuid4()), "stage": self.made.session.state.stage}
        known = COMMANDS[kind].model_fields if kind in COMMANDS else ()
        written = {name: value for name, value in fields.items() if name in known} | written
        if place.startswith("/api"):
            return {"json": written}
        flat = {name: value for name, value in written.items() if name not in ("orders", "shares", "terms")}
        form = {**parse_qs(asked), **flat, "csrf": self.app.state.csrf.of(token), "act.0": "FLY MOON"}
        return {"data": form, "headers": {"HX-Request": "true"}}

    async def _begun(self, place, headers):
        """The head and the first event of a stream."""
        heard = asyncio.Queue()
        head = [(name.encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "GET", "path": place, "query_string": b"", "headers": head}
        asking = asyncio.create_task(self.app(scope, asyncio.Event().wait, heard.put))
        told = [await heard.get(), await heard.get()]
        asking.cancel()
        return str(told)
