"""Mechanisms of supply, dependence and the war: each a paired change and the sign that the sources claim."""

import numpy as np

from sim.model.world import Record
from sim.outcomes.measures import Given, client_share

from .laboratory import SETTLING, AsPlayed, Finding, Laboratory, Outlook, difference, log_odds
from .rows import Rows
from .variant import MEAN, Variant, case_of, ended

TIES = Rows()
row = TIES.row

CEASEFIRE = 1
SETTLED = range(SETTLING)  # months before expectations are taken
SHORT_WAR = AsPlayed.but(conflict__ceasefire=0.10)
LONG_WAR = AsPlayed.but(conflict__ceasefire=0.005)
AT_CEASEFIRE = AsPlayed.but(("phase", "ukraine", CEASEFIRE))
NO_RUSSIA = [("capacity", ("PRK", "RUS"), 0.0, kind) for kind in "EMP"]
NO_PACT = AsPlayed.but(ended("rus_prk_2024"))
ARMED = {"scenario__own_M_PRK": 0.65}  # past the kink of E2: the DPRK's offers of arms sum to more than 1
POOR_PATRON = AsPlayed.but(scenario__cap_E_PRK_RUS=0.05, scenario__cap_M_PRK_RUS=0.3)
RICH_PATRON = AsPlayed.but(scenario__cap_E_PRK_RUS=0.6, scenario__cap_M_PRK_RUS=1.5)


@row("M1", "Ukraine talks stall, the Korean front widens")
def m01_stalled_talks_widen_the_korean_front(lab: Laboratory) -> list[Finding]:
    """A ceasefire hazard of .5 % a month against 10 %."""
    return [
        lab.contrast("longer war: DPRK deployments", SHORT_WAR, LONG_WAR, "sum(tally.deployed[PRK,RUS])", 1),
        lab.contrast("longer war: warmth PRK–RUS", SHORT_WAR, LONG_WAR, "mean(alignment[PRK,RUS])", 1),
    ]


@row("M2", "The DPRK sent troops, more may come")
def m02_troops_follow_war_and_payment(lab: Laboratory) -> list[Finding]:
    """A long war against a ceasefire; a deployment paid for in supply and goodwill against one that is not.

    The odds, not the count: supply alone lowers them (it costs autonomy, E14), the goodwill more than makes up.
    """
    unpaid = Variant(actions=(("payment", "DEPLOY", 0.0), ("goodwill", "DEPLOY", 0.0)))

    return [
        lab.contrast("war: DPRK deployments", AT_CEASEFIRE, LONG_WAR, "sum(tally.deployed[PRK,RUS])", 1),
        lab.contrast("war: DPRK power tied down", AT_CEASEFIRE, LONG_WAR, "mean(committed[PRK])", 1),
        lab.foresee("payment: log odds of a deployment", unpaid, AsPlayed, log_odds("PRK", "RUS", "DEPLOY"), 1),
    ]


@row("M3", "The motive is survival, leverage, disruption")
def m03_autonomy_moves_pacts(lab: Laboratory) -> list[Finding]:
    """w_A = 0 against the default, in a world where Russia and the DPRK have yet to make their pact.

    Shown in the pacts expected of a month: pacts are too rare to be counted in months of simulation.
    """

    def pacts(outlook: Outlook) -> np.ndarray:
        pairs = (("PRK", "RUS"), ("RUS", "PRK"))
        return np.log(sum(outlook.chance(*pair, "PROPOSE") * outlook.pair("accept", *pair) for pair in pairs))

    aloof = NO_PACT.but(scenario__weight_autonomy=0)
    return [lab.foresee("w_A = 0: log of RUS–PRK pacts expected a month", NO_PACT, aloof, pacts, -1)]


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


@row("M7", "Effects reach Northeast Asia")
def m07_war_raises_the_threat_to_korea(lab: Laboratory) -> list[Finding]:
    """A long war in Ukraine against a short one."""
    return [lab.contrast("longer war: threat KOR feels from PRK", SHORT_WAR, LONG_WAR, "mean(threat[KOR,PRK])", 1)]


@row("M8", "Party-to-party accord, memory politics")
def m08_an_accord_outlasts_the_war(lab: Laboratory) -> list[Finding]:
    """A ceasefire in the first month, with a standing accord between Russia and the DPRK and without."""
    accord = AT_CEASEFIRE.but(("thaw", ("RUS", "PRK"), 0.3))
    fall = "final(alignment[PRK,RUS]) - start(alignment[PRK,RUS])"
    return [lab.contrast("accord: what a ceasefire leaves of warmth PRK–RUS", AT_CEASEFIRE, accord, fall, 1)]


