"""How a crisis spreads through alliances: events trigger duties, duties honoured make new events (E9).

Resolved in waves: all duties that one wave's events fire are drawn together, each state joins at
most once a month (`Events.joined`), and only then comes the next wave, so the order of lists does not matter. A
victim may answer at the same rung; the answer is an event of its own, by which a client's own
attack reaches its patron's duty (M19). A chain may run as far as treaties carry it (1914).
Whether one duty is kept is in honour.py. Left out: help without a duty, which states give by
their own choice (E15).
"""

import numpy as np

from .arrays import WholeMatrix, fill
from .compiled import rule
from .crisis import audience_cost, defender_stake, war_values
from .draws import ANSWER, Luck, uniform
from .events import ANSWERED_BACK, HONOUR_DRAWN, JOINED_IN, Events, note
from .honour import (
    BENEFIT,
    CHANCE,
    COST,
    DRAW,
    WORD,
    count_duty,
    forbears,
    help_given,
    keeps_peace,
    lapsed,
    short_of_war,
    within_scope,
)  # fmt: skip
from .ladder import join_crisis, severity_of_force, use_force
from .logistic import logistic
from .obligations import concerns, entrapped, word
from .params import Params
from .picture import Picture, seen_by
from .stage import stage
from .world import (
    ANSWERED,
    ARMS,
    DEFENCE,
    ENTRAPPED,
    FORCE,
    JOINED,
    NEUTRALITY,
    NONAGGRESSION,
    OFFENCE,
    OPEN,
    TROOPS,
    Orders,
    Setting,
    World,
)  # fmt: skip

# columns of an event
ATTACKER, VICTIM, RUNG, PROVOKED, ANSWERING = range(5)
# columns of a call on a duty: its row, the enemy and the rung it is about, how far its promisor goes
DUTY, ENEMY, AT_RUNG, LEVEL = range(4)


@rule
def write_event(event, attacker, victim, rung, provoked, answering):
    """Fill an event's row."""
    event[ATTACKER], event[VICTIM], event[RUNG] = attacker, victim, rung
    event[PROVOKED], event[ANSWERING] = provoked, answering


@rule
def attacks_itself(e, current):
    """Whether the victim of a wave's event attacks its attacker by an event of its own, and so need not answer."""
    for other in range(current.shape[0]):
        if current[other, ATTACKER] == current[e, VICTIM] and current[other, VICTIM] == current[e, ATTACKER]:
            return True
    return False


@rule
def answer_back(event, wave, world, pic, setting, params, luck, events):
    """E9a: whether the victim answers at the same rung: Λ(λ(W_j + AC(q)))."""
    i, j, rung = event[ATTACKER], event[VICTIM], event[RUNG]
    if event[ANSWERING] == 1 or pic.openings.contested[i, j] == 1:
        return False
    theirs = seen_by(j, pic, setting, params)
    v = setting.stake[i, j] * (1.0 - world.conceded[i, j])
    held = defender_stake(v, params.crisis)
    shield = theirs.security.shield[j, i]
    worth = war_values(theirs.bargain.win[i, j], v, held, shield, float(rung), params.crisis)[1]
    chance = logistic(params.choice.rationality * (worth + audience_cost(float(rung), params.crisis)))
    draw = uniform(luck, ANSWER, setting.code[j], setting.code[i], rung)
    note(events, ANSWERED_BACK, wave, j, i, rung, draw, chance, draw < chance, worth, 0.0, 0.0, 0.0)
    return draw < chance


@rule
def call_upon(current, wave, world, pic, setting, params, orders, luck, events, call, drawn, barred):
    """Draw every duty that a wave's events fire: fills `call` (C,4) and `drawn` (C,5), returns how many.

    Not called is who has joined, is absent, or is engaged with that enemy in the month's events.
    `barred[i, j]` becomes 1 where a promise of neutrality keeps i from fighting j.
    """
    duties, present, joined, engaged, count = world.duties, world.present, events.joined, events.engaged, 0
    for e in range(current.shape[0]):
        attacker, victim, rung = current[e, ATTACKER], current[e, VICTIM], current[e, RUNG]
        for row in range(duties.status.shape[0]):
            i, partner, duty = duties.promisor[row], duties.beneficiary[row], duties.duty[row]
            if duty == NONAGGRESSION or not concerns(duty, i, partner, attacker, victim):
                continue
            enemy = attacker if partner == victim else victim
            if joined[i] == 1 or present[i] == 0.0 or (duty != NEUTRALITY and engaged[i, enemy] == 1):
                continue
            if not within_scope(row, duties, enemy, setting.region[victim], rung):
                continue
            opened = (current[e, PROVOKED] == 1) == (victim == partner)
            if lapsed(row, wave, opened, enemy, rung, world, setting, params, luck, events):
                continue
            if duty == NEUTRALITY:
                kept = keeps_peace(row, wave, enemy, rung, world, pic, setting, params, orders, luck, drawn[count])
                level = 1 if kept else 0
                barred[i, partner] = max(barred[i, partner], level)
            else:
                level = help_given(row, wave, enemy, rung, world, pic, setting, params, orders, luck, drawn[count])
            call[count, DUTY], call[count, ENEMY], call[count, AT_RUNG], call[count, LEVEL] = row, enemy, rung, level
            count += 1
    return count


