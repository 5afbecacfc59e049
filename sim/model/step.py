"""One month of the world, in the order of the rules: read it as prose.

    calendar and posture → observe → choose → resolve acts, crises and duties in waves
    → flows and dependence → intent, threat, alignment, credibility
    → capability, stability, conflicts → fading

All chance is keyed by (seed, replication, month) and by what is decided; see draws.py. `play.step`
is the same for a caller in Python, and leaves its input alone.
"""

import numpy as np

from .acts import enact
from .appraisal import appraise, blank_appraisal
from .arrays import Cube, ascending, twin
from .bargain import challenge_share
from .calendar import apply_calendar
from .chains import resolve_chain, write_event
from .choice import probabilities, take
from .compiled import part, rule
from .draws import CHOICE, ORDER_OF_ACTION, Luck, fill_uniforms, uniform
from .events import DID, POSTURE_TAKEN, VOIDED, Events, note
from .flows import Flows, military_supply
from .honour import forbears
from .ladder import ease, force_meant, use_force
from .obligations import owed
from .params import Params
from .picture import current_flows, current_levers, current_security, picture, pulls, seen_by, warmth_targets
from .posture import hold_sanctions, posture_now, remember_posture
from .security import Security
from .settle import (
    arms_follow,
    beliefs_follow,
    commitments_follow,
    conflicts_follow,
    crises_follow,
    evidence_fades,
    regimes_follow,
    stocks_fade,
    ties_follow,
    treaties_advance,
    willingness_follows,
)  # fmt: skip
from .stage import stage
from .world import ANY, COMMON, FORCE, SUPPLY, WAR, Setting, World

SIMULTANEOUS, RANDOM, FIXED = range(3)


@part
def advance(world, setting, params, orders, seed, replication, month, events):
    """Move a world on by one month, in place, and fill `events`; all arguments held by reference.

    `seed`, `replication`: int, the key of the luck; `month`: 0 at the start. Returns the month's
    flows and security as they stood when it closed.
    """
    luck = Luck(np.uint64(seed), np.uint64(replication), np.uint64(month))
    open_month(month, world, setting, params, luck, events)
    if setting.acting[0] == 1:
        act(month, world, setting, params, orders, luck, events)
    return close_month(world, setting, params, luck, events)


@stage
def open_month(month: int, world: World, setting: Setting, params: Params, luck: Luck, events: Events) -> None:
    """Dated events, treaties that begin or end, and the posture of the month."""
    postures, before = setting.postures, world.posture[0]
    owner = postures.owner[0]
    if owner >= 0:
        world.posture[0] = posture_now(before, postures, month == 0, setting.code[owner], luck)
    apply_calendar(month, setting.calendar, world, events)  # which may set a posture: it has the last word
    treaties_advance(month, world, setting, params, luck, events)
    if owner >= 0:
        hold_sanctions(world.sanction, world.posture[0], postures)
        if world.posture[0] != before:
            note(events, POSTURE_TAKEN, 0, owner, owner, world.posture[0], 0.0, 0.0, 1, 0.0, 0.0, 0.0, 0.0)


@part
def choose(i, world, pic, setting, params, orders, foreseen, luck, mine, uniforms, events, action, target):
    """E15: draw i's acts of the month, or take the orders given; fills `action`, `target` (B).

    An order that is no longer legal when its turn comes is void: nothing is done in its place. `mine` and `uniforms`
    (N,A): room for what i thinks of its acts and for their draws.
    """
    allowed = appraise(i, world, pic, setting, params, foreseen, mine)
    for j in range(uniforms.shape[0]):
        fill_uniforms(luck, CHOICE, setting.code[i], setting.code[j], uniforms[j])
    take(i, mine.log_weight, uniforms, orders.action[i], orders.target[i], action, target)
    for b in range(action.shape[0]):
        if orders.action[i, b] >= 0 and target[b] != i and not allowed[target[b], action[b]]:
            note(events, VOIDED, 0, i, target[b], action[b], 0.0, 0.0, 0, 0.0, 0.0, 0.0, 0.0)
            action[b] = -1


@stage
def foresight(world: World, setting: Setting, params: Params) -> Cube:
    """How likely every state's acts are if it reckons with habits at most (N,N,A); waiting stands in [i, i].

    By this others foresee its answers (E15, level 2), and an ordinary month is known (reference.py).
    Reckoned from what all know: what a secret treaty does to a state's choices is not foreseen.
    """
    n, acts = world.power.shape[0], setting.actions.base_rate.shape[0]
    mine = blank_appraisal(n, acts)
    likely, unforeseen = np.empty((n, n, acts)), np.zeros((0, 0, 0))
    pic = picture(world, setting, params, COMMON)
    for i in range(n):
        appraise(i, world, pic, setting, params, unforeseen, mine)
        probabilities(mine.log_weight, likely[i])
    return likely


@rule
def foreseen_at(world, setting, params):
    """What states foresee of each other at their level of reasoning: foresight from level 2 on, else nothing."""
    return foresight(world, setting, params) if params.choice.level >= 2.0 else np.zeros((0, 0, 0))


