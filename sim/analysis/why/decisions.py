"""The terms behind a month's decisions (E15): chance and habit of every option, value term by term, the draw.

The month is opened as `sim.model.step.act` opens it, and appraised with the rules themselves, so that each state
decides on the picture it had: without the secret treaties of others, and, where states act in turn, after what
earlier ones have done. Only this file follows the inside of a step; it stands outside the rules because a change
of it changes no history.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from sim.model.appraisal import Appraisal, appraise
from sim.model.choice import NEVER_CHOSEN, probabilities, take
from sim.model.compiled import rule
from sim.model.draws import CHOICE, Luck, fill_uniforms
from sim.model.events import quiet_month
from sim.model.held import held
from sim.model.moves import ANSWERS
from sim.model.picture import picture, seen_by
from sim.model.step import SIMULTANEOUS, carry_out, foreseen_at, open_month, turn_order
from sim.model.value import TERMS
from sim.model.world import ANY, Array, World, fresh
from sim.scenario import Case

from .replay import History, open_orders

PROMISES = ("win", "resist", "fight", "expected", "strike", "invade", "stake")  # of bargain.Bargain, and v of E10


class Decision(NamedTuple):
    """What one state weighed and chose. Axes: N targets (waiting stands in the actor's own row), A actions."""

    actor: int
    present: bool  # else it only waits
    turn: int  # 0 unless states act one after the other
    chance: Array  # N,A: probability of being the first act, sums to 1
    habit: Array  # N,A: the same by base rates, attention, odds and posture alone, sums to 1
    pull: Array  # N,A: log odds that value, or for DEMAND and force what it promises, adds to habit
    worth: Array  # N,A: Q; 0 for DEMAND and force
    terms: Array  # N,A,7: parts of Q by term of E14, in value; with `effort` and `rest` they sum to Q
    effort: Array  # N,A: minus the cost of acting
    rest: Array  # N,A: what is no term of E14: the word that leaving breaks, the pull of a drifting client (M27)
    success: Array  # N,A: Pr(a proposal or a call to stand down is heeded), which scales terms and effort; else 1
    promise: Array  # 7,N: PROMISES toward each target
    draw: Array  # N,A: the uniform of each option; the option with the least −ln(draw)/chance is taken
    chosen: list[tuple[int, int]]  # (action, target) in the order taken; empty if it holds still


def decisions(history: History, number: int) -> list[Decision]:
    """Every state's decision in month `number`, in the order of acting; none in a run where nobody acts."""
    case = history.case
    if case.setting.acting[0] != 1:
        return []
    luck = Luck(*(np.uint64(part) for part in (history.seed, history.replication, number)))
    world = fresh(history.months[number].before)
    setting, params, orders = held(case.setting), held(case.params), held(open_orders(case))
    n, slots = len(world.power), int(case.params.choice.initiatives)
    now, events = held(world), held(quiet_month(n, 0))
    open_month(number, now, setting, params, luck, events)
    sequence = turn_order(setting, luck)
    together = case.setting.activation[0] == SIMULTANEOUS
    action, target = np.full((n, slots), -1), np.full((n, slots), -1)
    found = []
    for turn in range(1 if together else n):
        actors = np.arange(n) if together else sequence[turn : turn + 1]  # sealed orders: none sees another's
        pic = picture(now, setting, params, ANY)
        foreseen = foreseen_at(now, setting, params)
        for i in actors:
            mine = seen_by(i, pic, setting, params)
            decision = _decide(int(i), turn, case, world, mine, foreseen, luck, action[i], target[i])
            found.append(decision)
        if not together:
            carry_out(actors, action, target, number, now, pic, setting, params, orders, luck, events)
    return found


def leanings(states: Iterable[int], world: World, case: Case) -> Iterator[Array]:
    """Of each state the chances of acts (N,A) to be its first in a month that begins with `world`, on its own picture.

    Left out: what the opening of the month changes, and, where states act in turn, what others do before.
    """
    now, setting, params = held(fresh(world)), held(case.setting), held(case.params)
    pic, foreseen = picture(now, setting, params, ANY), foreseen_at(now, setting, params)
    for i in states:
        yield _shares(_appraised(i, case, world, seen_by(i, pic, setting, params), foreseen).log_weight)


def _decide(
    i: int, turn: int, case: Case, world: World, pic, foreseen: Array, luck: Luck, action: Array, target: Array
) -> Decision:
    """Appraise, draw and take apart one state's decision; fills its rows `action` and `target` (B)."""
    setting, n = case.setting, len(world.power)
    _, terms, worth, success, habit, log_weight = _appraised(i, case, world, pic, foreseen)
    draw = np.empty_like(worth)
    for j in range(n):
        fill_uniforms(luck, CHOICE, setting.code[i], setting.code[j], draw[j])
    undecided = np.full(len(action), -1)
    take(i, log_weight, draw, undecided, undecided, action, target)
    valued = worth != 0.0
    terms = terms * success[:, :, None] * valued[:, :, None]
    effort = -setting.actions.cost * success * valued
    promise = np.zeros((len(PROMISES), n))
    _promised(i, pic, promise)
    promise[PROMISES.index("stake")] = setting.stake[i] * (1.0 - world.conceded[i])
    pull = np.subtract(log_weight, habit, out=np.zeros_like(habit), where=np.isfinite(habit))
    chosen = [(int(a), int(j)) for a, j in zip(action, target, strict=True) if a >= 0]
    return Decision(
        i, bool(world.present[i]), turn, _shares(log_weight), _shares(habit), pull, worth, terms, effort,
        worth - terms.sum(-1) - effort, success, promise, draw, chosen,
    )  # fmt: skip


def _appraised(i: int, case: Case, world: World, pic, foreseen: Array) -> Appraisal:
    """What i thinks of every act at every target, by the rules."""
    pair = len(world.power), len(case.setting.actions.base_rate)
    found = Appraisal(np.empty((*pair, ANSWERS)), np.empty((*pair, len(TERMS))), *(np.empty(pair) for _ in range(4)))
    appraise(i, held(world), pic, held(case.setting), held(case.params), foreseen, held(found))
    return found


def _shares(log_weight: Array) -> Array:
    """Probabilities in proportion to weights given by their logarithm."""
    chance = np.empty_like(log_weight)
    probabilities(np.maximum(log_weight, NEVER_CHOSEN), chance)
    return chance


@rule
def _promised(i, pic, out):
    """Fill `out` (7,N) with what a demand by i and force promise against each state, as PROMISES but the stake."""
    bargain = pic.bargain
    for j in range(out.shape[1]):
        out[0, j], out[1, j], out[2, j] = bargain.win[i, j], bargain.resist[i, j], bargain.fight[i, j]
        out[3, j], out[4, j], out[5, j] = bargain.expected[i, j], bargain.strike[i, j], bargain.invade[i, j]
