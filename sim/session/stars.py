"""Moments that teachers mark for the debrief."""

from typing import Annotated, Any

from pydantic import Field

from .commands import Command, Desk, Entry, Facts, Rejection, command, short_id
from .links import Links
from .state import DEBRIEF, OPEN, REVIEW, TEACHERS, Line, Member, State
from .text import Line as Reason

TURN = "turn "  # what a star of a whole turn names it by, with its number
Key = Annotated[str, Field(max_length=40)]


@command("star", TEACHERS, (OPEN, REVIEW, DEBRIEF), timely=False)
class Star(Command):
    """Mark a moment for the debrief: a message, a proposal, an inject by its id, `turn 3`; with a word on why."""

    of: Key
    note: Reason

    def apply(self, state: State, entry: Entry) -> None:
        state.stars[short_id(self.uuid)] = {"of": self.of, "note": self.note, "line": state.line.number,
                                            "turn": state.line.turn, "time": entry.time}  # fmt: skip

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
    words = {number: _words(state.lines[number]) for number in {star["line"] for star in state.stars.values()}}
    return [
        {"star": key, **star, "about": words[star["line"]].get(star["of"], star["of"])}
        for key, star in state.stars.items()
    ]


def _words(line: Line) -> dict[str, str]:
    """What may be marked on a line, in words, by what a star names it by."""
    told = {f"{TURN}{turn.number}": f"turn {turn.number}" for turn in line.turns}
    told |= {
        each.id: f"{each.seat or 'facilitator'}: “{each.text}”" for thread in line.threads.values() for each in thread
    }
    told |= {key: f"proposal “{each.terms.title}” by {each.by}" for key, each in line.proposals.items()}
    return told | {each.id: f"inject: “{each.text}”" for each in line.injects}
