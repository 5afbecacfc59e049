"""E15: the incremental valuation equals a full re-evaluation of V, for every act, target and answer.

`full_value` states E14 anew in NumPy from docs/odd.md, on arrays it recomputes whole; the acts are
applied class after class. Agreement is to 1e-9 on random worlds.
"""

import copy
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model import actions as act
from sim.model.appraisal import consequences
from sim.model.choice import valued
from sim.model.consequences import lasting, lasting_through
from sim.model.legal import legal, opponent_of
from sim.model.moves import ANSWERS
from sim.model.picture import picture
from sim.model.reference import refer
from sim.model.world import ANY, fresh
from sim.scenario import build, load, parse
from tests.contract.test_any_world import ASKED, UNHURRIED
from tests.contract.worlds import worlds, written

CASES = [("triangle_lesson", 1), ("triangle_lesson", 2), ("trump_triangulation", 3), ("trump_triangulation", 4)]


def shaken(case, seed):
    """The world of a case, shaken: ties, beliefs, offers, sanctions, crises, evidence."""
    rng = np.random.default_rng(seed)
    world = fresh(case.world)
    n = world.power.shape[0]
    off = ~np.eye(n, dtype=bool)
    noise = rng.uniform(-0.6, 0.6, (n, n))
    world.alignment[:] = np.clip(world.alignment + np.triu(noise, 1) + np.triu(noise, 1).T, -0.95, 0.95)
    world.hostility[off] = rng.uniform(0.05, 0.95, (n, n))[off]
    tie = off[:, :, None] & (world.willingness > 0)
    world.willingness[tie] = rng.uniform(0.02, 0.97, world.willingness.shape)[tie]
    world.sanction[off] = (rng.uniform(0, 1, (n, n)) * (rng.uniform(0, 1, (n, n)) < 0.4))[off]
    world.conceded[off] = rng.uniform(0, 0.9, (n, n))[off]
    world.dealings[off] = rng.uniform(0, 60, (n, n))[off]
    for one, two in zip(*np.triu_indices(n, 1), strict=True):
        rung = int(rng.choice([0, 0, 1, 2, 3]))
        world.rung[one, two] = world.rung[two, one] = rung
        world.initiator[one, two] = world.initiator[two, one] = one if rung else -1
    return world


def full_value(i, s):
    """E14 for state i from the whole state `s`, in NumPy; burden of duties added to the crisis term."""
    setting, n = s.setting, s.power.shape[0]
    others = [j for j in range(n) if j != i]
    threat = 0.0
    for j in others:
        held = s.strength_i + s.aid[i].sum() - s.aid[i, j]
        if s.force[i, j] > 0:
            threat += s.hostility[i, j] * s.force[i, j] / (s.force[i, j] + held)
    offer = s.capacity * s.psi * np.outer(s.present, s.present)[:, :, None]  # who is absent neither gives nor takes
    offer[:, :, 0] = offer[:, :, 0] * s.trade + s.added
    offer[range(n), range(n)] = s.own
    mass = np.minimum(offer, 1)
    over = np.maximum(0, mass.sum(1) - 1)
    depends = (s.need[:, None, :] * (mass - s.substitution * np.minimum(mass, over[:, None, :]))).sum(2)
    np.fill_diagonal(depends, 0)
    total = offer.sum(1)
    met = (s.need[i] * (1 - (1 - np.minimum(total[i], s.satiety) / s.satiety) ** 2)).sum()
    unmet = (s.need * np.maximum(0, 1 - total)).sum(1)
    leaned = sum(max(0.0, depends[i, j] - depends[j, i]) for j in others)
    goal, image = 0.0, 0.0
    for j in others:
        stake_held = 0.35 + 0.4 * setting.stake[j, i] if setting.stake[j, i] > 0 else 0.0
        goal += setting.warm_goal[i, j] * s.warmth[j] + setting.hold_goal[i, j] * depends[j, i]
        goal += setting.harm_goal[i, j] * unmet[j] + setting.stake[i, j] * s.conceded[i, j]
        goal -= stake_held * s.conceded[j, i]
        image += max(0.0, s.shown[j]) * s.reputation[i, j]
    crisis, close_by = s.burden, depends if s.close_by is None else s.close_by
    for one in range(n):
        for two in range(one):
            if i not in (one, two) and s.rung[one, two] > 1:
                close = max(s.near[i, one], s.near[i, two], close_by[i, one], close_by[i, two])
                crisis += (s.rung[one, two] - 1) / 3 * close
    w = setting.weights[i]
    return (
        -w[0] * np.tanh(threat) + w[1] * met - w[2] * min(1.0, leaned) + w[3] * s.stability_i
        + w[4] * np.tanh(goal) - w[5] * image - w[6] * crisis, depends
    )  # fmt: skip