@rule
def best_cause(i, call, drawn, duties):
    """The call on which i would rather send troops, by what it brings; −1 if it sends none."""
    best, found = -np.inf, -1
    for c in range(call.shape[0]):
        duty = duties.duty[call[c, DUTY]]
        if duties.promisor[call[c, DUTY]] == i and call[c, LEVEL] == TROOPS and (duty == DEFENCE or duty == OFFENCE):
            worth = drawn[c, BENEFIT] - drawn[c, COST] + drawn[c, WORD]
            if worth > best:
                best, found = worth, c
    return found


@rule
def settle_call(c, call, drawn, wave, fights, world, params, orders, events):
    """Count a call by what its promisor does in the end; `fights`: whom it has joined against, −1 for nobody.

    Who would send troops and cannot, since it fights elsewhere or a promise of peace bars it, sends arms.
    """
    duties = world.duties
    row, enemy = call[c, DUTY], call[c, ENEMY]
    i, partner, duty = duties.promisor[row], duties.beneficiary[row], duties.duty[row]
    level = call[c, LEVEL]
    if duty != NEUTRALITY and level == TROOPS and fights != enemy:
        level = ARMS
    note(events, HONOUR_DRAWN, wave, i, partner, row, drawn[c, DRAW], drawn[c, CHANCE], level, drawn[c, BENEFIT],
         drawn[c, COST], drawn[c, WORD], enemy)  # fmt: skip
    count_duty(row, level == 1 if duty == NEUTRALITY else level >= duties.least_help[row], world, params, events)
    if duty != NEUTRALITY:
        short_of_war(i, partner, level, world, params.obligation)
        bare = drawn[c, WORD] - word(duties.bindingness[row], 0.0, 0.0, 0.0, params.obligation)
        if level == TROOPS and orders.honour[row] == OPEN:
            if entrapped(drawn[c, DRAW], drawn[c, BENEFIT], drawn[c, COST], bare, params.choice.rationality):
                events.tally[i, partner, ENTRAPPED] += 1


@stage
def resolve_chain(
    first: WholeMatrix, world: World, pic: Picture, setting: Setting, params: Params, orders: Orders, luck: Luck,
    events: Events,
) -> None:  # fmt: skip
    """Resolve the month's events (rows: attacker, victim, rung, provoked, answering) in waves to their end."""
    n, rows = world.power.shape[0], world.duties.status.shape[0]
    duties, contested = world.duties, pic.openings.contested
    joined, engaged, severity = events.joined, events.engaged, events.severity
    current = first
    wave = 0
    while current.shape[0] > 0 and wave < n + 1:
        following = np.empty((current.shape[0] + n, 5), dtype=np.int64)
        count = 0
        for e in range(current.shape[0]):
            attacker, victim, rung = current[e, ATTACKER], current[e, VICTIM], current[e, RUNG]
            engaged[attacker, victim], engaged[victim, attacker] = 1, 1
            if attacks_itself(e, current):
                continue
            if answer_back(current[e], wave, world, pic, setting, params, luck, events):
                events.tally[victim, attacker, ANSWERED] += 1
                severity[victim, attacker] += severity_of_force(rung, setting.actions)
                if rung >= FORCE:
                    use_force(victim, attacker, rung, world.rung[victim, attacker], world, events)
                write_event(following[count], victim, attacker, rung, 1, 1)
                count += 1
        room = current.shape[0] * rows
        calls, terms = np.empty((room, 4), dtype=np.int64), np.empty((room, 5))
        barred = np.zeros((n, n), dtype=np.int64)
        made = call_upon(current, wave, world, pic, setting, params, orders, luck, events, calls, terms, barred)
        call, drawn = calls[:made], terms[:made]
        fights = np.empty(n, dtype=np.int64)
        fill(fights, -1)
        for i in range(n):
            c = best_cause(i, call, drawn, duties)
            if c < 0:
                continue
            enemy, rung, row = call[c, ENEMY], call[c, AT_RUNG], call[c, DUTY]
            if contested[i, enemy] == 1 or barred[i, enemy] == 1:
                continue
            if forbears(i, enemy, rung, wave, world, pic, setting, params, orders, luck, events):
                continue
            fights[i], joined[i] = enemy, 1
            defends = duties.duty[row] == DEFENCE
            events.tally[i, enemy, JOINED] += 1
            worth = drawn[c, BENEFIT] - drawn[c, COST] + drawn[c, WORD]
            note(events, JOINED_IN, wave, i, enemy, row, 0.0, 0.0, 1, worth, 0.0, 0.0, rung)
            severity[i, enemy] += severity_of_force(rung, setting.actions)
            join_crisis(i, enemy, rung, defends, world, events)
            write_event(following[count], i, enemy, rung, 1 if defends else 0, 0)
            count += 1
        for c in range(made):
            settle_call(c, call, drawn, wave, fights[duties.promisor[call[c, DUTY]]], world, params, orders, events)
        current = following[:count]
        wave += 1
