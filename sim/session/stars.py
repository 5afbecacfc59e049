"""Moments that teachers mark for the debrief."""

from typing import Annotated, Any

from pydantic import Field

from .commands import Command, Desk, Entry, Facts, Rejection, command, short_id
from .links import Links
from .state import DEBRIEF, OPEN, REVIEW, TEACHERS, Line, Member, State
from .text import Line as Reason

Key = Annotated[str, Field(max_length=40)]


@command("star", TEACHERS, (OPEN, REVIEW, DEBRIEF), timely=False)
class Star(Command):
    """Mark a moment for the debrief: a message, a proposal, an inject by its id, `turn 3`; with a word on why."""

    of: Key
    note: Reason

    def apply(self, state: State, entry: Entry) -> None:
        state.stars[short_id(self.uuid)] = {
            "of": self.of, "about": _about(self.of, state.line), "note": self.note, "line": state.line.number,
            "turn": state.line.turn, "time": entry.time,
        }  # fmt: skip

    def answer(self, entry: Entry, links: Links) -> dict[str, Any]:
        return {"star": short_id(self.uuid)}


@command("unstar", TEACHERS, (OPEN, REVIEW, DEBRIEF), timely=False)
class Unstar(Command):
    """Take a mark away."""

    star: Key

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        return Facts() if self.star in state.stars else Rejection("unknown_star", "there is no such mark")

    def apply(self, state: State, entry: Entry) -> None:
        del state.stars[self.star]


def starred(state: State) -> list[dict[str, Any]]:
    """Every mark in the order in which they were made, with what it marks in words."""
    return [{"star": key, **star} for key, star in state.stars.items()]


def _about(of: str, line: Line) -> str:
    """What is marked, in words; whatever is neither of these speaks for itself."""
    if of in line.proposals:
        return f"proposal “{line.proposals[of].terms.title}” by {line.proposals[of].by}"
    told = {each.id: f"inject: “{each.text}”" for each in line.injects}
    for thread in line.threads.values():
        told |= {each.id: f"{each.seat or 'facilitator'}: “{each.text}”" for each in thread if each.id == of}
    return told.get(of, of)
