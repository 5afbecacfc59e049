"""The ASGI application: every route in one place."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sim.run.plan import PlanError
from sim.web.headed import Headed

from . import after, api, desk, doors, pages, seats, sheets
from .guard import Bounded, Csrf, Rate
from .house import House
from .stream import stream

STATIC = StaticFiles(directory=Path(__file__).parent / "static", packages=[("sim.pages", "static")])
SEAT = "/s/{name}/{member:int}"


def application(house: House) -> Starlette:
    """The application that serves the sessions of a house."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        ticking = asyncio.create_task(house.tick())
        yield
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking
        house.close()

    app = Starlette(
        routes=[*DOORS, *SEATS, *DESK, *AFTER, *api.ROUTES, Mount("/static", STATIC, name="static")],
        middleware=[Middleware(Headed), Middleware(Bounded)],
        exception_handlers={HTTPException: seats.failed, PlanError: _trouble, Exception: _ours},
        lifespan=lifespan,
    )
    app.state.house = house
    app.state.csrf = Csrf(house.key)
    app.state.wrong = Rate(10, 60)  # codes and links that open nothing, by address
    app.state.asks = Rate(60, 60)  # seats asked for, by address: a class may share one
    app.state.writes = Rate(40, 5)  # commands, by member
    return app


DOORS = [
    Route("/", doors.front),
    Route("/ask", doors.ask, methods=["POST"]),
    Route("/enter", doors.link),
    Route("/enter", doors.enter, methods=["POST"]),
    Route("/host", doors.host),
    Route("/host/create", doors.create, methods=["POST"]),
    Route("/host/resume", doors.resume, methods=["POST"]),
    Route("/host/copy", doors.copy, methods=["POST"]),
    Route("/host/delete", doors.delete, methods=["POST"]),
    Route("/host/file/{name}", doors.file),
    Route("/sheets/{name}", sheets.sheet),
]
SEATS = [
    Route(SEAT, seats.page),
    Route(f"{SEAT}/parts", seats.parts),
    Route(f"{SEAT}/stream", stream),
    Route(f"{SEAT}/do/{{kind}}", seats.do, methods=["POST"]),
    Route(f"{SEAT}/messages", seats.messages),
    Route(f"{SEAT}/turn/{{turn:int}}", seats.turn),
    Route(f"{SEAT}/look", seats.look, methods=["POST"]),
    Route(f"{SEAT}/leave", seats.leave, methods=["POST"]),
]
DESK = [
    Route(f"{SEAT}/preview", desk.preview),
    Route(f"{SEAT}/changes", desk.changes, methods=["POST"]),
    Route(f"{SEAT}/changes", desk.changeable),
    Route(f"{SEAT}/choices", desk.choices),
    Route(f"{SEAT}/links", desk.links),
    Route(f"{SEAT}/card", desk.card),
    Route(f"{SEAT}/card/{{other:int}}", desk.card),
]
AFTER = [
    Route(f"{SEAT}/what-if", after.what_if_page, methods=["POST"]),
    Route(f"{SEAT}/clone", after.clone, methods=["POST"]),
    Route(f"{SEAT}/review.html", after.review),
    Route(f"{SEAT}/events.csv", after.events),
]


async def _trouble(request: Request, error: Exception) -> Response:
    return await seats.failed(request, HTTPException(409, str(error)))


async def _ours(request: Request, error: Exception) -> Response:
    """A fault of ours: the log has it, the asker is told that there is one and nothing else."""
    told = "Something went wrong on the server. Nothing acknowledged is lost; reload the page."
    return pages.refusal(told, 500, "A fault of the server")
