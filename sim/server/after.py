"""After the game: what-if, clones, and what is taken home: a page to keep, and every event as a table."""

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from sim.session import Rejection
from sim.session.commands import read_command, unfit
from sim.session.orders import Submit
from sim.session.state import FACILITATOR, TEACHERS
from sim.session.table import as_csv
from sim.session.wall import Changed

from . import pages
from .forms import command_of
from .house import Live
from .seats import only, refused, seat_cookie, seated, written

STYLE = Path(__file__).parent / "static" / "style.css"


async def what_if_page(request: Request) -> Response:
    """One turn with other orders for a seat, or other luck, beside the course that was played."""
    seat, form = await written(request)
    only(seat, TEACHERS, in_debrief=True)
    changed = _changed(form)
    if isinstance(changed, Rejection):
        raise HTTPException(refused(changed), changed.text)
    state = seat.live.session.state
    answer = await run_in_threadpool(seat.live.what_ifs.answer, state.current, changed)
    if isinstance(answer.told, Rejection):
        raise HTTPException(refused(answer.told), answer.told.text)
    shown = await run_in_threadpool(seat.live.view, seat.token)
    ledger = shown["ledger"] if isinstance(shown, dict) else []
    return pages.page(
        "whatif.html", what_if=answer, asked=to_json(changed).decode(), ledger=ledger, base=seat.base,
        csrf=request.app.state.csrf.of(seat.token), stage=state.stage,
    )  # fmt: skip


def _changed(form: Any) -> Changed | Rejection:
    sheet = None
    if form.get("ruled"):
        asked = command_of("override", form)
        orders = asked["orders"]
        sent = {"kind": "submit", "uuid": asked["uuid"], "orders": orders, "answers": asked["answers"]}
        read = read_command({**sent, "hold": not orders})
        if isinstance(read, Rejection):
            return read
        assert isinstance(read, Submit)
        sheet = read
    asked = {"turn": _whole(form.get("turn"), 1), "seat": form.get("state"), "sheet": sheet,
             "luck": form.get("luck"), "others": form.get("others")}  # fmt: skip
    try:
        return TypeAdapter(Changed).validate_python({name: said for name, said in asked.items() if said})
    except ValidationError as error:
        return unfit(error)


async def clone(request: Request) -> Response:
    """A parallel session that goes on from this one; its chair is the facilitator's."""
    seat, form = await written(request)
    only(seat, (FACILITATOR,))
    turn = _whole(form.get("turn"), 0) or None
    luck = "new" if form.get("luck") == "new" else "same"
    name = str(form.get("name") or f"{seat.live.session.state.settings.name} copy")[:40]
    house = request.app.state.house
    made = await run_in_threadpool(house.clone, seat.live, name, turn, luck)
    token = house.chair(made)
    assert token is not None
    return seat_cookie(made, token)


async def review(request: Request) -> Response:
    """One file that needs nothing else: the whole session as its reader may see it, to keep and print.

    Teachers may have that of another: of each team, and with the projector's that of the class.
    """
    seat = await run_in_threadpool(seated, request)
    other = _whole(request.query_params.get("member"), 0) or None
    told = await run_in_threadpool(seat.live.session.review, seat.token, other)
    if isinstance(told, Rejection):
        raise HTTPException(refused(told), told.text)
    if other is None:
        seat.live.session.look(seat.token, "review", request.app.state.house.now())
    headers = {"Content-Disposition": f'attachment; filename="{seat.live.name}-{other or seat.member}.html"'}
    return HTMLResponse(await run_in_threadpool(kept, seat.live, told), headers=headers)


def kept(live: Live, told: dict[str, Any]) -> str:
    """That file, of what `Session.review` tells."""
    view, style = told["view"], STYLE.read_text(encoding="utf-8")
    parts = {part: view[part] for part in ("me", "stage", "session")}
    return pages.text("review.html", v=view, **parts, turns=told["turns"], fan=live.fans.current, style=style)


async def events(request: Request) -> Response:
    """Every entry of the log as CSV, for the facilitator, in the debrief: the seed is in it."""
    seat = await run_in_threadpool(seated, request)
    only(seat, (FACILITATOR,), in_debrief=True)
    await run_in_threadpool(seat.live.session.keep_looks, request.app.state.house.now())
    told = await run_in_threadpool(as_csv, seat.live.session.log)
    headers = {"Content-Disposition": f'attachment; filename="{seat.live.name}.csv"'}
    return PlainTextResponse(told, headers=headers, media_type="text/csv")


def _whole(text: Any, otherwise: int) -> int:
    stated = str(text or "")
    return int(stated) if stated.isdecimal() and len(stated) < 6 else otherwise
