"""Sensitivity: known answers of test functions, luck told apart from parameters, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from SALib.test_functions import Ishigami, Sobol_G

from sim.analysis.sensitivity.intervals import defined, estimated
from sim.analysis.sensitivity.methods import DUMMY, LUCK_SHARE, METHODS, check_sample
from sim.analysis.sensitivity.sample import Sample, samples
from sim.analysis.sensitivity.table import sensitivity
from sim.run.plan import PlanError
from sim.run.samplers import unit_points

ISHIGAMI = {"S1": [0.3139, 0.4424, 0], "ST": [0.5576, 0.4424, 0.2437]}  # a = 7, b = 0.1 (Saltelli et al. 2008)


def sampled(function, sampler, points, dimensions, noise=0.0, replications=1):
    """A sample of a function of the unit cube, each replication with its own luck, which points share in part."""
    at = unit_points(sampler, points, dimensions, 7)
    rng = np.random.default_rng(11)
    shared = rng.normal(size=replications)
    luck = noise * (shared + rng.normal(size=(len(at), replications)))
    names = tuple(f"x{d}" for d in range(dimensions))
    block = {"saltelli": dimensions + 2, "morris": dimensions + 1}.get(sampler, 1)
    return Sample(sampler, names, at, function(at)[:, None] + luck, block)


def ishigami(at):
    return Ishigami.evaluate(at * 2 * np.pi - np.pi)


def additive(at):
    return at @ [4.0, 2.0, 1.0, 0.0]


def test_sobols_indices_of_ishigami():
    values, half = estimated(METHODS["sobol"], sampled(ishigami, "saltelli", 1024, 3))
    for index, value, width in zip(METHODS["sobol"].indices, values, half, strict=True):
        assert value == pytest.approx(ISHIGAMI[index], abs=0.03)
        assert (np.abs(value - ISHIGAMI[index]) <= width + 0.005).all()


def test_sobols_indices_of_sobols_g():
    a = np.array([0, 1, 4.5, 9])
    sample = sampled(lambda at: Sobol_G.evaluate(at, a=a), "saltelli", 1024, 4)
    values, _ = estimated(METHODS["sobol"], sample)
    assert values[0] == pytest.approx(Sobol_G.sensitivity_index(a), abs=0.02)
    assert values[1] == pytest.approx(Sobol_G.total_sensitivity_index(a), abs=0.02)


def test_first_order_of_a_sample_without_design():
    values, _ = estimated(METHODS["first"], sampled(ishigami, "lhs", 2048, 3))
    assert values[0] == pytest.approx(ISHIGAMI["S1"], abs=0.05)


def test_elementary_effects_of_a_sum_are_its_weights():
    values, half = estimated(METHODS["morris"], sampled(additive, "morris", 10, 4))
    weights = [4, 2, 1, 0]
    assert values == pytest.approx(np.array([weights, weights, [0] * 4]))
    assert half == pytest.approx(0, abs=1e-9)


def test_pawn_puts_parameters_in_order_and_what_does_nothing_beside_the_dummy():
    sample = sampled(additive, "sobol", 1024, 4)
    values, half = estimated(METHODS["pawn"], sample)
    found = dict(zip(METHODS["pawn"].rows(sample), values[0], strict=True))
    assert list(found)[-1] == DUMMY
    assert found["x0"] > found["x1"] > found["x2"] > found["x3"]
    assert found["x3"] == pytest.approx(found[DUMMY], abs=0.03)
    assert (half > 0).all()


def test_luck_is_told_apart_from_parameters():
    """Of 4x + 2y + z, whose variance is 21/12, with luck of variance 2 · 1.5² on every run."""
    sample = sampled(additive, "saltelli", 512, 4, noise=1.5, replications=4)
    values, half = estimated(METHODS["sobol"], sample)
    true = np.array([16, 4, 1, 0]) / 21
    assert (np.abs(values - true) <= half).all()
    assert half.max() < 0.5
    raw = METHODS["sobol"].moments(sample)
    assert raw[1, 3] / raw[2, 3] > 0.2  # of the means alone, what does nothing seems to
    assert abs(values[1, 3]) < 0.15
    share, width = estimated(LUCK_SHARE, sample)
    assert abs(share - 4.5 / (4.5 + 21 / 12)) <= width


def test_the_same_sample_gives_the_same_table_and_another_seed_the_same_values():
    sample = sampled(ishigami, "saltelli", 64, 3)
    values, half = estimated(METHODS["sobol"], sample)
    again, other = estimated(METHODS["sobol"], sample), estimated(METHODS["sobol"], sample, seed=1)
    assert (values == again[0]).all()
    assert (half == again[1]).all()
    assert (values == other[0]).all()
    assert half == pytest.approx(other[1], rel=0.5)


def test_a_point_without_a_value_takes_its_block_with_it():
    sample = sampled(additive, "morris", 12, 4, noise=0.1, replications=3)
    runs = sample.runs.copy()
    runs[7] = np.nan  # a point of the second trajectory
    runs[15, 0] = np.nan  # one run of a point of the fourth
    kept = defined(sample._replace(runs=runs))
    assert len(kept.blocks) == 11
    assert np.isnan(kept.runs).sum() == 1
    assert np.isfinite(kept.means).all()


@pytest.mark.parametrize(
    ("method", "sampler", "points", "said"),
    [
        ("sobol", "saltelli", 32, "sampler=saltelli points=64 plays 384 points"),
        ("sobol", "lhs", 600, "sampler=saltelli points=64 plays 384 points; this sample serves first, pawn"),
        ("first", "sobol", 64, "sampler=sobol points=512 plays 512 points"),
        ("morris", "morris", 4, "sampler=morris points=10 plays 50 points"),
        ("morris", "saltelli", 64, "sampler=morris points=10"),
        ("pawn", "lhs", 60, "sampler=lhs points=100"),
    ],
)
def test_a_sample_that_will_not_do_is_refused_with_what_would(method, sampler, points, said):
    with pytest.raises(PlanError, match=said.replace("(", r"\(")):
        check_sample(method, sampled(additive, sampler, points, 4))


@pytest.fixture(scope="module")
def drawn(lesson):
    axes = {"posture": ["reassure", "detente"]}
    return lesson.sweep(axes, sampler="morris", points=10, over=["priors", "dependence.substitution"], replications=2)


def test_the_lesson_is_driven_by_what_the_second_patron_can_give(drawn):
    table, left_out = drawn.sensitivity(["hold", "tilt"])
    assert left_out == ["pawn needs 100 points and this sample has 40: sampler=morris points=25 plays 100 points"]
    assert list(table)[:3] == ["outcome", "posture", "parameter"]
    assert len(table) == 2 * 2 * (3 * 3 + 1)  # outcomes, postures; three of Morris's, luck
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()
    stars = table[(table["index"] == "mu_star") & (table["outcome"] == "hold")]
    for _, rows in stars.groupby("posture"):
        assert rows.loc[rows["value"].idxmax(), "parameter"] == "scenario.second_patron"


def test_each_combination_of_the_lists_is_a_sample_of_its_own(drawn):
    cells = list(samples(drawn.plan, drawn.design, drawn.outcomes, "hold"))
    assert [cell for cell, _ in cells] == [{"posture": "reassure"}, {"posture": "detente"}]
    runs = drawn.outcomes
    for cell, sample in cells:
        of_it = runs[runs["posture"] == cell["posture"]].groupby("point")["hold"].mean()
        assert sample.means == pytest.approx(of_it.to_numpy())
        assert sample.block == 4


def test_a_grid_serves_pawn_over_all_that_varies(lesson):
    costs = np.linspace(0.1, 0.6, 50).round(3).tolist()
    grid = lesson.sweep({"acting": [True, False], "crisis.cost": costs}, replications=1)
    table, _ = grid.sensitivity(["tilt"])
    assert table["parameter"].tolist() == ["acting", "crisis.cost", DUMMY]
    assert table.loc[0, "value"] == table["value"].max()


def test_an_outcome_that_is_never_defined_or_never_varies(drawn):
    frame = drawn.outcomes.assign(never=np.nan, always=1.0)
    with pytest.raises(PlanError, match="never is defined throughout in 0 of 10 parts"):
        sensitivity(drawn.plan, drawn.design, frame, ["never"])
    table, left_out = sensitivity(drawn.plan, drawn.design, frame, ["always", "never"])
    assert table["value"].isna().all()
    assert any("never" in why for why in left_out)


def test_what_cannot_be_told_is_refused(lesson, drawn):
    with pytest.raises(PlanError, match="varies nothing"):
        lesson.run(replications=2).sensitivity()
    with pytest.raises(PlanError, match="did you mean tilt"):
        drawn.sensitivity(["tlt"])
    with pytest.raises(PlanError, match="did you mean morris"):
        drawn.sensitivity(["tilt"], ["moris"])
    moved = drawn.design | {"seed": 1}
    with pytest.raises(PlanError, match="another sample"):
        sensitivity(drawn.plan, moved, drawn.outcomes, ["tilt"])


def test_the_command_shows_and_keeps_the_table(command, tmp_path):
    asked = ("scenario=triangle_lesson", "sampler=morris", "points=10", "over=priors", "replications=2", "out=mine")
    assert command("run", *asked)[0] == 0
    code, out, err = command("sensitivity", "mine", "--outcome", "hold")
    assert code == 0, err
    assert "scenario.second_patron" in out
    assert "luck's share" in out
    _, out, _ = command("sensitivity", "mine", "--outcome", "wars")
    assert "between runs: – (the outcome does not vary" in out
    assert "nan" not in out
    table = pd.read_csv(tmp_path / "mine" / "sensitivity.csv")
    assert {"parameter", "index", "value", "low", "high"} <= set(table)
    for asked, said in (
        (["--method", "sobol"], "sampler=saltelli points=64 plays 256 points"),
        (["--outcome", "hld"], "did you mean hold"),
    ):
        code, _, err = command("sensitivity", "mine", *asked)
        assert code == 2
        assert said in err
    assert command("run", *asked_again("mine"))[0] == 0
    assert not (tmp_path / "mine" / "sensitivity.csv").exists()


def asked_again(folder):
    """Another run in the same folder: what was made of the first goes with it."""
    return ("scenario=triangle_lesson", "replications=2", f"out={folder}", "overwrite=true")
