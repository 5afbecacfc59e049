"""What is told of a turn that was resolved: the news of each month, and why one's own orders went as they did.

Every number a seat is shown follows from the world as it knew it. The draw itself would tell whether the true chance
was another, so in a session that has secret treaties draws stay sealed until the debrief.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.analysis.why.crises import clashes
from sim.analysis.why.decisions import Decision, decisions
from sim.analysis.why.draws import ENTRAPPED, HONOURED, Draw, called, log_of
from sim.analysis.why.page import because, ranked_terms
from sim.analysis.why.replay import History, Month
from sim.analysis.why.story import between, notable, short
from sim.analysis.why.tree import bargain
from sim.analysis.why.words import Tongue, doing
from sim.model import actions as act
from sim.model import events as e
from sim.model.draws import Luck
from sim.model.events import quiet_month
from sim.model.held import held
from sim.model.obligations import known
from sim.model.step import open_month
from sim.model.world import MILITARY_THREAT, Orders, World, fresh

from .decided import RULING, decided, deciding, whose
from .odds import Odds, key_of
from .profiles import PEOPLE
from .seen import seen
from .state import Line, State
from .turn import Turn
from .words import tongue_in

TERMS_SHOWN = 6
DID = {  # by what a draw is about: what whoever decides it did, if not and if so
    e.RESISTED: ("yielded", "resisted"), e.FOUGHT: ("backed down", "threatened force"),
    e.STOOD_DOWN: ("did not stand down", "stood down"), e.SANCTION_DRAWN: ("bore them", "yielded"),
    e.ACCEPTED: ("declined", "accepted"), e.ANSWERED_BACK: ("did not answer in kind", "answered in kind"),
    e.HONOUR_DRAWN: ("did not honour it", "honoured it"), e.FORBORE: ("did not honour it", "honoured it"),
}  # fmt: skip
HELD = "holds its hand"  # force that was ordered and not used
ANSWERED = (e.STOOD_DOWN, e.SANCTION_DRAWN, e.ACCEPTED)  # at once, by the state that an act was done to


def tongue_of(turn: Turn) -> Tongue:
    """The words for a turn."""
    if "tongue" not in turn.cache:
        turn.cache["tongue"] = tongue_in(turn.scenario, turn.case)
    return turn.cache["tongue"]


def headlines(turn: Turn, line: Line, state: State, seat: int) -> list[dict[str, Any]]:
    """The news of a turn as a seat may know it, month by month: what was notable or answered, then every act.

    Of answers those alone that people gave or were given.
    """
    history, tongue = _history(turn, line, state), tongue_of(turn)
    told: list[dict[str, Any]] = []
    for month in turn.months:
        for text in _dated(month, tongue):
            told.append({"month": month.number, "text": text, "kind": "event", "states": []})
        known = {each.text: each for each in notable(history, month.number, tongue, seat)}
        for each in known.values():
            states = sorted(tongue.code(state) for state in each.states)
            told.append({"month": month.number, "text": each.text, "kind": "news", "states": states})
        acts = []
        for draw in _acts(month, tongue, seat):
            who = [tongue.code(draw.actor), tongue.code(draw.target)]
            answers, alone = _came_of(draw, month, tongue)
            text = "; ".join([tongue.did(draw.actor, draw.item, draw.target), *answers])
            did = doing(turn.scenario.labels.actions[draw.item], who[1])
            if _stayed(draw, log_of(month.events)):
                did += f", but {HELD}"
            acts.append({"month": month.number, "text": text, "kind": "act", "states": who, "did": did})
            if PEOPLE in map(turn.control.get, who):
                told += [{"month": month.number, "text": text, "kind": "answer", "states": who}
                         for text in alone if text not in known]  # fmt: skip
        told += acts
    return told


def teams(turn: Turn, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What each seat that people played did, of the headlines `told` of a turn: an act once, with how often."""
    found = []
    for code in (code for code, by in turn.control.items() if by == PEOPLE):
        done = Counter(each["did"] for each in told if each["kind"] == "act" and each["states"][0] == code)
        found.append({"seat": code, "did": [f"{did} ({many}×)" if many > 1 else did for did, many in done.items()]})
    return found


