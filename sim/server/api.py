"""`/api`: the same commands and views as JSON, for programs that play a seat; `/api/openapi.json` describes it.

A program sends its seat's token as `Authorization: Bearer …`. The session plays by its own policy for a seat that has
submitted nothing in time, so a program that hangs holds up nobody.
"""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.session import Done, Rejection

from .forms import plain
from .openapi import described
from .seats import Seat, refused, seated


async def description(request: Request) -> Response:
    """The OpenAPI description."""
    return JSONResponse(described())


async def ask(request: Request) -> Response:
    """`ask` with the room code: the answer has the session's name and an applicant's token."""
    house, address = request.app.state.house, request.client.host if request.client else ""
    if request.app.state.wrong.full(address) or not request.app.state.asks.take(address):
        raise HTTPException(429, "too many have asked from here; wait a minute")
    asked = await _body(request)
    live = house.by_room(str(asked.get("room", ""))[:12])
    if live is None:
        request.app.state.wrong.count(address)
        return _answer(Rejection("room", "no room with this code is open"))
    done = await house.do(live, None, {**asked, "kind": "ask"})
    return _answer(done, session=live.name)


async def command(request: Request) -> Response:
    """Take a command."""
    seat = await _seat(request)
    if not request.app.state.writes.take(f"{seat.live.name}/{seat.member}"):
        raise HTTPException(429, "too many requests; wait a moment")
    asked = await _body(request)
    kind = request.path_params["kind"]
    return _answer(await request.app.state.house.do(seat.live, seat.token, {**asked, "kind": kind}))


async def view(request: Request) -> Response:
    """What the holder of the token may see now, with the server's time."""
    seat = await _seat(request)
    told = await run_in_threadpool(seat.live.view, seat.token)
    return _answer(told)


async def turn(request: Request) -> Response:
    """An earlier turn."""
    seat = await _seat(request)
    return _answer(await run_in_threadpool(seat.live.session.turn, seat.token, request.path_params["turn"]))


async def messages(request: Request) -> Response:
    """Messages of a thread before number `before`."""
    seat = await _seat(request)
    before = request.query_params.get("before", "")
    if not before.isdecimal() or len(before) > 7:
        return _answer(Rejection("invalid", "before: the number of a message, 0 or more"))
    thread = request.query_params.get("thread", "")
    return _answer(await run_in_threadpool(seat.live.session.messages, seat.token, thread, int(before)))


async def preview(request: Request) -> Response:
    """What would be carried out if the turn were resolved now, for teachers."""
    seat = await _seat(request)
    return _answer(await run_in_threadpool(seat.live.session.preview, seat.token))


async def _seat(request: Request) -> Seat:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise HTTPException(401, "send the token of a seat: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})
    return await run_in_threadpool(seated, request, token.strip())


async def _body(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "send JSON: Content-Type: application/json")
    try:
        asked = plain(await request.body())
    except ValueError as error:
        raise HTTPException(400, "this is no JSON text in UTF-8") from error
    if not isinstance(asked, dict):
        raise HTTPException(400, "send a JSON object: the fields of the command")
    return asked


def _answer(told: Any, **more: Any) -> Response:
    if isinstance(told, Rejection):
        return JSONResponse({"code": told.code, "text": told.text, "details": list(told.details)}, refused(told))
    if isinstance(told, Done):
        return JSONResponse({"answer": told.answer, "stage": told.stage, **more})
    return JSONResponse(told)


SESSION = "/api/sessions/{name}"
ROUTES = [
    Route("/api/openapi.json", description),
    Route("/api/ask", ask, methods=["POST"]),
    Route(f"{SESSION}/view", view),
    Route(f"{SESSION}/turns/{{turn:int}}", turn),
    Route(f"{SESSION}/messages", messages),
    Route(f"{SESSION}/preview", preview),
    Route(f"{SESSION}/commands/{{kind}}", command, methods=["POST"]),
]
