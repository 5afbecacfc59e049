"""Mechanisms of crises, pacts, images and the triangle: each a paired change and the sign that the sources claim."""

import numpy as np

from .laboratory import AsPlayed, Finding, Laboratory, Outlook, log_odds
from .rows import Rows
from .ties import NO_PACT, SETTLED
from .variant import Variant, ended

CONTESTS = Rows()
row = CONTESTS.row


# China's offers to the DPRK cut by half: a client that has slipped from its patron
SLIPPED = [("willingness", ("PRK", "CHN"), value, kind, SETTLED) for value, kind in ((0.3, "E"), (0.25, "P"))]


def held(rung: int, opener: str, other: str, months: range) -> tuple:
    """The event by which two states are kept on a rung."""
    return ("rung", (opener, other), rung, "", months)


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


@row("M17", "An “axis” is seen despite China's denials")
def m17_the_dprks_acts_darken_china(lab: Laboratory) -> list[Finding]:
    """PRK feared more by its foes; nobody acts, so that only contagion can carry it to China."""
    still = Variant(acting=False)
    feared = [("hostility", (code, "PRK"), 1.5, "", SETTLED) for code in ("USA", "KOR", "JPN")]

    def effect(contagion: float, sign: int) -> Finding:
        base = still.but(intent__contagion=contagion)
        label = f"contagion {contagion:g}: hostility of KOR to CHN"
        return lab.contrast(label, base, base.but(*feared), "mean(hostility[KOR,CHN])", sign)

    return [effect(0.05, 1), effect(0.0, 0)]


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


@row("M21", "The axis image costs China partners")
def m21_a_closer_axis_costs_china_partners(lab: Laboratory) -> list[Finding]:
    """Standing accords of .6 among China, Russia and the DPRK."""
    axis = [("thaw", pair, 0.6) for pair in (("CHN", "RUS"), ("CHN", "PRK"), ("RUS", "PRK"))]
    return [
        lab.contrast(f"cohesion: warmth CHN–{code}", AsPlayed, AsPlayed.but(*axis), f"mean(alignment[CHN,{code}])", -1)
        for code in ("JPN", "KOR")
    ]


@row("M22", "Unrest sends refugees over the Yalu")
def m22_fear_of_unrest_spares_the_client(lab: Laboratory) -> list[Finding]:
    """The DPRK's stability held at .15, against its own course; withholding where China has cause, a client adrift."""
    adrift = AsPlayed.but(*SLIPPED)
    frail = ("stability", "PRK", 0.15, "", SETTLED)
    withhold = log_odds("CHN", "PRK", "WITHHOLD")
    return [
        lab.foresee(
            "unrest: Pr(PRK yields to CHN)",
            AsPlayed,
            AsPlayed.but(frail),
            lambda o: o.pair("yielding", "CHN", "PRK"),
            -1,
        ),
        lab.foresee("unrest: log odds that CHN withholds", adrift, adrift.but(frail), withhold, -1),
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


@row("M26", "Tension hurts China's economy")
def m26_tension_makes_china_restrain_or_bid(lab: Laboratory) -> list[Finding]:
    """PRK and KOR held at rung 2; then, in that crisis, choice by value against base rates alone (g = 0).

    Restraint is open to China in a crisis alone, which is most of the first figure; bids do not rise with it. That
    China restrains for what calm is worth to it is the second.
    """
    tense = AsPlayed.but(held(2, "PRK", "KOR", SETTLED))

    def calming(outlook: Outlook) -> np.ndarray:
        ways = ("RESTRAIN", "AID", "SUMMIT")
        return outlook.chance("CHN", "PRK", *ways) + outlook.chance("CHN", "KOR", *ways)

    def restraint(outlook: Outlook) -> np.ndarray:
        return log_odds("CHN", "PRK", "RESTRAIN")(outlook) - log_odds("CHN", "CHN", "WAIT")(outlook)

    return [
        lab.foresee("crisis: odds that CHN restrains or bids", AsPlayed, tense, calming, 1),
        lab.foresee("value: log odds of RESTRAIN over WAIT", tense.but(choice__gain=0), tense, restraint, 1),
    ]


@row("M27", "An arrest: China tightens the screws", tips="choice.bid (and choice.screw)")
def m27_a_drifting_client_is_wooed_or_squeezed(lab: Laboratory) -> list[Finding]:
    """China's hold cut by half: which way its choice leans, at the default pull of bids and with none."""
    unmoved = AsPlayed.but(choice__bid=0)

    def lean(outlook: Outlook) -> np.ndarray:
        return log_odds("CHN", "PRK", "WITHHOLD")(outlook) - log_odds("CHN", "PRK", "AID")(outlook)

    return [
        lab.foresee("bid .04: log odds of WITHHOLD over AID", AsPlayed, AsPlayed.but(*SLIPPED), lean, -1),
        lab.foresee("bid 0: log odds of WITHHOLD over AID", unmoved, unmoved.but(*SLIPPED), lean, 1),
    ]


@row("M28", "9 May: Xi present, Kim absent, “always together”")
def m28_a_rift_makes_russia_the_pivot(lab: Laboratory) -> list[Finding]:
    """A rift of −.8 between China and the DPRK against −.3."""
    small, large = (AsPlayed.but(("thaw", ("CHN", "PRK"), depth)) for depth in (-0.3, -0.8))
    pivot = "final(alignment[CHN,PRK] < -.15 and alignment[CHN,RUS] > .15 and alignment[PRK,RUS] > .15)"
    three = "final(alignment[CHN,PRK] > .15 and alignment[CHN,RUS] > .15 and alignment[PRK,RUS] > .15)"
    return [
        lab.contrast("rift −.8 for −.3: Russia is the pivot", small, large, pivot, 1),
        lab.contrast("rift −.3 for none: ménage à trois", AsPlayed, small, three, -1),
    ]