def start_state(i, case, world, setting, pic):
    """Everything that full_value reads, before any act."""
    return SimpleNamespace(
        setting=setting, present=world.present, power=world.power, hostility=world.hostility.copy(),
        force=pic.security.force,
        strength_i=pic.security.strength[i], aid=pic.security.aid.copy(), psi=world.willingness.copy(),
        capacity=pic.openings.capacity.copy(), trade=pic.flows.trade.copy(), added=pic.flows.added.copy(),
        own=pic.flows.offer[range(len(world.power)), range(len(world.power))].copy(), need=pic.flows.need,
        substitution=case.params.dependence.substitution, satiety=case.params.choice.satiety,
        conceded=world.conceded.copy(), warmth=world.alignment[i].copy(), shown=world.alignment[i].copy(),
        reputation=pic.reputation, burden=0.0, rung=world.rung.astype(float), near=pic.security.near,
        stability_i=world.stability[i], sanction=world.sanction.copy(), close_by=None,
    )  # fmt: skip


def move_supply(s, actions, giver, taker, a, start):
    """The act table's row on willingness and capacity, giver's act at taker."""
    for k in range(3):
        psi = s.psi[taker, giver, k]
        moved = psi + actions.gain[a, k] * (1 - psi) - actions.cut[a, k] * psi
        moved += actions.restore[a] * (start[taker, giver, k] - psi)
        s.psi[taker, giver, k] = np.clip(moved, min(psi, 0.02), max(psi, 0.98))
        psi = s.psi[giver, taker, k]
        s.psi[giver, taker, k] = min(psi + actions.payment[a, k] * (1 - psi), max(psi, 0.98))
    s.capacity[taker, giver, 1] += actions.deployment[a]


def move_sanctions(s, actions, sender, target, a, comply, p):
    """The act table's row on sanctions, and what it does to every supplier's trade with the target."""
    before = s.sanction[sender, target]
    after = min(1.0, before * (1 - actions.relief[a]) + actions.embargo[a])
    s.sanction[sender, target] = after
    for supplier in range(s.power.shape[0]):
        if supplier == target:
            continue
        part = p.embargo if supplier == sender else p.bite * comply[target, supplier, sender]
        s.trade[target, supplier] *= (1 - part * after) / (1 - part * before)


def q_in_full(i, j, a, answer, case, world, setting, pic):
    """Q before costs: each class applied to the whole state and V re-evaluated, weighted by how long it lasts."""
    actions, p = setting.actions, case.params
    gamma = p.choice.patience
    concede = int(np.flatnonzero(actions.procedure == act.CONCEDE)[0])
    b = -1 if answer == 0 else (int(actions.answer[a]) if answer == 1 else concede)
    s = start_state(i, case, world, setting, pic)
    value, depends = full_value(i, s)
    at_start, start_depends = depends, depends[j, i]
    q = 0.0

    def count(weight):
        nonlocal q, value, depends
        new, depends = full_value(i, s)
        q += weight * (new - value)
        value = new

    points = actions.severity_back[a] + (actions.severity[b] if b >= 0 else 0.0)
    if points:
        odds = world.hostility[i, j] / (1 - world.hostility[i, j]) * np.exp(p.intent.severity * points)
        s.hostility[i, j] = np.clip(odds / (1 + odds), 0.02, 0.98)
    count(lasting(gamma, p.intent.persistence))
    start = setting.reference.willingness
    move_supply(s, actions, i, j, a, start)
    if b >= 0:
        move_supply(s, actions, j, i, b, start)
    _, depends = full_value(i, s)
    change = depends[j, i] - start_depends
    for k in range(3):
        psi0 = start[i, j, k]
        targets = []
        for factor in (pic.pull[i, j], pic.pull[i, j] * np.exp(p.dependence.reciprocity * change)):
            targets.append(psi0 * factor / (1 - psi0 + psi0 * factor))
        # the partner's return is in what it already offers, not in what the act adds to capacity
        returned = p.dependence.pace * (targets[1] - targets[0]) * pic.openings.capacity[i, j, k]
        if s.capacity[i, j, k] > 0:
            s.psi[i, j, k] += returned / s.capacity[i, j, k]
    count(lasting(gamma, 1 - p.dependence.pace))
    move_sanctions(s, actions, i, j, a, pic.flows.comply, p.dependence)
    if b >= 0:
        move_sanctions(s, actions, j, i, b, pic.flows.comply, p.dependence)
    count(lasting(gamma, p.dependence.sanction_decay))
    goodwill = actions.goodwill[a] + (actions.goodwill[b] if b >= 0 else 0.0)
    if goodwill:
        inside = np.arctanh(pic.target[i, j]) + 2 * p.alignment.supply * goodwill
        warmer = np.tanh(inside) - pic.target[i, j]
        s.warmth[j] += warmer
        s.shown[j] += warmer
    count(lasting_through(gamma, p.alignment.pace, p.alignment.goodwill_decay))
    s.conceded[j, i] = min(1.0, s.conceded[j, i] + actions.concession[a])
    if b >= 0:
        s.conceded[i, j] = min(1.0, s.conceded[i, j] + actions.concession[b])
    count(lasting(gamma, p.crisis.concession_decay))
    change_treaty(s, i, j, actions.procedure[a], case, world, pic)
    count(lasting(gamma, gamma))
    s.close_by = at_start  # how near the crises of others are is held fixed
    value, _ = full_value(i, s)
    if actions.procedure[a] == act.RESTRAIN:
        other = opponent_of(j, i, world.rung)
        s.rung[j, other] -= 1
        s.rung[other, j] -= 1
    elif actions.calms[a]:
        for k in np.flatnonzero((world.rung[j] > 1) & (world.rung[j] < 4)):
            s.rung[j, k] = s.rung[k, j] = world.rung[j, k] - (p.crisis.calming_met - p.crisis.calming)
    count(lasting(gamma, 1 - p.crisis.calming))
    s.stability_i += actions.stability[a] - p.stability.casualties * actions.casualties[a] * pic.openings.fighting[i, j]
    s.strength_i -= actions.committed[a] * world.power[i]
    count(lasting(gamma, 0.0))
    return q


