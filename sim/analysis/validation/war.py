"""Mechanisms of the war in Ukraine and of what the DPRK gives to it: each a paired change and the sign claimed."""

import numpy as np

from sim.model.world import Record

from .changes import ACCORD, AT_CEASEFIRE, LONG_WAR, SHORT_WAR, effect_of_ceasefire
from .laboratory import MONTHS, AsPlayed, Finding, Laboratory, difference, log_odds
from .rows import Found, Rows
from .variant import Variant

WAR = Rows()
row = WAR.row

FAINT, FIERCE = (LONG_WAR.but(("intensity", "ukraine", w, "", range(MONTHS))) for w in (0.3, 1.0))


@row("M1", "Ukraine talks stall, the Korean front widens")
def m01_stalled_talks_widen_the_korean_front(lab: Laboratory) -> list[Finding]:
    """A ceasefire hazard of .5 % a month against 10 %."""
    return [
        lab.contrast("longer war: DPRK deployments", SHORT_WAR, LONG_WAR, "sum(tally.deployed[PRK,RUS])", 1),
        lab.contrast("longer war: warmth PRK–RUS", SHORT_WAR, LONG_WAR, "mean(alignment[PRK,RUS])", 1),
    ]


@row(
    "M2",
    "The DPRK sent troops, more may come",
    miss="goods alone deter: a unit of Russian supply costs the DPRK more autonomy than the need it meets is worth "
    "(tipped by scenario.weight_autonomy). With the goodwill that the rules count as part of payment the odds rise, by "
    "too little to be counted in months of simulation",
)
def m02_troops_follow_war_and_payment(lab: Laboratory) -> list[Finding]:
    """A long war against a ceasefire, a fierce one against a faint one; a deployment paid for against one unpaid."""
    unpaid = Variant(actions=(("payment", "DEPLOY", 0.0), ("goodwill", "DEPLOY", 0.0)))
    in_goods = Variant(actions=(("goodwill", "DEPLOY", 0.0),))
    sent, odds = "sum(tally.deployed[PRK,RUS])", log_odds("PRK", "RUS", "DEPLOY")

    def careless(variant: Variant) -> Variant:
        return variant.but(scenario__weight_autonomy=0)

    return [
        lab.contrast("war: DPRK deployments", AT_CEASEFIRE, LONG_WAR, sent, 1),
        lab.contrast("war held at w 1 for .3: DPRK deployments", FAINT, FIERCE, sent, 1),
        lab.contrast("war: DPRK power tied down", AT_CEASEFIRE, LONG_WAR, "mean(committed[PRK])", 1),
        lab.foresee("payment: log odds of a deployment", unpaid, AsPlayed, odds, 1),
        lab.foresee("payment in goods alone: the same", unpaid, in_goods, odds, 1),
        lab.foresee("payment in goods alone, w_A 0: the same", careless(unpaid), careless(in_goods), odds, 1),
    ]


@row("M7", "Effects reach Northeast Asia")
def m07_war_raises_the_threat_to_korea(lab: Laboratory) -> list[Finding]:
    """A long war in Ukraine against a short one."""
    return [
        lab.contrast(f"longer war: threat {code} feels from PRK", SHORT_WAR, LONG_WAR, f"mean(threat[{code},PRK])", 1)
        for code in ("KOR", "JPN")
    ]


@row("M8", "Party-to-party accord, memory politics")
def m08_an_accord_slows_the_decay(lab: Laboratory) -> list[Finding]:
    """What a ceasefire costs the tie, with a standing accord between Russia and the DPRK and without.

    The accord warms the tie in war too, so that the warmth it leaves says nothing of a decay.
    """
    plain, slowed = (effect_of_ceasefire(lab, "final(alignment[PRK,RUS])", *accord) for accord in ((), (ACCORD,)))
    return [
        difference("no accord: what a ceasefire does to warmth PRK–RUS", np.zeros_like(plain), plain, -1),
        difference("accord: how much less a ceasefire takes", plain, slowed, 1),
    ]


@row(
    "M12",
    "The DPRK is a crucial ammunition supplier",
    note="small is less than a tenth of Russia's need; what is left after a ceasefire is trade and political cover",
)
def m12_war_makes_russia_need_the_dprk(lab: Laboratory) -> list[Found]:
    """A long war against a ceasefire in the first month, a fierce one against a faint one."""
    whole, arms = (f"mean(dependence{kind}[RUS,PRK], last=12)" for kind in ("", ".M"))
    return [
        lab.contrast("war: D of RUS on PRK", AT_CEASEFIRE, LONG_WAR, whole, 1),
        lab.contrast("war held at w 1 for .3: D of RUS on PRK", FAINT, FIERCE, whole, 1),
        lab.level("a ceasefire: D of RUS on PRK", AT_CEASEFIRE, whole, 0.0, 0.1),
        lab.level("a ceasefire: the part of it that is arms", AT_CEASEFIRE, arms, 0.0, 0.1),
    ]


@row("M13", "Public confirmation on 28 April")
def m13_disclosure_binds(lab: Laboratory) -> list[Finding]:
    """Troops admitted in the first month against never."""
    silent = Variant(without=("troops_admitted",))
    told = silent.but(("public", ("PRK", "RUS"), 1))

    return [
        lab.contrast("disclosure: C of PRK in RUS's eyes", silent, told, "mean(credibility[RUS,PRK])", 1),
        lab.foresee("disclosure: log odds that PRK leaves", silent, told, log_odds("PRK", "RUS", "EXIT"), -1),
    ]


@row("M16", "Missiles, a destroyer's radar and engines")
def m16_technology_lengthens_the_dprks_reach(lab: Laboratory) -> list[Finding]:
    """Odds that Russia hands over technology, .2 against 6 times another's."""
    little, much = AsPlayed.but(scenario__technology_RUS=0.2), AsPlayed.but(scenario__technology_RUS=6)
    prk = lab.scenario.labels.codes.index("PRK")
    half = lab.months // 2

    def late(record: Record) -> np.ndarray:
        reach = record.offense[:, :, prk]
        return (reach[:, -1] - reach[:, half]) - (reach[:, half // 2] - reach[:, 0])

    return [
        lab.contrast("technology: reach of PRK", little, much, "final(offense[PRK])", 1),
        lab.contrast("technology: power of PRK", little, much, "final(power[PRK])", 1),
        lab.contrast("lag: reach gained in the later half over the first quarter", little, much, late, 1),
    ]


@row("M18", "14,000 sent, 600 dead, 4,000 wounded")
def m18_casualties_weigh_unless_paid_for(lab: Laboratory) -> list[Finding]:
    """Casualties felt against not felt, by a DPRK that Russia pays little; then felt and paid well for."""
    paid, unpaid = (LONG_WAR.but(scenario__cap_E_PRK_RUS=capacity) for capacity in (0.6, 0.05))
    unfelt, stability = unpaid.but(stability__casualties=0), "mean(stability[PRK])"
    return [
        lab.contrast("casualties, ill paid: stability of PRK", unfelt, unpaid, stability, -1),
        lab.contrast("payment: stability of PRK", unpaid, paid, stability, 1),
        lab.contrast("casualties, well paid: stability of PRK over neither", unfelt, paid, stability, 1),
    ]
