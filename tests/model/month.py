"""A month of the lesson in which only those act who are ordered to."""

import numpy as np

from sim.model.play import step
from sim.model.world import DEFENCE, IN_FORCE, MILITARY_THREAT, blank_orders, blank_record, fresh
from sim.scenario import build

ALPHA, BRAVO, CHARLY = range(3)
KEEP = 1  # a standing answer: honour, resist, accept, fight


class Month:
    """A month of the lesson in which CHARLY strikes BRAVO, ALPHA's client, and nobody else acts."""

    def __init__(self, lesson):
        self.case = build(lesson.scenario)
        self.names = list(lesson.scenario.labels.actions)
        self.world = fresh(self.case.world)
        self.duties = self.world.duties
        self.orders = blank_orders(3, len(self.duties.status), 1)
        self.orders.action[:], self.orders.target[:, 0] = self.names.index("WAIT"), range(3)
        self.world.rung[BRAVO, CHARLY] = self.world.rung[CHARLY, BRAVO] = MILITARY_THREAT
        self.world.initiator[BRAVO, CHARLY] = self.world.initiator[CHARLY, BRAVO] = CHARLY
        self.duties.clause[:] = 0.0
        self.order(CHARLY, "STRIKE", BRAVO)
        self.orders.honour[self.row(DEFENCE, ALPHA, BRAVO)] = KEEP

    def order(self, actor, act, target):
        self.orders.action[actor, 0], self.orders.target[actor, 0] = self.names.index(act), target

    def row(self, duty, promisor, beneficiary):
        """The first row of such a duty, spare ones last."""
        d = self.duties
        found = (d.duty == duty) & (d.promisor == promisor) & (d.beneficiary == beneficiary)
        return int(np.flatnonzero(found)[0])

    def sign(self, promisor, beneficiary, **columns):
        """Put a spare row between two states in force as another duty."""
        row = self.row(DEFENCE, promisor, beneficiary)
        for name, value in {"status": IN_FORCE, "clause": 0.0, **columns}.items():
            getattr(self.duties, name)[row] = value
        return row

    def play(self, replication=0):
        record = blank_record(1, 3, len(self.duties.status), len(self.world.intensity), 1)
        return step(self.world, self.case.setting, self.case.params, self.orders, 1, replication, 0, record, 99)


def drawn(events, what):
    """The log's rows of one kind."""
    log = events.log[: events.used[0]]
    return log[log[:, 0] == what]
