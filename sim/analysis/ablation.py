"""What each mechanism carries: it alone is switched off, on the same luck.

`RULES` lists the mechanisms of the rules with the values that make their effect zero; a scenario adds its own
(`ablations`). To switch off is to change a parameter, never the rules.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.outcomes.labels import near
from sim.run.plan import PlanError, own_values
from sim.run.points import check_points
from sim.run.priors import OWN
from sim.run.samplers import Design
from sim.scenario import Scenario

from .paired import paired


class Mechanism(NamedTuple):
    """What the world is like without a mechanism, and the parameters that make it so."""

    without: str
    values: Mapping[str, float]  # dotted path → value


RULES = {
    "substitution": Mechanism("no supplier replaces another (E2)", {"dependence.substitution": 0}),
    "reciprocity": Mechanism("no one gives more to those it depends on (E1b)", {"dependence.reciprocity": 0}),
    "third_party_sanctions": Mechanism("third suppliers take no part in sanctions (E1c)", {"dependence.bite": 0}),
    "secondary_sanctions": Mechanism(
        "the sanctioner's hold on third suppliers is no reason", {"dependence.secondary": 0}
    ),
    "contagion": Mechanism("no guilt by association (E6)", {"intent.contagion": 0}),
    "supply_and_warmth": Mechanism("what is given and received warms no tie (E7)", {"alignment.supply": 0}),
    "threat_and_warmth": Mechanism("threat felt cools no tie (E7)", {"alignment.threat": 0}),
    "balance": Mechanism("friends' friends and foes' foes pull at no tie (E7)", {"alignment.balance": 0}),
    "volatility": Mechanism("a posture that keeps changing costs no credibility (E8)", {"credibility.volatility": 0}),
    "sunk_cost": Mechanism("what was publicly spent binds no one (E8, E9b)", {"credibility.sunk": 0}),
    "clause": Mechanism(
        "provocation by the partner ends no duty (E9a)", {"obligation.provocation": 1, "obligation.misjudgement": 0}
    ),
    "reputation": Mechanism("a kept word is worth nothing in itself (E9b)", {"obligation.reputation": 0}),
    "audience": Mechanism("backing down costs nothing at home (E10)", {"crisis.audience": 0}),
    "nuclear_caution": Mechanism("an arsenal raises no one's cost of fighting (E9b, E10)", {"crisis.nuclear_cost": 0}),
    "arms_race": Mechanism("no one arms against a threat (E11)", {"capability.arming": 0}),
    "transfers": Mechanism(
        "arms and technology received add no power (E11)", {"capability.transfer": 0, "capability.technology": 0}
    ),
    "unrest": Mechanism("no unrest breaks out (E12)", {"stability.unrest": 0}),
    "arms_to_attackers": Mechanism("third-party arms prolong no war (E13)", {"conflict.supply": 0}),
    "guarantee": Mechanism("a guarantor deters no relapse (E13)", {"conflict.guarantee": 0}),
    "choice_by_value": Mechanism("states act by their base rates alone (E15)", {"choice.gain": 0}),
    "foresight": Mechanism("no one expects an answer (level 0, E15)", {"choice.level": 0}),
    "grudge": Mechanism("last year's dealings change no answer (E15)", {"choice.grudge": 0}),
    "friends_and_foes": Mechanism(
        "demands do not depend on the tie (E15)", {"choice.restraint": 0, "choice.enmity": 0}
    ),
    "pull_on_the_client": Mechanism(
        "a client that drifts is neither courted nor punished (E15)", {"choice.bid": 0, "choice.screw": 0}
    ),
}


class Ablations(NamedTuple):
    """The points of an ablation, the first of which is intact, and the mechanism that each other one is without."""

    mechanisms: dict[str, Mechanism]
    off_already: tuple[str, ...]
    design: Design
    params: dict[str, float]  # changed at every point


def mechanisms_of(scenario: Scenario) -> dict[str, Mechanism]:
    """Every mechanism that can be switched off, those of the scenario first."""
    own = {
        name: Mechanism(stated.meaning, {OWN + parameter: value for parameter, value in stated.sets.items()})
        for name, stated in scenario.document.ablations.items()
    }
    return own | {name: one for name, one in RULES.items() if name not in own}


def ablations(
    scenario: Scenario, names: Iterable[str] | None = None, params: Mapping[str, float] | None = None
) -> Ablations:
    """The points that switch off one mechanism each, of a scenario with `params` changed; all, if none is named.

    Raises PlanError for a mechanism that there is not and if nothing is left to switch off, OverrideError for
    parameters that cannot be.
    """
    known, params = mechanisms_of(scenario), dict(params or {})
    check_points(scenario, {name: [value] for name, value in params.items()})
    asked = list(known) if names is None else list(dict.fromkeys(names))
    for name in asked:
        if name not in known:
            raise PlanError(f'there is no mechanism "{name}"{near(name, known)}')
    intact = own_values(scenario) | params
    off = tuple(n for n in asked if all(intact[parameter] == value for parameter, value in known[n].values.items()))
    chosen = {name: known[name] for name in asked if name not in off}
    if not chosen:
        raise PlanError(f"{', '.join(off) or 'nothing'} is off already; name another mechanism: {', '.join(known)}")
    touched = dict.fromkeys(parameter for one in chosen.values() for parameter in one.values)
    columns = {
        parameter: np.array(
            [intact[parameter], *(one.values.get(parameter, intact[parameter]) for one in chosen.values())]
        )
        for parameter in touched
    }
    shared = {name: value for name, value in params.items() if name not in touched}
    return Ablations(chosen, off, Design(columns, {}), shared)


def carried(frame: pd.DataFrame, mechanisms: Mapping[str, Mechanism], outcomes: list[str]) -> pd.DataFrame:
    """What goes with each mechanism: a row for each and each outcome, that without it less that of all together.

    `frame` holds the runs of `ablations`. Columns: `mechanism`, `outcome`, `intact` (mean), and those of `paired`.
    """
    points = dict(iter(frame.groupby("point")))
    intact = points[0]
    tables = {
        name: paired(intact, points[number], outcomes).assign(intact=intact[outcomes].mean())
        for number, name in enumerate(mechanisms, start=1)
    }
    table = pd.concat(tables, names=["mechanism", "outcome"]).reset_index()
    return table[["mechanism", "outcome", "intact", *(c for c in table if c not in ("mechanism", "outcome", "intact"))]]