def outcomes(turn: Turn, line: Line, state: State, seat: int, opened: bool) -> list[dict[str, Any]]:
    """Every act that called for something, with its odds as `seat` could reckon them and what came: to be revealed.

    A duty is told by its kind and parties: the name of its treaty is too long for a wall.
    """
    tongue, told = tongue_of(turn), []
    for month, odds, by in _months(turn, line, state, seat):
        for draw in _acts(month, tongue, seat):
            one = _act(draw, month, odds, turn, by, opened)
            if one["odds"]:
                asked = [{**each, "text": each["text"].partition(" (")[0]} for each in one["odds"]]
                told.append({"month": month.number, "state": tongue.code(draw.actor), **one, "odds": asked})
    return told


def why(turn: Turn, line: Line, state: State, seat: int, opened: bool) -> list[dict[str, Any]]:
    """Why a seat's own acts went as they did, act by act; with `opened` the draws and the true chances too."""
    code, told = turn.scenario.labels.codes[seat], []
    for place, (month, odds, by) in enumerate(_months(turn, line, state, seat)):
        decision = next((d for d in _decisions(turn, line, state)[place] if d.actor == seat), None)
        ordered = {(o.action, o.target): o for o in turn.sheets[code].orders} if code in turn.sheets else {}
        for draw in log_of(month.events):
            if draw.actor == seat and draw.what in (e.DID, e.VOIDED):
                one = _act(draw, month, odds, turn, by, opened)
                if decision is not None:
                    one |= _appraised(decision, draw, tongue_of(turn))
                order = ordered.get((turn.scenario.labels.actions[draw.item], tongue_of(turn).code(draw.target)))
                one["rationale"] = order.rationale if order else ""
                told.append({"month": month.number, "by": who_ordered(turn, code), **one})
    return told


def asked(turn: Turn, line: Line, state: State, seat: int, opened: bool) -> list[dict[str, Any]]:
    """What others' acts asked of a seat, and how it answered: as `why`, with those odds alone that were its own.

    As with `odds.Odds.of`, of a chain only the first wave: not what an answer in kind called upon in its turn.
    """
    tongue, told = tongue_of(turn), []
    for month, odds, by in _months(turn, line, state, seat):
        for draw in _acts(month, tongue, seat):
            if draw.actor != seat:
                one = _act(draw, month, odds, turn, by, opened)
                own = [each for each in one["odds"] if each["whose"] == tongue.code(seat) and each["came"] is not None]
                if own:
                    told.append({"month": month.number, **one, "odds": own})
    return told


def _months(turn: Turn, line: Line, state: State, seat: int) -> Iterator[tuple[Month, Odds, dict[str, Orders]]]:
    """Each month with the odds as the seat could reckon them, and what decided in the place of chance."""
    for place, month in enumerate(turn.months):
        odds = Odds(_begun(month, turn, state, seat), turn.case, tongue_of(turn))
        yield month, odds, deciding(turn, line, month.before, place)


def who_ordered(turn: Turn, code: str) -> str:
    """Whose orders a state carried out in a turn: a ruling's, its people's, or those of whoever acted for it."""
    ruled = any(each.ruling.orders is not None for each in turn.rulings_on(code))
    return RULING if ruled else turn.acted.get(code, "model")


def _act(draw: Draw, month: Month, odds: Odds, turn: Turn, by: dict[str, Orders], opened: bool) -> dict[str, Any]:
    """One act of a seat: what it called for, with the odds as the seat could reckon them, and what came of it."""
    tongue = tongue_of(turn)
    place = draw.actor, draw.item, draw.target
    told: dict[str, Any] = {
        "action": turn.scenario.labels.actions[draw.item], "target": tongue.code(draw.target),
        "text": tongue.did(*place), "void": draw.what == e.VOIDED, "odds": [],
    }  # fmt: skip
    if told["void"]:
        return told
    log = log_of(month.events)
    drawn = {key_of(each): each for each in log if each.wave == 0}
    for chance in odds.of(*place):
        fell = drawn.get(chance.key)
        row: dict[str, Any] = {"text": chance.text, "chance": round(chance.chance, 4), "came": None, "decided": None,
                               "whose": tongue.code(whose(chance.key)[0]), "did": None}  # fmt: skip
        if fell is not None:
            row["came"] = _came_true(fell, month.before, turn)
            row["did"] = DID[chance.key[0]][int(row["came"])]
            row["decided"], _ = decided(chance.key, by) or (None, None)
        if opened and fell is not None:
            row |= {"draw": fell.draw, "true_chance": fell.probability}
        told["odds"].append(row)
    return told


