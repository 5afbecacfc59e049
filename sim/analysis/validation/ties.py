"""Mechanisms of a client between its patrons: each a paired change and the sign that the sources claim."""

import numpy as np

from sim.model.events import SANCTION_DRAWN
from sim.model.world import KINDS, Record
from sim.outcomes.measures import Given, client_share

from .changes import NO_PACT, NO_RUSSIA, POOR_PATRON, RICH_PATRON
from .laboratory import AsPlayed, Finding, Laboratory, Outlook, difference, log_odds
from .rows import Rows
from .variant import MEAN, Variant, case_of, ended

TIES = Rows()
row = TIES.row


def offered(kind: str) -> str:
    """The outcome that is Russia's willingness to supply the DPRK with one kind."""
    return f"mean(willingness.{kind}[PRK,RUS])"


@row(
    "M3",
    "The motive is survival, leverage, disruption",
    miss="autonomy (w_A) moves pacts and goals (w_G) move troops, neither the other; less wish for the regime's own "
    "stability (w_S) brings more of both, since E14 hears of stability alone what an act does to it at once, and what "
    "one weight loses goes to the others. Of these fear (w_T) wants pacts most: survival enters through it",
)
def m03_motives_move_pacts_and_troops(lab: Laboratory) -> list[Finding]:
    """Each motive's weight at the least that its range admits, against its default.

    Pacts in a world where Russia and the DPRK have none yet; what is expected of a month, since they are too rare to
    be counted in months of simulation.
    """

    def pacts(outlook: Outlook) -> np.ndarray:
        pairs = (("PRK", "RUS"), ("RUS", "PRK"))
        return np.log(sum(outlook.chance(*pair, "PROPOSE") * outlook.pair("accept", *pair) for pair in pairs))

    def without(weight: str, least: float, what: str) -> Finding:
        base, of = (NO_PACT, pacts) if what == "RUS–PRK pacts" else (AsPlayed, log_odds("PRK", "RUS", "DEPLOY"))
        change = base.but(**{f"scenario__weight_{weight}": least})
        return lab.foresee(f"{weight} {least:g}: log of {what} expected a month", base, change, of, -1)

    motives = (("autonomy", 0.0), ("goal", 0.0), ("stability", 0.05))
    return [
        *(without(*motive, what) for motive in motives for what in ("RUS–PRK pacts", "DPRK deployments")),
        without("threat", 0.1, "RUS–PRK pacts"),
    ]


@row("M4", "Trump makes outcomes less predictable")
def m04_unpredictability_spreads_outcomes(lab: Laboratory) -> list[Finding]:
    """Squared distance from the mean, of a posture that switches at several rates p a month and of its mean shift.

    From a random start the spread falls with p; from a known start it rises and falls again (of ties, which follow
    the posture closely; supply follows slowly).
    """
    hold, tie = "final(dependence[PRK,CHN])", "final(alignment[USA,RUS])"

    def spread(start: str, rate: float) -> dict[str, np.ndarray]:
        variant = Variant(posture="volatile", start=start, switching=rate)
        values = {outcome: lab.values(variant, outcome) for outcome in (hold, tie)}
        return {outcome: (x - x.mean()) ** 2 for outcome, x in values.items()}

    steady = spread(MEAN, 0.0)
    random = {rate: spread("", rate) for rate in (0.05, 0.3, 1.0)}
    known = {rate: spread("transactional", rate) for rate in (0.0, 0.3, 1.0)}
    return [
        difference(f"{start} start, p {rate:g}: variance of {name}", steady[outcome], spreads[rate][outcome], 1)
        for start, spreads, rate in (("random", random, 0.05), ("random", random, 0.3), ("known", known, 0.3))
        for name, outcome in (("D of PRK on CHN", hold), ("A_USA,RUS", tie))
    ] + [
        difference("random start, p 1 for .05: variance of A_USA,RUS", random[0.05][tie], random[1.0][tie], -1),
        difference("known start, p .3 for 0: variance of A_USA,RUS", known[0.0][tie], known[0.3][tie], 1),
        difference("known start, p 1 for .3: variance of A_USA,RUS", known[0.3][tie], known[1.0][tie], -1),
    ]


@row("M5", "The DPRK always played great powers off")
def m05_second_patron_raises_the_clients_share(lab: Laboratory) -> list[Finding]:
    """Shapley share of the DPRK (E4b) with Russia as a patron and without."""
    case = case_of(lab.scenario, AsPlayed)
    given = Given(case.setting.need, case.params.dependence.substitution, lab.scenario.labels, lab.scenario.named)

    def share(record: Record) -> np.ndarray:
        return client_share(record, given)[:, -1, 0]

    return [lab.contrast("a second patron: the client's share", AsPlayed.but(*NO_RUSSIA), AsPlayed, share, 1)]


