"""Regularities of whole runs of the flagship: R5, R7, R8, R10 and R11."""

import math
from itertools import combinations

import numpy as np

from sim.model.held import held
from sim.model.obligations import guarantees
from sim.model.world import ANY, CRISIS, DEMANDED, ENTRAPPED, INVOKED, SANCTION_SUCCESS, SANCTIONED, YIELDED, Array
from sim.scenario import build

from .changes import ACCORD, effect_of_ceasefire
from .laboratory import AsPlayed, Finding, Laboratory, difference
from .rows import Measured, Rows
from .samples import MONTHS, Samples, rare, ratio
from .variant import Variant

COURSES = Rows()
row = COURSES.row

MAJORS = ("USA", "CHN", "RUS")
CLEAR = 0.05  # |A0| from which a tie has a sign to lose
HINGE = 0.05  # dependence from which a demand is a threat to withdraw


def counted(lab: Laboratory, event: int) -> Array:
    """How often an event took place between each two states, by run, month and pair (R,T,N,N)."""
    return lab.record(AsPlayed).tally[:, 1:, :, :, event]


def by_run(counts: Array) -> Array:
    """Counts summed to one a run (R)."""
    return counts.sum(axis=tuple(range(1, counts.ndim)))


@row("R5", "Sanctions seldom succeed, threats more often")
def r05_threats_succeed_more_than_sanctions(samples: Samples) -> list[Measured]:
    """Hufbauer et al. 2007; Pape 1997; Morgan et al. 2014. A threat is a demand where D_ji > .05."""
    lab = samples.laboratory
    imposed, worked = by_run(counted(lab, SANCTIONED)), by_run(counted(lab, SANCTION_SUCCESS))
    depends = lab.record(AsPlayed).dependence.sum(axis=-1)[:, :-1].swapaxes(2, 3)  # of the target, a month before
    made, met = (by_run(counted(lab, event) * (depends > HINGE)) for event in (DEMANDED, YIELDED))
    sanctions = ratio("sanctions imposed: success", worked, imposed, 0.05, 0.34)
    more = ratio("threats to withdraw: success above that", met, made, 1e-3, math.inf, less=sanctions.figure)
    return [sanctions, more]


@row("R7", "Entrapment of a major power is rare", note="a crisis of an ally: the ally stands in it at rung 2 or above")
def r07_entrapment_is_rare(samples: Samples) -> list[Measured]:
    """Beckley 2015: of the crises of a major power's allies; invocations are shown beside."""
    lab = samples.laboratory
    codes, world = lab.scenario.codes, build(lab.scenario).world
    bound, _ = guarantees(held(world.duties), len(codes), ANY)
    crises = counted(lab, CRISIS).sum(axis=1)
    entrapped, invoked, faced = (np.zeros(len(crises)) for _ in range(3))
    for major in map(codes.index, MAJORS):
        for ally in np.flatnonzero(bound[:, major]):
            entrapped += counted(lab, ENTRAPPED)[:, :, major, ally].sum(axis=1)
            invoked += counted(lab, INVOKED)[:, :, major, ally].sum(axis=1)
            faced += crises[:, ally].sum(axis=1) + crises[:, :, ally].sum(axis=1)
    return [
        rare("entrapments a crisis of an ally", entrapped, faced, 0.0, 0.05),
        rare("entrapments an invocation", entrapped, invoked, 0.0, 1.0),
        ratio("invocations a crisis of an ally", invoked, faced, 0.0, math.inf),
    ]


def flips(lab: Laboratory, balance: float) -> Measured:
    """Ties of |A0| ≥ .05 that end with the other sign than they began, over a thaw of each other pair.

    Nobody acts, there is no calendar and no noise: what is left is what the thaw itself does.
    """
    quiet = Variant(acting=False, without=tuple(set(lab.scenario.events)))
    quiet = quiet.but(alignment__balance=balance, alignment__noise=0)
    turned, ties = 0, list(combinations(range(len(lab.scenario.codes)), 2))
    for one, two in ties:
        thawed = lab.record(quiet.but(("thaw", (lab.scenario.codes[one], lab.scenario.codes[two]), 0.6)))
        start, end = thawed.alignment[0, 0], thawed.alignment[0, -1]
        lost = (np.abs(start) >= CLEAR) & (np.sign(start) != np.sign(end))
        lost[one, two] = lost[two, one] = False
        turned += int(lost.sum()) // 2
    return Measured(f"β_B {balance:g}: other ties flipped by a thaw of .6", turned, 0, 0, len(ties))


@row(
    "R8",
    "Balance is weak",
    note="each pair of the flagship is thawed in turn",
    miss="at β_B = 1, the end of its range, a thaw of the USA and China carries the weak tie of China and South Korea "
    "(A0 −.1) just past zero; up to .9 no tie flips",
)
def r08_balance_is_weak(samples: Samples) -> list[Measured]:
    """Doreian & Mrvar 2015."""
    lab = Laboratory(samples.laboratory.scenario, 1, MONTHS)
    return [flips(lab, balance) for balance in (0.4, 0.9, 1.0)]


@row(
    "R10",
    "A ceasefire returns the client to its first patron",
    miss="an accord (M8) slows what China's leverage gains and does not slow the fall of Russia's need, which follows "
    "the war alone (E13). Measured against what the accord does in war, or its own warmth would pass for slowness",
)
def r10_a_ceasefire_returns_the_client(samples: Samples) -> list[Finding]:
    """A ceasefire in the first month against a long war; then with a standing accord (M8) and without."""
    lab = samples.laboratory

    def told(name: str, outcome: str, sign: int) -> list[Finding]:
        plain, slowed = (effect_of_ceasefire(lab, outcome, *accord) for accord in ((), (ACCORD,)))
        return [
            difference(f"ceasefire: {name}", np.zeros_like(plain), plain, sign),
            difference(f"accord: what a ceasefire does to {name}", plain, slowed, -sign),
        ]

    return [
        *told("D of RUS on PRK", "mean(dependence[RUS,PRK])", -1),
        *told("L of CHN over PRK", "mean(dependence[PRK,CHN] - dependence[CHN,PRK])", 1),
    ]


@row("R11", "Retrenchment invites challenges by the DPRK")
def r11_retrenchment_invites_challenges(samples: Samples) -> list[Finding]:
    """The posture `retrench` against the baseline."""
    lab, prk = samples.laboratory, samples.laboratory.scenario.codes.index("PRK")

    def challenges(record) -> Array:
        return record.tally[:, :, prk, :, DEMANDED].sum(axis=(1, 2))

    return [lab.contrast("retrench: demands by the DPRK", AsPlayed, Variant(posture="retrench"), challenges, 1)]
