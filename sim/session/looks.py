"""Page times: which page a seat opened in which minute. Held in memory, and about once a minute an entry of the log.

So that looking costs no write of its own; what a crash loses of it is the last minute.
"""

import uuid as uuids
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from .commands import Command, Entry, command
from .state import State

Page = Literal["situation", "news", "orders", "why", "history", "talk", "turn", "review"]
PAGES = get_args(Page)
MINUTE = 60  # seconds
MOST = 2_000  # looks of an entry


class Look(BaseModel):
    """A seat opened a page, at the stage `stage`, in the minute that began at server time `minute` (s)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seat: Annotated[str, Field(max_length=6)]
    page: Page
    stage: Annotated[str, Field(max_length=40)]
    minute: Annotated[int, Field(ge=0)]


@command("looked", ())
class Looked(Command):
    """The pages that seats have opened since the last such entry; it changes nothing."""

    looks: Annotated[tuple[Look, ...], Field(max_length=MOST)]

    def apply(self, state: State, entry: Entry) -> None:
        pass


class Looks:
    """The looks that are not in the log yet, each once, in order."""

    def __init__(self) -> None:
        self._held: dict[Look, None] = {}

    def add(self, seat: str, page: str, stage: str, now: float) -> None:
        """Note that a seat has opened one of PAGES at server time `now` (s); with MOST held no more are noted."""
        if len(self._held) < MOST:
            minute = int(now // MINUTE) * MINUTE
            self._held[Look.model_validate({"seat": seat, "page": page, "stage": stage, "minute": minute})] = None

    def due(self, now: float) -> bool:
        """Whether the minute of the first is over."""
        return bool(self._held) and now >= next(iter(self._held)).minute + MINUTE

    def command(self) -> Looked | None:
        """All of them as a command, if there are any."""
        return Looked(uuid=str(uuids.uuid4()), looks=tuple(self._held)) if self._held else None

    def clear(self) -> None:
        """They are in the log."""
        self._held.clear()
