"""Standing conflicts: wars that were there before the run, their ceasefires and relapses (E13).

Pressure on the parties brings a ceasefire nearer, third parties' arms to the attacker put it off;
a credible guarantor of the defender deters relapse. Left out: territory, and the course of battles.
"""

from .compiled import rule
from .logistic import logistic, logit


@rule
def ceasefire_hazard(pressure_attacker, pressure_defender, arms_change, p):
    """E13: Λ(a0 + a1·pressure on the attacker + a2·pressure on the defender − a3·ΔS^M to the attacker) a month."""
    pull = p.pressure_attacker * pressure_attacker + p.pressure_defender * pressure_defender - p.supply * arms_change
    return logistic(logit(p.ceasefire) + pull)


@rule
def relapse_hazard(guarantor_credibility, p):
    """E13: Λ(b0 − b1(C_defender,guarantor − .5)) a month; .5 where there is no guarantor."""
    return logistic(logit(p.relapse) - p.guarantee * (guarantor_credibility - 0.5))


@rule
def fought(intensity, start, p):
    """E13: intensity after a month of war: w + .1(w0 − w)."""
    return intensity + p.return_pace * (start - intensity)


@rule
def cooled(intensity, p):
    """E13: intensity after a month of ceasefire: ×.7."""
    return intensity * p.cooling


@rule
def military_need(base, intensity, start):
    """E13: a belligerent's need for arms: base × w/w0 below w0, × 1 + .5(w − w0) above, before renormalising."""
    if start <= 0.0:
        return base
    return base * (intensity / start if intensity < start else 1.0 + 0.5 * (intensity - start))


@rule
def freed(intensity, start, p):
    """E13: power that a belligerent gets back as the war cools: .35(1 − w/w0)."""
    return p.demobilisation * (1.0 - intensity / start) if start > 0.0 else 0.0
