"""What teachers see beside what all see: the part of the allow-list (view.py) that is the desk's."""

from typing import Any

from .injects import worded
from .plain import told_proposal, told_room, told_sheet
from .profiles import PROFILES
from .resolve import who_acts
from .stars import starred
from .state import ALL, State
from .threads import unread


def desk(state: State) -> dict[str, Any]:
    """What teachers see: everything but the seed, which is sealed until the debrief for them too."""
    line, play = state.line, state.line.scenario.play
    acts = who_acts(state)
    return {
        "room": told_room(state),
        "profiles": {name: profile.summary for name, profile in PROFILES.items()},
        "rows": [
            {
                "seat": seat,
                "players": [member.name for member in state.players(seat)],
                "draft": told_sheet(line.drafts.get(seat)),
                "submitted": told_sheet(line.submitted.get(seat)),
                "acts": acts.get(seat),
                "next": state.policy.get(seat),
                "last": state.last.get(seat),
                "unread": unread(state, seat),
            }
            for seat in state.seats
        ],
        "proposals": [told_proposal(each) for each in line.proposals.values()],
        "rulings": [
            {"ruling": each.id, "reason": each.reason, **each.ruling.model_dump(include={"state", "orders", "answers"})}
            for each in line.rulings
        ],
        "prepared": [
            {
                "name": name, "turn": each.turn, "to": [ALL] if each.to == "all" else each.to, "text": each.text,
                "changes": [change.model_dump(exclude_none=True, by_alias=True) for change in each.changes],
                "told": [worded(change) for change in each.changes],
                "sent": any(inject.name == name for inject in line.injects),
            }
            for name, each in (play.injects.items() if play else ())
        ],
        "lines": [
            {"line": each.number, "parent": each.parent, "turn": each.turn, "phase": each.phase,
             "played": len(each.turns), "rehearsal": each.rehearsal,
             "luck_of": next(line.number for line in state.lines if line.replication == each.replication)}
            for each in state.lines
        ],
        "stars": starred(state),
    }  # fmt: skip
