"""The month's slow changes, after acts and crises: each function moves one part of the world in place (§8)."""

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
from .logistic import clip
from .obligations import renews, stands
from .world import (
    CALM,
    CEASEFIRE,
    DENOUNCED,
    DISPUTE,
    EXPIRED,
    FIGHTING,
    IN_FORCE,
    SIGNED,
    SUPPLY,
    WAR,
    WAR_WON,
)  # fmt: skip


@rule
def treaties_advance(month, world, setting, params, luck, events):
    """Signed duties come into force, denounced ones end, those that run out are renewed by both or expire."""
    duties = world.duties
    for row in range(duties.status.shape[0]):
        if duties.status[row] == SIGNED and duties.starts[row] <= month:
            duties.status[row] = IN_FORCE
        if duties.status[row] == DENOUNCED and duties.ends[row] <= month:
            duties.status[row] = EXPIRED
        if duties.status[row] == IN_FORCE and duties.expires[row] <= month:
            i, j = duties.promisor[row], duties.beneficiary[row]
            one, two = min(setting.code[i], setting.code[j]), max(setting.code[i], setting.code[j])
            chance = renews(world.alignment[i, j], params.choice.rationality, params.obligation) ** 2
            draw = uniform(luck, RENEWAL, one, two, duties.treaty[row])  # one draw for all duties of a treaty
            kept = duties.term[row] > 0 and draw < chance
            note(events, RENEWED, 0, i, j, row, draw, chance, kept, world.alignment[i, j], 0.0, 0.0, 0.0)
            if kept:
                duties.expires[row] = month + duties.term[row]
            else:
                duties.status[row] = EXPIRED


@rule
def willingness_follows(world, pull, reference, p):
    """E1b: psi' = psi + r(psi* − psi); a duty of supply holds the target at its bindingness or above."""
    n, kinds = world.willingness.shape[0], world.willingness.shape[2]
    floor = np.zeros((n, n))
    duties = world.duties
    for row in range(duties.status.shape[0]):
        if duties.duty[row] == SUPPLY and stands(duties.status[row]):
            floor[duties.beneficiary[row], duties.promisor[row]] = duties.bindingness[row]
    for i in range(n):
        for j in range(n):
            if i != j:
                for k in range(kinds):
                    start = reference.willingness[i, j, k]
                    if start > 0.0 or world.willingness[i, j, k] > 0.0:
                        goal = max(willing(start, pull[i, j]), floor[i, j] if start > 0.0 else 0.0)
                        moved = world.willingness[i, j, k] + p.pace * (goal - world.willingness[i, j, k])
                        world.willingness[i, j, k] = clip(moved, 0.0, 1.0)


@rule
def beliefs_follow(world, severity, reference, p):
    """E6 for every pair; severity beyond the expected moves belief, guilt by association spreads it."""
    n = world.hostility.shape[0]
    guilt = guilt_by_association(world.alignment, world.hostility) if p.contagion > 0.0 else reference.contagion
    for i in range(n):
        for j in range(n):
            if i != j:
                world.hostility[i, j] = believed(
                    world.hostility[i, j], reference.hostility[i, j], severity[j, i] - reference.severity[j, i],
                    guilt[i, j] - reference.contagion[i, j], n, p,
                )  # fmt: skip


@rule
def ties_follow(world, target, codes, luck, p):
    """E7 for every pair: A' = A + μ(target − A) + noise, the same draw whichever way the pair is named."""
    n = world.alignment.shape[0]
    for i in range(n):
        for j in range(i):
            noise = 0.0
            if p.noise > 0.0:
                one, two = min(codes[i], codes[j]), max(codes[i], codes[j])
                noise = normal(luck, NOISE, one, two, 0)
            world.alignment[i, j] = warmed(world.alignment[i, j], target[i, j], noise, p)
            world.alignment[j, i] = world.alignment[i, j]


@rule
def evidence_fades(world, reference, p):
    """E8: evidence of kept and broken words is forgotten toward the prior."""
    n = world.kept.shape[0]
    for i in range(n):
        for j in range(n):
            if i != j:
                world.kept[i, j] = forgotten(world.kept[i, j], reference.kept[i, j], p)
                world.broken[i, j] = forgotten(world.broken[i, j], reference.broken[i, j], p)


