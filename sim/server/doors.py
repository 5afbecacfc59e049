"""The doors: the room code, links that a click exchanges for a cookie, and the desk of whoever runs the server."""

import hmac
import shutil
import tempfile
from pathlib import Path
from typing import Any

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from sim.run.plan import PlanError
from sim.scenario import Scenario, ScenarioError
from sim.session import Rejection
from sim.session.profiles import PROFILES
from sim.session.setup import CHOICE_NAMES, settings_of, title_of
from sim.session.shelf import first_line

from . import pages
from .addresses import base_of
from .forms import command_of
from .guard import own_origin
from .house import HOST, House, Live
from .seats import COOKIE_SECONDS, refused, seat_cookie

HOST_COOKIE, HOST_PATH = "host", "/host"
ELSEWHERE = "This session was begun on another machine: go on in a copy. The copy has empty seats, so all join again."


async def front(request: Request) -> Response:
    """Where the room code is typed in; with one that is heard, who one is."""
    room = request.query_params.get("room", "")[:12]
    told: Any = None
    if room:
        if not _may_try(request):
            return pages.refusal("Too many wrong codes from here; wait a minute.", 429)
        live = request.app.state.house.by_room(room)
        told = live.session.door(room) if live else None
        if told is None:
            request.app.state.wrong.count(_from(request))
    fault = "" if told or not room else "No room with this code is open. Look at the board again."
    return pages.page("front.html", 404 if fault else 200, room=room, door=told, fault=fault, form={})


async def ask(request: Request) -> Response:
    """Ask for a seat with the room code: an applicant's cookie, and the lobby."""
    form = await _own_form(request)
    room = str(form.get("room", ""))[:12]
    if not _may_try(request) or not request.app.state.asks.take(_from(request)):
        return pages.refusal("Too many have asked from here; wait a minute.", 429)
    live = request.app.state.house.by_room(room)
    if live is None:
        request.app.state.wrong.count(_from(request))
        fault = "No room with this code is open. Look at the board again."
        return pages.page("front.html", 404, room=room, door=None, fault=fault, form={})
    done = await request.app.state.house.do(live, None, command_of("ask", form))
    if isinstance(done, Rejection):
        door = live.session.door(room)
        return pages.page("front.html", refused(done), room=room, door=door, fault=done.text, form=form)
    return seat_cookie(live, done.answer["token"])


async def link(request: Request) -> Response:
    """The page that a link opens: its script puts what follows # into the form, and a click sends it."""
    return pages.page("enter.html", fault="")


async def enter(request: Request) -> Response:
    """Exchange a link for a cookie."""
    form = await _own_form(request)
    if not _may_try(request):
        return pages.refusal("Too many wrong links from here; wait a minute.", 429)
    house: House = request.app.state.house
    name, _, token = str(form.get("link", ""))[:200].partition(".")
    if name == HOST and hmac.compare_digest(token.encode(), house.host_token.encode()):
        response = RedirectResponse(HOST_PATH, 303)
        response.set_cookie(HOST_COOKIE, token, path=HOST_PATH, httponly=True, samesite="lax", max_age=COOKIE_SECONDS)
        return response
    live = await run_in_threadpool(house.found, name)
    if live is None or live.session.who(token) is None:
        request.app.state.wrong.count(_from(request))
        fault = "This link opens nothing (any more). Ask the facilitator for a new one."
        return pages.page("enter.html", 401, fault=fault)
    return seat_cookie(live, token)


# ---- the desk of whoever runs the server


async def host(request: Request) -> Response:
    """Every session of the folder, and a form to set up another."""
    csrf = _host(request)
    return await run_in_threadpool(_host_page, request, csrf)


def _host_page(request: Request, csrf: str, fault: str = "", form: Any = None) -> Response:
    house: House = request.app.state.house
    scenarios = house.scenarios()
    playable = {name: each for name, each in scenarios.items() if isinstance(each, Scenario)}
    asked = (form or request.query_params).get("scenario") or next(iter(playable), "")
    return pages.page(
        "host.html", 422 if fault else 200, sessions=house.sessions(), live=house.live, asked=asked, fault=fault,
        scenarios=playable,
        faulty={name: first_line(each) for name, each in scenarios.items() if isinstance(each, ScenarioError)},
        form=form, csrf=csrf, join=base_of(request), called=CHOICE_NAMES, title_of=title_of,
        profiles={name: each.summary for name, each in PROFILES.items()},
    )  # fmt: skip


