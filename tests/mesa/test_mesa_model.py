"""The Mesa face plays the very runs of the sweep, and a state that decides for itself is obeyed."""

from functools import partial

import numpy as np
import pytest

from sim.mesa_model import Answers, Order, State, StrategicModel
from sim.model.play import play_many
from sim.model.world import Record, blank_record
from sim.scenario import OverrideError, build


def compiled(scenario, months, seed=0, replication=0, **request):
    """The record of the same run in the compiled loop."""
    case = build(scenario, **request)
    world = case.world
    record = blank_record(months, len(world.power), len(world.duties.status), len(world.intensity), 1)
    play_many(case.world, case.setting, case.params, seed, replication, record)
    return record


def parted(one, two, months):
    """The fields in which two records differ in the first months."""
    return [f for f in Record._fields if not np.array_equal(getattr(one, f)[:, : months + 1], getattr(two, f))]


def acts(model, month=1):
    """Everybody's acts in a month, by code."""
    return dict(zip(model.source.codes, model.record.act[0, month].tolist(), strict=True))


class Obstinate(State):
    """Does the same thing whenever it may, else holds still."""

    wish = Order("SUMMIT", "CHARLY")

    def decide(self):
        return self.wish if self.wish in self.options() else []


@pytest.mark.parametrize(
    ("name", "months", "request_"),
    [
        ("lesson", 24, {}),
        ("lesson", 24, {"posture": "erratic", "activation": "random"}),
        ("lesson", 12, {"values": {"choice.level": 2, "choice.initiatives": 2, "scenario.pact_strength": 0.9}}),
        ("flagship", 12, {"posture": "volatile"}),
        ("flagship", 12, {}),
    ],
)
def test_stepped_by_mesa_is_the_compiled_run(request, name, months, request_):
    scenario = request.getfixturevalue(name).scenario
    asked = {"params" if name == "values" else name: value for name, value in request_.items()}
    model = StrategicModel(scenario, seed=4, replication=3, **asked)
    for _ in range(months):
        model.step()
    assert parted(model.record, compiled(scenario, months, 4, 3, **request_), months) == []
    assert model.month == model.steps == months


def test_the_start_is_there_before_the_first_step(lesson):
    model = StrategicModel(lesson.scenario)
    assert parted(model.record, compiled(lesson.scenario, 0), 0) == []


def test_a_model_runs_to_its_scenarios_end_and_no_further(lesson):
    model = StrategicModel()
    model.run_model()
    assert model.month == lesson.scenario.months
    assert model.date == "2027-01"
    with pytest.raises(ValueError, match="ends after 24 months"):
        model.step()


def test_states_are_views_on_their_rows(lesson):
    model = StrategicModel(lesson.scenario)
    model.step()
    n = model.source.codes.index("BRAVO")
    bravo = model.state("BRAVO")
    assert bravo.power == model.world.power[n]
    assert bravo.alignment_with("ALPHA") == model.state("ALPHA").alignment_with("BRAVO")
    assert bravo.hostility_of("CHARLY") == model.world.hostility[n, model.source.codes.index("CHARLY")]
    assert bravo.leverage_over("ALPHA") == -model.state("ALPHA").leverage_over("BRAVO") != 0
    assert bravo.threat == pytest.approx(bravo.threat_from("ALPHA") + bravo.threat_from("CHARLY"))
    assert bravo.rung_with("ALPHA") == model.world.rung[n, model.source.codes.index("ALPHA")]
    model.world.stability[n] = 0.125
    assert bravo.stability == 0.125


def test_nobody_decides_in_python_unless_asked_to(lesson, monkeypatch):
    def never(self):
        raise AssertionError("a Python choice was made")

    monkeypatch.setattr(State, "decide", never)
    StrategicModel(lesson.scenario).step()


def test_a_rule_that_leaves_it_to_the_model_changes_nothing(lesson):
    class Deferring(State):
        def decide(self):
            return super().decide()

    model = StrategicModel(lesson.scenario, deciders=dict.fromkeys(lesson.scenario.codes, Deferring))
    model.run_model()
    assert parted(model.record, compiled(lesson.scenario, 24), 24) == []


@pytest.mark.parametrize("activation", ["simultaneous", "fixed"])
def test_ordering_what_the_model_would_have_chosen_changes_nothing(lesson, activation):
    """The strictest form of: an order leaves everybody's luck alone."""
    usual = StrategicModel(lesson.scenario, seed=2, activation=activation)
    ordered = StrategicModel(lesson.scenario, seed=2, activation=activation)
    for _ in range(lesson.scenario.months):
        usual.step()
        for state in ordered.agents:
            state.decide = partial(list, usual.state(state.code).acts)
        ordered.step()
    assert (usual.record.act >= 0).any()
    assert parted(ordered.record, usual.record, lesson.scenario.months) == []


def test_an_order_is_carried_out_and_leaves_the_others_luck_alone(lesson):
    changed = 0
    for replication in range(8):
        usual = StrategicModel(lesson.scenario, replication=replication)
        willed = StrategicModel(lesson.scenario, replication=replication, deciders={"BRAVO": Obstinate})
        usual.step()
        willed.step()
        assert willed.state("BRAVO").acts == [Obstinate.wish]
        one, two = acts(usual), acts(willed)
        changed += one.pop("BRAVO") != two.pop("BRAVO")
        assert one == two
    assert changed


