"""A month on a page: what each state decided and why, what came of it, how the month closed."""

import numpy as np

from sim.model import actions as act
from sim.model import events as e
from sim.model.value import TERMS
from sim.model.world import DENOUNCED, IN_FORCE, Obligations

from .crises import clashes
from .decisions import PROMISES, Decision
from .draws import Draw, log_of
from .replay import History
from .tree import STEP, tree, went
from .words import GAINS, Tongue, decimal, drawn, lasting, listed, percent, times

POINT = 1000.0  # points of value are thousandths
EVEN = 1e-4  # a change of a chance that nothing is said of
AT_ONCE = (e.STOOD_DOWN, e.SANCTION_DRAWN, e.ACCEPTED, e.LEFT)
AT_CLOSE = (e.UNREST_BROKE, e.CALMED, e.WAR_ENDED, e.CEASED, e.RELAPSED)


def page(
    history: History, number: int, made: list[Decision], months: list[str], tongue: Tongue, state: int | None = None
) -> list[str]:
    """The lines of a month, for everybody or for one state and what touched it.

    `made` are the month's decisions, `months` the names of all.
    """
    month = history.months[number]
    log, duties = log_of(month.events), month.before.duties

    def touched(draw: Draw) -> bool:
        return state is None or state in (draw.actor, draw.target) or draw.what in (e.CEASED, e.RELAPSED)

    sections = {"The month opens": _opening(log, state, duties, tongue)}
    mine = [d for d in made if state is None or d.actor == state]
    title = "What each decided (chance of the act, and by habit alone)"
    if state is not None:
        title = f"What {tongue.code(state)} decided"
    sections[title] = _decided(mine, made, history, number, tongue, state is not None)
    came = []
    for clash in clashes(log, tongue.setting, tongue.params, duties):
        if state is None or state in clash.states():
            came += tree(clash, duties, tongue)
            came += [STEP + line for line in went(clash, history, number, months, tongue)]
    came += [tongue.other(draw) for draw in log if draw.what in AT_ONCE and touched(draw)]
    sections["What came of it"] = came
    sections["As the month closed"] = [tongue.other(draw) for draw in log if draw.what in AT_CLOSE and touched(draw)]
    lines = []
    for heading, body in sections.items():
        lines += ["", heading, *(STEP + line for line in body)] if body else []
    return [*lines, "", "Where a draw stands beside a chance, it came about if the draw lies below the chance."]


def _opening(log: list[Draw], state: int | None, duties: Obligations, tongue: Tongue) -> list[str]:
    """Dated events, a new posture, treaties that ran out."""
    events, told = tongue.scenario.document.calendar, []
    titles = {name: event.title for block in events.values() for name, event in block.events.items()}
    for draw in log:
        if draw.what == e.DATED:
            told.append(titles[tongue.scenario.events[draw.item]])
        elif draw.what == e.POSTURE_TAKEN:
            told.append(tongue.other(draw))
        elif draw.what == e.RENEWED and state in (None, draw.actor, draw.target):
            came = "is renewed" if draw.outcome else "expires"
            told.append(f"{tongue.treaty(draw.item, duties)} {came} (chance of renewal {percent(draw.probability)}, "
                        f"draw {drawn(draw.draw)})")  # fmt: skip
    return list(dict.fromkeys(told))


def _decided(
    mine: list[Decision], made: list[Decision], history: History, number: int, tongue: Tongue, whole: bool
) -> list[str]:
    """Decisions in a line each, or one in full."""
    if not made:
        return ["nobody acts in this run (acting=false)"]
    lines = []
    if max(d.turn for d in made) > 0:
        order = ", ".join(tongue.code(d.actor) for d in made)
        lines.append(f"States act one after the other: {order}; each is shown as the world stood at its turn.")
    for decision in mine:
        if not decision.present:
            lines.append(f"{tongue.code(decision.actor)} does not take part")
        elif whole:
            lines += _in_full(decision, history, number, tongue)
        else:
            lines += _in_short(decision, tongue)
    return lines


