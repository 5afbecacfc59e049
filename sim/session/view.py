"""What somebody may see of a session: the one allow-list from which pages, JSON, the stream and exports are made.

`view` returns plain data and puts in by name whatever it shows; what is not put in here is not shown. Nothing in it
counts what its reader does not know of: ids come from the sender, order from time, numbers from the world as the seat
knows it (seen.py).
"""

from collections.abc import Callable
from typing import Any

from sim.analysis.why.explanation import months_of
from sim.model.world import ANY, COMMON

from .bets import betting
from .charts import graph, series
from .choices import choices
from .desk import desk
from .ledger import ledger
from .orders import Said
from .people import controlled
from .plain import told_inject, told_member, told_proposal, told_room, told_sheet
from .profiles import PEOPLE
from .promises import promises
from .seal import commitment
from .state import (
    ALL,
    APPLICANT,
    DEBRIEF,
    LOBBY,
    OPEN,
    PLAYER,
    PROJECTOR,
    REVIEW,
    TEACHERS,
    Line,
    Member,
    Sheet,
    State,
)
from .threads import READERS, threads
from .told import asked, headlines, outcomes, teams, who_ordered, why
from .turn import Turn
from .wall import wall

PUBLIC, DESK = "public", "desk"  # pages that are no seat's
TURNS_TOLD = 2  # whose headlines a view holds; earlier ones are asked for
OUTSIDE = ("session", "stage", "seats")  # all that an applicant sees of a page


def view(state: State, who: Member, read: Callable[[str], dict[str, Any]] | None = None) -> dict[str, Any]:
    """Everything that `who` may see now. `read` gives a page, if one that is worked out already may be read."""
    shown = read(page_of(who)) if read else page(state, page_of(who))
    told: dict[str, Any] = {"me": me(who)}
    if who.role == APPLICANT:
        return told | {key: shown[key] for key in OUTSIDE}
    told |= shown
    if who.role == PLAYER:
        told["team"] = [{"name": member.name, "member": member.number} for member in state.players(who.seat or "")]
    if who.role == PROJECTOR:
        told["room"] = told_room(state)
    if who.role in TEACHERS:
        told["members"] = [told_member(member) for member in state.members.values()]
    if who.role in READERS:
        told["threads"] = threads(state, who)
    told["bets"] = {of: share for (member, of), share in state.line.bets.items() if member == who.number}
    return told


def page(state: State, of: str | None) -> dict[str, Any]:
    """What a seat, the public or the desk sees, whoever looks: it is kept in the log once a turn is resolved."""
    seat, line = _position(state, of), state.line
    believer = ANY if line.phase == DEBRIEF else seat
    told = _outside(state) | {
        "graph": line.once(("graph", seat), lambda: graph(line, seat)),
        "series": line.once(("series", seat), lambda: series(line, seat)),
        "ledger": line.once(("ledger", believer), lambda: ledger(line, believer)),
        "news": _news(state, of),
        "turns": [told_turn(state, turn, of) for turn in line.turns[-TURNS_TOLD:]],
        "promises": promises(line, believer),
        "injects": [told_inject(each) for each in line.injects if _to(each.to, of)],
        "betting": betting(state, of == DESK),
    }
    if of in (PUBLIC, DESK):
        told["wall"] = wall(state)
    if of == DESK:
        return told | desk(state)
    return told if of == PUBLIC else told | _seat(state, str(of), seat)


def told_turn(state: State, turn: Turn, of: str | None) -> dict[str, Any]:
    """A resolved turn: its headlines and, for a seat, why its own acts went as they did; worked out once."""
    seat, line = _position(state, of), state.line
    opened = line.phase == DEBRIEF or not state.settings.secrecy
    key = ("told", of, opened)
    if key not in turn.cache:
        news = headlines(turn, line, state, seat)
        told: dict[str, Any] = {
            "turn": turn.number,
            "months": months_of(line.scenario)[turn.first : turn.first + len(turn.months)],
            "rehearsal": turn.rehearsal,
            "headlines": news,
            "teams": teams(turn, news),
            "outcomes": outcomes(turn, line, state, seat, opened),
            "ruled": sorted({each.ruling.state for each in turn.rulings}),
        }
        if seat >= 0:
            told["acted"] = turn.acted.get(str(of), "model")
            told["why"] = why(turn, line, state, seat, opened)
            told["asked"] = asked(turn, line, state, seat, opened)
            ruled = turn.rulings_on(str(of))
            told["by"] = who_ordered(turn, str(of))
            told["rulings"] = [each.reason for each in ruled]
            sent = ruled and turn.acted.get(str(of)) == PEOPLE
            told["sent"] = told_sheet(turn.sheets.get(str(of))) if sent else None
        if of == DESK:
            told["acted"] = turn.acted
            told["orders"] = {code: told_sheet(sheet) for code, sheet in turn.sheets.items()}
            told["rulings"] = [{"state": each.ruling.state, "reason": each.reason} for each in turn.rulings]
        turn.cache[key] = told
    return turn.cache[key]


