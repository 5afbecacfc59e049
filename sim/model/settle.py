"""The month's slow changes, after acts and crises: each function moves one part of the world in place."""

import numpy as np

from .alignment import warmed
from .arrays import twin
from .capability import armed, provocation_to_arm, reached, steadied
from .compiled import rule
from .conflict import ceasefire_hazard, cooled, fought, freed, relapse_hazard
from .credibility import forgotten
from .crisis import calmed, power_after_war, tied_down
from .dependence import willing
from .draws import (
    CALMING,
    CEASEFIRE_TALKS,
    NOISE,
    RELAPSE,
    RENEWAL,
    UNREST,
    WAR_END,
    WAR_WINNER,
    normal,
    uniform,
)  # fmt: skip
from .events import CALMED, CEASED, RELAPSED, RENEWED, UNREST_BROKE, WAR_ENDED, note
from .intent import believed, guilt_by_association
from .logistic import clip, larger, lesser
from .obligations import renews
from .world import (
    CALM,
    CEASEFIRE,
    DENOUNCED,
    DISPUTE,
    EXPIRED,
    FIGHTING,
    IN_FORCE,
    MILITARY_THREAT,
    SIGNED,
    WAR,
    WAR_WON,
)  # fmt: skip


@rule
def renewal(treaty, duties, alignment, rationality, p):
    """Probability that a treaty that runs out is renewed: both parties of its coolest tie must be willing."""
    chance = 1.0
    for row in range(duties.treaty.shape[0]):
        if duties.treaty[row] == treaty:
            tie = alignment[duties.promisor[row], duties.beneficiary[row]]
            chance = lesser(chance, renews(tie, rationality, p) ** 2)
    return chance


@rule
def treaties_advance(month, world, setting, params, luck, events):
    """Signed duties come into force, denounced ones end, those that run out are renewed by all or expire."""
    duties = world.duties
    status, starts, ends, expires, term = duties.status, duties.starts, duties.ends, duties.expires, duties.term
    for row in range(status.shape[0]):
        if status[row] == SIGNED and starts[row] <= month:
            status[row] = IN_FORCE
        if status[row] == DENOUNCED and ends[row] <= month:
            status[row] = EXPIRED
        if status[row] == IN_FORCE and expires[row] <= month:
            i, j, treaty = duties.promisor[row], duties.beneficiary[row], duties.treaty[row]
            chance = renewal(treaty, duties, world.alignment, params.choice.rationality, params.obligation)
            draw = uniform(luck, RENEWAL, 0, 0, treaty)  # one draw for a whole treaty
            kept = term[row] > 0 and draw < chance
            note(events, RENEWED, 0, i, j, row, draw, chance, kept, world.alignment[i, j], 0.0, 0.0, 0.0)
            if kept:
                expires[row] = month + term[row]
            else:
                status[row] = EXPIRED


@rule
def willingness_follows(willingness, start, pull, floor, p):
    """E1b: psi' = psi + r(psi* − psi), 0 or .02–.98; a duty of supply holds the target at its bindingness or above."""
    n, kinds = willingness.shape[0], willingness.shape[2]
    for i in range(n):
        for j in range(n):
            if i != j:
                for k in range(kinds):
                    psi, psi_start = willingness[i, j, k], start[i, j, k]
                    if psi_start > 0.0 or psi > 0.0:
                        goal = larger(willing(psi_start, pull[i, j]), floor[i, j] if psi_start > 0.0 else 0.0)
                        low, high = lesser(0.02, psi_start), larger(0.98, psi_start)
                        willingness[i, j, k] = clip(psi + p.pace * (goal - psi), low, high)


@rule
def beliefs_follow(hostility, alignment, severity, reference, p):
    """E6 for every pair; severity beyond the expected moves belief, guilt by association spreads it."""
    n = hostility.shape[0]
    start, guilt_start, expected = reference.hostility, reference.contagion, reference.severity
    guilt = guilt_by_association(alignment, hostility) if p.contagion > 0.0 else guilt_start
    for i in range(n):
        for j in range(n):
            if i != j:
                hostility[i, j] = believed(
                    hostility[i, j], start[i, j], severity[j, i] - expected[j, i], guilt[i, j] - guilt_start[i, j], n, p
                )


@rule
def ties_follow(alignment, target, codes, luck, p):
    """E7 for every pair: A' = A + μ(target − A) + noise, the same draw whichever way the pair is named."""
    n = alignment.shape[0]
    for i in range(n):
        for j in range(i):
            noise = 0.0
            if p.noise > 0.0:
                noise = normal(luck, NOISE, lesser(codes[i], codes[j]), larger(codes[i], codes[j]), 0)
            alignment[i, j] = warmed(alignment[i, j], target[i, j], noise, p)
            alignment[j, i] = alignment[i, j]


