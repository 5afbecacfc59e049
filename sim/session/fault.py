"""What keeps a session's file from being written, and since when: until it is gone, time stands still."""

import sqlite3
from typing import Any, NamedTuple

RETRY = 1.0  # seconds after which it is tried again
ROOMLESS = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)  # a full disk; a quota or another limit of the system
TOLD = (
    "Play is paused: the session's file cannot be written ({}). Nothing acknowledged is lost; play goes on by itself "
    "once it can be."
)


class Fault(NamedTuple):
    """Why nothing can be written; server times (s) of when that began and of the last attempt; whether room lacks."""

    text: str
    since: float
    tried: float
    roomless: bool = False

    @classmethod
    def of(cls, error: Exception, now: float, before: "Fault | None") -> "Fault":
        """The fault that a failed write tells of; it began with the first."""
        lacking = isinstance(error, OSError) or getattr(error, "sqlite_errorcode", 0) & 0xFF in ROOMLESS
        return cls(TOLD.format(error), before.since if before else now, now, lacking)

    def waits(self, now: float) -> bool:
        """Whether the last attempt was just now: others are refused at once and do not wait for one of their own."""
        return 0 <= now - self.tried < RETRY

    def stopped(self, stage: dict[str, Any]) -> dict[str, Any]:
        """A stage as it is shown meanwhile: a timer that ran has what it had left."""
        if stage["deadline"] is None:
            return stage
        return stage | {"deadline": None, "left": max(0.0, stage["deadline"] - self.since)}
