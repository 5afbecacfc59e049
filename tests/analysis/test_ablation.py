"""Ablation: the list, its points, and what each mechanism carries."""

import pandas as pd
import pytest

from sim.analysis.ablation import RULES, ablations, mechanisms_of
from sim.analysis.paired import paired
from sim.model.params import ranges
from sim.run.plan import PlanError, own_values
from sim.scenario import OverrideError, available, build, load


def test_every_mechanism_of_the_rules_is_on_by_default_and_off_at_the_end_of_a_range(lesson):
    own, known = own_values(lesson.scenario), ranges()
    for name, mechanism in RULES.items():
        assert mechanism.values, name
        for parameter, value in mechanism.values.items():
            assert own[parameter] != value, name
            assert value in (known[parameter].low, known[parameter].high), name


@pytest.mark.parametrize("scenario", [name for name, _, _ in available()])
def test_a_scenario_without_any_of_its_mechanisms_can_be_built(scenario):
    held = load(scenario)
    points = ablations(held)
    assert {"second_patron", "contagion", "clause"} <= set(points.mechanisms)
    assert not points.off_already
    for place in range(len(points.mechanisms) + 1):
        build(held, values={name: column[place].item() for name, column in points.design.columns.items()})


def test_each_point_is_without_one_mechanism_and_the_first_is_intact(lesson):
    params = {"alignment.balance": 0.2, "crisis.cost": 0.3}
    points = ablations(lesson.scenario, ["clause", "balance"], params)
    table = pd.DataFrame(points.design.columns)
    own = own_values(lesson.scenario) | params
    for place, off in enumerate([{}, RULES["clause"].values, RULES["balance"].values]):
        assert table.loc[place].to_dict() == {name: off.get(name, own[name]) for name in table}
    assert points.params == {"crisis.cost": 0.3}


def test_what_it_carries_is_the_paired_difference(lesson):
    table, result = lesson.ablate(["second_patron", "balance"], params={"crisis.cost": 0.3}, replications=10)
    assert result.plan.points == 3
    intact, without = (
        lesson.run(replications=10, params={"crisis.cost": 0.3} | more).outcomes
        for more in ({}, {"scenario.second_patron": 0})
    )
    expected = paired(intact, without, lesson.scenario.headline)
    found = table[table["mechanism"] == "second_patron"].set_index("outcome")
    pd.testing.assert_frame_equal(found[list(expected)], expected, check_names=False)
    assert found["intact"].tolist() == intact[lesson.scenario.headline].mean().tolist()


def test_what_is_off_already_is_told_and_what_is_unknown_refused(lesson):
    points = ablations(lesson.scenario, ["balance", "clause"], {"alignment.balance": 0})
    assert points.off_already == ("balance",)
    assert list(points.mechanisms) == ["clause"]
    with pytest.raises(PlanError, match="off already"):
        ablations(lesson.scenario, ["balance"], {"alignment.balance": 0})
    with pytest.raises(PlanError, match="did you mean balance"):
        ablations(lesson.scenario, ["balnce"])
    with pytest.raises(OverrideError, match="out of range"):
        ablations(lesson.scenario, ["balance"], {"alignment.balance": 9})


def test_the_command_shows_keeps_and_finds_again(command, lesson, tmp_path):
    asked = ("ablate", "scenario=triangle_lesson", "mechanisms=second_patron,reputation", "replications=10", "out=mine")
    code, out, err = command(*asked)
    assert code == 0, err
    assert mechanisms_of(lesson.scenario)["second_patron"].without in out
    table = pd.read_csv(tmp_path / "mine" / "ablate.csv")
    assert set(table["mechanism"]) == {"second_patron", "reputation"}
    assert "nothing was played" in command(*asked)[1]


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("mechanisms=contagon", "did you mean contagion"),
        ("sampler=lhs", "no setting"),
        ("-m", "takes no -m"),
        ("posture=detente,erratic", "plays one posture"),
        ("params.alignment.balance=9", "out of range"),
    ],
)
def test_bad_input_is_told_and_leaves_nothing(command, tmp_path, override, said):
    code, _, err = command("ablate", "scenario=triangle_lesson", "replications=1", "out=never", override)
    assert code == 2
    assert said in err
    assert not list(tmp_path.iterdir())
