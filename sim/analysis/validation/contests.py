"""Mechanisms of crises and pacts: each a paired change and the sign that the sources claim."""

from collections.abc import Callable

import numpy as np

from sim.model.threat import proximity
from sim.model.value import turmoil
from sim.model.world import Record

from .changes import NO_PACT, SETTLED, SLIPPED, held
from .laboratory import AsPlayed, Finding, Laboratory, Outlook, log_odds
from .rows import Rows
from .variant import case_of, ended

CONTESTS = Rows()
row = CONTESTS.row

BIDS = ("AID", "SUMMIT")


@row("M6", "Its nuclear programme extracts concessions", tips="crisis.nuclear_win")
def m06_an_arsenal_extracts_little_unless_it_wins(lab: Laboratory) -> list[Finding]:
    """10 against 300 warheads: Pr(KOR yields to a DPRK demand), at the default κ_w = 0 and at .2."""

    def yielding(outlook: Outlook) -> np.ndarray:
        return 1.0 - outlook.pair("resist", "PRK", "KOR")

    few, many = AsPlayed.but(scenario__warheads_PRK=10), AsPlayed.but(scenario__warheads_PRK=300)
    few_win, many_win = (variant.but(crisis__nuclear_win=0.2) for variant in (few, many))
    gain = lab.foresee("more warheads, κ_w .2: Pr(KOR yields)", few_win, many_win, yielding, 1)
    none = lab.foresee("more warheads, κ_w 0: less than a tenth of that", few, many, yielding, 0)
    return [none.within(abs(gain.figure) / 10), gain]


@row(
    "M19",
    "China's 1961 pact could drag it into war",
    tips="scenario.u_CHN_PRK, scenario.u_RUS_PRK, scenario.deployable_RUS",
    miss="only one answer is reached. The Russian pact deters the DPRK's foes, so China's duty is invoked less; with "
    "both pacts unconditional the DPRK strikes more often, which offsets only a part of that. No terms of the two "
    "pacts are found under which the calls rise (experiments/003_second_patron_entrapment)",
)
def m19_the_russian_pact_and_chinas_entrapment(lab: Laboratory) -> list[Finding]:
    """A peninsula kept at the brink, PRK its opener: what the Russian pact does to calls on China's own."""
    loose = {"scenario__u_CHN_PRK": 0.0, "scenario__u_RUS_PRK": 0.0, "scenario__deployable_RUS": 0.6}

    def with_pact(claim: str, outcome: str, clauses: dict[str, float], sign: int) -> Finding:
        brink = AsPlayed.but(held(2, "PRK", "KOR", range(lab.months)), **clauses)
        return lab.contrast(claim, brink.but(ended("rus_prk_2024")), brink, outcome, sign)

    calls, strikes = "sum(tally.invoked[CHN,PRK])", "sum(tally.struck[PRK,KOR])"
    return [
        with_pact("pact, u .75: calls on China's duty", calls, {}, -1),
        with_pact("pact, u 0: DPRK strikes on KOR", strikes, loose, 1),
        with_pact("pact, u 0: calls on China's duty", calls, loose, 1),
    ]


@row("M20", "The DPRK distracts the US")
def m20_a_korean_crisis_ties_down_the_us(lab: Laboratory) -> list[Finding]:
    """PRK and KOR held at rung 3 for the second year."""
    crisis = AsPlayed.but(held(3, "PRK", "KOR", range(12, 24)))
    return [
        lab.contrast("crisis: threat CHN feels from USA", AsPlayed, crisis, "mean(threat[CHN,USA], last=12)", -1),
        lab.contrast("crisis: US power tied down", AsPlayed, crisis, "mean(committed[USA], last=12)", 1),
    ]


@row(
    "M22",
    "Unrest sends refugees over the Yalu",
    note="refugees themselves have no term in the rules: they enter as the credibility of exit (E4). While the client "
    "has not slipped, China has no cause to withhold that fear could take away",
)
def m22_fear_of_unrest_spares_the_client(lab: Laboratory) -> list[Finding]:
    """The DPRK's stability held at .15, against its own course; withholding where China has cause, and where not."""
    adrift = AsPlayed.but(*SLIPPED)
    frail = ("stability", "PRK", 0.15, "", SETTLED)
    withhold = log_odds("CHN", "PRK", "WITHHOLD")

    def yields(outlook: Outlook) -> np.ndarray:
        return outlook.pair("yielding", "CHN", "PRK")

    return [
        lab.foresee("unrest: Pr(PRK yields to CHN)", AsPlayed, AsPlayed.but(frail), yields, -1),
        lab.foresee("unrest, client adrift: log odds that CHN withholds", adrift, adrift.but(frail), withhold, -1),
        lab.foresee("unrest, as it stands: the same", AsPlayed, AsPlayed.but(frail), withhold, 0),
    ]


