"""Every number of the rules that is not a scenario's: unit, range, prior and source in one place.

A parameter is named by its dotted path, `choice.rationality`, and swept by it. Defaults are
judgement unless a source is named; the range is where the model has been made to behave and is
the support of the default prior (uniform). Scenario numbers (capacities, stakes, treaties) live
in scenario files.
"""

from typing import Annotated, NamedTuple, get_args, get_type_hints

from .held import by_reference


class Range(NamedTuple):
    """Lowest and highest admitted value, unit, equation, and where the default comes from."""

    low: float
    high: float
    unit: str
    equation: str
    meaning: str
    source: str = "judgement"
    whole: bool = False


class Dependence(NamedTuple):
    """E1–E4: who needs whom."""

    substitution: Annotated[
        float,
        Range(0, 1, "share", "E2", "how far a second supplier replaces the first", "Emerson 1962; Hirschman 1945"),
    ] = 0.4
    reciprocity: Annotated[
        float, Range(0, 5, "logit per dependence", "E1b", "k1: a supplier gives more to those it depends on")
    ] = 2.0
    warmth: Annotated[float, Range(0, 4, "logit per alignment", "E1b", "k2: a supplier gives more to friends")] = 1.5
    pace: Annotated[float, Range(0.01, 0.3, "per month", "E1b", "share of the way willingness moves to its target")] = (
        0.06
    )
    embargo: Annotated[float, Range(0, 0.95, "share", "E1c", "what a sanctioner itself withdraws at a stock of 1")] = (
        0.6
    )
    bite: Annotated[
        float, Range(0, 0.8, "share", "E1c", "what a fully complying third supplier withdraws at a stock of 1")
    ] = 0.36
    compliance_base: Annotated[
        float, Range(0, 1, "share", "E1c", "compliance of a supplier indifferent to both sides")
    ] = 0.5
    compliance_warmth: Annotated[float, Range(0, 1, "per alignment", "E1c", "pull of the tie with the sanctioner")] = (
        0.5
    )
    compliance_rapport: Annotated[float, Range(0, 1, "per alignment", "E1c", "pull of the tie with the target")] = 0.4
    secondary: Annotated[
        float, Range(0, 20, "per dependence", "E1c", "reach of secondary sanctions, capped at full enforcement")
    ] = 8.0
    sanction_decay: Annotated[
        float, Range(0.8, 1, "per month", "E1c", "share of a sanction that stands after a month")
    ] = 0.97
    sanction_damage: Annotated[
        float, Range(0, 6, "value per damage", "E1c", "weight of damage in the success of sanctions")
    ] = 3.0
    sanction_threat: Annotated[
        float, Range(0, 2, "value per dependence", "E1c", "weight of a credible full withdrawal")
    ] = 0.5
    sanction_eased: Annotated[float, Range(0, 1, "share", "E1c", "of a sanction that stands after it succeeds")] = 0.4
    deployment_decay: Annotated[
        float, Range(0.5, 1, "per month", "E1", "share of deployed troops that stands after a month")
    ] = 0.9
    backfill_cost: Annotated[
        float, Range(0, 0.6, "share", "E1c", "own product given up per unit of goods that a resister backfills")
    ] = 0.2


class Threat(NamedTuple):
    """E5: balance of threat (Walt 1985), with the loss of strength over distance (Boulding 1962)."""

    distance: Annotated[
        float, Range(1000, 6000, "km", "E5", "distance over which deliverable force falls to 1/e", "Boulding 1962")
    ] = 3000.0
    nuclear: Annotated[float, Range(0.05, 0.4, "power", "E5", "weight of an arsenal in threat and in own strength")] = (
        0.15
    )
    reach: Annotated[float, Range(0.02, 0.3, "power", "E5", "weight of standing reach (missiles, artillery)")] = 0.10


