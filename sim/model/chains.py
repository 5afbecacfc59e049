"""How a crisis spreads through alliances: events trigger duties, duties honoured make new events (E9).

Resolved in waves: all duties that one wave's events fire are drawn together, each state joins at
most once a month, and only then comes the next wave, so the order of lists does not matter. A
victim may answer at the same rung; the answer is an event of its own, by which a client's own
attack reaches its patron's duty (M19). A chain may run as far as treaties carry it (1914).
Left out: help without a duty, which states give by their own choice (E15).
"""

import numpy as np

from .acts import open_crisis, use_force
from .arrays import fill
from .compiled import rule
from .crisis import audience_cost, defender_stake, war_values
from .draws import ANSWER, CLAUSE, HONOUR, MISJUDGEMENT, normal, uniform
from .events import ANSWERED_BACK, CLAUSE_DRAWN, FORBORE, HONOUR_DRAWN, JOINED_IN, note
from .logistic import logistic
from .obligations import (
    concerns,
    cost_of_level,
    entrapped,
    help_benefit,
    help_cost,
    honours,
    lapses,
    provocation,
    stands,
    word,
)  # fmt: skip
from .supply import offered
from .world import (
    ABANDONED,
    AID,
    ANSWERED,
    ANY,
    ARMS,
    CONSULTATION,
    DEFENCE,
    ECONOMY,
    ENTRAPPED,
    FORCE,
    HONOURED,
    INVOKED,
    JOINED,
    MILITARY,
    NEUTRALITY,
    NONAGGRESSION,
    OFFENCE,
    OPEN,
    POLITICAL,
    TROOPS,
    WAR,
)  # fmt: skip

# columns of an event
ATTACKER, VICTIM, RUNG, PROVOKED, ANSWERING = range(5)


@rule
def write_event(event, attacker, victim, rung, provoked, answering):
    """Fill an event's row."""
    event[ATTACKER], event[VICTIM], event[RUNG] = attacker, victim, rung
    event[PROVOKED], event[ANSWERING] = provoked, answering


@rule
def within_scope(row, duties, enemy, region, rung):
    """E9a: whether a duty's adversary, region and least rung admit this event."""
    if not stands(duties.status[row]) or rung < duties.least_rung[row]:
        return False
    if duties.adversary[row] != ANY and duties.adversary[row] != enemy:
        return False
    return duties.region[row] == ANY or duties.region[row] == region


@rule
def occasion(row, wave, duties, setting):
    """The number by which luck knows a duty called upon in a wave (0 to N + 1), whatever the order of the states.

    The rows kept for pacts signed in a run follow that order: they share one number, the pair tells them apart.
    """
    number = row if duties.treaty[row] < setting.spare[0] else duties.treaty.shape[0]
    return number * 1024 + wave


@rule
def gain_forgone(i, j, rung, pic, params):
    """E9b: what staying at peace costs i: the value of using force on j, if any."""
    worth = pic.bargain.strike[i, j] if rung < WAR else pic.bargain.invade[i, j]
    return max(0.0, worth)


@rule
def keep_evidence(i, partner, kept, secret, world, params):
    """E8: one more case for or against i's word, in the eyes of all, or of the partner alone if the duty is secret."""
    cost = 1.0 + params.credibility.sunk * world.sunk[i, partner] * world.public[i, partner]
    for l in range(world.power.shape[0]):
        if l != i and (secret == 0 or l == partner):
            if kept:
                world.kept[l, i] += 1.0
            else:
                world.broken[l, i] += cost


@rule
def count_duty(row, kept, world, params, events):
    """Count one live duty as honoured or abandoned, and let observers learn from it."""
    duties = world.duties
    i, partner, duty = duties.promisor[row], duties.beneficiary[row], duties.duty[row]
    events.invoked[duty] += 1
    events.tally[i, partner, INVOKED] += 1
    if kept:
        events.honoured[duty] += 1
        events.tally[i, partner, HONOURED] += 1
    else:
        events.tally[i, partner, ABANDONED] += 1
    keep_evidence(i, partner, kept, duties.secret[row], world, params)


