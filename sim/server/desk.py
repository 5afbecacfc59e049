"""What teachers fetch beside their page: previews, a state's choices to rule on, a member's link."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sim.session import Rejection

from . import pages
from .addresses import entrance, qr
from .forms import changes_of
from .seats import own_seat, refused, written


async def preview(request: Request) -> Response:
    """For teachers: the true odds of what is submitted, as a fragment."""
    seat = await own_seat(request)
    told = await run_in_threadpool(seat.live.session.preview, seat.token)
    if isinstance(told, Rejection):
        raise HTTPException(refused(told), told.text)
    return pages.page("preview.html", told=told)


async def changes(request: Request) -> Response:
    """For teachers: what the changes of an inject would do, as a fragment."""
    seat, form = await written(request)
    stated = changes_of(str(form.get("changes", "")))
    told = await run_in_threadpool(seat.live.session.preview_inject, seat.token, stated)
    if isinstance(told, Rejection):
        return pages.page("changes.html", told=[], fault=told.text)
    return pages.page("changes.html", told=told, fault="")


async def changeable(request: Request) -> Response:
    """For teachers: the variables that an inject may change, as a fragment."""
    seat = await own_seat(request)
    told = await run_in_threadpool(seat.live.session.changeable, seat.token)
    if isinstance(told, Rejection):
        raise HTTPException(refused(told), told.text)
    return pages.page("changeable.html", told=told)


async def card(request: Request) -> Response:
    """A member's link, with a QR, to be copied or printed: for the facilitator, and one's own for another device."""
    seat = await own_seat(request)
    member = request.path_params.get("other")
    token = await run_in_threadpool(seat.live.session.link, seat.token, member)
    if isinstance(token, Rejection):
        raise HTTPException(refused(token), token.text)
    address = entrance(request, seat.live.name, token)
    who = seat.live.session.who(token)
    return pages.page("card.html", address=address, qr=qr(address), who=who, session=seat.live.session.state.settings)


async def choices(request: Request) -> Response:
    """For teachers: what a state may be ordered and asked, now or in turn `turn`, as the cards of a form."""
    seat = await own_seat(request)
    asked, turn = request.query_params, request.query_params.get("turn", "")
    number = int(turn) if turn.isdecimal() and len(turn) < 6 else None
    told = await run_in_threadpool(seat.live.session.choices, seat.token, asked.get("state", ""), number)
    if isinstance(told, Rejection):
        raise HTTPException(refused(told), told.text)
    budget = seat.live.session.state.settings.budget
    return pages.page("choices.html", told=told, budget=budget, whole=number is not None)
