"""The parts of a month, each repeated on its own: where the time goes."""

import numpy as np

from sim.model.appraisal import appraise
from sim.model.choice import take
from sim.model.compiled import rule
from sim.model.draws import CHOICE, Luck, fill_uniforms
from sim.model.events import no_events
from sim.model.moves import ANSWERS
from sim.model.picture import picture
from sim.model.step import close_month
from sim.model.value import TERMS
from sim.model.world import ANY, copied

PICTURE, APPRAISAL, RACE, CLOSE = range(4)
STAGES = {
    PICTURE: "the picture (E1–E10 for all pairs)",
    APPRAISAL: "appraisal of all acts (E14, E15)",
    RACE: "draws and race of the options",
    CLOSE: "the slow changes of the month (E1b, E6–E13)",
}


@rule
def repeat(stage, times, world, setting, params):
    """Do one stage for all states `times` over on one world; held by reference."""
    n, acts = world.power.shape[0], setting.actions.base_rate.shape[0]
    chance, terms = np.empty((n, acts, ANSWERS)), np.empty((n, acts, len(TERMS)))
    worth, log_weight, uniforms = np.empty((n, acts)), np.empty((n, acts)), np.empty((n, acts))
    action, target, undecided = np.empty(1, dtype=np.int64), np.empty(1, dtype=np.int64), np.empty(1, dtype=np.int64)
    undecided[0] = -1
    unforeseen, events, now = np.zeros((0, 0, 0)), no_events(n, 0), copied(world)
    pic = picture(world, setting, params, ANY)
    appraise(0, world, pic, setting, params, unforeseen, chance, terms, worth, log_weight)
    for k in range(times):
        luck = Luck(np.uint64(1), np.uint64(k), np.uint64(1))
        if stage == PICTURE:
            pic = picture(world, setting, params, ANY)
        elif stage == CLOSE:
            close_month(now, setting, params, luck, events)
        else:
            for i in range(n):
                if stage == APPRAISAL:
                    appraise(i, world, pic, setting, params, unforeseen, chance, terms, worth, log_weight)
                else:
                    for j in range(n):
                        fill_uniforms(luck, CHOICE, setting.code[i], setting.code[j], uniforms[j])
                    take(i, log_weight, uniforms, undecided, undecided, action, target)
