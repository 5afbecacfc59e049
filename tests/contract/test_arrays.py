"""Every array is float64 or int64 in C order, so that every entry point compiles once."""

import numba
import numpy as np
import pytest

from sim.model import play
from sim.model.stage import STAGES
from sim.model.world import (
    Actions,
    Calendar,
    Obligations,
    Orders,
    Postures,
    Record,
    Reference,
    Setting,
    World,
    blank_orders,
    fresh,
)
from sim.scenario import build

TABLES = (Actions, Calendar, Obligations, Orders, Postures, Record, Reference, Setting, World)


def arrays(table, path=""):
    """Every array of a table with its dotted name."""
    for name, value in table._asdict().items():
        if isinstance(value, TABLES):
            yield from arrays(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def check(table):
    for name, array in arrays(table):
        assert isinstance(array, np.ndarray), name
        assert array.dtype in (np.float64, np.int64), (name, array.dtype)
        assert array.flags.c_contiguous, name
        assert array.flags.writeable, name
        assert array.flags.aligned, name


def all_cases(scenario):
    """A case for each posture, and one for the values at either end of each parameter of the scenario."""
    for posture in scenario.postures:
        yield build(scenario, posture=posture)
    for name, parameter in scenario.parameters.items():
        yield build(scenario, values={f"scenario.{name}": parameter.high})


@pytest.mark.parametrize("name", ["lesson", "flagship"])
def test_arrays_have_one_form_from_a_scenario_through_a_step(request, played, name):
    scenario = request.getfixturevalue(name).scenario
    for case in all_cases(scenario):
        check(case.world)
        check(case.setting)
    n, m = len(case.world.power), len(case.world.duties.status)
    check(fresh(case.world))
    check(blank_orders(n, m, 2))
    check(played(case, 1))


@pytest.mark.parametrize("name", ["lesson", "flagship"])
def test_a_step_keeps_the_form(request, played, name):
    case = build(request.getfixturevalue(name).scenario)
    orders = blank_orders(len(case.world.power), len(case.world.duties.status), int(case.params.choice.initiatives))
    later, _ = play.step(case.world, case.setting, case.params, orders, 0, 0, 0, played(case, 1))
    check(later)
    forms = [{name: (array.dtype, array.shape) for name, array in arrays(world)} for world in (case.world, later)]
    assert forms[0] == forms[1]


@pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")
def test_each_entry_compiles_once(lesson, flagship, played, stepped):
    for study in (lesson, flagship):
        for activation in ("simultaneous", "random"):
            for posture in list(study.scenario.postures)[-2:]:
                case = build(study.scenario, posture=posture, activation=activation, values={"choice.level": 2})
                played(case, 1, seed=2**63 - 1, runs=2)
                stepped(case, 1, replication=10**9 - 1)
    assert {stage.name: len(stage.rule.signatures) for stage in STAGES.values()} == dict.fromkeys(STAGES, 1)
