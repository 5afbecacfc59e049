"""The what-if of a session's projector: the model answers it beside everything else, and the answer is held."""

from typing import Any, NamedTuple

from sim.session import Rejection, Session
from sim.session.state import DEBRIEF
from sim.session.wall import WHAT_IF, Changed
from sim.session.whatif import what_if


class Answer(NamedTuple):
    """What was asked on a line, and what came of it (whatif.what_if)."""

    line: int
    changed: Changed
    told: dict[str, Any] | Rejection


class WhatIfs:
    """The what-ifs of one session. The log says what is asked; it is answered whenever the answer is not there."""

    def __init__(self, session: Session):
        self._session = session
        self._shown: Answer | None = None
        self._last: Answer | None = None
        self._answering: tuple[int, Changed] | None = None

    @property
    def asked(self) -> tuple[int, Changed] | None:
        """What the projector is to answer now."""
        line = self._session.state.line
        shown = line.phase == DEBRIEF and line.wall == WHAT_IF and line.asked is not None
        return (line.number, line.asked) if shown else None

    @property
    def due(self) -> bool:
        """Whether something is asked that nobody works out yet."""
        return self.asked is not None and self.current is None and self._answering != self.asked

    @property
    def current(self) -> Answer | None:
        """The answer to what is asked, once it is there."""
        held = [each for each in (self._shown, self._last) if each and (each.line, each.changed) == self.asked]
        return held[0] if held else None

    def answer(self, line: int, changed: Changed) -> Answer:
        """Ask the model, and hold what it says beside what is shown: it takes as long as the turns since."""
        made = Answer(line, changed, what_if(self._session.log, line, changed))
        self._shown, self._last = self.current, made
        return made

    def play(self) -> None:
        """Answer what is due."""
        asked = self._answering = self.asked
        if asked is not None:
            self.answer(*asked)
        if self._answering == asked:
            self._answering = None

    def state(self) -> str:
        """What is shown, as a word that changes when that does."""
        return f"{self.asked}{self.current is not None}"