@row("M23", "Russian support emboldens the DPRK")
def m23_backing_emboldens_the_client(lab: Laboratory) -> list[Finding]:
    """Pr(a demand on KOR comes to a threat of force), with the Russian pact and without, at u .75 and at 0."""

    def force(outlook: Outlook) -> np.ndarray:
        return outlook.pair("resist", "PRK", "KOR") * outlook.pair("fight", "PRK", "KOR")

    loose = AsPlayed.but(scenario__u_RUS_PRK=0)
    return [
        lab.foresee("pact at u .75: Pr(rung ≥ 2 | demand)", NO_PACT, AsPlayed, force, 1),
        lab.foresee("pact at u 0: Pr(rung ≥ 2 | demand)", NO_PACT, loose, force, 1),
        lab.foresee("u 0 over u .75: Pr(rung ≥ 2 | demand)", AsPlayed, loose, force, 1),
    ]


@row("M25", "A modernised force of 1.3 million")
def m25_a_stronger_dprk_makes_korea_arm(lab: Laboratory) -> list[Finding]:
    """Power .12 for .06 and reach .8 for .5."""
    modern = AsPlayed.but(("power", "PRK", 0.12), ("offense", "PRK", 0.8))
    return [
        lab.contrast("modern force: threat KOR feels from PRK", AsPlayed, modern, "mean(threat[KOR,PRK])", 1),
        lab.contrast("modern force: power of KOR", AsPlayed, modern, "final(power[KOR])", 1),
    ]


@row(
    "M26",
    "Tension hurts China's economy",
    miss="no rule lets a crisis disturb trade (E1), so E14's economy does not hear of it; its crisis term stands for "
    "that cost, and on it China restrains and bids",
)
def m26_tension_makes_china_restrain_or_bid(lab: Laboratory) -> list[Finding]:
    """PRK and KOR held at rung 2, for what it costs China and what China does; then choice by value against base rates.

    Restraint is open in a crisis alone, which is much of the third figure; bids are open always. Less than a
    thousandth of need is no harm to an economy; what states do in a crisis moves some millionths of it.
    """
    months = AsPlayed.but(held(2, "PRK", "KOR", range(lab.months)))
    tense = AsPlayed.but(held(2, "PRK", "KOR", SETTLED))
    case, china = case_of(lab.scenario, AsPlayed), lab.scenario.labels.codes.index("CHN")
    near = proximity(case.world.distance, case.params.threat.distance)

    def tension(record: Record) -> np.ndarray:
        rungs, own = record.rung[:, 1:].astype(int), record.dependence[:, 1:, china].sum(axis=-1)
        felt = [turmoil(china, rungs[at], near, own[at]) for at in np.ndindex(rungs.shape[:2])]
        return np.reshape(felt, rungs.shape[:2]).mean(axis=1)

    def calming(*acts: str) -> Callable[[Outlook], np.ndarray]:
        return lambda outlook: outlook.chance("CHN", "PRK", *acts) + outlook.chance("CHN", "KOR", *acts)

    def restraint(outlook: Outlook) -> np.ndarray:
        return log_odds("CHN", "PRK", "RESTRAIN")(outlook) - log_odds("CHN", "CHN", "WAIT")(outlook)

    unmet = "crisis: need of CHN unmet (E14's economy), by .001"
    return [
        lab.contrast(unmet, AsPlayed, months, "mean(unmet[CHN])", 1).within(0.001),
        lab.contrast("crisis: E14's crisis term of CHN", AsPlayed, months, tension, 1),
        lab.foresee("crisis: odds that CHN restrains or bids", AsPlayed, tense, calming("RESTRAIN", *BIDS), 1),
        lab.foresee("crisis: odds that CHN bids", AsPlayed, tense, calming(*BIDS), 1),
        lab.foresee("value: log odds of RESTRAIN over WAIT", tense.but(choice__gain=0), tense, restraint, 1),
    ]


@row("M27", "An arrest: China tightens the screws", tips="choice.bid (and choice.screw)")
def m27_a_drifting_client_is_wooed_or_squeezed(lab: Laboratory) -> list[Finding]:
    """China's hold cut by half: which way its choice leans, at the default pull of bids and with none."""
    unmoved = AsPlayed.but(choice__bid=0)

    def lean(outlook: Outlook) -> np.ndarray:
        return log_odds("CHN", "PRK", "WITHHOLD", "SANCTION")(outlook) - log_odds("CHN", "PRK", *BIDS)(outlook)

    return [
        lab.foresee("bid .04: log odds of pressure over bids", AsPlayed, AsPlayed.but(*SLIPPED), lean, -1),
        lab.foresee("bid 0: log odds of pressure over bids", unmoved, unmoved.but(*SLIPPED), lean, 1),
    ]
