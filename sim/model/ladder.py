"""The ladder: how a quarrel between two states rises and is eased, rung by rung (E10).

Calm, dispute, threat of force, use of force, war. Rungs are raised at once and lowered at the end
of a turn, from where they stood at its start, so that sealed orders do not see each other. What
chance does to a standing quarrel is in settle.py. Left out: more than two sides to a quarrel.
"""

from . import actions as act
from .compiled import rule
from .moves import act_of
from .world import CALM, CRISIS, FORCE, INVADED, MILITARY_THREAT, STRUCK, WAR

PRESSED = -1000  # in `eased`: a demand that was resisted keeps a quarrel open, whoever yields in it besides


@rule
def open_crisis(i, j, rung, before, world, events):
    """Raise the rung between challenger i and j; counts a crisis, a strike, an invasion as each rung is crossed.

    `before`: the rung from which i raises it, that at the start of its turn.
    """
    if before < MILITARY_THREAT and rung >= MILITARY_THREAT:
        events.tally[i, j, CRISIS] += 1
    if before < FORCE and rung >= FORCE:
        events.tally[i, j, STRUCK] += 1
    if before < WAR and rung >= WAR:
        events.tally[i, j, INVADED] += 1
    if world.initiator[i, j] < 0:
        world.initiator[i, j], world.initiator[j, i] = i, i
    higher = max(world.rung[i, j], rung)
    world.rung[i, j], world.rung[j, i] = higher, higher


@rule
def join_crisis(i, enemy, rung, defends, world, events):
    """i comes to stand against a party of another's crisis, on the side of who was attacked (`defends`) or attacks.

    It opens no crisis of its own: none is counted, and who is joined against was there first.
    """
    if world.initiator[i, enemy] < 0:
        opener = enemy if defends else i
        world.initiator[i, enemy], world.initiator[enemy, i] = opener, opener
    higher = max(world.rung[i, enemy], rung)
    world.rung[i, enemy], world.rung[enemy, i] = higher, higher
    if rung >= FORCE:
        events.force[i] = 1.0


@rule
def use_force(i, j, rung, before, world, events):
    """Force used by i on j at rung 3 or 4, raised from the rung `before`, and paid for at home (E12)."""
    open_crisis(i, j, rung, before, world, events)
    events.force[i] = 1.0


@rule
def force_meant(a, actions):
    """The rung of force that an act uses, 0 if none. It is legal only from the rung below (legal.py)."""
    procedure = actions.procedure[a]
    if procedure == act.STRIKE:
        return FORCE
    return WAR if procedure == act.INVADE or procedure == act.NUCLEAR else CALM


@rule
def severity_of_force(rung, actions):
    """Points of severity of force that is no act of its own, an answer or an ally's: those of a strike or an invasion.

    0 below rung 3, or where the action table has no such act.
    """
    if rung < FORCE:
        return 0.0
    procedure = act.STRIKE if rung == FORCE else act.INVADE
    a = act_of(procedure, actions.procedure)
    return actions.severity[a] if actions.procedure[a] == procedure else 0.0


@rule
def ease(before, eased, world):
    """Lower the rungs that the month's yielding lowers, by `eased` (N,N); one that was raised or PRESSED stands.

    `before` (N,N): the rungs at the start of the turn. At calm the quarrel has no initiator any more.
    """
    for i in range(before.shape[0]):
        for j in range(before.shape[0]):
            steps = eased[i, j] + eased[j, i]
            if steps > 0 and world.rung[i, j] <= before[i, j]:
                rung = max(CALM, before[i, j] - steps)
                world.rung[i, j], world.rung[j, i] = rung, rung
                if rung == CALM:
                    world.initiator[i, j], world.initiator[j, i] = -1, -1
                eased[i, j], eased[j, i] = 0, 0
