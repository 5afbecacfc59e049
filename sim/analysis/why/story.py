"""A replication in one screen: the months in which something notable happened, a line each."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from sim.model import actions as act
from sim.model import events as e
from sim.model.obligations import known
from sim.model.world import ANY, CALM, CONSULTATION, DENOUNCED, IN_FORCE, MILITARY_THREAT, SIGNED, Obligations

from .crises import Clash, clashes, course
from .draws import ABANDONED, ENTRAPPED, HONOURED, LAPSED, Draw, log_of
from .replay import History, Month
from .words import Tongue, listed

TOLD_IF = {  # draws that are notable, by the outcomes that make them so
    e.SANCTION_DRAWN: (1,), e.ACCEPTED: (1,), e.LEFT: (1,), e.WAR_ENDED: (0, 1), e.CEASED: (1,), e.RELAPSED: (1,),
    e.UNREST_BROKE: (1,), e.STOOD_DOWN: (1,),
}  # fmt: skip


class Notable(NamedTuple):
    """Something notable: the month, the sentence, the states it touched."""

    month: int
    text: str
    states: frozenset[int]


def story(history: History, tongue: Tongue) -> list[Notable]:
    """All that was notable in a history, month by month: troops sent, then the rest in the order in which it happened.

    Those who are told every act beside what was notable (`notable`) hear of troops there.
    """
    return [
        told
        for month in history.months
        for told in [*_deployed(month, tongue), *notable(history, month.number, tongue)]
    ]


def _deployed(month: Month, tongue: Tongue) -> list[Notable]:
    """Whoever sent troops to another's side."""
    deploys = tongue.setting.actions.procedure == act.DEPLOY
    made = [draw for draw in log_of(month.events) if draw.what == e.DID and deploys[draw.item]]
    return [
        Notable(month.number, tongue.did(draw.actor, draw.item, draw.target), frozenset({draw.actor, draw.target}))
        for draw in made
    ]


def notable(history: History, number: int, tongue: Tongue, seat: int = ANY) -> list[Notable]:
    """What was notable in month `number` as far as state `seat` knows (ANY: all); secret duties of others are left out.

    What a secret duty made a state do is told, not that it was owed.
    """
    month = history.months[number]
    log, duties = log_of(month.events), month.before.duties

    def knows(row: int) -> bool:
        return bool(known(row, seat, duties.promisor, duties.beneficiary, duties.secret))

    told = [Notable(number, *entry) for entry in _opening(log, duties, tongue, knows)]
    for clash in clashes(log, tongue.setting, tongue.params, duties):
        if clash.rung >= MILITARY_THREAT:
            seen = _seen(clash, knows)
            told.append(Notable(number, _clash(seen, tongue), frozenset(seen.states())))
    for draw in log:
        pair = frozenset({draw.actor, draw.target})
        if draw.what == e.LEFT and not any(map(knows, between(draw, duties))):
            continue
        if draw.outcome in TOLD_IF.get(draw.what, ()):
            told.append(Notable(number, short(draw, tongue), pair))
        if draw.what == e.CALMED and draw.outcome and draw.item == 1:
            rungs = [rung for _, rung in course(history, draw.actor, draw.target, number)]
            if max(rungs, default=CALM) >= MILITARY_THREAT:
                calm = f"{tongue.code(draw.actor)} and {tongue.code(draw.target)} are calm again"
                told.append(Notable(number, calm, pair))
    return told


def _seen(clash: Clash, knows: Callable[[int], bool]) -> Clash:
    """An event and all under it without the calls on duties that are not known."""
    calls, forborne = ([call for call in some if knows(call.row)] for some in (clash.calls, clash.forborne))
    return replace(clash, calls=calls, forborne=forborne, followed=[_seen(child, knows) for child in clash.followed])


def between(draw: Draw, duties: Obligations) -> list[int]:
    """The rows of what the actor of a draw owes its target, or will."""
    standing = np.isin(duties.status, (SIGNED, IN_FORCE, DENOUNCED))
    return np.nonzero(standing & (duties.promisor == draw.actor) & (duties.beneficiary == draw.target))[0].tolist()


def short(draw: Draw, tongue: Tongue) -> str:
    """The sentence of a draw without its figures."""
    return tongue.other(draw).partition(" (")[0]


def _opening(
    log: list[Draw], duties: Obligations, tongue: Tongue, knows: Callable[[int], bool]
) -> list[tuple[str, frozenset[int]]]:
    """A new posture, and treaties that ran out and were renewed or not, each once."""
    found: dict[str, set[int]] = {}
    for draw in log:
        if draw.what == e.POSTURE_TAKEN:
            found[tongue.other(draw)] = {draw.actor}
        if draw.what == e.RENEWED and knows(draw.item):
            text = f"{tongue.treaty(draw.item, duties)} {'is renewed' if draw.outcome else 'expires'}"
            found.setdefault(text, set()).update({draw.actor, draw.target})
    return [(text, frozenset(states)) for text, states in found.items()]


def _clash(clash: Clash, tongue: Tongue) -> str:
    """A crisis in a line: what opened it, who answered and joined, which duties were kept and which not."""
    text = tongue.opening(clash)
    if clash.cause == "demand":
        text = f"{tongue.code(clash.attacker)} threatens {tongue.code(clash.victim)}, which resists its demand"
    later, parts = clash.all()[1:], [text]
    answers = list(dict.fromkeys(tongue.code(c.attacker) for c in later if c.cause == "answer"))
    if answers:
        parts.append(f"{listed(answers)} answer{'s' if len(answers) == 1 else ''}")
    parts += [f"{tongue.code(c.attacker)} joins against {tongue.code(c.victim)}" for c in later if c.cause == "join"]
    calls = [call for each in clash.all() for call in [*each.calls, *each.forborne]]
    graver = [call for call in calls if call.duty != CONSULTATION]
    told: set[tuple[int, int]] = set()
    for outcome in (ENTRAPPED, HONOURED, ABANDONED, LAPSED):  # of several calls on one promise the gravest is told
        owed: dict[int, list[str]] = {}
        for who, partner in dict.fromkeys((c.promisor, c.beneficiary) for c in graver if c.outcome == outcome):
            if (who, partner) not in told:
                told.add((who, partner))
                owed.setdefault(partner, []).append(tongue.code(who))
        parts += [_kept(listed(who), tongue.code(partner), outcome, len(who) > 1) for partner, who in owed.items()]
    return "; ".join(parts)


def _kept(who: str, partner: str, outcome: str, several: bool) -> str:
    s = "" if several else "s"
    return {
        HONOURED: f"{who} honour{s} {partner}'s pact",
        ENTRAPPED: f"{who} {'are' if several else 'is'} entrapped by {partner}",
        ABANDONED: f"{who} abandon{s} {partner}",
        LAPSED: f"{who} {'are' if several else 'is'} released from helping {partner}",
    }[outcome]
