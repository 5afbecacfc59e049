"""What teachers fetch beside their page: previews, a state's choices to rule on, links of members."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sim.session import Rejection
from sim.session.people import EVERYBODY
from sim.session.state import FACILITATOR
from sim.session.view import seats

from . import pages
from .addresses import base_of, entrance, here_alone, qr
from .forms import changes_of
from .seats import Seat, only, own_seat, refused, written


async def preview(request: Request) -> Response:
    """For teachers: what would be carried out if the turn were resolved now, as a fragment."""
    seat = await own_seat(request)
    told = await run_in_threadpool(seat.live.session.preview, seat.token)
    if isinstance(told, Rejection):
        raise HTTPException(refused(told), told.text)
    return pages.page("preview.html", told=told, now=request.app.state.house.now())


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


async def links(request: Request) -> Response:
    """For the facilitator: the link of everybody else, each on a card, to be printed and cut out."""
    seat = await own_seat(request)
    only(seat, (FACILITATOR,))
    session = seat.live.session
    cards = await run_in_threadpool(_cards, request, seat)
    return pages.page(
        "links.html", cards=cards, empty=[each for each in session.state.seats if not session.state.players(each)],
        session=session.state.settings, base=seat.base, here_alone=here_alone(base_of(request)),
    )  # fmt: skip


def _cards(request: Request, seat: Seat) -> list[dict[str, Any]]:
    """Who is in the room, in the order of seats and then the others; of a link that cannot be told, why."""
    live, made = seat.live, []
    names = {each["seat"]: each["name"] for each in seats(live.session.state)}
    room = [who for who in list(live.session.state.members.values()) if who.role in {*EVERYBODY} - {FACILITATOR}]
    for who in sorted(room, key=lambda who: [*names, None].index(who.seat)):
        token = live.session.link(seat.token, who.number)
        card: dict[str, Any] = {"who": who, "state": names.get(who.seat or "")}
        if isinstance(token, Rejection):
            made.append(card | {"fault": token.text})
        else:
            address = entrance(request, live.name, token)
            made.append(card | {"address": address, "qr": qr(address)})
    return made


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
