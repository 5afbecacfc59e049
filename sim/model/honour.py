"""Whether a duty called upon is kept: scope, clause, how far it is honoured, what others learn (E8, E9).

Each rule looks at one row of the duties; which rows an event calls upon, and what follows, is in
chains.py. Each promisor decides on the picture that it has.
"""

import numpy as np

from .compiled import rule
from .credibility import betrayal
from .draws import CLAUSE, HONOUR, MISJUDGEMENT, normal, uniform
from .events import CLAUSE_DRAWN, FORBORE, note
from .obligations import cost_of_level, help_benefit, help_cost, honours, lapses, provocation, stands, word
from .picture import seen_by
from .supply import offered
from .world import (
    ABANDONED,
    AID,
    ANY,
    ARMS,
    CONSULTATION,
    ECONOMY,
    HONOURED,
    INVOKED,
    MILITARY,
    NONAGGRESSION,
    OPEN,
    POLITICAL,
    TROOPS,
    WAR,
)  # fmt: skip

# columns of what an answer to a call was drawn from: the draw, the probability, benefit, cost, what the word is worth
DRAW, CHANCE, BENEFIT, COST, WORD = range(5)
PACT_OF_A_RUN = 2**20  # in place of the row of a duty, for luck: more than any scenario has duties


@rule
def within_scope(row, duties, enemy, region, rung):
    """E9a: whether a duty's adversary, region and least rung admit this event."""
    if not stands(duties.status[row]) or rung < duties.least_rung[row]:
        return False
    if duties.adversary[row] != ANY and duties.adversary[row] != enemy:
        return False
    return duties.region[row] == ANY or duties.region[row] == region


@rule
def occasion(row, wave, enemy, duties, setting):
    """The number by which luck knows a duty called upon in a wave (0 to N + 1) against an enemy, in whatever order.

    The rows kept for pacts signed in a run follow the order of the states: they share one number, the pair tells
    them apart.
    """
    number = row if duties.treaty[row] < setting.spare[0] else PACT_OF_A_RUN
    return np.uint64(setting.code[enemy]) << np.uint64(32) | np.uint64(number * 1024 + wave)


@rule
def gain_forgone(i, j, rung, pic):
    """E9b: what staying at peace costs i: the value of using force on j, if any, as i sees it."""
    worth = pic.bargain.strike[i, j] if rung < WAR else pic.bargain.invade[i, j]
    return max(0.0, worth)


@rule
def keep_evidence(i, partner, kept, secret, world, params):
    """E8: one more case for or against i's word, in the eyes of all, or of the partner alone if the duty is secret."""
    cost = betrayal(world.sunk[i, partner], world.public[i, partner], params.credibility)
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
def keeps_peace(row, wave, enemy, rung, world, pic, setting, params, orders, luck, drawn):
    """E9b: whether i keeps a promise of peace with its partner, non-aggression or neutrality; fills `drawn` (5).

    What it costs is what fighting would bring.
    """
    duties, p = world.duties, params.obligation
    i, partner = duties.promisor[row], duties.beneficiary[row]
    mine = seen_by(i, pic, setting, params)
    drawn[BENEFIT] = help_benefit(world.alignment[i, partner], mine.flows.dependence[i, partner], p)
    drawn[COST] = gain_forgone(i, partner, rung, mine)
    drawn[WORD] = word(duties.bindingness[row], 0.0, 0.0, 0.0, p)
    drawn[CHANCE] = honours(drawn[BENEFIT], drawn[COST], drawn[WORD], params.choice.rationality)
    item = occasion(row, wave, enemy, duties, setting)
    drawn[DRAW] = uniform(luck, HONOUR, setting.code[i], setting.code[partner], item)
    return drawn[DRAW] < drawn[CHANCE] if orders.honour[row] == OPEN else orders.honour[row] == 1


