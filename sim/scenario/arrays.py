"""A checked scenario as the arrays of the rules: the world at the start, and all that is fixed around it."""

from typing import Any

import numpy as np

from sim.model.draws import state_number
from sim.model.params import Params
from sim.model.reference import blank_reference
from sim.model.world import KINDS, Array, Setting, World, floats, whole

from .action_table import action_arrays, merged
from .duties import obligation_rows, obligations
from .events import PHASES, calendar_arrays, dated_changes, log_odds, posture_arrays
from .schema import VALUES, Document
from .tables import pair_array, shares_of

USUAL = {"warheads": 0.0, "committed": 0.0, "enforcement": 0.0, "pressure": 0.0, "liability": 1.0}
LIMIT = 0.99  # of alignment, so that its inverse hyperbolic tangent stays finite
ACTIVATIONS = ("simultaneous", "random", "fixed")


def state_value(document: Document, code: str, field: str) -> Any:
    """What a state says of itself, else what `states.default` says, else the usual value (None if there is none)."""
    for state in (document.states.rows[code], document.states.default):
        stated = getattr(state, field)
        if stated is not None:
            return stated
    return USUAL.get(field)


def region_names(document: Document, codes: list[str]) -> list[str]:
    """Every region, in order of appearance; a state that names none is its own."""
    return list(dict.fromkeys(state_value(document, code, "region") or code for code in codes))


def _column(document: Document, codes: list[str], field: str) -> Array:
    return floats([state_value(document, code, field) for code in codes])


def _flows(document: Document, codes: list[str]) -> tuple[Array, Array]:
    """Capacity and willingness (N, N, K); the diagonal is own production, wholly offered."""
    shape = (len(codes), len(codes), len(KINDS))
    capacity, willingness = floats(0.0, shape), floats(0.0, shape)
    for i, code in enumerate(codes):
        capacity[i, i], willingness[i, i] = state_value(document, code, "own"), 1.0
    for to, row in document.flows.items():
        for supplier, flow in row.items():
            i, j = codes.index(to), codes.index(supplier)
            capacity[i, j], willingness[i, j] = flow.capacity, flow.willingness
    return capacity, willingness


def _hostility(document: Document, codes: list[str], alignment: Array) -> Array:
    """H0: what the file says, else Λ(−3·A0 − .5); .02–.98."""
    made = pair_array(document.ties.hostility, codes, np.nan)
    guess = 1.0 / (1.0 + np.exp(3.0 * alignment + 0.5))
    return np.clip(np.where(np.isnan(made) | np.eye(len(codes), dtype=bool), guess, made), 0.02, 0.98)


def world_arrays(document: Document, codes: list[str], posture: str, params: Params) -> World:
    """The world at the start, with `posture` in force."""
    n = len(codes)
    power = _column(document, codes, "power")
    warheads = _column(document, codes, "warheads")
    alignment = np.clip(pair_array(document.ties.alignment, codes, 0.0, symmetric=True), -LIMIT, LIMIT)
    trust = pair_array(document.ties.trust, codes, params.credibility.prior)
    np.fill_diagonal(trust, params.credibility.prior)
    capacity, willingness = _flows(document, codes)
    actions = list(merged(document.actions))
    postures = posture_arrays(document, codes, actions, posture)
    conflicts = document.conflicts.values()
    regions = region_names(document, codes)
    fields = {
        **dict.fromkeys(("pipeline", "shift_variance"), floats(0.0, (n,))),
        **dict.fromkeys(
            ("barrier", "thaw", "goodwill", "conceded", "deployed", "public", "dealings"), floats(0.0, (n, n))
        ),
        **{name: _column(document, codes, name) for name in ("offense", "committed", "deployable", "stability")},
        **{name: _column(document, codes, name) for name in ("enforcement", "pressure")},
        "present": _column(document, codes, "present"),
        "power": power / power.max(),
        "nuclear": np.log1p(warheads) / np.log1p(warheads.max()) if warheads.any() else floats(0.0, (n,)),
        "alignment": alignment,
        "hostility": _hostility(document, codes, alignment),
        "kept": trust * params.credibility.evidence,
        "broken": (1.0 - trust) * params.credibility.evidence,
        "capacity": capacity,
        "willingness": willingness,
        "distance": pair_array(document.distances, codes, 0.0, symmetric=True),
        "sanction": pair_array(document.ties.sanctions, codes, 0.0),
        "sunk": pair_array(document.ties.sunk, codes, 0.0),
        "rung": whole(0, (n, n)),
        "initiator": whole(-1, (n, n)),
        "intensity": floats([conflict.intensity for conflict in conflicts]),
        "phase": whole([PHASES.index(conflict.phase) for conflict in conflicts]),
        "posture": whole([max(0, postures.start[0])]),
        "shift_mean": floats(postures.weight @ postures.credibility),
        "duties": obligations(obligation_rows(document, codes, regions, params)),
    }
    return World(**{name: value if name == "duties" else value.copy() for name, value in fields.items()})


def setting_arrays(document: Document, codes: list[str], posture: str, activation: str, acting: bool) -> Setting:
    """All that is fixed in a run; `reference` is left blank."""
    n = len(codes)
    rows = merged(document.actions)
    actions = list(rows)
    stake = pair_array(document.stakes, codes, 0.0)
    conflicts = document.conflicts.values()
    for conflict in conflicts:  # a dyad whose fighting a standing conflict owns has no stake in E10
        a, d = codes.index(conflict.attacker), codes.index(conflict.defender)
        stake[a, d] = stake[d, a] = 0.0
    attention = floats(0.0, (n, n))
    for i, code in enumerate(codes):
        others = [other for other in codes if other != code]
        row = shares_of(document.attention.rows.get(code, {}), others, document.attention.rest == "equal")
        for other, share in row.items():
            attention[i, codes.index(other)] = share
    invadable = whole(0, (n, n))
    for code, targets in document.can_invade.items():
        for target in targets:
            invadable[codes.index(code), codes.index(target)] = 1
    regions = region_names(document, codes)
    return Setting(
        code=whole([state_number(code) for code in codes]),
        need=floats([state_value(document, code, "need") for code in codes]),
        reach=pair_array(document.reach, codes, 0.0),
        stake=stake,
        spill=pair_array(document.spill, codes, 0.0),
        invadable=invadable,
        warm_goal=pair_array(document.goals.warm, codes, 0.0),
        hold_goal=pair_array(document.goals.hold, codes, 0.0),
        harm_goal=pair_array(document.goals.harm, codes, 0.0),
        attention=attention,
        weights=floats([[getattr(state_value(document, code, "weights"), v) for v in VALUES] for code in codes]),
        liability=_column(document, codes, "liability"),
        region=whole([regions.index(state_value(document, code, "region") or code) for code in codes]),
        odds=floats([log_odds(document.odds.get(code, {}), codes, actions) for code in codes]),
        attacker=whole([codes.index(conflict.attacker) for conflict in conflicts]),
        defender=whole([codes.index(conflict.defender) for conflict in conflicts]),
        guarantor=whole([codes.index(c.guarantor) if c.guarantor else -1 for c in conflicts]),
        spare=whole([len(document.treaties)]),
        activation=whole([ACTIVATIONS.index(activation)]),
        acting=whole([acting]),
        actions=action_arrays(rows),
        calendar=calendar_arrays(dated_changes(document), document, codes),
        postures=posture_arrays(document, codes, actions, posture),
        reference=blank_reference(n, len(document.conflicts)),
    )