class Intent(NamedTuple):
    """E6: beliefs that another means harm."""

    persistence: Annotated[
        float, Range(0.90, 0.99, "per month", "E6", "share of a changed belief that stands after a month")
    ] = 0.96
    severity: Annotated[float, Range(0.02, 0.12, "logit per severity point", "E6", "response to another's acts")] = 0.06
    memory: Annotated[float, Range(2, 60, "months", "E9a, E15", "over which dealings are summed")] = 12.0
    harsh_year: Annotated[
        float, Range(12, 240, "severity points", "E9a, E15", "dealings that are remembered as wholly harsh")
    ] = 48.0
    contagion: Annotated[float, Range(0, 0.12, "logit", "E6", "guilt by association; larger runs away")] = 0.05


class Alignment(NamedTuple):
    """E7: warmth of ties."""

    pace: Annotated[float, Range(0.02, 0.2, "per month", "E7", "share of the way a tie moves to its target")] = 0.08
    supply: Annotated[float, Range(0, 1.5, "per supply", "E7", "warming by what is given and received")] = 1.0
    threat: Annotated[float, Range(0, 1.5, "per threat", "E7", "cooling by threat felt")] = 0.8
    balance: Annotated[
        float,
        Range(
            0,
            1,
            "per balance",
            "E7",
            "pull of friends' friends and foes' foes",
            "Heider 1946; weak: Doreian & Mrvar 2015",
        ),
    ] = 0.4
    noise: Annotated[
        float, Range(0, 0.03, "alignment per month", "E7", "standard deviation of what no rule explains")
    ] = 0.01
    goodwill_decay: Annotated[
        float, Range(0.5, 0.99, "per month", "E7", "share of an act's goodwill that stands after a month")
    ] = 0.9


class Credibility(NamedTuple):
    """E8: belief that a word will be kept."""

    evidence: Annotated[float, Range(2, 40, "cases", "E8", "n0: how many past cases the prior is worth")] = 10.0
    prior: Annotated[
        float,
        Range(
            0.22,
            0.75,
            "probability",
            "E8",
            "mean of the prior where the scenario names none",
            "Berkemeier & Fuhrmann 2018; Leeds, Long & Mitchell 2000",
        ),
    ] = 0.5
    forgetting: Annotated[float, Range(0, 0.05, "per month", "E8", "share of the evidence forgotten")] = 0.01
    sunk: Annotated[
        float, Range(0, 0.5, "per sunk cost", "E8, E9b", "weight of publicly sunk cost: binds, and betrays more")
    ] = 0.1
    sunk_decay: Annotated[float, Range(0.8, 1, "per month", "E8", "share of a sunk cost remembered after a month")] = (
        0.98
    )
    memory: Annotated[float, Range(2, 60, "months", "E8", "over which changes of a posture are remembered")] = 12.0
    volatility: Annotated[
        float, Range(0, 2, "per standard deviation", "E8", "credibility lost by a posture that keeps changing")
    ] = 0.5