def _in_short(decision: Decision, tongue: Tongue) -> list[str]:
    lines = []
    for j, a in _taken(decision, tongue):
        odds = f"{percent(decision.chance[j, a])}, by habit {percent(decision.habit[j, a])}"
        why = because(decision, j, a, tongue, most=2)
        lines.append(f"{tongue.did(decision.actor, a, j)} ({odds}){f': {why}' if why else ''}")
    return lines


def _in_full(decision: Decision, history: History, number: int, tongue: Tongue) -> list[str]:
    """Every option with its chance, its habit and what moves it, the likeliest first; the chosen one marked."""
    taken = _taken(decision, tongue)
    places = np.argsort(-decision.chance, axis=None, kind="stable")
    order = np.dstack(np.unravel_index(places, decision.chance.shape))[0]
    ranked = [(int(j), int(a)) for j, a in order if decision.chance[j, a] > 0.0]
    names = [_option(decision, j, a, tongue) for j, a in ranked]
    wide = max(len(name) for name in names)
    lines = [f"  {'act':<{wide}}   chance    habit   what moves it from habit"]
    for name, option in zip(names, ranked, strict=True):
        mark = "▸" if option in taken else " "
        figures = f"{percent(decision.chance[option]):>7}  {percent(decision.habit[option]):>7}"
        lines.append(f"{mark} {name:<{wide}}  {figures}   {because(decision, *option, tongue)}".rstrip())
    return lines + _notes(decision, taken, ranked, history, number, tongue)


def _notes(
    decision: Decision, taken: list[tuple[int, int]], ranked: list[tuple[int, int]], history: History, number: int,
    tongue: Tongue,
) -> list[str]:  # fmt: skip
    """How the draw fell, what the figures mean, what the state did not know."""
    took = {o: -np.log(decision.draw[o]) / decision.chance[o] for o in ranked}
    after = sorted((o for o in ranked if o not in taken), key=took.__getitem__)
    came = [f"{_option(decision, *o, tongue)} took {lasting(took[o])}" for o in taken]
    nearest = f"; {_option(decision, *after[0], tongue)} would have taken {lasting(took[after[0]])}" if after else ""
    choice = tongue.params.choice
    lines = [
        "The acts race: each takes a time drawn by luck, 1/chance on average, and the first is done: "
        f"{listed(came)}{nearest}."
    ]
    if int(choice.initiatives) > 1:
        lines.append(f"It may do up to {int(choice.initiatives)} acts; a chance is that of coming first.")
    worth = np.exp(choice.rationality * choice.gain / POINT)
    lines.append(f"Value is in points, thousandths of all it wants; a point more makes an act's odds {times(worth)}.")
    unknown = unknown_treaties(decision.actor, history.months[number].before.duties, tongue)
    return lines + ([f"It decides without knowing of {listed(unknown)}."] if unknown else [])


def unknown_treaties(actor: int, duties: Obligations, tongue: Tongue) -> list[str]:
    """Secret treaties to which a state is no party, which its picture leaves out."""
    party = (duties.promisor == actor) | (duties.beneficiary == actor)
    standing = (duties.status == IN_FORCE) | (duties.status == DENOUNCED)
    rows = np.nonzero((duties.secret == 1) & standing & ~party)[0]
    return list(dict.fromkeys(tongue.treaty(int(row), duties) for row in rows))