@rule
def arms_follow(world, force, aid, by_donor, reference, p):
    """E11 for every state. `by_donor`: military supply received, by donor (N,N)."""
    n = world.power.shape[0]
    before = twin(world.power)
    for i in range(n):
        drive = provocation_to_arm(world.hostility, force, aid, reference.own_strength[i], i) - reference.arms_race[i]
        transfer = 0.0
        for j in range(n):
            if j != i:
                transfer += (by_donor[i, j] - reference.arms_by[i, j]) * before[j]
        world.power[i] = armed(before[i], reference.power[i], drive, transfer, world.pipeline[i], p)
        world.offense[i] = reached(world.offense[i], reference.offense[i], world.pipeline[i], reference.power[i], p)
        world.pipeline[i] *= p.pipeline_decay


@rule
def regimes_follow(world, unmet, events, setting, luck, p, force_cost):
    """E12 for every state, then unrest where stability is low, which spills over to those it burdens."""
    n = world.power.shape[0]
    reference = setting.reference
    for i in range(n):
        rally = 0.0
        for j in range(n):
            if world.rung[i, j] >= 2:
                rally = 1.0
        world.stability[i] = steadied(
            world.stability[i], reference.stability[i], unmet[i] - reference.unmet[i], events.casualties[i], rally,
            events.force[i], force_cost, p,
        )  # fmt: skip
    restless = np.empty(n, dtype=np.bool_)
    for i in range(n):
        restless[i] = world.stability[i] < p.unrest_below
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
    n = world.rung.shape[0]
    for one in range(n):
        for two in range(one):
            rung = world.rung[one, two]
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
            hazard = calmed(rung, events.met[i, j] > 0.0, p)
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
            pressed, arms = pressure[attacker], 0.0
            for l in range(setting.code.shape[0]):
                pressed += p.sanction_pressure * world.sanction[l, attacker]
                if l != attacker and l != defender:
                    arms += by_donor[attacker, l] - reference.arms_by[attacker, l]
            hazard = ceasefire_hazard(pressed, pressure[defender], arms, p)
            draw = uniform(luck, CEASEFIRE_TALKS, one, two, c)
            note(events, CEASED, 0, attacker, defender, c, draw, hazard, draw < hazard, pressed, pressure[defender],
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
    n = world.power.shape[0]
    reference = setting.reference
    tied = twin(reference.committed)
    for i in range(n):
        highest = 0.0
        for j in range(n):
            highest = max(highest, tied_down(float(world.rung[i, j]), p))
        tied[i] += highest
        for v in range(n):
            if bound[v, i] > 0.0:
                helping = 0.0
                for e in range(n):
                    if e != i and e != v and world.rung[v, e] > 1:
                        share = 1.0 - clause[v, i] if world.initiator[v, e] == v else 1.0
                        helping = max(helping, share * tied_down(float(world.rung[v, e]), p))
                tied[i] += bound[v, i] * helping
    for c in range(setting.attacker.shape[0]):
        free = freed(world.intensity[c], reference.intensity[c], p_conflict)
        tied[setting.attacker[c]] -= free
        tied[setting.defender[c]] -= free
    for i in range(n):
        goal = clip(tied[i], 0.0, 0.95)
        world.committed[i] += p.commitment_pace * (goal - world.committed[i])


@rule
def stocks_fade(world, events, reference, params):
    """Sanctions, concessions, goodwill, troops, sunk cost and last year's dealings fade and take in the month's."""
    n = world.power.shape[0]
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            world.sanction[i, j] *= params.dependence.sanction_decay
            world.conceded[i, j] *= params.crisis.concession_decay
            world.deployed[i, j] *= params.dependence.deployment_decay
            world.sunk[i, j] *= params.credibility.sunk_decay
            world.goodwill[i, j] *= params.alignment.goodwill_decay
            world.goodwill[i, j] += events.goodwill[i, j] - reference.goodwill[i, j]
            world.dealings[i, j] += max(0.0, events.severity[i, j]) - world.dealings[i, j] / 12.0