class Obligation(NamedTuple):
    """E9: when a duty is live, and when it is honoured."""

    reputation: Annotated[float, Range(0, 0.4, "value", "E9b", "R: worth of a kept word, scaled by bindingness")] = 0.1
    provocation: Annotated[float, Range(0, 1, "provocation", "E9a", "above it, a conditional duty lapses")] = 0.5
    misjudgement: Annotated[float, Range(0, 1, "provocation", "E9a", "standard deviation of provocation as seen")] = (
        0.25
    )
    warmth: Annotated[float, Range(0, 1, "value per alignment", "E9b", "benefit of helping a friend")] = 0.55
    reliance: Annotated[float, Range(0, 1, "value per dependence", "E9b", "benefit of helping one who is needed")] = 0.3
    standing: Annotated[float, Range(0, 0.5, "value", "E9b", "benefit of helping at all")] = 0.1
    effort: Annotated[float, Range(0, 0.5, "value", "E9b", "cost of coming at all")] = 0.12
    strength: Annotated[float, Range(0, 1, "value", "E9b", "cost of a stronger enemy")] = 0.3
    burden_carried: Annotated[float, Range(0, 1, "value per committed share", "E9b", "cost of own commitments")] = 0.25
    remoteness: Annotated[float, Range(0, 0.5, "value", "E9b", "cost of distance")] = 0.15
    war: Annotated[float, Range(0, 0.5, "value", "E9b", "extra cost at rung 4")] = 0.08
    aid_share: Annotated[float, Range(0, 1, "share", "E9b", "cost of aid against that of troops")] = 0.3
    arms_share: Annotated[float, Range(0, 1, "share", "E9b", "cost of arms against that of troops")] = 0.6
    aid_given: Annotated[
        float, Range(0, 0.5, "share", "E9b", "of unoffered trade and cover that a promisor gives as aid")
    ] = 0.1
    arms_given: Annotated[float, Range(0, 0.5, "share", "E9b", "of unoffered arms that a promisor gives")] = 0.15
    burden: Annotated[
        float, Range(0, 0.5, "crisis per threat", "E14", "crises a duty may bring, by threat to the partner")
    ] = 0.1
    consultation: Annotated[float, Range(0, 0.2, "value", "E9b", "cost of meeting")] = 0.05
    resistance: Annotated[float, Range(0, 0.6, "value", "E1c, E9b", "cost of resisting another's sanctions")] = 0.2
    pact_clause: Annotated[
        float, Range(0, 1, "probability", "E9a", "u of a pact signed during a run: 0 is unconditional", "Benson 2011")
    ] = 0.75
    pact_bindingness: Annotated[float, Range(0.2, 0.95, "share", "E9", "z of a pact signed during a run")] = 0.6
    pact_warmth: Annotated[float, Range(0, 3, "value per alignment", "E9", "weight of the tie in accepting a pact")] = (
        1.2
    )
    pact_reserve: Annotated[float, Range(0, 1, "value", "E9", "what a pact must outweigh to be accepted")] = 0.35
    pact_autonomy: Annotated[float, Range(0, 6, "value", "E9", "weight of leverage escaped in accepting a pact")] = 3.0


class Crisis(NamedTuple):
    """E4, E10: demands, resistance, the ladder (Fearon 1994, 1995; Signorino 1999)."""

    audience: Annotated[float, Range(0, 0.4, "value", "E10", "AC: cost of backing down", "Fearon 1994")] = 0.15
    resolve: Annotated[float, Range(0, 0.4, "value", "E10", "RC: cost of yielding beyond the stake")] = 0.07
    cost: Annotated[
        float,
        Range(
            0.1, 0.6, "value", "E10", "c0: cost of fighting; at .1 war in a fifth of runs, at .6 none", "Fearon 1995"
        ),
    ] = 0.35
    nuclear_cost: Annotated[
        float,
        Range(
            0, 0.2, "value", "E9b, E10", "kappa_c: an arsenal raises the challenger's cost", "Sechser & Fuhrmann 2013"
        ),
    ] = 0.15
    nuclear_win: Annotated[
        float,
        Range(
            0,
            0.2,
            "win share",
            "E10",
            "kappa_w: an arsenal as a tool of compellence; 0 by default",
            "Sechser & Fuhrmann 2013",
        ),
    ] = 0.0
    defence_stake: Annotated[float, Range(0, 1, "value", "E10", "what a defender always has at stake")] = 0.35
    defence_slope: Annotated[
        float, Range(0, 1, "share", "E10", "of the challenger's stake, added to the defender's")
    ] = 0.4
    reserve: Annotated[
        float, Range(0, 1, "share of the stake", "E15", "what a demand must promise before it is opened")
    ] = 0.6
    yielded: Annotated[float, Range(0.1, 1, "share of the stake", "E10", "won by a demand that is met")] = 0.5
    calming: Annotated[float, Range(0.1, 0.9, "per month", "E10", "hazard that a rung falls")] = 0.35
    calming_met: Annotated[
        float, Range(0.1, 0.95, "per month", "E10", "the same after a summit or aid between the parties")
    ] = 0.5
    war_end: Annotated[float, Range(0.02, 0.5, "per month", "E10", "hazard that a war ends")] = 0.15
    war_loss: Annotated[float, Range(0, 0.2, "share of power", "E10", "lost to an equal enemy when a war ends")] = 0.02
    nuclear_loss: Annotated[float, Range(0, 1, "share of power", "E10", "lost to a nuclear strike")] = 0.5
    commitment: Annotated[float, Range(0, 0.3, "share of power per rung", "E10", "tied down by each rung above 1")] = (
        0.10
    )
    commitment_pace: Annotated[
        float, Range(0.05, 1, "per month", "E10", "share of the way commitments move to their target")
    ] = 0.3
    force_stability: Annotated[float, Range(0, 0.1, "stability", "E10", "lost by the user of force each month")] = 0.01
    concession_decay: Annotated[
        float, Range(0.8, 1, "per month", "E10", "share of a concession that stands after a month")
    ] = 0.96


