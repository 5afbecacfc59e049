"""What every sampler owes: the same sample for the same seed, values within their ranges, points that can be built."""

import numpy as np
import pytest
from scipy import stats

from sim.run.plan import PlanError
from sim.run.points import designed
from sim.run.priors import Interval, Prior, priors
from sim.run.samplers import LEVELS, SAMPLERS, drawn, unit_points
from sim.scenario import build, parse
from sim.scenario.schema import VALUES

POINTS = 16
NEED = ["scenario.need_E_PRK", "scenario.need_M_PRK", "scenario.need_P_PRK"]
WEIGHTS = [f"scenario.weight_{value}" for value in VALUES]


@pytest.fixture(params=SAMPLERS)
def sampler(request):
    return request.param


def test_the_seed_makes_the_sample(sampler, lesson):
    one, two, other = (drawn(lesson.scenario, sampler, POINTS, ["priors"], seed).columns for seed in (0, 0, 1))
    for name in one:
        np.testing.assert_array_equal(one[name], two[name])
    assert any((one[name] != other[name]).any() for name in one)


def test_the_global_generator_is_left_alone(sampler):
    np.random.seed(3)  # noqa: NPY002  the one that libraries reach for
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    unit_points(sampler, POINTS, 3, 0)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


def test_every_value_lies_in_its_range_and_every_point_can_be_built(sampler, flagship):
    scenario = flagship.scenario
    design = drawn(scenario, sampler, POINTS, ["priors", "choice.rationality"], 5)
    names = {f"scenario.{name}" for name in scenario.parameters} - {"scenario.afterwards"} | {"choice.rationality"}
    assert set(design.columns) == names
    for name, column in design.columns.items():
        if name != "choice.rationality":
            bounds = scenario.parameters[name.removeprefix("scenario.")]
            assert ((bounds.low - 1e-12 <= column) & (column <= bounds.high + 1e-12)).all()
    for point in (0, POINTS - 1):
        build(scenario, values={name: float(column[point]) for name, column in design.columns.items()})


def test_a_row_that_sums_to_1_still_does(sampler, flagship):
    columns = drawn(flagship.scenario, sampler, POINTS, NEED, 1).columns
    np.testing.assert_allclose(sum(columns[name] for name in NEED), 1)


def test_the_weights_of_value_are_drawn_as_one_row_for_all(sampler, flagship):
    columns = drawn(flagship.scenario, sampler, POINTS, WEIGHTS, 1).columns
    np.testing.assert_allclose(sum(columns[name] for name in WEIGHTS), 1)
    for point in (0, POINTS - 1):
        values = {name: float(columns[name][point]) for name in WEIGHTS}
        weights = build(flagship.scenario, values=values, acting=False).setting.weights
        usa, china = (weights[flagship.scenario.codes.index(code)] for code in ("USA", "CHN"))
        np.testing.assert_allclose(usa, list(values.values()))
        np.testing.assert_allclose(china[1:-1], usa[1:-1])  # all but threat and crises
        np.testing.assert_allclose(china[0] * 0.10, china[-1] * 0.22)
        np.testing.assert_allclose(weights.sum(axis=1), 1)


def test_a_named_subset_is_all_that_is_drawn(sampler, flagship):
    design = drawn(flagship.scenario, sampler, POINTS, ["params.crisis.cost", NEED[0]], 1)
    assert set(design.columns) == {"crisis.cost", NEED[0]}
    assert design.record["dimensions"] == ["crisis.cost", NEED[0]]


def test_the_sample_can_be_drawn_again_from_its_record(sampler, flagship):
    design = drawn(flagship.scenario, sampler, POINTS, [*NEED, "scenario.u_CHN_PRK"], 7)
    told = design.record
    unit = unit_points(told["sampler"], told["points"], len(told["dimensions"]), told["seed"])
    for prior in (Prior(**stated) for stated in told["priors"]):
        at = [told["dimensions"].index(name) for name in prior.dimensions]
        for name, column in prior.values(unit[:, at]).items():
            np.testing.assert_array_equal(column, design.columns[name])