@rule
def evidence_fades(evidence, prior, p):
    """E8: evidence of kept or of broken words (N,N) is forgotten toward the prior."""
    n = evidence.shape[0]
    for i in range(n):
        for j in range(n):
            if i != j:
                evidence[i, j] = forgotten(evidence[i, j], prior[i, j], p)


@rule
def arms_follow(world, force, aid, by_donor, reference, p):
    """E11 for every state. `by_donor`: military supply received, by donor (N,N)."""
    power, offense, pipeline, hostility = world.power, world.offense, world.pipeline, world.hostility
    power_start, offense_start, supplied = reference.power, reference.offense, reference.arms_by
    race_start, strength_start = reference.arms_race, reference.own_strength
    n = power.shape[0]
    before = twin(power)
    for i in range(n):
        drive = provocation_to_arm(hostility, force, aid, strength_start[i], i) - race_start[i]
        transfer = 0.0
        for j in range(n):
            if j != i:
                transfer += (by_donor[i, j] - supplied[i, j]) * before[j]
        power[i] = armed(before[i], power_start[i], drive, transfer, pipeline[i], p)
        offense[i] = reached(offense[i], offense_start[i], pipeline[i], power_start[i], p)
        pipeline[i] *= p.pipeline_decay


@rule
def regimes_follow(world, unmet, events, setting, luck, p, force_cost):
    """E12 for every state, then unrest where stability is low, which spills over to those it burdens."""
    n = world.power.shape[0]
    reference = setting.reference
    stability, rung, casualties, force = world.stability, world.rung, events.casualties, events.force
    for i in range(n):
        rally = 0.0
        for j in range(n):
            if rung[i, j] >= MILITARY_THREAT:
                rally = 1.0
        stability[i] = steadied(
            stability[i], reference.stability[i], unmet[i] - reference.unmet[i], casualties[i], rally, force[i],
            force_cost, p,
        )  # fmt: skip
    restless = np.empty(n, dtype=np.bool_)
    for i in range(n):
        restless[i] = stability[i] < p.unrest_below
    for i in range(n):
        if restless[i] and world.present[i] > 0.0:
            draw = uniform(luck, UNREST, setting.code[i], setting.code[i], 0)
            note(events, UNREST_BROKE, 0, i, i, 0, draw, p.unrest, draw < p.unrest, world.stability[i], 0.0, 0.0, 0.0)
            if draw < p.unrest:
                world.stability[i] = max(0.0, world.stability[i] - p.unrest_cost)
                for j in range(n):
                    if j != i:
                        lost = p.unrest_spill * setting.spill[j, i]
                        world.stability[j] = max(0.0, world.stability[j] - lost)


@rule
def crises_follow(world, win, codes, events, luck, p):
    """E10: rungs fall, wars end with a winner, losses on both sides and the matter settled."""
    rungs = world.rung
    n = rungs.shape[0]
    for one in range(n):
        for two in range(one):
            rung = rungs[one, two]
            if rung == CALM:
                continue
            i = world.initiator[one, two]
            j = two if i == one else one
            if rung == WAR:
                draw = uniform(luck, WAR_END, codes[i], codes[j], 0)
                if draw < p.war_end:
                    lot = uniform(luck, WAR_WINNER, codes[i], codes[j], 0)
                    won = lot < win[i, j]
                    winner, loser = (i, j) if won else (j, i)
                    world.conceded[winner, loser] = 1.0
                    events.tally[winner, loser, WAR_WON] += 1
                    world.power[i] = power_after_war(world.power[i], 1.0 - win[i, j], p)
                    world.power[j] = power_after_war(world.power[j], win[i, j], p)
                    world.committed[i] = min(0.95, world.committed[i] + p.commitment)
                    world.committed[j] = min(0.95, world.committed[j] + p.commitment)
                    world.rung[i, j], world.rung[j, i] = DISPUTE, DISPUTE
                    note(events, WAR_ENDED, 0, i, j, 0, lot, win[i, j], won, 0.0, 0.0, 0.0, 0.0)
                continue
            hazard = calmed(rung, events.courted[i] + events.courted[j] > 0.0, p)
            draw = uniform(luck, CALMING, min(codes[i], codes[j]), max(codes[i], codes[j]), 0)
            note(events, CALMED, 0, i, j, rung, draw, hazard, draw < hazard, 0.0, 0.0, 0.0, 0.0)
            if draw < hazard:
                world.rung[i, j], world.rung[j, i] = rung - 1, rung - 1
                if rung == DISPUTE:
                    world.initiator[i, j], world.initiator[j, i] = -1, -1


