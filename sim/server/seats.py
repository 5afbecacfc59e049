"""What the holder of a seat's cookie may fetch and send: the page, its parts, commands."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from sim.session import Done, Rejection
from sim.session.state import APPLICANT, DEBRIEF

from . import pages
from .addresses import base_of, joining, qr
from .forms import command_of
from .guard import own_origin
from .house import Live
from .pages import digest_of

COOKIE, COOKIE_SECONDS = "seat", 30 * 86_400
UNKNOWN = 401
NOT_LET_IN, TAKEN_OUT = "You were not let in", "You were taken out of this session"
STATUS = {"unknown_link": UNKNOWN, "forbidden": 403, "stale": 409, "moved": 409, "uuid_used": 409, "read_only": 409,
          "phase": 409, "locked": 409, "taken_over": 409, "unwritable": 503, "full": 429, "room": 404}  # fmt: skip
NO_SEAT = "This browser holds no seat here (any more). Open your link; if you have none, ask your teacher for it."
REFUSED = 422  # for every other rejection
READING = ThreadPoolExecutor(1, "reading")  # pages are read one after another, so that commands do not wait for them


class Seat(NamedTuple):
    """Whoever sent a request: session, token, and the path under which the cookie is valid."""

    live: Live
    token: str
    base: str
    member: int


def path_of(session: str, member: int) -> str:
    """The path of a member's pages; the cookie is sent to it alone, so several seats can share a browser."""
    return f"/s/{session}/{member}"


def seat_cookie(live: Live, token: str) -> Response:
    """Put a token into a cookie, and go to the seat's page."""
    who = live.session.who(token)
    assert who is not None
    base = path_of(live.name, who.number)
    response = RedirectResponse(base, 303)
    response.set_cookie(COOKIE, token, path=base, httponly=True, samesite="lax", max_age=COOKIE_SECONDS)
    return response


def refused(rejection: Rejection) -> int:
    """The HTTP status of a rejection."""
    return STATUS.get(rejection.code, REFUSED)


def seated(request: Request, bearer: str | None = None) -> Seat:
    """Who sends a request, by cookie. Raises HTTPException 401 for whoever has no seat here."""
    live = request.app.state.house.found(request.path_params["name"])
    token = bearer or request.cookies.get(COOKIE, "")
    who = live.session.who(token) if live and token else None
    if live and (gone := live.session.removed(token)):
        raise HTTPException(UNKNOWN, f"{NOT_LET_IN if gone == APPLICANT else TAKEN_OUT}. Ask your teacher.")
    if live is None or who is None or who.number != request.path_params.get("member", who.number):
        raise HTTPException(UNKNOWN, NO_SEAT)
    return Seat(live, token, path_of(live.name, who.number), who.number)


async def own_seat(request: Request) -> Seat:
    """`seated`, away from the event loop: a session may have to be opened for it."""
    return await run_in_threadpool(seated, request)


def only(seat: Seat, roles: tuple[str, ...], in_debrief: bool = False) -> None:
    """Raise HTTPException unless the seat has one of the roles, and the session is in its debrief if it must be."""
    who = seat.live.session.who(seat.token)
    if who is None or who.role not in roles:
        raise HTTPException(403, "This is for the facilitator.")
    if in_debrief and seat.live.session.state.line.phase != DEBRIEF:
        raise HTTPException(409, "This opens in the debrief: it holds what is sealed until then.")


async def written(request: Request) -> tuple[Seat, Any]:
    """Who sends a form, and the form, once it is sure that a page of ours sent it. Raises HTTPException."""
    seat = await own_seat(request)
    form = await request.form(max_files=0, max_fields=400)
    if not own_origin(request) or not request.app.state.csrf.holds(seat.token, form.get("csrf")):
        raise HTTPException(403, "This form was not sent by its own page. Reload the page and try again.")
    if not request.app.state.writes.take(f"{seat.live.name}/{seat.member}"):
        raise HTTPException(429, "Too many requests; wait a moment. Nothing you typed is lost.")
    return seat, form


def context(request: Request, seat: Seat) -> dict[str, Any] | Rejection:
    """What every template of a seat is given."""
    now = request.app.state.house.now()
    return given_to(seat, request.app.state.csrf.of(seat.token), base_of(request), now)


def given_to(seat: Seat, csrf: str, address: str, now: float) -> dict[str, Any] | Rejection:
    """The same, for the token of its forms, the address that links for others begin with, and server time."""
    _, shown, known = seat.live.seen(seat.token)
    if isinstance(shown, Rejection):
        return shown
    given = {
        "v": shown, "me": shown["me"], "stage": shown["stage"], "session": shown["session"], "base": seat.base,
        "csrf": csrf, "now": now, "kind": pages.PAGES[shown["me"]["role"]], "digest": digest_of(known),
        "fan": seat.live.fans.current, "fan_playing": seat.live.fans.playing,
        "what_if": seat.live.what_ifs.current,
    }  # fmt: skip
    if "room" in shown:
        join = joining(address, shown["room"]["code"])
        given |= {"join": join, "join_qr": qr(join)}
    return given | {"texts": seat.live.parts.of(given, known)}


def _page(request: Request, seat: Seat) -> Response:
    given = context(request, seat)
    if isinstance(given, Rejection):
        raise HTTPException(refused(given), given.text)
    return pages.page(f"{given['kind']}.html", **given)


def _parts(request: Request, seat: Seat, seen: str, toast: str = "", bad: bool = False, status: int = 200) -> Response:
    """The parts of a page but those whose hashes are in `seen`."""
    given = context(request, seat)
    if isinstance(given, Rejection):
        raise HTTPException(refused(given), given.text)
    return pages.page("parts.html", status, **given, toast=toast, bad=bad, seen=seen.split("."))


