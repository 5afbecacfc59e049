"""Obligations: when a duty is live, whether it is kept, and what a pact is worth (E9; Snyder 1984; Leeds 2003).

A duty is triggered by an event (attacker, victim, place, rung, provocation), may lapse by its
clause, and is then honoured with a probability made of what it brings and what it costs. Joining
against one's interest is entrapment; failing a live duty is abandonment. Left out: bargaining
over the meaning of a text.
"""

import numpy as np

from .compiled import rule
from .logistic import larger, lesser, logistic
from .world import (
    AID,
    ANY,
    ARMS,
    CONSULT,
    CONSULTATION,
    DEFENCE,
    DENOUNCED,
    IN_FORCE,
    NEUTRALITY,
    NONAGGRESSION,
    OFFENCE,
    SANCTIONS,
)  # fmt: skip


@rule
def known(row, seat, promisor, beneficiary, secret):
    """Whether `seat` knows of a duty: all know public ones, parties their secret ones; ANY all, COMMON no secret."""
    return secret[row] == 0 or seat == ANY or promisor[row] == seat or beneficiary[row] == seat


@rule
def stands(status):
    """Whether a duty of this status binds: in force, or denounced and still within its notice."""
    return status == IN_FORCE or status == DENOUNCED


@rule
def any_secret(duties):
    """Whether some duty is secret, so that states do not all see the same picture."""
    for row in range(duties.secret.shape[0]):
        if duties.secret[row] == 1:
            return True
    return False


@rule
def between(row, i, j, duties):
    """Whether a duty is owed between two states, by either."""
    one, two = duties.promisor[row], duties.beneficiary[row]
    return (one == i and two == j) or (one == j and two == i)


@rule
def guarantees(duties, states, seat):
    """Defence duties in force that `seat` knows, by (beneficiary, promisor): bindingness z and clause u (N,N each).

    Where two treaties promise the same, the more binding counts.
    """
    status, duty, promisor, beneficiary, secret, bindingness, clauses = (
        duties.status, duties.duty, duties.promisor, duties.beneficiary, duties.secret, duties.bindingness,
        duties.clause,
    )  # fmt: skip
    bound = np.zeros((states, states))
    clause = np.zeros((states, states))
    for row in range(status.shape[0]):
        if duty[row] == DEFENCE and stands(status[row]) and known(row, seat, promisor, beneficiary, secret):
            i, l = beneficiary[row], promisor[row]
            if bindingness[row] > bound[i, l]:
                bound[i, l], clause[i, l] = bindingness[row], clauses[row]
    return bound, clause


@rule
def owed(duties, kind, present, seat):
    """Bindingness of duties of one kind in force among the present (N), by (beneficiary, promisor); N,N, 0 if none.

    A duty to sanction is owed to no one: it stands under its target, the duty's adversary.
    """
    states = present.shape[0]
    status, duty, promisor, beneficiary, secret, bindingness, adversary = (
        duties.status, duties.duty, duties.promisor, duties.beneficiary, duties.secret, duties.bindingness,
        duties.adversary,
    )  # fmt: skip
    bound = np.zeros((states, states))
    for row in range(status.shape[0]):
        if duty[row] == kind and stands(status[row]) and known(row, seat, promisor, beneficiary, secret):
            i, j = adversary[row] if kind == SANCTIONS else beneficiary[row], promisor[row]
            if i != ANY and present[i] * present[j] > 0.0:
                bound[i, j] = larger(bound[i, j], bindingness[row])
    return bound


@rule
def provocation(opened_by_victim, dealings, harsh_year):
    """E9a: ϖ of the victim: 1 if it opened the crisis or struck first, else .5·min(1, a year's severity / 48)."""
    return 1.0 if opened_by_victim else 0.5 * lesser(1.0, dealings / harsh_year)


@rule
def lapses(clause, clause_draw, provoked, misjudgement, p):
    """E9a: a conditional duty lapses iff its clause bites and provocation as seen is above ϖ*."""
    return clause_draw < clause and provoked + p.misjudgement * misjudgement > p.provocation


@rule
def concerns(duty, promisor, beneficiary, attacker, victim):
    """E9a: whether an attack bears on a duty of this kind.

    Defence aids the victim, offence joins the attacker, neutrality stays out of the beneficiary's
    fight, non-aggression never attacks the partner, consultation meets when the beneficiary is hit.
    """
    if duty == DEFENCE or duty == CONSULTATION:
        return beneficiary == victim and promisor != attacker
    if duty == OFFENCE:
        return beneficiary == attacker and promisor != victim
    if duty == NEUTRALITY:
        return (beneficiary == attacker and promisor != victim) or (beneficiary == victim and promisor != attacker)
    if duty == NONAGGRESSION:
        return beneficiary == victim and promisor == attacker
    return False


@rule
def help_benefit(alignment, dependence, p):
    """E9b: B_iv = .55·A⁺ + .3·D + .1: worth to the promisor of the beneficiary's safety."""
    return p.warmth * larger(0.0, alignment) + p.reliance * dependence + p.standing


@rule
def help_cost(power, enemy_power, enemy_nuclear, committed, near, at_war, nuclear_cost, p):
    """E9b: c_ie of sending troops: rises with the enemy's strength, its arsenal, own commitments, distance, war."""
    cost = p.effort + p.strength * enemy_power / (enemy_power + power) + nuclear_cost * enemy_nuclear
    cost += p.burden_carried * committed + p.remoteness * (1.0 - near)
    return cost + (p.war if at_war else 0.0)


@rule
def cost_of_level(level, cost, p):
    """E9b: what help of this level costs: meeting, a share for aid or arms, all for troops."""
    if level == CONSULT:
        return p.consultation
    if level == AID:
        return p.aid_share * cost
    if level == ARMS:
        return p.arms_share * cost
    return cost


@rule
def word(bindingness, sunk, public, sunk_weight, p):
    """E9b: z·R + κ_S·public·sunk: what keeping its word is worth to a promisor."""
    return bindingness * p.reputation + sunk_weight * public * sunk


@rule
def honours(benefit, cost, word_kept, rationality):
    """E9b: h = Λ(λ[B − c + word])."""
    return logistic(rationality * (benefit - cost + word_kept))


@rule
def entrapped(draw, benefit, cost, word_without_reputation, rationality):
    """E9: it joined, would not have on the same draw with R = 0, and B − c < 0."""
    return benefit - cost < 0.0 and draw >= honours(benefit, cost, word_without_reputation, rationality)


@rule
def accepts(alignment, threat_removed, autonomy_gained, rationality, p):
    """E9: Pr(a proposed pact is accepted) = Λ(λ[1.2(A − .5) + ΔT + autonomy − .35])."""
    gain = p.pact_warmth * (alignment - 0.5) + threat_removed + autonomy_gained - p.pact_reserve
    return logistic(rationality * gain)


@rule
def renews(alignment, rationality, p):
    """Pr(a party renews a treaty that runs out) = Λ(λ·1.2·A): the standing case needs no new reason."""
    return logistic(rationality * p.pact_warmth * alignment)