@row("M9", "Moscow wants a client against isolation")
def m09_isolation_makes_russia_willing(lab: Laboratory) -> list[Finding]:
    """What China could supply to Russia's economy, .1 against .5."""
    isolated = AsPlayed.but(scenario__cap_E_RUS_CHN=0.1)
    return [
        lab.contrast("isolation: willingness RUS→PRK (M)", AsPlayed, isolated, "mean(willingness.M[PRK,RUS])", 1),
        lab.contrast("isolation: dependence of RUS on PRK", AsPlayed, isolated, "mean(dependence[RUS,PRK])", 1),
    ]


@row("M10", "The tie is a liability if Russia re-engages")
def m10_thaw_with_washington_chills_the_patron(lab: Laboratory) -> list[Finding]:
    """A declared thaw of .45 between the USA and Russia."""
    thaw = AsPlayed.but(("thaw", ("USA", "RUS"), 0.45))
    return [
        lab.contrast(f"thaw: willingness RUS→PRK ({kind})", AsPlayed, thaw, f"mean(willingness.{kind}[PRK,RUS])", -1)
        for kind in "EM"
    ]


@row("M11", "The DPRK drifts from China")
def m11_russian_capacity_loosens_chinas_hold(lab: Laboratory) -> list[Finding]:
    """Russian capacity in economy and arms, low against high, past the kink (own arms .65)."""
    poor, rich = POOR_PATRON.but(**ARMED), RICH_PATRON.but(**ARMED)
    net = "mean(dependence[PRK,CHN] - dependence[CHN,PRK])"
    return [
        lab.contrast("Russian capacity: D of PRK on CHN", poor, rich, "mean(dependence[PRK,CHN])", -1),
        lab.contrast("Russian capacity: L of CHN over PRK", poor, rich, net, -1),
    ]


@row("M12", "The DPRK is a crucial ammunition supplier")
def m12_war_makes_russia_need_the_dprk(lab: Laboratory) -> list[Finding]:
    """A long war against a ceasefire in the first month."""
    return [lab.contrast("war: D of RUS on PRK", AT_CEASEFIRE, LONG_WAR, "mean(dependence[RUS,PRK], last=12)", 1)]


@row("M13", "Public confirmation on 28 April")
def m13_disclosure_binds(lab: Laboratory) -> list[Finding]:
    """Troops admitted in the first month against never."""
    silent = Variant(without=("troops_admitted",))
    told = silent.but(("public", ("PRK", "RUS"), 1))

    return [
        lab.contrast("disclosure: C of PRK in RUS's eyes", silent, told, "mean(credibility[RUS,PRK])", 1),
        lab.foresee("disclosure: log odds that PRK leaves", silent, told, log_odds("PRK", "RUS", "EXIT"), -1),
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
def m15_the_pact_blunts_sanctions(lab: Laboratory) -> list[Finding]:
    """Maximum pressure with the pact and Russian cover, against neither."""
    pressed = Variant(posture="maximum_pressure")
    alone = pressed.but(ended("rus_prk_2024"), ("capacity", ("PRK", "RUS"), 0.0, "P"))
    trade = "mean(offer.E[PRK,RUS])"
    return [
        lab.foresee(
            f"pact: compliance of {code} with sanctions on PRK",
            alone,
            pressed,
            lambda outlook, code=code: outlook.pair("comply", "PRK", code),  # type: ignore[misc]
            -1,
        )
        for code in ("CHN", "RUS")
    ] + [lab.contrast("pact: Russian trade that reaches PRK", alone, pressed, trade, 1)]


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
    """Casualties felt against not felt; then a poor patron against a rich one."""
    unfelt = LONG_WAR.but(stability__casualties=0)
    paid = LONG_WAR.but(scenario__cap_E_PRK_RUS=0.6)
    unpaid = LONG_WAR.but(scenario__cap_E_PRK_RUS=0.05)
    return [
        lab.contrast("casualties: stability of PRK", unfelt, LONG_WAR, "mean(stability[PRK])", -1),
        lab.contrast("payment: stability of PRK", unpaid, paid, "mean(stability[PRK])", 1),
    ]


@row("M24", "China loses its say over the DPRK's forces")
def m24_arms_leverage_falls_most(lab: Laboratory) -> list[Finding]:
    """China's hold by kind with Russia as a supplier and without, past the kink (own arms .65)."""
    alone, two = AsPlayed.but(*NO_RUSSIA, **ARMED), AsPlayed.but(**ARMED)
    ratio = "mean(dependence.M[PRK,CHN] / dependence.E[PRK,CHN])"
    return [
        lab.contrast("Russia: China's leverage by arms", alone, two, "mean(dependence.M[PRK,CHN])", -1),
        lab.contrast("Russia: the same over its leverage by trade", alone, two, ratio, -1),
    ]
