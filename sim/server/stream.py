"""The stream that tells a page when what it shows has changed, and nothing else."""

import asyncio
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from .seats import own_seat

BEAT = 15.0  # seconds after which the same is told once more
PAUSE, PAUSE_EACH = 0.3, 0.01  # seconds between two changes at least, and more of them for each open stream here
LOOKING = ThreadPoolExecutor(1, "stream")  # streams look one after another, so that commands do not wait for them


async def stream(request: Request) -> Response:
    """Server-sent events: a new hash of the seat's own view whenever that has changed, and now and then the same."""
    seat, house = await own_seat(request), request.app.state.house

    async def events() -> AsyncIterator[str]:
        live, seen, due = seat.live, "", 0.0
        live.present[seat.member] += 1
        live.touch()
        try:
            while not house.ending.is_set():
                changed = live.changed
                now = await asyncio.get_running_loop().run_in_executor(LOOKING, live.digest, seat.token)
                if now != seen or time.monotonic() >= due:
                    yield f"event: change\ndata: {now}\n\n"
                    seen, due = now, time.monotonic() + BEAT
                with suppress(TimeoutError):  # when it is told again does not hang on what others do meanwhile
                    await asyncio.wait_for(changed.wait(), due - time.monotonic())
                    pause = PAUSE + PAUSE_EACH * house.listening
                    await asyncio.wait_for(house.ending.wait(), min(pause, due - time.monotonic()))
        finally:
            live.present[seat.member] -= 1
            live.touch()

    return StreamingResponse(events(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