class Capability(NamedTuple):
    """E11: arms (Richardson 1960)."""

    arming: Annotated[float, Range(0, 0.1, "per month", "E11", "k_R: response to threat", "Richardson 1960")] = 0.03
    fatigue: Annotated[
        float, Range(0, 0.1, "per month", "E11", "a_R: pull back to the starting level", "Richardson 1960")
    ] = 0.02
    transfer: Annotated[
        float, Range(0, 0.01, "power share per month", "E11", "kappa_M: power gained by military supply")
    ] = 0.001
    technology: Annotated[
        float, Range(0, 0.1, "power per pipeline", "E11", "power gained from technology in the pipeline")
    ] = 0.03
    pipeline_decay: Annotated[
        float, Range(0.5, 0.99, "per month", "E11", "share of the pipeline left after a month")
    ] = 0.9
    offense_gain: Annotated[float, Range(0, 0.1, "offense per month", "E11", "reach gained from a full pipeline")] = (
        0.02
    )
    offense_fatigue: Annotated[float, Range(0, 0.05, "per month", "E11", "pull of reach back to its start")] = 0.005


class Stability(NamedTuple):
    """E12: the regime at home."""

    recovery: Annotated[float, Range(0.01, 0.2, "per month", "E12", "chi: pull back to the start")] = 0.05
    need: Annotated[float, Range(0, 0.1, "stability", "E12", "nu_u: lost by unmet need")] = 0.02
    casualties: Annotated[float, Range(0, 0.1, "stability", "E12", "nu_c: lost by casualties")] = 0.02
    rally: Annotated[float, Range(0, 0.05, "stability", "E12", "nu_r: gained in a crisis with a foe")] = 0.01
    unrest_below: Annotated[float, Range(0, 0.5, "stability", "E12", "level below which unrest may break out")] = 0.25
    unrest: Annotated[float, Range(0, 0.3, "per month", "E12", "hazard of unrest below that level")] = 0.05
    unrest_cost: Annotated[float, Range(0, 0.2, "stability", "E12", "lost in unrest")] = 0.05
    unrest_spill: Annotated[float, Range(0, 0.2, "stability per spill", "E12", "lost by a neighbour")] = 0.03