@rule
def conflicts_follow(world, pressure, credibility, by_donor, setting, events, luck, p):
    """E13: standing conflicts cease or relapse, burn or cool."""
    reference = setting.reference
    for c in range(setting.attacker.shape[0]):
        attacker, defender = setting.attacker[c], setting.defender[c]
        one, two = setting.code[attacker], setting.code[defender]
        if world.phase[c] == FIGHTING:
            pressed, pressed_back, arms = pressure[attacker], pressure[defender], 0.0
            for l in range(setting.code.shape[0]):
                pressed += p.sanction_pressure * world.sanction[l, attacker]
                pressed_back += p.sanction_pressure * world.sanction[l, defender]
                if l != attacker and l != defender:
                    arms += by_donor[attacker, l] - reference.arms_by[attacker, l]
            hazard = ceasefire_hazard(pressed, pressed_back, arms, p)
            draw = uniform(luck, CEASEFIRE_TALKS, one, two, c)
            note(events, CEASED, 0, attacker, defender, c, draw, hazard, draw < hazard, pressed, pressed_back,
                 arms, 0.0)  # fmt: skip
            world.intensity[c] = fought(world.intensity[c], reference.intensity[c], p)
            if draw < hazard:
                world.phase[c] = CEASEFIRE
        else:
            guarantor = setting.guarantor[c]
            trust = credibility[defender, guarantor] if guarantor >= 0 else 0.5
            hazard = relapse_hazard(trust, p)
            draw = uniform(luck, RELAPSE, one, two, c)
            note(events, RELAPSED, 0, attacker, defender, c, draw, hazard, draw < hazard, trust, 0.0, 0.0, 0.0)
            world.intensity[c] = cooled(world.intensity[c], p)
            if draw < hazard:
                world.phase[c] = FIGHTING
                world.intensity[c] = max(world.intensity[c], p.rekindled)


@rule
def commitments_follow(world, bound, clause, setting, p, p_conflict):
    """E10, E13: committed power moves to what rungs, guarantees and standing wars tie down.

    A guarantor's own commitment to its client's crisis is scaled by z, and by 1 − u where the
    client opened it.
    """
    rung, initiator, committed, reference = world.rung, world.initiator, world.committed, setting.reference
    n = committed.shape[0]
    tied = twin(reference.committed)
    for i in range(n):
        highest = 0.0
        for j in range(n):
            highest = larger(highest, tied_down(float(rung[i, j]), p))
        tied[i] += highest
        for v in range(n):
            if bound[v, i] > 0.0:
                helping = 0.0
                for e in range(n):
                    if e != i and e != v and rung[v, e] > 1:
                        share = 1.0 - clause[v, i] if initiator[v, e] == v else 1.0
                        helping = larger(helping, share * tied_down(float(rung[v, e]), p))
                tied[i] += bound[v, i] * helping
    for c in range(setting.attacker.shape[0]):
        free = freed(world.intensity[c], reference.intensity[c], p_conflict)
        tied[setting.attacker[c]] -= free
        tied[setting.defender[c]] -= free
    for i in range(n):
        committed[i] += p.commitment_pace * (clip(tied[i], 0.0, 0.95) - committed[i])


@rule
def faded(stock, share):
    """Leave `share` of a stock between states (N,N)."""
    n = stock.shape[0]
    for i in range(n):
        for j in range(n):
            stock[i, j] *= share


@rule
def stocks_fade(world, events, reference, params):
    """Sanctions, concessions, goodwill, troops, sunk cost and last year's dealings fade and take in the month's."""
    faded(world.sanction, params.dependence.sanction_decay)
    faded(world.conceded, params.crisis.concession_decay)
    faded(world.deployed, params.dependence.deployment_decay)
    faded(world.sunk, params.credibility.sunk_decay)
    faded(world.goodwill, params.alignment.goodwill_decay)
    faded(world.dealings, 1.0 - 1.0 / params.intent.memory)
    goodwill, brought, expected = world.goodwill, events.goodwill, reference.goodwill
    dealings, severity = world.dealings, events.severity
    n = goodwill.shape[0]
    for i in range(n):
        for j in range(n):
            goodwill[i, j] += brought[i, j] - expected[i, j]
            dealings[i, j] += larger(0.0, severity[i, j])
