"""Sensitivity: known answers of test functions, luck told apart from parameters, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from SALib.test_functions import Ishigami, Sobol_G

from sim.analysis.sensitivity.effects import effects
from sim.analysis.sensitivity.intervals import defined, estimated
from sim.analysis.sensitivity.luck import LUCK, luck_share
from sim.analysis.sensitivity.methods import DUMMY, METHODS, check_sample, in_order, serving
from sim.analysis.sensitivity.sample import Sample, samples
from sim.analysis.sensitivity.table import sensitivity
from sim.run.plan import Plan, PlanError
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
    share, low, high = luck_share(sample)
    assert low <= 4.5 / (4.5 + 21 / 12) <= high
    assert low < share < high


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
    assert left_out == []
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


def test_a_grid_serves_analysis_of_variance_and_if_asked_pawn_over_all_that_varies(lesson):
    costs = np.linspace(0.1, 0.6, 50).round(3).tolist()
    grid = lesson.sweep({"acting": [True, False], "crisis.cost": costs}, replications=1)
    table, _ = grid.sensitivity(["tilt"])
    assert set(table["method"]) == {"anova"}
    first = table[table["index"] == "S1"].set_index("parameter")["value"]
    means = grid.outcomes.groupby("acting")["tilt"].mean()
    assert first["acting"] == pytest.approx(means.var(ddof=0) / grid.outcomes["tilt"].var(ddof=0))
    table, _ = grid.sensitivity(["tilt"], ["pawn"])
    assert table["parameter"].tolist() == ["acting", "crisis.cost", DUMMY]
    assert table.loc[0, "value"] == table["value"].max()


def gridded(function, levels, noise=0.0, replications=1, seed=11):
    """A full grid, its points in no order, as a sample; half of the luck is shared by all points."""
    at = np.stack(np.meshgrid(*map(np.arange, levels), indexing="ij"), axis=-1).reshape(-1, len(levels)).astype(float)
    rng = np.random.default_rng(seed)
    rng.shuffle(at)
    luck = noise * (rng.normal(size=replications) + rng.normal(size=(len(at), replications)))
    return Sample("grid", tuple("abc")[: len(levels)], at, function(at)[:, None] + luck)


def test_the_variance_of_a_grid_is_shared_out_as_by_hand():
    """y = 2a + b + 2ab over ±1, c nothing: shares 4, 1 and 4 of 9, of which 4 by a and b together."""
    values, half = estimated(METHODS["anova"], gridded(lambda at: _signs(at) @ [2, 1, 0] + 2 * _product(at), (2, 2, 3)))
    assert values[0] == pytest.approx([4 / 9, 1 / 9, 0])
    assert values[1] == pytest.approx([8 / 9, 5 / 9, 0])
    assert np.isnan(half).all()  # every point was played, and luck cannot be seen in one replication


def _signs(at):
    return np.where(at[:, :3] == 0, -1.0, 1.0)


def _product(at):
    return _signs(at)[:, 0] * _signs(at)[:, 1]


def test_intervals_of_a_grid_cover_what_luck_would_move():
    """Of a + b/2 over four values each, 16 : 4; luck of a variance of three quarters of that between points."""
    true = np.array([0.8, 0.2, 0.0])
    held = []
    for seed in range(200):
        sample = gridded(lambda at: at[:, 0] + at[:, 1] / 2, (4, 4, 3), noise=0.77, replications=6, seed=seed)
        values, half = estimated(METHODS["anova"], sample)
        held.append(np.abs(values[0] - true) <= half[0])
    assert 0.9 <= np.mean(held) <= 0.99


def test_a_grid_with_a_hole_is_refused():
    sample = gridded(lambda at: at[:, 0], (3, 4))
    with pytest.raises(PlanError, match="of 12 combinations 11 are there"):
        check_sample("anova", sample.of(np.arange(11)))


@pytest.mark.parametrize("many", [2, 4, 8, 20])
@pytest.mark.parametrize("own", [0.1, 1.0])
def test_the_interval_of_lucks_share_covers_it_at_any_number_of_replications(many, own):
    """Luck of variance 1 that all points share, and some that each has for itself, over points of variance 1.25."""
    at = np.arange(4.0).repeat(8)[:, None]
    true = (1 + own) / (1 + own + 1.25)
    held = []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        luck = rng.normal(size=many) + np.sqrt(own) * rng.normal(size=(len(at), many))
        _, low, high = luck_share(Sample("grid", ("a",), at, at + luck), seed)
        held.append(low <= true <= high)
    assert np.mean(held) >= 0.91  # 95 % less three errors of such a count


def test_parameters_are_in_the_order_of_the_index_that_tells():
    rows = pd.DataFrame(
        {
            "parameter": ["a", "b", "a", "b"],
            "index": ["mu_star", "mu_star", "sigma", "sigma"],
            "value": [0.1, 0.3, 0.9, -0.2],
        }
    )
    assert in_order(rows) == ["b", "a"]


@pytest.mark.parametrize(
    ("sampler", "unasked"),
    [("saltelli", ["sobol"]), ("morris", ["morris"]), ("lhs", ["first", "pawn"]), ("sobol", ["first", "pawn"])],
)
def test_pawn_is_not_worked_out_unasked_beside_what_a_sample_is_made_for(sampler, unasked):
    sample = sampled(additive, sampler, 16, 4)
    assert serving(sample, unasked=True) == unasked
    assert "pawn" in serving(sample)


def test_the_drivers_of_an_effect_are_those_of_the_difference(lesson):
    """Each posture less the other, point by point and luck by luck, is the sample whose variance is shared out."""
    axes = {"posture": ["reassure", "detente", "erratic"], "crisis.cost": [0.1, 0.3, 0.5], "choice.rationality": [2, 4]}
    grid = lesson.sweep(axes, replications=3)
    frame = grid.outcomes
    made = {
        posture: (plan, changes) for posture, plan, changes in effects(grid.plan, frame, ["hold", "tilt"], "detente")
    }
    assert list(made) == ["reassure", "erratic"]
    plan, changes = made["erratic"]
    assert plan.varied.keys() == {"crisis.cost", "choice.rationality"}
    keys = ["crisis.cost", "choice.rationality", "replication"]
    by_hand = {name: frame[frame["posture"] == name].set_index(keys)["tilt"] for name in ("detente", "erratic")}
    expected = by_hand["erratic"] - by_hand["detente"]
    for row in changes.itertuples():
        at = (*(plan.varied[name][row.point] for name in keys[:2]), row.replication)
        assert row.tilt == expected[at]


def test_a_parameter_that_moves_postures_alike_drives_no_effect():
    """y = 4a + [posture q] · (2b + a/8) over ±1: nearly all of the effect is b's, nearly all of the level a's."""
    names = {"posture": ["p", "q"], "a": [-1.0, 1.0], "b": [-1.0, 1.0]}
    points = pd.MultiIndex.from_product(names.values(), names=names).to_frame(index=False)
    level = 4 * points["a"] + (points["posture"] == "q") * (2 * points["b"] + points["a"] / 8)
    luck = np.random.default_rng(2).normal(size=4)
    varied = {name: column.to_numpy() for name, column in points.astype({"posture": str}).items()}
    frame = pd.DataFrame(
        {
            "point": np.repeat(np.arange(8), 4),
            "replication": np.tile(np.arange(4), 8),
            "y": np.repeat(level.to_numpy(), 4) + np.tile(luck, 8),
        }
    )
    plan = _plan(varied, 8, 4)
    whole, _ = sensitivity(plan, {}, frame, ["y"])
    ((posture, of_q, changes),) = effects(plan, frame, ["y"], "p")
    assert posture == "q"
    table, _ = sensitivity(of_q, {}, changes, ["y"])
    first = [t[t["index"] == "S1"].set_index("parameter")["value"] for t in (whole, table)]
    assert first[0]["a"] == pytest.approx(16.504 / 18.508, abs=1e-4)
    assert first[1].to_dict() == pytest.approx({"a": 1 / 257, "b": 256 / 257})
    assert table.loc[table["method"] == LUCK, "value"].iloc[0] == pytest.approx(0, abs=1e-12)  # the same for both


def _plan(varied, points, replications):
    return Plan(
        scenario="made_up", text="", posture="p", values={}, seed=0, activation="simultaneous", acting=True,
        varied=varied, points=points, replications=replications, record="outcomes", rules="",
    )  # fmt: skip


def test_an_effect_that_cannot_be_told_is_refused(lesson):
    alone = lesson.sweep({"posture": ["reassure", "detente"]}, replications=2)
    fixed = lesson.sweep({"crisis.cost": [0.1, 0.2]}, replications=2)
    for swept, against, said in (
        (alone, "reassure", "needs more than postures to vary"),
        (alone, "reasure", "did you mean reassure"),
        (fixed, "baseline", "needs a sweep of postures"),
    ):
        with pytest.raises(PlanError, match=said):
            swept.sensitivity(["tilt"], against=against)


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


def test_luck_that_is_not_there_or_cannot_be_told_has_no_interval_out_of_nothing():
    at = np.arange(6.0)[:, None]
    assert luck_share(Sample("lhs", ("a",), at, np.repeat(at, 3, axis=1))) == (0.0, 0.0, 0.0)
    alone = np.full((6, 3), np.nan)
    alone[:, 0] = at[:, 0]
    assert np.isnan(luck_share(Sample("lhs", ("a",), at, alone))).all()
