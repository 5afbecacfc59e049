"""The fan of a session's debrief: replications are played a piece at a time beside everything else, then kept."""

from typing import Any

from sim.session import Session
from sim.session.fan import Fan
from sim.session.state import DEBRIEF

REPLICATIONS = 500
Key = tuple[int, int]  # line, turn


class Fans:
    """The fans of one session. The log says which is shown; it is played whenever it is not there, after a restart too.

    Their seed is the session's, so that a fan is the same whenever it is played; the replications are others than those
    of its lines.
    """

    def __init__(self, session: Session):
        self._session = session
        self._told: dict[Key, dict[str, Any] | None] = {}  # None while one is being played
        self._ended = False

    @property
    def asked(self) -> Key | None:
        """The fan that all are to see, if the line in play is in its debrief."""
        state = self._session.state
        turn = state.fans.get(state.line.number)
        return (state.line.number, turn) if turn is not None and state.line.phase == DEBRIEF else None

    @property
    def due(self) -> bool:
        """Whether one is asked for that nobody plays yet."""
        return self.asked is not None and self.asked not in self._told

    @property
    def playing(self) -> bool:
        """Whether one is asked for that is not there yet."""
        return self.asked is not None and self._told.get(self.asked) is None

    @property
    def current(self) -> dict[str, Any] | None:
        """The fan that is asked for, once it is whole."""
        asked = self.asked
        told = self._told.get(asked) if asked else None
        return {"turn": asked[1], **told} if asked and told else None

    def play(self, replications: int = REPLICATIONS) -> None:
        """Play the fan that is due. Takes seconds to a minute: call it in a thread of its own."""
        asked, state = self.asked, self._session.state
        if asked is None or asked in self._told:
            return
        self._told[asked] = None
        fan = Fan(state.lines[asked[0]], asked[1], replications, state.seed ^ 1)
        while fan.play():
            if self._ended:
                return
        self._told[asked] = fan.told()

    def end(self) -> None:
        """Play no further: the server ends."""
        self._ended = True

    def state(self) -> str:
        """What is shown, as a word that changes when that does."""
        return f"{self.asked}{self.playing}"
