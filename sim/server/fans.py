"""The fan of a session's debrief: replications are played a piece at a time beside everything else, then kept."""

import threading
from typing import Any

from sim.session import Session
from sim.session.debrief import Fan
from sim.session.state import DEBRIEF

REPLICATIONS = 500


class Fans:
    """The fans of one session, and the one that is shown to all. Kept in memory: they can be played again."""

    def __init__(self, session: Session):
        self._session = session
        self._guard = threading.Lock()
        self._made: dict[tuple[int, int], Fan] = {}
        self.shown: tuple[int, int] | None = None  # line, turn

    def play(self, turn: int, replications: int = REPLICATIONS) -> bool:
        """Play the fan from a turn of the line in debrief and show it once it is whole; False if there is none.

        Takes seconds to a minute: call it in a thread of its own. The seed is the session's, so that it is the same
        whenever it is played; the replications are others than those of its lines.
        """
        state = self._session.state
        line = state.line
        if line.phase != DEBRIEF or not 1 <= turn <= len(line.turns):
            return False
        key = line.number, turn
        with self._guard:
            fan = self._made.setdefault(key, Fan(line, turn, replications, state.seed ^ 1))
            while fan.play():
                pass
            self.shown = key
        return True

    @property
    def playing(self) -> bool:
        """Whether one is being played."""
        return self._guard.locked()

    def state(self) -> str:
        """What is shown, as a word that changes when that does."""
        return f"{self.current is not None and self.shown}{self.playing}"

    @property
    def current(self) -> dict[str, Any] | None:
        """The fan that is shown, if the line in play is the one it was made of and is in its debrief."""
        line = self._session.state.line
        if self.shown is None or self.shown[0] != line.number or line.phase != DEBRIEF:
            return None
        return {"turn": self.shown[1], **self._made[self.shown].told()}