def _came_true(draw: Draw, world: World, turn: Turn) -> bool:
    """Whether what a draw was about came about; a duty is honoured by the help that is due or more."""
    if draw.what != e.HONOUR_DRAWN:
        return bool(draw.outcome)
    call = called(draw.item, None, draw, 0, world.duties, turn.case.params)
    return call.outcome in (HONOURED, ENTRAPPED)


def _appraised(decision: Decision, draw: Draw, tongue: Tongue) -> dict[str, Any]:
    """What the model's own appraisal says of an act on that seat's picture: its weight, and the terms of its value."""
    j, a = draw.target, draw.item
    terms = ranked_terms(decision, j, a, tongue)[:TERMS_SHOWN] if decision.chance[j, a] > 0.0 else []
    return {
        "model_chance": round(float(decision.chance[j, a]), 4),
        "habit": round(float(decision.habit[j, a]), 4),
        "because": because(decision, j, a, tongue) if decision.chance[j, a] > 0 else "",
        "terms": [{"name": name, "points": round(1000 * value, 1)} for name, value in terms],
    }


def _decisions(turn: Turn, line: Line, state: State) -> list[list[Decision]]:
    """Every state's appraisal in every month of a turn, worked out once."""
    if "decisions" not in turn.cache:
        history = _history(turn, line, state)
        turn.cache["decisions"] = [decisions(history, month.number) for month in turn.months]
    return turn.cache["decisions"]


def _history(turn: Turn, line: Line, state: State) -> History:
    return turn.history(line.turns[: turn.number - 1], state.seed)


def _begun(month: Month, turn: Turn, state: State, seat: int) -> World:
    """The world of a month once it had opened, as a seat knows it."""
    world = fresh(seen(month.before, seat))
    luck = Luck(*(np.uint64(part) for part in (state.seed, turn.replication, month.number)))
    events = held(quiet_month(len(world.power), 0))
    open_month(month.number, held(world), held(turn.case.setting), held(turn.case.params), luck, events)
    return world


def _came_of(draw: Draw, month: Month, tongue: Tongue) -> tuple[list[str], list[str]]:
    """What an act was answered, without figures, and what of it can stand alone and is no news of a crisis."""
    log, duties, pair = log_of(month.events), month.before.duties, (draw.actor, draw.target)
    did, bargained, alone = tongue.did(draw.actor, draw.item, draw.target), [], []
    for clash in clashes(log, tongue.setting, tongue.params, duties):
        if (clash.attacker, clash.victim) == pair and did.startswith(tongue.opening(clash)):
            lines = [line.partition(" (")[0] for line in bargain(clash, tongue)]
            bargained += lines
            if lines and clash.rung < MILITARY_THREAT:
                alone.append("; ".join([did, *lines]))
    at_once = [short(each, tongue) for each in log if each.what in ANSWERED and (each.actor, each.target) == pair]
    if _stayed(draw, log):
        at_once.append(f"{tongue.code(draw.actor)} {HELD}")
    return bargained + at_once, alone + at_once


def _stayed(draw: Draw, log: list[Draw]) -> bool:
    """Whether a promise of peace, which may be secret, stayed the hand that an act had raised."""
    kept = [each for each in log if each.what == e.FORBORE and each.wave == 0 and each.outcome]
    return (draw.actor, draw.target) in [(each.actor, each.target) for each in kept]


def _dated(month: Month, tongue: Tongue) -> list[str]:
    """The scenario's own dated events of a month; injects are told by themselves."""
    blocks = tongue.scenario.document.calendar.values()
    titles = {name: event.title for block in blocks for name, event in block.events.items()}
    names = [tongue.scenario.events[draw.item] for draw in log_of(month.events) if draw.what == e.DATED]
    return [titles[name] for name in dict.fromkeys(names) if name in titles]


def _acts(month: Month, tongue: Tongue, seat: int) -> list[Draw]:
    """The acts of a month but those that only a secret treaty made possible."""
    duties, procedures = month.before.duties, tongue.setting.actions.procedure

    def knows_of(draw: Draw) -> bool:
        rows = between(draw, duties)
        return any(known(row, seat, duties.promisor, duties.beneficiary, duties.secret) for row in rows)

    done = [draw for draw in log_of(month.events) if draw.what == e.DID]
    return [draw for draw in done if procedures[draw.item] != act.EXIT or knows_of(draw)]