def test_holding_still(lesson):
    model = StrategicModel(lesson.scenario)
    model.state("ALPHA").decide = lambda: Order("WAIT")
    model.state("BRAVO").decide = lambda: []
    model.run_model()
    busy = dict(zip(model.source.codes, (model.record.act[0] >= 0).any(axis=(0, 2)), strict=True))
    assert busy == {"ALPHA": False, "BRAVO": False, "CHARLY": True}


def test_several_orders_and_nothing_beside_them(lesson):
    model = StrategicModel(lesson.scenario, params={"choice.initiatives": 3})
    both = [("SUMMIT", "ALPHA"), ("SUMMIT", "CHARLY")]
    for _ in range(6):
        model.state("BRAVO").decide = lambda: both
        model.step()
        assert model.state("BRAVO").acts == both
        model.state("BRAVO").decide = lambda: both[:1]
        model.step()
        assert model.state("BRAVO").acts == both[:1]


def test_every_option_can_be_ordered(lesson):
    options = StrategicModel(lesson.scenario).state("BRAVO").options()
    assert {order.action for order in options} >= {"SUMMIT", "DEMAND", "EXIT"}
    for order in options:
        model = StrategicModel(lesson.scenario)
        model.state("BRAVO").decide = lambda order=order: order
        model.step()
        assert model.state("BRAVO").acts == [order]


def test_the_models_own_choices_are_among_the_options(flagship):
    model = StrategicModel(flagship.scenario, seed=1, params={"choice.initiatives": 3})
    for _ in range(6):
        could = {state.code: state.options() for state in model.agents}
        model.step()
        for state in model.agents:
            assert set(state.acts) <= set(could[state.code])


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (("STRKE", "ALPHA"), "did you mean STRIKE"),
        (("SUMMIT", "ALFA"), "did you mean ALPHA"),
        (("STRIKE", "ALPHA"), "BRAVO may not STRIKE ALPHA now; to ALPHA it may SUMMIT, CONCEDE"),
        (("NUCLEAR", "ALPHA"), "may not NUCLEAR"),
        (("SUMMIT", "BRAVO"), "may do nothing to BRAVO"),
        (("SUMMIT",), "no state"),
        ("SUMMIT", "is no order"),
        (5, "is no order"),
        ([("SUMMIT", "ALPHA"), ("SUMMIT", "CHARLY")], "2 orders for 1 initiative"),
    ],
)
def test_an_illegal_order_says_what_is_legal_and_moves_nothing(lesson, decision, told):
    model = StrategicModel(lesson.scenario)
    model.state("BRAVO").decide = lambda: decision
    with pytest.raises(ValueError, match=told):
        model.step()
    assert model.month == 0
    assert parted(model.record, compiled(lesson.scenario, 0), 0) == []


def test_one_act_to_a_target(lesson):
    model = StrategicModel(lesson.scenario, params={"choice.initiatives": 2})
    model.state("BRAVO").decide = lambda: [("SUMMIT", "ALPHA"), ("CONCEDE", "ALPHA")]
    with pytest.raises(ValueError, match="two orders at one target"):
        model.step()


@pytest.mark.parametrize(
    ("asked", "error", "told"),
    [
        ({"seed": -1}, ValueError, "seed is -1"),
        ({"replication": 1.5}, ValueError, "replication is 1.5"),
        ({"posture": "detent"}, OverrideError, "detente"),
        ({"params": {"choice.rationalty": 3}}, OverrideError, "choice.rationality"),
        ({"deciders": {"BRAV": Obstinate}}, ValueError, "did you mean BRAVO"),
    ],
)
def test_what_cannot_be_played_is_refused(asked, error, told):
    with pytest.raises(error, match=told):
        StrategicModel("triangle_lesson", **asked)


@pytest.mark.parametrize("resists", [True, False])
def test_a_state_answers_as_it_says(lesson, resists):
    def came(replication):
        model = StrategicModel(lesson.scenario, replication=replication)
        model.state("ALPHA").decide = lambda: Order("DEMAND", "CHARLY")
        model.state("ALPHA").answers = lambda: Answers(fight={"CHARLY": False})
        model.state("CHARLY").answers = lambda: Answers(resist={"ALPHA": resists})
        model.step()
        return model.happened("yielded"), model.happened("crisis")

    assert {came(replication) for replication in range(6)} == {(0 if resists else 1, 0)}


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (Answers(resist={"ALFA": True}), "did you mean ALPHA"),
        (Answers(accept={"BRAVO": True}), "no other state"),
        (Answers(honour={0: True}), "duty 0 is not its own"),
        (Answers(honour={99: True}), "duty 99 is not its own"),
    ],
)
def test_an_answer_to_nobody_is_refused_and_moves_nothing(lesson, answers, told):
    model = StrategicModel(lesson.scenario)
    model.state("BRAVO").answers = lambda: answers
    with pytest.raises(ValueError, match=told):
        model.step()
    assert model.month == 0


def test_a_duty_is_honoured_or_not_as_its_promisor_says(flagship):
    """All calls on duties answered alike, over a few years: what is counted is what was said."""
    for honours in (True, False):
        model = StrategicModel(flagship.scenario, seed=3)
        duties = model.world.duties
        for state in model.agents:
            own = {int(row): honours for row in np.nonzero(duties.promisor == state.row)[0]}
            state.answers = lambda own=own: Answers(honour=own)
        invoked = honoured = 0
        for _ in range(24):
            model.step()
            invoked += model.latest("invoked").sum()
            honoured += model.latest("honoured").sum()
        assert invoked > 0
        assert honoured == (invoked if honours else 0)