@pytest.mark.parametrize("method", ["lhs", "sobol"])
def test_a_sample_follows_its_priors(method, flagship):
    columns = drawn(flagship.scenario, method, 512, ["choice.rationality", *NEED], 2).columns
    assert stats.kstest(columns["choice.rationality"], stats.uniform(1, 9).cdf).statistic < 0.01
    means = [columns[name].mean() for name in NEED]
    np.testing.assert_allclose(means, [0.45, 0.2, 0.35], atol=0.015)  # the file's row; ranges cut little


def test_a_dirichlet_row_without_binding_ranges_is_the_dirichlet_law():
    shape = (4.5, 2.0, 3.5)
    row = Prior(("a", "b", "c"), "dirichlet", (0, 0, 0), (1, 1, 1), shape=(*shape, 0))
    columns = row.values(unit_points("sobol", 1024, 2, 0))
    total = sum(shape)
    for name, alpha in zip("abc", shape, strict=True):
        assert stats.kstest(columns[name], stats.beta(alpha, total - alpha).cdf).statistic < 0.02


def test_a_triangular_prior_has_the_files_value_for_mode(lesson):
    text = lesson.scenario.text.replace(
        "    low: 0\n    high: 1\n", "    low: 0\n    high: 1\n    prior: triangular\n", 1
    )
    columns = drawn(parse(text), "sobol", 512, ["scenario.second_patron"], 0).columns
    law = stats.triang(lesson.scenario.parameters["second_patron"].value)
    assert stats.kstest(columns["scenario.second_patron"], law.cdf).statistic < 0.01


def test_an_interval_is_drawn_in_place_of_the_range(lesson):
    design = designed(lesson.scenario, {"crisis.cost": Interval(0.2, 0.25)}, "sobol", 64)
    cost = design.columns["crisis.cost"]
    assert 0.2 <= cost.min() < 0.21
    assert 0.24 < cost.max() <= 0.25


def test_saltelli_changes_one_dimension_from_base_to_base():
    dimensions = 3
    blocks = unit_points("saltelli", 8, dimensions, 1).reshape(8, dimensions + 2, dimensions)
    for d in range(dimensions):
        moved = blocks[:, d + 1] != blocks[:, 0]
        assert moved[:, d].all()
        assert moved.sum() == 8
        np.testing.assert_array_equal(blocks[:, d + 1, d], blocks[:, -1, d])


def test_morris_moves_one_dimension_at_a_time():
    dimensions = 3
    paths = unit_points("morris", 8, dimensions, 1).reshape(8, dimensions + 1, dimensions)
    steps = np.diff(paths, axis=1)
    assert ((steps != 0).sum(axis=2) == 1).all()
    np.testing.assert_allclose(np.abs(steps[steps != 0]), LEVELS / (2 * (LEVELS - 1)))


@pytest.mark.parametrize(
    ("over", "points", "said"),
    [
        ([], 16, "nothing to draw"),
        (["posture"], 16, "list its values"),
        (["choice.level"], 16, "no prior"),
        (["scenario.afterwards"], 16, "no prior"),
        (["choice.rationalty"], 16, "choice.rationality"),
        (["priors"], 1, "points is 1"),
        (["priors"], None, "points=N"),
    ],
)
def test_what_cannot_be_drawn_is_refused(sampler, flagship, over, points, said):
    with pytest.raises(PlanError, match=said):
        drawn(flagship.scenario, sampler, points, over, 0)


@pytest.mark.parametrize("method", ["sobol", "saltelli"])
def test_a_sobol_sequence_takes_a_power_of_two(method, lesson):
    with pytest.raises(PlanError, match="64 or 128, not 100"):
        drawn(lesson.scenario, method, 100, ["priors"], 0)


def test_an_unknown_sampler_is_refused(lesson):
    with pytest.raises(PlanError, match="did you mean sobol"):
        drawn(lesson.scenario, "sobl", 16, ["priors"], 0)


def test_priors_names_what_the_scenario_declares(lesson):
    names = [name for prior in priors(lesson.scenario, ["priors"]) for name in prior.names]
    assert names == [f"scenario.{name}" for name in lesson.scenario.parameters]
