"""Capability and stability: arms races, transfers of technology, the regime at home (E11, E12; Richardson 1960).

Power answers threat and tires of its own weight; supply and technology from donors add to it.
Stability suffers from unmet need and casualties. Left out: economic growth, demography, budgets.
"""

from .compiled import rule
from .logistic import clip, larger, lesser


@rule
def provocation_to_arm(hostility, force, aid, strength_start, i):
    """E11: Σ_j H_ij·F_ij/(1 + aid_i/G_i,ref): what drives i to arm. Not T, a ratio that can never run away."""
    total = 0.0
    for j in range(hostility.shape[0]):
        if j != i:
            total += hostility[i, j] * force[i, j]
    return total / (1.0 + aid[i] / larger(strength_start, 1e-9))


@rule
def armed(power, start, drive_change, transfer, pipeline, p):
    """E11: p' = p·[1 + k_R·Δdrive − a_R(p/p0 − 1)] + κ_M·transfer + .03·pipeline, between .01·p0 and 2·p0.

    `transfer`: Σ over donors of (supply − reference)·donor's power.
    """
    grown = power * (1.0 + p.arming * drive_change - p.fatigue * (power / start - 1.0))
    return clip(grown + p.transfer * transfer + p.technology * pipeline, 0.01 * start, 2.0 * start)


@rule
def reached(offense, start, pipeline, power_start, p):
    """E11: off' = off + .02·min(1, pipeline/p0) − .005(off − off0), 0–1."""
    return clip(
        offense + p.offense_gain * lesser(1.0, pipeline / power_start) - p.offense_fatigue * (offense - start), 0.0, 1.0
    )


@rule
def steadied(stability, start, unmet_change, casualties, rally, force_used, force_cost, p):
    """E12: s' = s + χ(s0−s) − ν_u·Δunmet − ν_c·casualties + ν_r·rally − cost of force, 0–1."""
    moved = stability + p.recovery * (start - stability) - p.need * unmet_change
    moved += p.rally * rally - p.casualties * casualties - force_cost * force_used
    return clip(moved, 0.0, 1.0)