async def _in_line(read: Callable[..., Any], *asked: Any) -> Any:
    """What `read` makes of that, when those who asked before have been served."""
    return await asyncio.get_running_loop().run_in_executor(READING, partial(read, *asked))


async def page(request: Request) -> Response:
    """The page of a seat."""
    seat = await own_seat(request)
    return await _in_line(_page, request, seat)


async def parts(request: Request) -> Response:
    """The parts of the page that have changed since those that are `seen`; nothing (204) if the digest is the same."""
    seat, asked = await own_seat(request), request.query_params
    if await _in_line(seat.live.digest, seat.token) == asked.get("digest"):
        return Response(status_code=204)
    who = seat.live.session.who(seat.token)
    if who is not None and pages.PAGES[who.role] != asked.get("kind"):  # let in, or given another role
        return Response(status_code=204, headers={"HX-Refresh": "true"})
    return await _in_line(_parts, request, seat, asked.get("seen", ""))


async def do(request: Request) -> Response:
    """Take a command from a form. The page's script gets the changed parts, a browser without it the page anew."""
    seat, form = await written(request)
    kind, seen = request.path_params["kind"], str(form.get("seen", ""))
    done = await request.app.state.house.do(seat.live, seat.token, command_of(kind, form))
    scripted = "hx-request" in request.headers
    if kind == "draft":  # saved by itself: the answer is data, so that it touches nothing on the page
        return _saved(done, seat)
    if isinstance(done, Rejection):
        if scripted:
            return await run_in_threadpool(_parts, request, seat, seen, _told(done), True, refused(done))
        raise HTTPException(refused(done), _told(done))
    if not scripted:
        return RedirectResponse(seat.base, 303)
    return await run_in_threadpool(_parts, request, seat, seen, TOLD.get(kind, ""))


def _told(rejection: Rejection) -> str:
    more = rejection.details if rejection.code in ("invalid", "bad_terms", "bad_changes") else ()
    return "; ".join(dict.fromkeys([rejection.text, *more[1:3]]))


TOLD = {
    "submit": "Submitted. You can change it until orders are locked.", "message": "Sent.", "bet": "Bet taken.",
    "propose": "The proposal is on the table.", "accept": "Accepted.", "inject": "Sent.", "star": "Starred.",
    "override": "The ruling stands.", "takeover": "Noted: it holds from the next turn on.", "rename": "Renamed.",
    "fan": "The fan is being played; all see it once it is whole.", "show": "It is on the projector.",
}  # fmt: skip


def _saved(done: Done | Rejection, seat: Seat) -> Response:
    if isinstance(done, Rejection):
        return JSONResponse({"code": done.code, "text": done.text}, refused(done))
    sheet = seat.live.session.view(seat.token)
    assert isinstance(sheet, dict)
    return JSONResponse({"saved": pages.clock(done.answer["saved"]), "revision": sheet["draft"]["revision"]})


async def messages(request: Request) -> Response:
    """Older messages of a thread, as a fragment."""
    seat = await own_seat(request)
    before = request.query_params.get("before", "0")
    number = int(before) if before.isdecimal() and len(before) < 8 else 0
    thread = request.query_params.get("thread", "")
    told = await run_in_threadpool(seat.live.session.messages, seat.token, thread, number)
    if isinstance(told, Rejection):
        raise HTTPException(refused(told), told.text)
    first = max(0, number - len(told))
    who = seat.live.session.who(seat.token)
    given: dict[str, Any] = {"base": seat.base, "me": who, "kind": pages.PAGES[who.role] if who else ""}
    return pages.page("messages.html", told=told, first=first, thread=thread, **given)


async def turn(request: Request) -> Response:
    """An earlier turn, as a page of its own."""
    seat = await own_seat(request)
    given = await run_in_threadpool(context, request, seat)
    told = await run_in_threadpool(seat.live.session.turn, seat.token, request.path_params["turn"])
    for each in (given, told):
        if isinstance(each, Rejection):
            raise HTTPException(404 if each.code == "unknown_turn" else refused(each), each.text)
    assert isinstance(given, dict)
    seat.live.session.look(seat.token, "turn", request.app.state.house.now())
    return pages.page("turn.html", **given, told=told)


async def look(request: Request) -> Response:
    """Note that a page has been opened, for the page times of the export."""
    seat, form = await written(request)
    refusal = await run_in_threadpool(
        seat.live.session.look, seat.token, str(form.get("page", "")), request.app.state.house.now()
    )
    if isinstance(refusal, Rejection):
        raise HTTPException(refused(refusal), refusal.text)
    return Response(status_code=204)


async def leave(request: Request) -> Response:
    """Take the cookie out of this browser."""
    seat, _ = await written(request)
    response = RedirectResponse("/", 303)
    response.delete_cookie(COOKIE, path=seat.base)
    return response


async def failed(request: Request, error: Exception) -> Response:
    """A refusal as a page, a toast or JSON, as the asker takes it."""
    assert isinstance(error, HTTPException)
    if request.url.path.startswith("/api"):
        return JSONResponse({"code": "http", "text": error.detail, "details": []}, error.status_code, error.headers)
    if "hx-request" in request.headers or request.url.path.endswith("/do/draft"):
        told = json.dumps({"told": {"text": error.detail}})
        return PlainTextResponse("", error.status_code, {"HX-Trigger": told.encode("ascii").decode()})
    asked = request.path_params
    seat = error.status_code != UNKNOWN and "member" in asked
    title = next((each for each in (NOT_LET_IN, TAKEN_OUT) if error.detail.startswith(each)), pages.SHUT)
    back = path_of(asked["name"], asked["member"]) if seat else ""
    return pages.refusal(error.detail, error.status_code, title, back)