@row("M9", "Moscow wants a client against isolation")
def m09_isolation_makes_russia_willing(lab: Laboratory) -> list[Finding]:
    """What China could supply to Russia's economy, .1 against .5."""
    isolated = AsPlayed.but(scenario__cap_E_RUS_CHN=0.1)
    return [
        *(lab.contrast(f"isolation: willingness RUS→PRK ({kind})", AsPlayed, isolated, offered(kind), 1)
          for kind in KINDS),
        lab.contrast("isolation: dependence of RUS on PRK", AsPlayed, isolated, "mean(dependence[RUS,PRK])", 1),
    ]  # fmt: skip


@row("M10", "The tie is a liability if Russia re-engages")
def m10_thaw_with_washington_chills_the_patron(lab: Laboratory) -> list[Finding]:
    """A declared thaw of .45 between the USA and Russia."""
    thaw = AsPlayed.but(("thaw", ("USA", "RUS"), 0.45))
    return [lab.contrast(f"thaw: willingness RUS→PRK ({kind})", AsPlayed, thaw, offered(kind), -1) for kind in KINDS]


@row("M11", "The DPRK drifts from China")
def m11_russian_capacity_loosens_chinas_hold(lab: Laboratory) -> list[Finding]:
    """What Russia could supply to the DPRK's economy and forces, low against high."""
    hold, net = "mean(dependence[PRK,CHN])", "mean(dependence[PRK,CHN] - dependence[CHN,PRK])"
    return [
        lab.contrast("Russian capacity: D of PRK on CHN", POOR_PATRON, RICH_PATRON, hold, -1),
        lab.contrast("Russian capacity: L of CHN over PRK", POOR_PATRON, RICH_PATRON, net, -1),
        lab.contrast("Russian capacity: warmth CHN–PRK", POOR_PATRON, RICH_PATRON, "mean(alignment[PRK,CHN])", -1),
    ]


@row("M14", "Oil, gas, technology in return")
def m14_repayment_holds_the_tie(lab: Laboratory) -> list[Finding]:
    """A Russia that can repay little against one that can repay much."""
    tilt = "mean(alignment[PRK,RUS] - alignment[PRK,CHN])"
    return [
        lab.contrast("underpayment: warmth PRK–RUS", RICH_PATRON, POOR_PATRON, "mean(alignment[PRK,RUS])", -1),
        lab.contrast("underpayment: tilt of PRK to RUS over CHN", RICH_PATRON, POOR_PATRON, tilt, -1),
    ]


@row("M15", "Mutual defence, resistance to sanctions")
def m15_the_pact_deters_and_blunts_sanctions(lab: Laboratory) -> list[Finding]:
    """Maximum pressure with the pact and Russian cover, against neither; success is of a US sanction if ordered."""
    pressed = Variant(posture="maximum_pressure")
    alone = pressed.but(ended("rus_prk_2024"), ("capacity", ("PRK", "RUS"), 0.0, "P"))

    def comply(code: str) -> Finding:
        claim = f"pact: compliance of {code} with sanctions on PRK"
        return lab.foresee(claim, alone, pressed, lambda outlook: outlook.pair("comply", "PRK", code), -1)

    success, blunted = (lab.if_ordered(v, "USA", "SANCTION", "PRK", SANCTION_DRAWN) for v in (alone, pressed))
    return [
        *(comply(code) for code in ("CHN", "RUS", "KOR", "JPN")),
        difference("pact: Pr(a US sanction on PRK succeeds)", success, blunted, -1),
        lab.contrast("pact: Russian trade that reaches PRK", alone, pressed, "mean(offer.E[PRK,RUS])", 1),
        *(lab.foresee(f"pact: log odds that {code} demands of PRK", alone, pressed, log_odds(code, "PRK", "DEMAND"), -1)
          for code in ("USA", "KOR")),
    ]  # fmt: skip


@row(
    "M24",
    "China loses its say over the DPRK's forces",
    tips="scenario.own_M_PRK",
    note="by more is meant the share that is lost; in units of need trade loses more, being most of China's hold",
)
def m24_arms_leverage_falls_most(lab: Laboratory) -> list[Finding]:
    """China's hold by kind, Russia's capacity low against high; a kind's falls where what is offered exceeds need (E2).

    The DPRK's offers of arms sum to less than its need at its own .3, which leaves China's arms all their hold.
    """
    ratio = "mean(dependence.M[PRK,CHN] / dependence.E[PRK,CHN])"
    met = {"scenario__own_M_PRK": 0.45}
    poor, rich = POOR_PATRON.but(**met), RICH_PATRON.but(**met)
    return [
        *(lab.contrast(f"own arms .45: China's leverage, {kind}", poor, rich, f"mean(dependence.{kind}[PRK,CHN])", -1)
          for kind in "ME"),
        lab.contrast("own arms .45: leverage by arms over that by trade", poor, rich, ratio, -1),
        lab.contrast("own arms .3: leverage by arms over that by trade", POOR_PATRON, RICH_PATRON, ratio, 1),
    ]  # fmt: skip
