"""What the projector shows in the debrief: the page that a teacher has opened, and no other."""

from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from .commands import Command, Desk, Entry, Facts, Rejection, command
from .orders import Submit
from .state import DEBRIEF, TEACHERS, Member, State

WALL_PAGES = {  # in the order in which a debrief goes through them
    "bets": "Bets", "secrets": "Secret treaties", "promises": "Promised and done", "relations": "Where it ended",
    "fan": "The fan", "what if": "What if",
}  # fmt: skip
FAN, WHAT_IF = "fan", "what if"
Page = Literal["bets", "secrets", "promises", "relations", "fan", "what if"]


@dataclass(frozen=True)
class Changed:
    """What is to be otherwise in a turn: a seat's sheet (None: as it was), the luck from there on, the other seats."""

    turn: Annotated[int, Field(ge=1)]
    seat: Annotated[str, Field(max_length=6)]
    sheet: Submit | None = None
    luck: Literal["same", "new"] = "same"
    others: Literal["fixed", "model"] = "fixed"


@command("show", TEACHERS, (DEBRIEF,))
class Show(Command):
    """Show a page of the debrief on the projector; `asked` is the what-if that its page is to answer."""

    page: Page
    asked: Changed | None = None

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        line = state.line
        if self.page == FAN and line.number not in state.fans:
            return Rejection("no_fan", "the fan has not been played yet")
        if self.page == WHAT_IF and (self.asked or line.asked) is None:
            return Rejection("no_question", "ask a what-if first")
        if self.asked and (self.asked.turn > len(line.turns) or self.asked.seat not in state.seats):
            return Rejection("unknown_turn", "no such seat has played such a turn on this line")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        state.line.wall = self.page
        state.line.asked = self.asked or state.line.asked


def wall(state: State) -> dict[str, Any] | None:
    """The page of the debrief that the projector shows; of the seats with people, how many have bet."""
    line = state.line
    if line.phase != DEBRIEF:
        return None
    teams = [{member.number for member in state.players(seat)} for seat in state.seats if state.players(seat)]
    bet = {member for member, _ in line.bets}
    return {"page": line.wall, "asked": line.asked is not None, "bet": sum(not team.isdisjoint(bet) for team in teams),
            "teams": len(teams)}  # fmt: skip