async def create(request: Request) -> Response:
    """Set up a session and take its chair."""
    csrf, form = await _host_form(request)
    try:
        live = await run_in_threadpool(_made, request.app.state.house, form)
    except (ScenarioError, PlanError) as error:
        return await run_in_threadpool(_host_page, request, csrf, str(error), form)
    return _chair(request, live)


def _made(house: House, form: Any) -> Live:
    """The session that a form sets up. Raises ScenarioError and PlanError."""
    scenario = house.scenarios().get(str(form.get("scenario", "")))
    if scenario is None:
        raise PlanError("Choose a scenario of the list.")
    if isinstance(scenario, ScenarioError):
        raise scenario
    asked = {name: form.get(name) for name in CHOICE_NAMES}
    ticked = {name: form.get(name) == "yes" for name in ("secrecy", "events")}
    return house.create(settings_of(scenario, asked | ticked | {"seats": form.getlist("seat")}))


async def resume(request: Request) -> Response:
    """Take the chair of a session that there is."""
    _, form = await _host_form(request)
    live = await run_in_threadpool(request.app.state.house.found, str(form.get("session", "")))
    if live is None:
        raise HTTPException(404, "There is no such session.")
    return _chair(request, live)


async def copy(request: Request) -> Response:
    """Go on from a session in one of its own, with links of this server."""
    _, form = await _host_form(request)
    house: House = request.app.state.house
    live = await run_in_threadpool(house.found, str(form.get("session", "")))
    if live is None:
        raise HTTPException(404, "There is no such session.")
    made = await run_in_threadpool(house.clone, live, f"{live.session.state.settings.name} copy"[:40], None, "new")
    return _chair(request, made)


async def delete(request: Request) -> Response:
    """Delete a session and all that was written in it."""
    _, form = await _host_form(request)
    house: House = request.app.state.house
    if form.get("sure") != "yes":
        raise HTTPException(404, "Tick the box to delete a session.")
    if not await run_in_threadpool(house.delete, str(form.get("session", ""))):
        raise HTTPException(404, "There is no such session.")
    return RedirectResponse(HOST_PATH, 303)


async def file(request: Request) -> Response:
    """A session as one file, to be taken to another laptop."""
    _host(request)
    house: House = request.app.state.house
    live = await run_in_threadpool(house.found, request.path_params["name"])
    if live is None:
        raise HTTPException(404, "There is no such session.")
    copy = await run_in_threadpool(_copied, live)
    return FileResponse(copy, filename=copy.name, background=BackgroundTask(shutil.rmtree, copy.parent))


def _copied(live: Live) -> Path:
    """A clean copy of a session's file, in a folder of its own."""
    target = Path(tempfile.mkdtemp()) / live.session.log.path.name
    live.session.log.copy(target)
    return target


def _chair(request: Request, live: Live) -> Response:
    token = request.app.state.house.chair(live)
    if token is None:
        raise HTTPException(409, ELSEWHERE)
    return seat_cookie(live, token)


def _host(request: Request) -> str:
    """The token of the host's forms. Raises HTTPException 401 for anybody else."""
    token = request.cookies.get(HOST_COOKIE, "")
    if not hmac.compare_digest(token.encode("utf-8", "replace"), request.app.state.house.host_token.encode()):
        raise HTTPException(401, "This page is for whoever started the server: open the link it printed.")
    return str(request.app.state.csrf.of(token))


async def _host_form(request: Request) -> tuple[str, Any]:
    csrf, form = _host(request), await _own_form(request)
    if not request.app.state.csrf.holds(request.cookies[HOST_COOKIE], form.get("csrf")):
        raise HTTPException(403, "This form was not sent by its own page. Reload the page and try again.")
    return csrf, form


async def _own_form(request: Request) -> Any:
    if not own_origin(request):
        raise HTTPException(403, "This form was not sent by its own page. Reload the page and try again.")
    return await request.form(max_files=0, max_fields=100)


def _from(request: Request) -> str:
    return request.client.host if request.client else ""


def _may_try(request: Request) -> bool:
    return not request.app.state.wrong.full(_from(request))
