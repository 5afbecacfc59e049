"""The fan of a session's debrief: its replications are played beside everything else, a piece at a time, then kept."""

import time
from typing import Any

from sim.session import Session
from sim.session.fan import Fan
from sim.session.state import DEBRIEF

REPLICATIONS = 500
SPELL = 1.0  # seconds that are played at a time

Key = tuple[int, int]  # line, turn


class Fans:
    """The fans of one session that its log says are shown (`reveal`).

    They follow from the log, so they are kept in memory alone and played again after a restart. The seed is the
    session's; the replications are others than those of its lines.
    """

    def __init__(self, session: Session):
        self._session = session
        self._playing: tuple[Key, Fan] | None = None
        self._told: dict[Key, dict[str, Any]] = {}

    def play(self, seconds: float = SPELL) -> bool:
        """Play on for about so long if a fan is to be shown; True once it is whole. One thread at a time."""
        line, key = self._session.state.line, self._asked()
        if key is None or key in self._told:
            return False
        if self._playing is None or self._playing[0] != key:
            self._playing = key, Fan(line, key[1], REPLICATIONS, self._session.state.seed ^ 1)
        fan, end = self._playing[1], time.monotonic() + seconds
        while fan.play():
            if time.monotonic() > end:
                return False
        self._told[key] = {"turn": key[1], **fan.told()}
        self._playing = None
        return True

    @property
    def playing(self) -> bool:
        """Whether one is to be shown that is not whole yet."""
        return self._asked() is not None and self.current is None

    @property
    def current(self) -> dict[str, Any] | None:
        """The fan that is shown."""
        key = self._asked()
        return None if key is None else self._told.get(key)

    def _asked(self) -> Key | None:
        line = self._session.state.line
        return None if line.phase != DEBRIEF or line.shown is None else (line.number, line.shown)
