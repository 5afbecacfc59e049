"""The parts of a month, each repeated on its own: where the time goes."""

import numpy as np

from sim.model.appraisal import appraise, blank_appraisal, consequences
from sim.model.arrays import fill, put
from sim.model.choice import take
from sim.model.compiled import rule
from sim.model.consequences import list_cases, started
from sim.model.draws import CHOICE, Luck, fill_uniforms
from sim.model.events import no_events
from sim.model.moves import ANSWERS
from sim.model.picture import current_flows, current_security, picture
from sim.model.step import close_month
from sim.model.supply import supply_terms
from sim.model.world import ANY, copied

PICTURE, FLOWS, SECURITY, APPRAISAL, CONSEQUENCES, SUPPLY, RACE, CLOSE = range(8)
PARTS = {FLOWS: PICTURE, SECURITY: PICTURE, CONSEQUENCES: APPRAISAL, SUPPLY: CONSEQUENCES}  # what each is counted in
STAGES = {
    PICTURE: "the picture (E1–E10 for all pairs)",
    FLOWS: "of it offers, sanctions, dependence (E1–E4)",
    SECURITY: "of it strengths, threat, credibility (E5, E8)",
    APPRAISAL: "appraisal of all acts (E14, E15)",
    CONSEQUENCES: "of it what acts do to value, by classes (E6, E7, E9–E15)",
    SUPPLY: "of that what they do to supply (E1, E1b, E1c, E2)",
    RACE: "draws and race of the options",
    CLOSE: "the slow changes of the month (E1b, E6–E13)",
}


@rule
def repeat(stage, times, world, setting, params):
    """Do one stage for all states `times` over on one world; held by reference."""
    n, acts = world.power.shape[0], setting.actions.base_rate.shape[0]
    found, uniforms = blank_appraisal(n, acts), np.empty((n, acts))
    terms = found.terms
    action, target, undecided = np.empty(1, dtype=np.int64), np.empty(1, dtype=np.int64), np.empty(1, dtype=np.int64)
    undecided[0] = -1
    unforeseen, events, now = np.zeros((0, 0, 0)), no_events(n, 0), copied(world)
    pic = picture(world, setting, params, ANY)
    expected, lever = np.zeros((n, n, acts, ANSWERS)), pic.levers
    for i in range(n):
        appraise(i, world, pic, setting, params, unforeseen, found)
        put(expected[i], found.chance)
    flow, safe, room = pic.flows, pic.security, n * acts * ANSWERS
    case, share, listed = np.empty((n, room, 4), dtype=np.int64), np.empty((n, room)), np.empty(n, dtype=np.int64)
    for i in range(n):
        listed[i] = list_cases(expected[i], pic.moves.reply, case[i], share[i])
    for k in range(times):
        luck = Luck(np.uint64(1), np.uint64(k), np.uint64(1))
        if stage == PICTURE:
            pic = picture(world, setting, params, ANY)
        elif stage == FLOWS:
            flow = current_flows(world, lever, setting, params, ANY)
        elif stage == SECURITY:
            safe = current_security(world, lever, setting, params, ANY)
        elif stage == CLOSE:
            close_month(now, setting, params, luck, events)
        else:
            for i in range(n):
                if stage == APPRAISAL:
                    appraise(i, world, pic, setting, params, unforeseen, found)
                elif stage == CONSEQUENCES:
                    fill(terms, 0.0)
                    consequences(i, world, pic, setting, params, expected[i], terms)
                elif stage == SUPPLY:
                    count = listed[i]
                    supply_terms(
                        i, case[i, :count], share[i, :count], pic.moves, setting.actions, flow, pic.openings.capacity,
                        world.willingness, setting.reference.willingness, pic.pull, world.sanction, setting.hold_goal,
                        setting.harm_goal, world.rung, safe.near, setting.weights[i], 1.0, 1.0, params.choice.satiety,
                        params.dependence, started(count, 0.0), terms,
                    )  # fmt: skip
                else:
                    for j in range(n):
                        fill_uniforms(luck, CHOICE, setting.code[i], setting.code[j], uniforms[j])
                    take(i, found.log_weight, uniforms, undecided, undecided, action, target)