@rule
def turn_order(setting, luck):
    """The states in the order in which they act: by their numbers, not their places in the file, or drawn.

    It is drawn for sealed orders too: where two open one quarrel, either may be who opened it.
    """
    codes = setting.code
    place = np.empty(codes.shape[0])
    for i in range(place.shape[0]):
        place[i] = codes[i]
        if setting.activation[0] != FIXED:
            place[i] = uniform(luck, ORDER_OF_ACTION, codes[i], codes[i], 0)
    return ascending(place)


@part
def act(month, world, setting, params, orders, luck, events):
    """All choose on one picture and all is carried out (sealed orders), or one state after the other.

    In turn, each sees what the earlier have done; the order is the states' numbers, or drawn.
    """
    n, acts, slots = world.power.shape[0], setting.actions.base_rate.shape[0], orders.action.shape[1]
    together = setting.activation[0] == SIMULTANEOUS
    sequence = turn_order(setting, luck)
    action, target = np.empty((n, slots), dtype=np.int64), np.empty((n, slots), dtype=np.int64)
    thought, uniforms = blank_appraisal(n, acts), np.empty((n, acts))
    for turn in range(1 if together else n):
        actors = sequence if together else sequence[turn : turn + 1]
        pic = picture(world, setting, params, ANY)
        foreseen = foreseen_at(world, setting, params)
        for i in actors:
            mine = seen_by(i, pic, setting, params)
            choose(
                i, world, mine, setting, params, orders, foreseen, luck, thought, uniforms, events, action[i], target[i]
            )  # fmt: skip
        carry_out(actors, action, target, month, world, pic, setting, params, orders, luck, events)


@rule
def carry_out(sequence, action, target, month, world, pic, setting, params, orders, luck, events):
    """Carry out the orders of the states in `sequence`, then let the events they make run through alliances.

    An order to use force is not carried out where a promise of peace stays the hand.
    """
    n, slots = action.shape
    rungs, opener, eased = twin(world.rung), twin(world.initiator), np.zeros((n, n), dtype=np.int64)
    chain = np.empty((sequence.shape[0] * slots, 5), dtype=np.int64)
    count = 0
    for i in sequence:
        for b in range(slots):
            a, j = action[i, b], target[i, b]
            if a < 0 or j == i:
                continue
            note(events, DID, 0, i, j, a, 0.0, 0.0, 1, 0.0, 0.0, 0.0, 0.0)
            meant = force_meant(a, setting.actions)
            if meant >= FORCE and forbears(i, j, meant, 0, world, pic, setting, params, orders, luck, events):
                continue
            rung = enact(i, j, a, month, rungs, eased, world, pic, setting, params, orders, luck, events)
            if rung >= FORCE:
                use_force(i, j, rung, rungs[i, j], world, events)
            if rung > 0:
                write_event(chain[count], i, j, rung, 1 if opener[i, j] == j else 0, 0)
                count += 1
    ease(rungs, eased, world)
    resolve_chain(chain[:count], world, pic, setting, params, orders, luck, events)


@stage
def close_month(world: World, setting: Setting, params: Params, luck: Luck, events: Events) -> tuple[Flows, Security]:
    """The slow changes after the acts; returns the month's flows and security.

    They follow from what all know: a secret treaty acts through what its parties do, not through numbers.
    """
    reference = setting.reference
    lever = current_levers(world, setting.postures)
    flow = current_flows(world, lever, setting, params, COMMON)
    pull = pulls(
        flow.dependence, world.alignment, lever.thaw, reference.dependence, reference.alignment, setting.liability,
        params.dependence,
    )  # fmt: skip
    floor = owed(world.duties, SUPPLY, world.present, COMMON)
    willingness_follows(world.willingness, reference.willingness, pull, floor, params.dependence)
    beliefs_follow(world.hostility, world.alignment, events.severity, reference, params.intent)
    safe = current_security(world, lever, setting, params, COMMON)
    target = warmth_targets(
        world.alignment, lever.thaw, world.goodwill, flow.supply, safe.threat, reference, params.alignment
    )
    ties_follow(world.alignment, target, setting.code, luck, params.alignment)
    evidence_fades(world.kept, reference.kept, params.credibility)
    evidence_fades(world.broken, reference.broken, params.credibility)
    remember_posture(lever.shift, world.shift_mean, world.shift_variance, params.credibility)
    by_donor = military_supply(flow)
    arms_follow(world, safe.force, safe.aid_total, by_donor, reference, params.capability)
    regimes_follow(world, flow.unmet, events, setting, luck, params.stability, params.crisis.force_stability)
    crises_follow(world, win_shares(world, safe, params), setting.code, events, luck, params.crisis)
    if setting.acting[0] == 1:
        conflicts_follow(world, lever.pressure, safe.credibility, by_donor, setting, events, luck, params.conflict)
    commitments_follow(world, safe.bound, safe.clause, setting, params.crisis, params.conflict)
    stocks_fade(world, events, reference, params)
    return flow, safe


@rule
def win_shares(world, safe, params):
    """E10: W for pairs at war (N,N), from the strengths as the month closes."""
    rung = world.rung
    n = rung.shape[0]
    win = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if rung[i, j] == WAR and i != j:
                win[i, j] = challenge_share(
                    i, j, world.power, world.committed, world.nuclear, safe.near, safe.offensive, safe.backing,
                    params.crisis,
                )  # fmt: skip
    return win
