"""The tree of a crisis: a demand or an attack, the answer to it, the duties it called upon, who joined (E9, E10).

Waves are those of `sim.model.chains.resolve_chain`: the duties that one wave's events call upon are drawn together,
answers and states that join are the next wave's events. A quarrel's course over the months is read from its rungs.
"""

from dataclasses import dataclass, field

from sim.model import actions as act
from sim.model import events as e
from sim.model.params import Params
from sim.model.world import (
    CALM,
    CONSULTATION,
    DEFENCE,
    DISPUTE,
    FORCE,
    MILITARY_THREAT,
    OFFENCE,
    WAR,
    Array,
    Obligations,
    Setting,
)

from .draws import Call, Draw, called
from .replay import History

CHAINED = (e.ANSWERED_BACK, e.CLAUSE_DRAWN, e.HONOUR_DRAWN, e.JOINED_IN)
RUNG_OF = {act.DEMAND: DISPUTE, act.STRIKE: FORCE, act.INVADE: WAR, act.NUCLEAR: WAR}


@dataclass
class Clash:
    """An event between two states and all that followed from it in the month."""

    attacker: int
    victim: int
    rung: int  # that it makes; DISPUTE if a demand is not fought over, CALM if it is yielded to or comes to nothing
    cause: str  # demand, strike, invade, nuclear; answer; or join
    resisted: Draw | None = None
    fought: Draw | None = None
    forborne: list[Call] = field(default_factory=list)
    drawn: Draw | None = None  # that made it, if it is an answer
    answered: Draw | None = None  # whether the victim answers
    calls: list[Call] = field(default_factory=list)
    followed: list["Clash"] = field(default_factory=list)  # the answer, then those who join, wave by wave

    def all(self) -> list["Clash"]:
        """This and every event under it."""
        return [self, *(below for child in self.followed for below in child.all())]

    def states(self) -> set[int]:
        """Every state that it touched."""
        pairs = {state for clash in self.all() for state in (clash.attacker, clash.victim)}
        return pairs | {call.promisor for clash in self.all() for call in [*clash.calls, *clash.forborne]}


def clashes(log: list[Draw], setting: Setting, params: Params, duties: Obligations) -> list[Clash]:
    """The month's demands and attacks with what followed, in the order of the log.

    `duties` as they stood when the month had opened.
    """
    found = []
    for acts, chain in _turns(log):
        roots = _roots(acts, chain, setting, params, duties)
        _grow([clash for clash in roots if clash.rung >= MILITARY_THREAT], chain, params, duties)
        found += roots
    return found


def _turns(log: list[Draw]) -> list[tuple[list[Draw], list[Draw]]]:
    """Acts, and the chain that they set off: once a month, or once for each state that acts in its turn."""
    turns: list[tuple[list[Draw], list[Draw]]] = [([], [])]
    for draw in log:
        acts, chain = turns[-1]
        if draw.what in CHAINED:
            chain.append(draw)
        elif chain and draw.what == e.DID:
            turns.append(([draw], []))
        else:
            acts.append(draw)
    return turns


def _roots(acts: list[Draw], chain: list[Draw], setting: Setting, params: Params, duties: Obligations) -> list[Clash]:
    """Demands and attacks with what was decided at once."""
    found: list[Clash] = []
    for draw in acts:
        if draw.what == e.DID:
            procedure = int(setting.actions.procedure[draw.item])
            if procedure in RUNG_OF:
                cause = act.PROCEDURES[procedure]
                found.append(Clash(draw.actor, draw.target, RUNG_OF[procedure], cause))
        elif draw.what == e.RESISTED:
            found[-1].resisted = draw
            found[-1].rung = DISPUTE if draw.outcome else CALM
        elif draw.what == e.FOUGHT:
            found[-1].fought = draw
            found[-1].rung = MILITARY_THREAT if draw.outcome else DISPUTE
        elif draw.what == e.FORBORE:
            own = [clash for clash in found if (clash.attacker, clash.victim) == (draw.actor, draw.target)]
            joined = [clash for clash in found if draw.target in (clash.attacker, clash.victim)]
            (own or joined)[-1].forborne.append(called(draw.item, None, draw, draw.target, duties, params))
    for clash in found:  # force that was meant but not used: the quarrel had moved, or a duty stayed the hand
        if clash.rung >= FORCE and not any(_answers(draw, clash) for draw in chain):
            clash.rung = CALM
    return found


