"""Single things of a session as plain data, as views put them in."""

from typing import Any

from .state import Inject, Member, Proposal, Sheet, State


def told_sheet(sheet: Sheet | None) -> dict[str, Any] | None:
    """A draft, or what was submitted."""
    if sheet is None:
        return None
    return {
        "orders": [order.model_dump() for order in sheet.orders], "answers": sheet.answers.model_dump(),
        "hold": sheet.hold, "saved": sheet.time, "revision": sheet.revision, "by": sheet.by,
    }  # fmt: skip


def told_proposal(each: Proposal) -> dict[str, Any]:
    """A treaty on the table."""
    return {
        "proposal": each.id, "by": each.by, "terms": each.terms.model_dump(), "turn": each.turn, "until": each.until,
        "accepted": list(each.accepted), "status": each.status, "counters": each.counters,
    }  # fmt: skip


def told_inject(each: Inject) -> dict[str, Any]:
    """News that a teacher sent."""
    return {"id": each.id, "turn": each.turn, "text": each.text, "time": each.time}


def told_member(member: Member) -> dict[str, Any]:
    """Somebody in the room, for teachers."""
    return {"member": member.number, "name": member.name, "role": member.role, "seat": member.seat,
            "wish": member.wish}  # fmt: skip


def told_room(state: State) -> dict[str, Any]:
    """What lets people ask for a seat: for teachers, and for the wall."""
    return {"code": state.room, "open": state.open_room}
