"""Regularities of single demands, over many random dyads (dyads.py): R1 to R4, R6 and R9."""

import math

import numpy as np

from sim.model.crisis import defender_stake
from sim.model.dependence import credible_exit, yields
from sim.model.params import Params
from sim.model.world import DEMANDED, YIELDED
from sim.scenario import Case, build

from .courses import by_run, counted
from .dyads import CHALLENGER, TARGET, Demands, demands, random_dyads
from .rows import Measured, Rows
from .samples import Samples, ratio

PAIRS = Rows()
row = PAIRS.row

ANY = math.inf
SOME = 1e-3  # what is told from nothing
UNARMED, CHALLENGER_ARMED, TARGET_ARMED, ALLY_ARMED = (0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)  # by the three


def change_in_challenges(claim: str, base: Demands, changed: Demands, least: float, most: float) -> Measured:
    """By what part the challenges of `base` rise in `changed`."""
    return ratio(claim, changed.rate, base.rate, least, most, less=1.0)


def called(met: Demands) -> np.ndarray:
    """How often a demand comes to a fight, so that the ally is called on."""
    return met.rate * met.resist * met.fight


def success(claim: str, met: Demands, least: float, most: float) -> Measured:
    """The share of the demands made that are yielded to."""
    return ratio(claim, met.rate * (1 - met.resist), met.rate, least, most)


@row("R1", "Obligations are honoured when invoked", note="promises of troops and of staying out, made to the target")
def r01_duties_are_honoured(samples: Samples) -> list[Measured]:
    """Berkemeier & Fuhrmann 2018 (defence 41 %, neutrality 78 %); Leeds, Long & Mitchell 2000."""
    met = demands(random_dyads(samples.dyads), TARGET)
    defence = ratio("defence, when invoked", called(met) * met.troops, called(met), 0.22, 0.75)
    more = called(met) * (met.neutral - met.troops)
    return [defence, ratio("neutrality above defence", more, called(met), SOME, ANY)]


@row(
    "R2",
    "A target's defence pact cuts challenges",
    miss="it cuts them by about half of what was found. An ally sends a share of its power, in full only at a share of "
    "1; if all of it can be sent, or if the ally is a nuclear power, the cut lies in the band",
)
def r02_a_pact_deters(samples: Samples) -> list[Measured]:
    """Benson 2011; Leeds 2003."""
    dyads = random_dyads(samples.dyads)
    alone, whole = demands(dyads), dyads._replace(deployable=np.ones(samples.dyads))
    return [
        change_in_challenges("challenges with the pact", alone, demands(dyads, TARGET), -0.28, -0.18),
        change_in_challenges("… of an ally that can send all", alone, demands(whole, TARGET), -0.28, -0.18),
        change_in_challenges("… of a nuclear ally", alone, demands(dyads, TARGET, ALLY_ARMED), -0.28, -0.18),
    ]


@row("R3", "Unconditional backing emboldens the client")
def r03_unconditional_backing_emboldens(samples: Samples) -> list[Measured]:
    """Benson, Bentley & Ray 2013."""
    dyads = random_dyads(samples.dyads)
    bound, loose = (demands(dyads._replace(clause=np.full(samples.dyads, u)), CHALLENGER) for u in (0.75, 0.0))
    return [change_in_challenges("challenges by the client, u 0 over u .75", bound, loose, SOME, ANY)]


@row("R4", "Invoked alliances look less reliable than the others")
def r04_the_reliable_are_not_tried(samples: Samples) -> list[Measured]:
    """Smith 1995: reliable allies deter, so those that are called on are the less reliable."""
    met = demands(random_dyads(samples.dyads), TARGET)
    weight = called(met) / called(met).sum()
    rest = (called(met).max() - called(met)) / (called(met).max() - called(met)).sum()
    return [ratio("mean h of the uninvoked less of the invoked", (rest - weight) * met.troops, rest, SOME, ANY)]


@row(
    "R6",
    "Arsenals deter and do not compel",
    miss="compellence succeeds too often where stakes are high: a target holds .35 + .4v against a challenger's v, so "
    "demands over large stakes are yielded to; at stakes of .15 and .3, and on the flagship, whose stakes are of that "
    "size, it lies in the band",
)
def r06_arsenals_deter_and_do_not_compel(samples: Samples) -> list[Measured]:
    """Sechser & Fuhrmann 2013; Fuhrmann & Sechser 2014."""
    dyads = random_dyads(samples.dyads)
    alone, armed, shielded = (demands(dyads, arsenals=held) for held in (UNARMED, CHALLENGER_ARMED, TARGET_ARMED))
    made, met = (by_run(counted(samples.laboratory, event)) for event in (DEMANDED, YIELDED))
    gain = armed.rate * (1 - armed.resist) / armed.rate.sum() - alone.rate * (1 - alone.resist) / alone.rate.sum()
    return [
        success("success of compellence", alone, 0.2, 0.4),
        *(success(f"… at a stake of {v:g}", demands(dyads._replace(stake=np.full(samples.dyads, v))), 0.2, 0.4)
          for v in (0.15, 0.3, 0.5)),
        ratio("… in whole runs of the flagship", met, made, 0.2, 0.4),
        ratio("… gained by the challenger's arsenal", gain, np.full(samples.dyads, 1 / samples.dyads), -0.02, 0.02),
        change_in_challenges("challenges to an armed target", alone, shielded, -1.0, -SOME),
    ]  # fmt: skip


def yielding(stake: float, depends: float, on_client: float, spill: float, stability: float, params: Params) -> float:
    """E4: Pr(the client yields to its patron)."""
    rationality = params.choice.rationality
    leave = credible_exit(stake, on_client, spill, stability, rationality)
    return yields(leave, depends, defender_stake(stake, params.crisis), params.crisis.resolve, rationality)


def of_china(case: Case, codes: list[str], spill: bool) -> float:
    """E4 on the flagship's start: Pr(the DPRK yields to China)."""
    i, j = codes.index("CHN"), codes.index("PRK")
    depends, setting = case.setting.reference.dependence, case.setting
    spilt = setting.spill[i, j] if spill else 0.0
    return yielding(setting.stake[i, j], depends[j, i], depends[i, j], spilt, case.world.stability[j], case.params)


@row(
    "R9",
    "High dependence, low compliance",
    note="random pairs: D uniform on .5 to 1, stake and stability on 0 to 1, spill none or 1",
    miss="the DPRK depends on China by little more than .5 and yields to it in less than half of cases even without "
    "fear of unrest: its own stake is most of the paradox, spill adds the rest. On random pairs both bands hold",
)
def r09_dependence_need_not_bring_compliance(samples: Samples) -> list[Measured]:
    """China's paradox: a patron that fears its client's collapse cannot use its hold (E4)."""
    chance, params = np.random.default_rng(1), Params()
    cases = chance.random((samples.dyads, 3))

    def mean(spill: float) -> tuple[np.ndarray, np.ndarray]:
        values = [yielding(stake, (1 + more) / 2, 0.0, spill, calm, params) for stake, more, calm in cases]
        return np.array(values), np.ones(samples.dyads)

    scenario = samples.laboratory.scenario
    case = build(scenario)
    return [
        ratio("random pairs, spill 1: Pr(client yields)", *mean(1.0), 0.0, 0.2),
        ratio("random pairs, no spill: Pr(client yields)", *mean(0.0), 0.5, 1.0),
        Measured("DPRK to China, as it stands", of_china(case, scenario.codes, True), 0.0, 0.2, 1),
        Measured("DPRK to China, no spill", of_china(case, scenario.codes, False), 0.5, 1.0, 1),
    ]