@rule
def forbears(i, j, rung, wave, world, pic, setting, params, orders, luck, events):
    """Whether a duty of non-aggression stays i's hand before it uses force on j; a broken one is counted (E9)."""
    duties, drawn = world.duties, np.empty(5)
    for row in range(duties.status.shape[0]):
        if duties.duty[row] == NONAGGRESSION and duties.promisor[row] == i and duties.beneficiary[row] == j:
            if not within_scope(row, duties, i, setting.region[j], rung):
                continue
            kept = keeps_peace(row, wave, j, rung, world, pic, setting, params, orders, luck, drawn)
            note(events, FORBORE, wave, i, j, row, drawn[DRAW], drawn[CHANCE], kept, drawn[BENEFIT], drawn[COST],
                 drawn[WORD], 0.0)  # fmt: skip
            count_duty(row, kept, world, params, events)
            if kept:
                return True
    return False


@rule
def lapsed(row, wave, opened, enemy, rung, world, setting, params, luck, events):
    """E9a: whether the duty's clause releases the promisor, given how far the beneficiary provoked the attack.

    `opened`: the beneficiary opened the crisis.
    """
    duties = world.duties
    if duties.clause[row] <= 0.0:
        return False
    i, partner = duties.promisor[row], duties.beneficiary[row]
    provoked = provocation(opened, world.dealings[partner, enemy], params.intent.harsh_year)
    item = occasion(row, wave, enemy, duties, setting)
    draw = uniform(luck, CLAUSE, setting.code[i], setting.code[partner], item)
    error = normal(luck, MISJUDGEMENT, setting.code[i], setting.code[partner], item)
    gone = lapses(duties.clause[row], draw, provoked, error, params.obligation)
    note(events, CLAUSE_DRAWN, wave, i, partner, row, draw, duties.clause[row], gone, provoked, error, enemy, rung)
    return gone


@rule
def help_given(row, wave, enemy, rung, world, pic, setting, params, orders, luck, drawn):
    """E9b: how far the promisor would go, CONSULT … TROOPS, −1 for nothing; fills `drawn` (5).

    One draw serves every level: what costs less is honoured by more of it.
    """
    duties = world.duties
    p, rationality = params.obligation, params.choice.rationality
    i, partner = duties.promisor[row], duties.beneficiary[row]
    mine = seen_by(i, pic, setting, params)
    benefit = help_benefit(world.alignment[i, partner], mine.flows.dependence[i, partner], p)
    cost = help_cost(
        world.power[i], world.power[enemy], world.nuclear[enemy], world.committed[i], mine.security.near[partner, i],
        rung == WAR, params.crisis.nuclear_cost, p,
    )  # fmt: skip
    bound = word(duties.bindingness[row], world.sunk[i, partner], world.public[i, partner], params.credibility.sunk, p)
    least = duties.least_help[row]
    draw = uniform(luck, HONOUR, setting.code[i], setting.code[partner], occasion(row, wave, enemy, duties, setting))
    drawn[DRAW], drawn[BENEFIT], drawn[COST], drawn[WORD] = draw, benefit, cost, bound
    drawn[CHANCE] = honours(benefit, cost_of_level(least, cost, p), bound, rationality)
    if orders.honour[row] != OPEN:
        return least if orders.honour[row] == 1 else -1
    level = -1
    for rank in range(TROOPS + 1):
        most = rank <= least or duties.duty[row] != CONSULTATION
        if most and draw < honours(benefit, cost_of_level(rank, cost, p), bound, rationality):
            level = rank
    return level


@rule
def short_of_war(i, partner, level, world, p):
    """Help below troops: a share of what i does not yet offer, in trade and cover (aid) or in arms."""
    willingness = world.willingness
    if level == AID:
        for k in (ECONOMY, POLITICAL):
            willingness[partner, i, k] = offered(willingness[partner, i, k], p.aid_given, 0.0, 0.0, 0.0)
    elif level == ARMS:
        willingness[partner, i, MILITARY] = offered(willingness[partner, i, MILITARY], p.arms_given, 0.0, 0.0, 0.0)