@rule
def forbears(i, j, rung, world, pic, setting, params, orders, luck, events):
    """Whether a duty of non-aggression stays i's hand before it uses force on j; a broken one is counted (E9)."""
    duties = world.duties
    for row in range(duties.status.shape[0]):
        if duties.duty[row] == NONAGGRESSION and duties.promisor[row] == i and duties.beneficiary[row] == j:
            if not within_scope(row, duties, i, setting.region[j], rung):
                continue
            benefit = help_benefit(world.alignment[i, j], pic.flows.dependence[i, j], params.obligation)
            bound = word(duties.bindingness[row], 0.0, 0.0, 0.0, params.obligation)
            forgone = gain_forgone(i, j, rung, pic, params)
            chance = honours(benefit, forgone, bound, params.choice.rationality)
            draw = uniform(luck, HONOUR, setting.code[i], setting.code[j], occasion(row, 0, duties, setting))
            kept = draw < chance if orders.honour[row] == OPEN else orders.honour[row] == 1
            note(events, FORBORE, 0, i, j, row, draw, chance, kept, benefit, forgone, bound, 0.0)
            count_duty(row, kept, world, params, events)
            if kept:
                return True
    return False


@rule
def lapsed(row, wave, event, world, setting, params, luck, events):
    """E9a: whether the duty's clause releases the promisor, given how far the beneficiary provoked the attack."""
    duties = world.duties
    if duties.clause[row] <= 0.0:
        return False
    i, partner = duties.promisor[row], duties.beneficiary[row]
    enemy = event[VICTIM] if event[ATTACKER] == partner else event[ATTACKER]
    opened = event[ATTACKER] == partner or event[PROVOKED] == 1
    provoked = provocation(opened, world.dealings[partner, enemy], params.intent.harsh_year)
    item = occasion(row, wave, duties, setting)
    draw = uniform(luck, CLAUSE, setting.code[i], setting.code[partner], item)
    error = normal(luck, MISJUDGEMENT, setting.code[i], setting.code[partner], item)
    gone = lapses(duties.clause[row], draw, provoked, error, params.obligation)
    note(
        events, CLAUSE_DRAWN, wave, i, partner, row, draw, duties.clause[row], gone, provoked, error, enemy, event[RUNG]
    )
    return gone


@rule
def help_given(row, wave, enemy, rung, world, pic, setting, params, orders, luck, events):
    """E9b: how far the promisor goes (CONSULT … TROOPS, −1 for nothing) and its net benefit of sending troops.

    One draw serves every level: what costs less is honoured by more of it.
    """
    duties = world.duties
    p, rationality = params.obligation, params.choice.rationality
    i, partner = duties.promisor[row], duties.beneficiary[row]
    benefit = help_benefit(world.alignment[i, partner], pic.flows.dependence[i, partner], p)
    cost = help_cost(
        world.power[i], world.power[enemy], world.nuclear[enemy], world.committed[i], pic.security.near[partner, i],
        rung == WAR, params.crisis.nuclear_cost, p,
    )  # fmt: skip
    bound = word(duties.bindingness[row], world.sunk[i, partner], world.public[i, partner], params.credibility.sunk, p)
    least = duties.least_help[row]
    chance = honours(benefit, cost_of_level(least, cost, p), bound, rationality)
    draw = uniform(luck, HONOUR, setting.code[i], setting.code[partner], occasion(row, wave, duties, setting))
    level = -1
    if orders.honour[row] != OPEN:
        level = least if orders.honour[row] == 1 else -1
    else:
        for rank in range(TROOPS + 1):
            most = rank <= least or duties.duty[row] != CONSULTATION
            if most and draw < honours(benefit, cost_of_level(rank, cost, p), bound, rationality):
                level = rank
    note(events, HONOUR_DRAWN, wave, i, partner, row, draw, chance, level, benefit, cost, bound, enemy)
    if level == TROOPS:
        bare = word(0.0, world.sunk[i, partner], world.public[i, partner], params.credibility.sunk, p)
        if entrapped(draw, benefit, cost, bare, rationality) and orders.honour[row] == OPEN:
            events.tally[i, partner, ENTRAPPED] += 1
    return level, benefit - cost + bound


@rule
def short_of_war(i, partner, level, world, p):
    """Help below troops: a share of what i does not yet offer, in trade and cover (aid) or in arms."""
    willingness = world.willingness
    if level == AID:
        for k in (ECONOMY, POLITICAL):
            willingness[partner, i, k] = offered(willingness[partner, i, k], p.aid_given, 0.0, 0.0, 0.0)
    elif level == ARMS:
        willingness[partner, i, MILITARY] = offered(willingness[partner, i, MILITARY], p.arms_given, 0.0, 0.0, 0.0)


