"""Mechanisms of images and of the triangle: each a paired change and the sign that the sources claim."""

import numpy as np

from sim.model.value import reputations
from sim.model.world import Array, Record

from .changes import SETTLED
from .laboratory import AsPlayed, Finding, Laboratory
from .rows import Found, Rows
from .variant import Variant

IMAGES = Rows()
row = IMAGES.row

FOES = ("KOR", "JPN", "USA")
COHESION = "mean((alignment[CHN,RUS] + alignment[CHN,PRK] + alignment[RUS,PRK]) / 3)"


@row("M17", "An “axis” is seen despite China's denials")
def m17_the_dprks_acts_darken_china(lab: Laboratory) -> list[Finding]:
    """What acts of the DPRK of 25 points a month do to its foes' belief (E6), for three months.

    Nobody acts otherwise or arms in answer, so that only contagion can carry it to China.
    """
    still = Variant(acting=False).but(capability__arming=0)
    feared = [("hostility", (code, "PRK"), 1.5, "", SETTLED) for code in FOES]

    def effect(claim: str, contagion: float, code: str, sign: int) -> Finding:
        base = still.but(intent__contagion=contagion)
        return lab.contrast(claim, base, base.but(*feared), f"mean(threat[{code},CHN])", sign)

    seen = [effect(f"contagion .05: threat {code} feels from CHN", 0.05, code, 1) for code in FOES]
    none = [effect(f"contagion 0: less than a hundredth of that, {code}", 0.0, code, 0) for code in FOES]
    return [*seen, *(off.within(abs(on.figure) / 100) for on, off in zip(seen, none, strict=True))]


@row("M21", "The axis image costs China partners")
def m21_a_closer_axis_costs_china_partners(lab: Laboratory) -> list[Finding]:
    """Standing accords of .6 among China, Russia and the DPRK."""
    axis = AsPlayed.but(*(("thaw", pair, 0.6) for pair in (("CHN", "RUS"), ("CHN", "PRK"), ("RUS", "PRK"))))
    china = lab.scenario.labels.codes.index("CHN")

    def company(record: Record) -> Array:
        seen = [reputations(month)[china] for run in record.hostility[:, 1:] for month in run]
        warmth = np.maximum(0.0, record.alignment[:, 1:, china])
        return (warmth * np.reshape(seen, warmth.shape)).sum(axis=-1).mean(axis=1)

    return [
        lab.contrast("accords: cohesion of the axis", AsPlayed, axis, COHESION, 1),
        *(lab.contrast(f"cohesion: warmth CHN–{code}", AsPlayed, axis, f"mean(alignment[CHN,{code}])", -1)
          for code in ("JPN", "KOR")),
        lab.contrast("cohesion: E14's image term of CHN", AsPlayed, axis, company, 1),
    ]  # fmt: skip


@row("M28", "9 May: Xi present, Kim absent, “always together”")
def m28_a_rift_makes_russia_the_pivot(lab: Laboratory) -> list[Found]:
    """A rift of −.8 between China and the DPRK, of −.3 and none; then a tie that is cold at the start alone."""
    small, large = (AsPlayed.but(("thaw", ("CHN", "PRK"), depth)) for depth in (-0.3, -0.8))
    cold, warm = (AsPlayed.but(scenario__alignment_CHN_PRK=warmth) for warmth in (-0.3, 0.4))
    with_russia = "alignment[CHN,RUS] > .15 and alignment[PRK,RUS] > .15"
    pivot, three = f"alignment[CHN,PRK] < -.15 and {with_russia}", f"alignment[CHN,PRK] > .15 and {with_russia}"
    return [
        lab.level("no rift: ménage à trois at the end", AsPlayed, f"final({three})", 0.5, 1.0),
        lab.contrast("rift −.3 for none: ménage à trois", AsPlayed, small, f"final({three})", -1),
        lab.contrast("rift −.8 for −.3: Russia is the pivot", small, large, f"final({pivot})", 1),
        lab.level("rift −.8: Russia is the pivot at the end", large, f"final({pivot})", 0.5, 1.0),
        lab.contrast("A0 −.3 for .4: months with Russia as the pivot", warm, cold, f"sum({pivot})", 1),
    ]
