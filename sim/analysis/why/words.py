"""Codes and figures as a reader's words: short, with the figures to two digits."""

from typing import NamedTuple

import numpy as np

from sim.model import events as e
from sim.model.obligations import provocation
from sim.model.params import Params
from sim.model.value import TERMS
from sim.model.world import DUTIES, LEVELS, NEUTRALITY, NONAGGRESSION, TROOPS, Obligations, Setting
from sim.outcomes.labels import Labels
from sim.scenario import Scenario

from .crises import Clash
from .draws import ABANDONED, ENTRAPPED, LAPSED, Call, Draw

RUNGS = ("calm", "dispute", "threat of force", "use of force", "war")  # of a crisis (E10), as MID levels of hostility
VERBS = {
    "SUMMIT": "meets {}", "CONCEDE": "concedes to {}", "AID": "gives aid to {}", "ARMS": "arms {}",
    "TECHNOLOGY": "hands technology to {}", "PROPOSE": "proposes a defence pact to {}",
    "EXIT": "leaves its treaties with {}", "POSTURE": "drills against {}", "DEMAND": "makes a demand on {}",
    "RESTRAIN": "tells {} to stand down", "SANCTION": "sanctions {}", "WITHHOLD": "withholds supply from {}",
    "DEPLOY": "sends troops to {}", "STRIKE": "strikes {}", "INVADE": "invades {}",
    "NUCLEAR": "uses nuclear weapons on {}",
}  # fmt: skip
GAINS = {  # a term of value that rises, and one that falls
    "threat": ("less threat", "more threat"),
    "economy": ("needs better met", "needs worse met"),
    "autonomy": ("more autonomy", "less autonomy"),
    "stability": ("steadier at home", "shakier at home"),
    "goal": ("nearer its goals", "further from its goals"),
    "image": ("better company", "worse company"),
    "crisis": ("fewer crises to bear", "more crises to bear"),
}
assert set(GAINS) == set(TERMS)
HELP = dict(zip(range(-1, TROOPS + 1), ("gives nothing", "consults", "gives aid", "gives arms", "sends troops"),
                strict=True))  # fmt: skip
assert len(HELP) == len(LEVELS) + 1


def percent(share: float) -> str:
    """A probability in per cent, to two digits."""
    if share >= 0.995:
        return "100 %" if share >= 0.9995 else f"{100 * share:.1f} %"
    return "<0.01 %" if 0.0 < share < 1e-4 else f"{f'{100 * share:#.2g}'.rstrip('.')} %"


def decimal(value: float, digits: int = 2, signed: bool = False) -> str:
    """A figure to so many decimals, none of them a zero below zero."""
    return f"{value:{'+' if signed else ''}z,.{digits}f}".replace("-", "−")


def drawn(value: float) -> str:
    """A uniform draw, to two decimals or as many as keep it from looking like 0 or 1."""
    return next((text for digits in range(2, 20) if 0.0 < float(text := f"{value:.{digits}f}") < 1.0), decimal(value))


def lasting(time: float) -> str:
    """A time to two digits."""
    return np.format_float_positional(time, precision=2, fractional=False, trim="-")


def times(factor: float) -> str:
    """A factor to two digits."""
    return f"×{factor:.2g}" if 0.01 <= factor < 99.5 else "×over 100" if factor > 1 else "×under 0.01"


def doing(action: str, target: str) -> str:
    """An act toward a state, without who does it."""
    if action == "WAIT":
        return "holds still"
    return VERBS[action].format(target) if action in VERBS else f"does {action} toward {target}"