def page_of(who: Member) -> str:
    """The page that somebody reads: a seat's, the public one or the desk's."""
    if who.role in TEACHERS:
        return DESK
    return who.seat if who.role == PLAYER and who.seat else PUBLIC


def _position(state: State, of: str | None) -> int:
    """The believer for whom numbers are worked out."""
    if of == DESK:
        return ANY
    return COMMON if of in (PUBLIC, None) else state.line.scenario.labels.codes.index(str(of))


def me(who: Member) -> dict[str, Any]:
    """Who is looking, and whether what they see may be shown to a room."""
    return {"member": who.number, "name": who.name, "role": who.role, "seat": who.seat, "wish": who.wish,
            "safe_to_project": who.role not in (PLAYER, *TEACHERS)}  # fmt: skip


def _outside(state: State) -> dict[str, Any]:
    return dict(zip(OUTSIDE, (_session(state), _stage(state), seats(state)), strict=True))


def _session(state: State) -> dict[str, Any]:
    scenario, settings = state.line.scenario, state.settings
    opened = any(line.phase == DEBRIEF for line in state.lines)  # for good: nobody forgets it on another line
    return {
        "name": settings.name,
        "scenario": scenario.title,
        "question": scenario.question,
        "brief": scenario.play.brief if scenario.play else scenario.summary,
        "budget": settings.budget,
        "per_month": int(state.line.case.params.choice.initiatives),
        "turn_months": settings.turn_months,
        "seconds": settings.seconds,
        "secrecy": settings.secrecy,
        "seal": commitment(state.seed, state.nonce),
        "opened": {"seed": state.seed, "nonce": state.nonce} if opened else None,
    }


def _stage(state: State) -> dict[str, Any]:
    line, settings = state.line, state.settings
    months = months_of(line.scenario)
    first = line.months if line.phase == OPEN else max(0, line.months - (settings.turn_months or 1))
    return {
        "stage": state.stage, "line": line.number, "turn": line.turn, "turns": settings.turns, "phase": line.phase,
        "months": months[first : first + (settings.turn_months or 1)], "rehearsal": line.rehearsal,
        "locked": line.locked, "deadline": state.deadline, "left": state.left,
        "submitted": sum(1 for seat, by in line.control.items() if by == PEOPLE and seat in line.submitted),
        "awaited": sum(1 for by in line.control.values() if by == PEOPLE),
    }  # fmt: skip


def seats(state: State) -> list[dict[str, Any]]:
    """Every seat and who plays it."""
    control = state.line.control if state.line.phase != LOBBY else controlled(state)
    names = state.line.scenario.document.states.rows
    return [{"seat": seat, "name": names[seat].name or seat, "played_by": control.get(seat, PEOPLE)}
            for seat in state.seats]  # fmt: skip


def _news(state: State, of: str | None) -> list[dict[str, Any]]:
    return [{"turn": each.turn, "text": each.text} for each in state.line.news if _to(each.to, of)]


def _to(to: tuple[str, ...], of: str | None) -> bool:
    return ALL in to or of == DESK or of in to


def _seat(state: State, seat: str, row: int) -> dict[str, Any]:
    """What a player sees beside what all see."""
    line, scenario = state.line, state.line.scenario
    brief = scenario.play.seats.get(seat) if scenario.play else None
    told: dict[str, Any] = {
        "brief": brief.brief if brief else "",
        "goals": list(brief.goals) if brief else [],
        "intelligence": list(brief.intelligence) if brief else [],
        "proposals": [told_proposal(each) for each in line.proposals.values() if seat in each.terms.parties],
        "draft": told_sheet(line.drafts.get(seat)),
        "submitted": told_sheet(line.submitted.get(seat)),
        "unsent": told_sheet(_unsent(line, seat)),
    }
    if line.phase == OPEN:
        told |= choices(line, row)
    return told


def _unsent(line: Line, seat: str) -> Sheet | None:
    """What a seat had written when the turn was resolved, unless just that was carried out."""
    draft = line.drafts.get(seat)
    if line.phase != REVIEW or draft is None or not (draft.orders or draft.answers != Said()):
        return None
    sent = line.turns[-1].sheets.get(seat)
    return None if sent and (sent.orders, sent.answers) == (draft.orders, draft.answers) else draft
