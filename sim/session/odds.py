"""The odds of an order before it is sent: the rules carry it out on the world as the seat knows it, and tell chances.

Nothing is worked out here. The act is done alone, by `step.carry_out`, on a copy of the world; what others decide is
turned so that the next question comes up (resisted, fought over), and only the chances are read from the log, never
the draws, which have nothing to do with the session's luck. Left out: what others do in the same month.
"""

from typing import NamedTuple

import numpy as np

from sim.analysis.why.draws import Draw, log_of
from sim.analysis.why.replay import ROWS
from sim.analysis.why.words import Tongue
from sim.model import events as e
from sim.model.draws import Luck
from sim.model.events import quiet_month
from sim.model.held import held
from sim.model.picture import picture
from sim.model.step import carry_out
from sim.model.world import ANY, NONAGGRESSION, World, blank_orders, copied, fresh
from sim.scenario import Case

ASKED = (
    e.RESISTED, e.FOUGHT, e.STOOD_DOWN, e.SANCTION_DRAWN, e.ACCEPTED, e.ANSWERED_BACK, e.HONOUR_DRAWN, e.FORBORE,
)  # fmt: skip


Key = tuple[int, int, int, int, int]  # kind of draw, actor, target, duty, enemy


class Chance(NamedTuple):
    """One thing that an order may bring about, in words, and how likely it is once it comes to that."""

    key: Key
    text: str
    chance: float


class Odds:
    """The odds of acts on one world as a seat knows it (seen.py); what all acts share is worked out once."""

    def __init__(self, world: World, case: Case, tongue: Tongue):
        self._duties, self._tongue = world.duties, tongue
        self._shape = len(world.power), int(case.params.choice.initiatives)  # N, slots
        self._setting, self._params = held(case.setting), held(case.params)
        self._picture = picture(held(world), self._setting, self._params, ANY)
        unreleased = fresh(world)
        unreleased.duties.clause[:] = 0.0
        self._world = held(unreleased)

    def of(self, actor: int, action: int, target: int) -> list[Chance]:
        """What an act would call for and the chance of each, in the order in which it would come up.

        Of a chain only the first wave is told, and a duty's chance is that of honouring it if its clause does not
        release the promisor.
        """
        (n, slots), duties = self._shape, self._duties
        orders = blank_orders(n, len(duties.status), slots)
        orders.resist[target, actor] = orders.fight[actor, target] = 1
        orders.honour[(duties.duty == NONAGGRESSION) & (duties.promisor == actor)] = 0
        acts, targets = np.full((n, slots), -1), np.full((n, slots), -1)
        acts[actor, 0], targets[actor, 0] = action, target
        events = quiet_month(n, ROWS)
        luck = Luck(np.uint64(0), np.uint64(0), np.uint64(0))
        carry_out(
            np.array([actor]), acts, targets, 0, copied(self._world), self._picture, self._setting, self._params,
            held(orders), luck, held(events),
        )  # fmt: skip
        return [
            Chance(key_of(draw), self._tongue.question(draw, duties), draw.probability)
            for draw in log_of(events)
            if draw.what in ASKED and draw.wave == 0
        ]


def key_of(draw: Draw) -> Key:
    """What a draw decides, whenever it is drawn; the same duty may be called upon against several attackers."""
    item = draw.item if draw.what in (e.HONOUR_DRAWN, e.FORBORE) else 0
    enemy = int(draw.terms["enemy"]) if draw.what == e.HONOUR_DRAWN else 0
    return draw.what, draw.actor, draw.target, item, enemy