def listed(names: list[str]) -> str:
    """Names as in a sentence."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


class Tongue(NamedTuple):
    """What sentences about one history need: names, and the rules' numbers that they quote."""

    scenario: Scenario
    setting: Setting
    params: Params

    @property
    def labels(self) -> Labels:
        """The names behind positions."""
        return self.scenario.labels

    def code(self, i: int) -> str:
        """A state's code."""
        return self.labels.codes[i]

    def did(self, actor: int, action: int, target: int) -> str:
        """An act as a sentence."""
        return f"{self.code(actor)} {doing(self.labels.actions[action], self.code(target))}"

    def treaty(self, row: int, duties: Obligations) -> str:
        """The treaty that a duty belongs to."""
        signed_here = duties.treaty[row] >= self.setting.spare[0]
        return "their pact" if signed_here else self.labels.treaties[row]

    def owes(self, call: Call, duties: Obligations) -> str:
        """A duty as a clause: who owes what to whom by which treaty."""
        owed = f"{DUTIES[call.duty]} to {self.code(call.beneficiary)}"
        return f"{self.code(call.promisor)} owes {owed} ({self.treaty(call.row, duties)})"

    def came_to(self, call: Call) -> str:
        """What a call on a duty came to, in words."""
        if call.outcome == LAPSED or call.honour is None:
            return "lapsed by its clause"
        partner, enemy = self.code(call.beneficiary), self.code(call.enemy)
        if call.duty == NONAGGRESSION:
            return "broken" if call.outcome == ABANDONED else f"honoured: it spares {partner}"
        if call.duty == NEUTRALITY:
            return "broken" if call.outcome == ABANDONED else f"honoured: it stays out against {partner}"
        helps = HELP[call.honour.outcome]
        if call.outcome == ABANDONED:
            return f"abandoned: it {'' if call.honour.outcome < 0 else 'only '}{helps}"
        if call.outcome == ENTRAPPED:
            return f"entrapped: it {helps} against {enemy} for its word alone"
        return f"honoured: it {helps}"

    def clause(self, draw: Draw) -> str:
        """Why a clause did or did not release the promisor (E9a)."""
        p, partner = self.params.obligation, self.code(draw.target)
        if draw.draw >= draw.probability:
            return f"its clause does not bite ({chance(draw)})"
        seen = draw.terms["provocation"] + p.misjudgement * draw.terms["misjudgement"]
        opened = draw.terms["provocation"] == provocation(True, 0.0, self.params.intent.harsh_year)
        fault = f"{partner} opened the fight: " if opened else ""
        joint = "and" if draw.outcome else "but"
        above = "above" if draw.outcome else "not above"
        limit = f"provocation is seen as {decimal(seen)}, {above} {decimal(p.provocation)}"
        return f"its clause bites ({chance(draw)}), {joint} {fault}{limit}"

    def honour(self, call: Call) -> str:
        """Benefit, cost of what is due and word of a duty, the chance they make, and the draw (E9b)."""
        assert call.honour is not None
        terms = call.honour.terms
        made = f"benefit {decimal(terms['benefit'])}, cost {decimal(call.cost)}, word {decimal(terms['word'])}"
        return f"{made}: {chance(call.honour)}"

    def opening(self, clash: Clash) -> str:
        """What an event is, as a sentence."""
        one, other = self.code(clash.attacker), self.code(clash.victim)
        if clash.cause == "answer":
            assert clash.drawn is not None
            return f"{one} answers {other} at the same rung ({chance(clash.drawn)})"
        if clash.cause == "join":
            return f"{one} joins against {other}" + (" and uses force" if clash.rung >= 3 else "")
        if clash.cause == "demand":
            return f"{one} makes a demand on {other}"
        said = {"strike": "strikes", "invade": "invades", "nuclear": "uses nuclear weapons on"}[clash.cause]
        if clash.forborne and clash.rung == 0:
            return f"{one} means to strike {other}" if clash.cause == "strike" else f"{one} means to invade {other}"
        came = ", but their quarrel has moved on and it comes to nothing" if clash.rung == 0 else ""
        return f"{one} {said} {other}{came}"

    def question(self, draw: Draw, duties: Obligations) -> str:
        """What a draw decides, as a sentence that may come true; empty for draws that no order calls for."""
        one, two_ = self.code(draw.actor), self.code(draw.target)
        if draw.what == e.RESISTED:
            return f"{two_} resists"
        if draw.what == e.FOUGHT:
            return f"{one} threatens force if resisted"
        if draw.what == e.STOOD_DOWN:
            return f"{two_} stands down against {self.code(draw.item)}"
        if draw.what == e.SANCTION_DRAWN:
            return f"{two_} yields to the sanctions"
        if draw.what == e.ACCEPTED:
            return f"{two_} accepts the pact"
        if draw.what == e.ANSWERED_BACK:
            return f"{one} answers at the same rung"
        if draw.what in (e.HONOUR_DRAWN, e.FORBORE):
            owed = f"{DUTIES[duties.duty[draw.item]]} to {two_}"
            return f"{one} honours {owed} ({self.treaty(draw.item, duties)})"
        return ""

    def other(self, draw: Draw) -> str:
        """A draw outside decisions and crises as a sentence; empty for what is told elsewhere."""
        one, two_, odds = self.code(draw.actor), self.code(draw.target), chance(draw)
        if draw.what == e.STOOD_DOWN:
            rival = self.code(draw.item)
            return (
                f"{two_} {'stands' if draw.outcome else 'does not stand'} down against {rival}, as {one} asks ({odds})"
            )
        if draw.what == e.SANCTION_DRAWN:
            told = "yields to" if draw.outcome else "bears"
            return f"{two_} {told} the sanctions of {one} ({percent(draw.terms['damage'])} of its need lost; {odds})"
        if draw.what == e.ACCEPTED:
            return f"{two_} {'accepts' if draw.outcome else 'declines'} the pact that {one} proposes ({odds})"
        if draw.what == e.LEFT:
            return f"{one} leaves its treaties with {two_}, and is trusted less by all"
        if draw.what == e.CALMED:
            falls = f"falls to {RUNGS[draw.item - 1]}" if draw.outcome else f"stays at {RUNGS[draw.item]}"
            return f"the quarrel of {one} and {two_} {falls} ({odds})"
        if draw.what == e.WAR_ENDED:
            won, lost = (one, two_) if draw.outcome else (two_, one)
            return f"the war of {one} on {two_} ends: {won} wins, {lost} concedes ({one} wins: {odds})"
        if draw.what in (e.CEASED, e.RELAPSED):
            name = self.labels.conflicts[draw.item]
            now = ("a ceasefire", "the fighting goes on") if draw.what == e.CEASED else (
                "the fighting starts again", "the ceasefire holds")  # fmt: skip
            return f"{name}: {now[0] if draw.outcome else now[1]} ({odds})"
        if draw.what == e.UNREST_BROKE:
            calm = "unrest" if draw.outcome else "no unrest"
            return f"{calm} in {one} (stability {decimal(draw.terms['stability'])}; {odds})"
        if draw.what == e.POSTURE_TAKEN:
            return f"{one} turns to {self.labels.postures[draw.item]}"
        return ""


def chance(draw: Draw) -> str:
    """The chance of a draw and what was drawn."""
    return f"chance {percent(draw.probability)}, draw {drawn(draw.draw)}"