def _grow(current: list[Clash], chain: list[Draw], params: Params, duties: Obligations) -> None:
    """Hang the rows of a chain under the events that set them off, wave after wave."""
    left, wave = list(chain), 0
    while current:
        for clash in current:
            clash.answered = next((draw for draw in left if _answers(draw, clash) and clash.cause != "answer"), None)
            if clash.answered is not None:
                left.remove(clash.answered)
                if clash.answered.outcome:
                    back = Clash(clash.victim, clash.attacker, clash.rung, "answer", drawn=clash.answered)
                    clash.followed.append(back)
            mine = [d for d in left if d.wave == wave and d.what in (e.CLAUSE_DRAWN, e.HONOUR_DRAWN)]
            mine = [draw for draw in mine if _calls(draw, clash, duties)]
            for row in dict.fromkeys(draw.item for draw in mine):
                drawn = {draw.what: draw for draw in mine if draw.item == row}
                clause, honour = drawn.get(e.CLAUSE_DRAWN), drawn.get(e.HONOUR_DRAWN)
                enemy = int((honour or clause).terms["enemy"])  # type: ignore[union-attr]
                clash.calls.append(called(row, clause, honour, enemy, duties, params))
            left = [draw for draw in left if draw not in mine]
        for draw in [d for d in left if d.what == e.JOINED_IN and d.wave == wave]:
            rung = int(draw.terms["rung"])
            for clash in current:
                if any(c.row == draw.item and c.enemy == draw.target for c in clash.calls) and clash.rung == rung:
                    clash.followed.append(Clash(draw.actor, draw.target, rung, "join"))
                    left.remove(draw)
                    break
        current, wave = [child for clash in current for child in clash.followed], wave + 1


def _answers(draw: Draw, clash: Clash) -> bool:
    """Whether a row is the victim's answer to this event."""
    pair = draw.actor == clash.victim and draw.target == clash.attacker
    return draw.what == e.ANSWERED_BACK and pair and draw.item == clash.rung


def _calls(draw: Draw, clash: Clash, duties: Obligations) -> bool:
    """Whether a row belongs to a duty that this event called upon."""
    partner, enemy = draw.target, int(draw.terms["enemy"])
    if {partner, enemy} != {clash.attacker, clash.victim}:
        return False
    duty = duties.duty[draw.item]
    if duty in (DEFENCE, CONSULTATION):
        return partner == clash.victim
    return partner == clash.attacker if duty == OFFENCE else True


def course(history: History, one: int, two: int, number: int) -> list[tuple[int, int]]:
    """How a quarrel went: (month, rung) at each change of the rung as months closed, from its opening to its end.

    The quarrel on which the two stood in month `number`, before or after; empty if they were calm. It ends at CALM,
    or is still open if its last rung is higher.
    """
    rungs: Array = history.record.rung[0, :, one, two].astype(int)
    if rungs[number] == CALM and rungs[number + 1] == CALM:
        return []
    first = number + 1 if rungs[number] == CALM else number
    while first > 0 and rungs[first - 1] != CALM:
        first -= 1
    changes = [(first - 1, int(rungs[first]))]
    for month in range(first, len(rungs) - 1):
        if rungs[month + 1] != rungs[month]:
            changes.append((month, int(rungs[month + 1])))
        if rungs[month + 1] == CALM:
            break
    return changes