def because(decision: Decision, j: int, a: int, tongue: Tongue, most: int = len(TERMS) + 2) -> str:
    """What moves an option from its habitual rate: its `most` greatest terms of value, or what a fight promises."""
    procedure, other = int(tongue.setting.actions.procedure[a]), tongue.code(j)
    promise = dict(zip(PROMISES, decision.promise[:, j], strict=True))
    odds = f"odds {times(float(np.exp(decision.pull[j, a])))}"
    if procedure == act.WAIT:
        more = decision.chance[j, a] - decision.habit[j, a]
        return "" if abs(more) < EVEN else "gains what other acts lose" if more > 0.0 else "loses what other acts gain"
    if procedure == act.DEMAND:
        fight = f"{other} resists with {percent(promise['resist'])}, then a fight with {percent(promise['fight'])}"
        return f"{odds}: worth {decimal(promise['expected'], signed=True)} and the tie; {fight}"
    if procedure in (act.STRIKE, act.INVADE):
        worth = promise["strike" if procedure == act.STRIKE else "invade"]
        return f"{odds}: force is worth {decimal(worth, signed=True)}, won with {percent(promise['win'])}"
    if procedure == act.NUCLEAR:
        return odds
    parts = ranked_terms(decision, j, a, tongue)
    heeded = f", if heeded ({percent(decision.success[j, a])})" if decision.success[j, a] < 1.0 else ""
    told = ", ".join(f"{name} {_points(value)}" for name, value in parts[:most])
    return f"value {_points(decision.worth[j, a])}{heeded}{f': {told}' if told else ''}"


def ranked_terms(decision: Decision, j: int, a: int, tongue: Tongue) -> list[tuple[str, float]]:
    """The parts of what moves an option in words, the greatest first; what rounds to nothing is left out.

    They sum to its value, of a demand and of force to what it promises (E10, E15); of NUCLEAR nothing is weighed.
    """
    parts = _promised_parts(decision, j, a, tongue) or _valued_parts(decision, j, a, tongue)
    told = [(name, float(value)) for name, value in parts if abs(value) * POINT >= 0.05]
    return sorted(told, key=lambda part: -abs(part[1]))


def _valued_parts(decision: Decision, j: int, a: int, tongue: Tongue) -> list[tuple[str, float]]:
    """Q by the terms of E14, the effort, and what is no term."""
    parts = [(GAINS[term][int(value < 0.0)], value) for term, value in zip(TERMS, decision.terms[j, a], strict=True)]
    actions = tongue.setting.actions
    if actions.procedure[a] == act.EXIT:
        reason = "its word"
    else:
        reason = "to win back a client" if actions.bid[a] > 0.0 else "to punish a client"
    return [*parts, ("effort", decision.effort[j, a]), (reason, decision.rest[j, a])]


def _promised_parts(decision: Decision, j: int, a: int, tongue: Tongue) -> list[tuple[str, float]]:
    """What a demand or force promises: what is won, and the rest; of a demand also what holds back from opening it."""
    procedure, other = int(tongue.setting.actions.procedure[a]), tongue.code(j)
    promise = dict(zip(PROMISES, decision.promise[:, j], strict=True))
    stake, pull = promise["stake"], decision.pull[j, a] / tongue.params.choice.rationality
    if procedure == act.DEMAND:
        won = (1.0 - promise["resist"]) * stake
        held_back = -tongue.params.crisis.reserve * stake
        resisted = f"{other} resists ({percent(promise['resist'])}): a fight ({percent(promise['fight'])}) or retreat"
        tie = pull - promise["expected"] - held_back
        return [
            (f"{other} yields ({percent(1.0 - promise['resist'])})", won), (resisted, promise["expected"] - won),
            ("caution before any demand", held_back),
            (f"{'enmity' if tie > 0.0 else 'friendship'} with {other}", tie),
        ]  # fmt: skip
    if procedure in (act.STRIKE, act.INVADE):
        won = promise["win"] * stake
        return [
            (f"what it wants of {other}, won ({percent(promise['win'])})", won),
            ("force against retreat", pull - won),
        ]
    return []


def _points(value: float) -> str:
    rounded = round(POINT * value, 1)
    return decimal(rounded, 1, signed=True) if rounded else "0.0"


def _taken(decision: Decision, tongue: Tongue) -> list[tuple[int, int]]:
    """What was done as (target, action); holding still stands in the actor's own row."""
    wait = tongue.setting.actions.procedure.tolist().index(act.WAIT)
    return [(j, a) for a, j in decision.chosen] or [(decision.actor, wait)]


def _option(decision: Decision, j: int, a: int, tongue: Tongue) -> str:
    name = tongue.labels.actions[a]
    return name if j == decision.actor else f"{name} {tongue.code(j)}"