def change_treaty(s, i, j, procedure, case, world, pic):
    """A pact made or ended: the aid it brings i and the burden it lays on it."""
    p, safe = case.params.obligation, pic.security
    threatened = safe.threat[j].sum() - safe.threat[j, i]
    if procedure == act.PROPOSE:
        sent = (1 - world.committed[j]) * world.power[j] * safe.near[i, j] + case.params.threat.nuclear * world.nuclear[
            j
        ]
        s.aid[i, j] += p.pact_bindingness * safe.credibility[i, j] * sent
        s.burden += p.burden * p.pact_bindingness * (1 - 0.5 * p.pact_clause) * threatened
    elif procedure == act.EXIT:
        s.aid[i, j] = 0.0
        s.burden -= p.burden * safe.bound[j, i] * (1 - 0.5 * safe.clause[j, i]) * threatened


def compared(case, world):
    """How many valuations of acts, targets and answers agree with the full one; all must."""
    setting, params = case.setting, case.params
    pic = picture(world, setting, params, ANY)
    actions = setting.actions
    n, acts = world.power.shape[0], actions.base_rate.shape[0]
    count = 0
    for i in range(n):
        considered = valued(legal(i, world, pic.openings, setting), actions.procedure)
        for r in range(ANSWERS):  # one answer at a time, so that the expectation is that answer's own value
            chance, terms = np.zeros((n, acts, ANSWERS)), np.zeros((n, acts, 7))
            chance[:, :, r] = considered
            consequences(i, world, pic, setting, params, chance, terms)
            for j, a in zip(*np.nonzero(considered), strict=True):
                full = q_in_full(i, j, a, r, case, world, setting, pic)
                assert terms[j, a].sum() == pytest.approx(full, abs=1e-9), (i, j, a, r)
                count += 1
    return count


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_incremental_valuation_equals_the_full_one(name, seed):
    case = build(load(name))
    assert compared(case, shaken(case, seed)) > 40


@settings(UNHURRIED, max_examples=8)
@given(document=worlds(), posture=ASKED["posture"], seed=st.integers(0, 9))
def test_so_it_does_on_any_world(document, posture, seed):
    case = build(parse(written(document)), posture)
    compared(case, case.world)
    compared(case, shaken(case, seed))


def test_the_reference_of_a_world_at_its_start_measures_no_change():
    """At month 0 nothing has changed: alignment is at its target, willingness has no pull."""
    case = build(load("trump_triangulation"))
    pic = picture(case.world, case.setting, case.params, ANY)
    off = ~np.eye(len(case.world.power), dtype=bool)
    assert np.allclose(pic.target[off], case.world.alignment[off], atol=1e-12)
    again = refer(copy.deepcopy(case.world), case.setting, case.params)
    assert np.allclose(again.dependence, case.setting.reference.dependence, atol=1e-12)
