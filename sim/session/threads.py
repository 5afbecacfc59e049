"""Threads as one person reads them: the last messages of each, and how many are new."""

from typing import Any

from .state import OBSERVER, PLAYER, TEACHERS, Member, Message, State
from .talk import DESK, PUBLIC, TEAM, reads

READERS = (PLAYER, OBSERVER, *TEACHERS)
SHOWN = 30  # messages of a thread in a view; older ones are asked for


def threads(state: State, who: Member, whole: bool = False) -> list[dict[str, Any]]:
    """Every thread that `who` may read, the one with the latest message first."""
    first = 0 if whole else -SHOWN
    told = [
        {
            "thread": thread,
            "title": _title(thread, who),
            "count": len(messages),
            "unread": max(0, len(messages) - state.line.read.get((who.number, thread), 0)),
            "messages": [told_message(message, state, who) for message in messages[first:]],
        }
        for thread, messages in state.line.threads.items()
        if reads(thread, who)
    ]
    return sorted(told, key=lambda each: -each["messages"][-1]["time"])


def older(state: State, who: Member, thread: str, before: int, most: int = SHOWN) -> list[dict[str, Any]]:
    """The messages number `before` − `most` to `before` − 1 of a thread (0 is the first); none of one not readable."""
    if not reads(thread, who):
        return []
    messages = state.line.threads.get(thread, ())
    return [told_message(message, state, who) for message in messages[max(0, before - most) : max(0, before)]]


def unread(state: State, seat: str) -> int:
    """Messages that nobody who plays a seat has read."""
    players = state.players(seat)
    return sum(
        len(messages) - max(state.line.read.get((player.number, thread), 0) for player in players)
        for thread, messages in state.line.threads.items()
        if players and reads(thread, players[0])
    )


def told_message(message: Message, state: State, who: Member) -> dict[str, Any]:
    """A message; who of a team wrote it is told to that team and to teachers."""
    own = who.role in TEACHERS or (message.seat is not None and message.seat == who.seat)
    member = state.members.get(message.member)
    return {
        "id": message.id, "from": message.seat or "facilitator", "by": member.name if own and member else None,
        "text": message.text, "time": message.time, "turn": message.turn,
    }  # fmt: skip


def _title(thread: str, who: Member) -> str:
    if thread == PUBLIC:
        return "Everybody"
    if thread.startswith(f"{TEAM} "):
        return "Your team" if who.role not in TEACHERS else f"Team {thread.split()[1]}"
    others = [party for party in thread.split("+") if party != (who.seat or DESK)]
    return ", ".join("Facilitator" if party == DESK else party for party in others)