@rule
def answer_back(event, contested, world, pic, setting, params, luck, events):
    """E9a: whether the victim answers at the same rung: Λ(λ(W_j + AC(q)))."""
    i, j, rung = event[ATTACKER], event[VICTIM], event[RUNG]
    if rung < FORCE or event[ANSWERING] == 1 or contested[i, j] == 1:
        return False
    v = setting.stake[i, j] * (1.0 - world.conceded[i, j])
    held = defender_stake(v, params.crisis)
    theirs = war_values(pic.bargain.win[i, j], v, held, pic.security.shield[j], float(rung), params.crisis)[1]
    chance = logistic(params.choice.rationality * (theirs + audience_cost(float(rung), params.crisis)))
    draw = uniform(luck, ANSWER, setting.code[j], setting.code[i], rung)
    note(events, ANSWERED_BACK, 0, j, i, rung, draw, chance, draw < chance, theirs, 0.0, 0.0, 0.0)
    return draw < chance


@rule
def resolve_chain(first, world, pic, setting, params, orders, luck, events):
    """Resolve the month's events (rows: attacker, victim, rung, provoked, answering) in waves to their end."""
    n = world.power.shape[0]
    duties = world.duties
    joined = np.zeros(n, dtype=np.int64)
    current = first
    wave = 0
    while current.shape[0] > 0 and wave < n + 1:
        following = np.empty((current.shape[0] + n, 5), dtype=np.int64)
        count = 0
        side, worth = np.empty(n, dtype=np.int64), np.empty(n)  # the row by which each state would join, its worth
        fill(side, -1)
        fill(worth, -np.inf)
        against = np.zeros(n, dtype=np.int64)
        rung_of = np.zeros(n, dtype=np.int64)
        barred = np.zeros((n, n), dtype=np.int64)
        for e in range(current.shape[0]):
            attacker, victim, rung = current[e, ATTACKER], current[e, VICTIM], current[e, RUNG]
            if answer_back(current[e], pic.openings.contested, world, pic, setting, params, luck, events):
                events.tally[victim, attacker, ANSWERED] += 1
                write_event(following[count], victim, attacker, rung, 1, 1)
                count += 1
            for row in range(duties.status.shape[0]):
                i, partner, duty = duties.promisor[row], duties.beneficiary[row], duties.duty[row]
                if not concerns(duty, i, partner, attacker, victim) or duty == NONAGGRESSION or joined[i] == 1:
                    continue
                enemy = attacker if partner == victim else victim
                if not within_scope(row, duties, enemy, setting.region[victim], rung):
                    continue
                if lapsed(row, wave, current[e], world, setting, params, luck, events):
                    continue
                if duty == NEUTRALITY:
                    benefit = help_benefit(
                        world.alignment[i, partner], pic.flows.dependence[i, partner], params.obligation
                    )
                    bound = word(duties.bindingness[row], 0.0, 0.0, 0.0, params.obligation)
                    forgone = gain_forgone(i, partner, rung, pic, params)
                    chance = honours(benefit, forgone, bound, params.choice.rationality)
                    draw = uniform(
                        luck, HONOUR, setting.code[i], setting.code[partner], occasion(row, wave, duties, setting)
                    )
                    kept = draw < chance if orders.honour[row] == OPEN else orders.honour[row] == 1
                    note(
                        events, HONOUR_DRAWN, wave, i, partner, row, draw, chance, kept, benefit, forgone, bound, enemy
                    )
                    count_duty(row, kept, world, params, events)
                    if kept:
                        barred[i, partner] = 1
                    continue
                level, net = help_given(row, wave, enemy, rung, world, pic, setting, params, orders, luck, events)
                count_duty(row, level >= duties.least_help[row], world, params, events)
                short_of_war(i, partner, level, world, params.obligation)
                if level == TROOPS and net > worth[i] and (duty == DEFENCE or duty == OFFENCE):
                    side[i], worth[i], against[i], rung_of[i] = row, net, enemy, rung
        for i in range(n):
            enemy = against[i]
            if side[i] >= 0 and barred[i, enemy] == 0 and pic.openings.contested[i, enemy] == 0 and enemy != i:
                joined[i] = 1
                events.tally[i, enemy, JOINED] += 1
                note(events, JOINED_IN, wave, i, enemy, side[i], 0.0, 0.0, 1, worth[i], 0.0, 0.0, rung_of[i])
                if rung_of[i] >= FORCE:
                    use_force(i, enemy, rung_of[i], world, events)
                else:
                    open_crisis(i, enemy, rung_of[i], world, events)
                struck_first = 1 if duties.duty[side[i]] == DEFENCE else 0
                write_event(following[count], i, enemy, rung_of[i], struck_first, 0)
                count += 1
        current = following[:count]
        wave += 1