class Conflict(NamedTuple):
    """E13: standing conflicts."""

    ceasefire: Annotated[float, Range(0.005, 0.10, "per month", "E13", "hazard of a ceasefire without pressure")] = 0.03
    pressure_attacker: Annotated[float, Range(0, 3, "logit", "E13", "a1: pressure on the attacker")] = 1.0
    pressure_defender: Annotated[float, Range(0, 3, "logit", "E13", "a2: pressure on the defender")] = 1.0
    supply: Annotated[
        float, Range(0, 5, "logit per supply", "E13", "a3: third-party arms to the attacker prolong it")
    ] = 2.0
    sanction_pressure: Annotated[float, Range(0, 0.5, "pressure per stock", "E13", "pressure that sanctions add")] = (
        0.15
    )
    relapse: Annotated[float, Range(0.002, 0.10, "per month", "E13", "hazard of relapse at even credibility")] = 0.02
    guarantee: Annotated[
        float, Range(0, 4, "logit per credibility", "E13", "b1: a credible guarantor deters relapse")
    ] = 2.0
    return_pace: Annotated[float, Range(0, 0.5, "per month", "E13", "pull of a war's intensity to its start")] = 0.1
    cooling: Annotated[float, Range(0.3, 1, "per month", "E13", "intensity left after a month of ceasefire")] = 0.7
    rekindled: Annotated[float, Range(0, 1, "intensity", "E13", "least intensity of a war that relapses")] = 0.3
    demobilisation: Annotated[float, Range(0, 0.8, "share of power", "E13", "freed when the fighting stops")] = 0.35


class Choice(NamedTuple):
    """E15: how states choose."""

    rationality: Annotated[
        float,
        Range(
            1,
            10,
            "per value",
            "E4, E9, E10, E15",
            "lambda: precision of quantal response",
            "McKelvey & Palfrey 1995; Signorino 1999",
        ),
    ] = 4.5
    level: Annotated[
        float,
        Range(
            0,
            2,
            "steps of reasoning",
            "E15",
            "k: 0 expects no answer, 1 habits, 2 the other's own choice",
            "Stahl & Wilson 1995",
            True,
        ),
    ] = 1.0
    gain: Annotated[
        float,
        Range(0, 60, "per value", "E15", "g: how far value moves a choice off its base rate; 0 is base rates alone"),
    ] = 30.0
    patience: Annotated[float, Range(0.8, 0.97, "per month", "E15", "gamma: weight of next month against this one")] = (
        0.9
    )
    initiatives: Annotated[
        float, Range(1, 4, "acts a month", "E15", "how many states a state can turn to in one month", whole=True)
    ] = 1.0
    grudge: Annotated[float, Range(0, 1, "share", "E15", "how far last year's dealings change habitual answers")] = 0.5
    restraint: Annotated[float, Range(0, 6, "logit per alignment", "E15", "friends make fewer demands")] = 2.0
    enmity: Annotated[float, Range(0, 3, "logit per alignment", "E15", "foes make more demands")] = 0.8
    bid: Annotated[float, Range(0, 0.2, "value", "E15", "pull to win back a client that drifts (M27)")] = 0.04
    screw: Annotated[float, Range(0, 0.2, "value", "E15", "pull to punish a client that drifts (M27)")] = 0.06
    satiety: Annotated[float, Range(1.05, 3, "supply", "E14", "supply at which need is fully met")] = 1.5


class Params(NamedTuple):
    """The rules' parameters, a group for each mechanism."""

    dependence: Dependence = Dependence()
    threat: Threat = Threat()
    intent: Intent = Intent()
    alignment: Alignment = Alignment()
    credibility: Credibility = Credibility()
    obligation: Obligation = Obligation()
    crisis: Crisis = Crisis()
    capability: Capability = Capability()
    stability: Stability = Stability()
    conflict: Conflict = Conflict()
    choice: Choice = Choice()


# groups too: a rule receives a pointer and not twenty numbers
for _group in get_type_hints(Params).values():
    by_reference(_group)
ParamsRef = by_reference(Params)


def ranges() -> dict[str, Range]:
    """Every parameter's `Range` by dotted path, in the order of the groups."""
    found = {}
    for group, kind in get_type_hints(Params).items():
        for name, hint in get_type_hints(kind, include_extras=True).items():
            found[f"{group}.{name}"] = get_args(hint)[1]
    return found


def with_values(params: Params, values: dict[str, float]) -> Params:
    """A copy of `params` with the values at the given dotted paths; paths and ranges are the caller's to check."""
    for path, value in values.items():
        group, name = path.split(".")
        params = params._replace(**{group: getattr(params, group)._replace(**{name: float(value)})})
    return params
