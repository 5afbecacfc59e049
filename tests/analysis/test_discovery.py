"""Boxes: the same as EMA workbench's, the ones that were put there, and what is refused."""

import inspect
import warnings

import numpy as np
import pandas as pd
import pytest

from sim.analysis.discovery.box import Bounds, Words, inside, opened
from sim.analysis.discovery.prim import agreement, boxes, quasi_p, trajectory
from sim.analysis.discovery.table import in_words
from sim.run.plan import PlanError

POINTS = 400


def points(seed):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.random((POINTS, 4)), columns=list("abcd"))
    return frame.assign(word=rng.choice(["one", "two", "three"], POINTS)), rng


def planted(seed, luck):
    """Cases where a < .4 and b > .5 and the word is not two, some turned round by luck."""
    frame, rng = points(seed)
    true = ((frame["a"] < 0.4) & (frame["b"] > 0.5) & (frame["word"] != "two")).to_numpy()
    return frame, np.where(rng.random(POINTS) < luck, ~true, true).astype(float)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_box_on_the_way_is_that_of_ema_workbench(seed):
    frame, cases = planted(seed, luck=0.1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it would draw with, and of pandas
        from ema_workbench.analysis import prim as ema

        threshold = {"threshold": 0.05} if "threshold" in inspect.signature(ema.Prim).parameters else {}  # before 3.0
        theirs = ema.Prim(frame, cases, **threshold).find_box()
    ours = list(trajectory(frame, cases, 0.05 * POINTS))
    kept = [inside(box, frame) for box in ours]
    told = theirs.peeling_trajectory
    assert [int(one.sum()) for one in kept] == told["n"].tolist()
    assert [cases[one].mean() for one in kept] == pytest.approx(told["density"].tolist())
    assert [cases[one].sum() / cases.sum() for one in kept] == pytest.approx(told["coverage"].tolist())
    assert [len(box) for box in ours] == told["res_dim"].tolist()
    limits = theirs.box_lims[-1]
    for name, limit in ours[-1].items():
        if isinstance(limit, Words):
            assert limit == set(limits[name].iloc[0])
        else:
            low, high = limits[name]
            assert np.clip(limit, low, high) == pytest.approx([low, high])
    last = ours[-1]
    told_p = theirs.p_values if hasattr(theirs, "p_values") else theirs.qp  # from 3.0 on, before
    theirs_p = sorted(p for sides in told_p[len(ours) - 1].values() for p in sides if p >= 0)
    ours_p = sorted(quasi_p(last, wider, frame, cases) for _, wider in opened(last))
    assert ours_p == pytest.approx(theirs_p)


def test_what_was_planted_is_found_and_nothing_else():
    frame, cases = planted(3, luck=0.05)
    first, *rest = boxes(frame, cases)
    assert not rest
    assert set(first.box) == {"a", "b", "word"}
    assert first.box["a"].high == pytest.approx(0.4, abs=0.05)
    assert first.box["a"].low == -np.inf
    assert first.box["b"].low == pytest.approx(0.5, abs=0.05)
    assert first.box["word"] == {"one", "three"}
    assert first.density > 0.9
    assert first.coverage > 0.6  # the rest is luck, everywhere
    kept = inside(first.box, frame)
    assert first.mass == kept.mean()
    assert first.coverage == pytest.approx(cases[kept].sum() / cases.sum())


def test_two_regions_are_two_boxes():
    frame, _ = points(4)
    cases = ((frame["a"] < 0.2) | (frame["b"] > 0.8)).to_numpy(float)
    found = boxes(frame, cases)
    assert len(found) == 2
    assert {name for one in found for name in one.box} == {"a", "b"}
    assert sum(one.coverage for one in found) > 0.9


def test_a_box_is_as_dense_as_asked_and_no_smaller_than_that():
    frame, rng = points(5)
    cases = (rng.random(POINTS) < frame["a"]).astype(float)
    (half, *_), (dense, *_) = (boxes(frame, cases, density) for density in (0.6, 0.8))
    assert half.density >= 0.6
    assert dense.density >= 0.8
    assert half.coverage > dense.coverage
    assert boxes(frame, cases, 1.0) == [] or boxes(frame, cases, 1.0)[0].density == 1


def test_a_box_is_found_where_luck_alone_often_brings_the_case():
    frame, _ = points(7)
    cases = np.where(frame["a"] > 0.9, 0.9, 0.25)
    (found,) = boxes(frame, cases)
    assert found.box["a"].low == pytest.approx(0.9, abs=0.02)


@pytest.mark.parametrize(("kept", "kappa"), [([1, 1, 0, 0], 1), ([0, 0, 1, 1], -1), ([1, 0, 1, 0], 0), ([1] * 4, 0)])
def test_agreement_beyond_chance(kept, kappa):
    assert agreement(np.array([1.0, 1, 0, 0]), np.array(kept, bool)) == pytest.approx(kappa)


def test_chance_alone_makes_no_box():
    frame, rng = points(6)
    assert len(boxes(frame, (rng.random(POINTS) < 0.3).astype(float))) <= 1


@pytest.mark.parametrize(
    ("low", "high", "words", "said"),
    [
        (0.25, 1.0, "", "crisis.cost above 0.25"),
        (0.0, 0.25, "", "crisis.cost below 0.25"),
        (0.25, 0.5, "", "crisis.cost between 0.25 and 0.5"),
        (np.nan, np.nan, "one, two", "crisis.cost is one or two"),
    ],
)
def test_restrictions_in_words(low, high, words, said):
    row = {"parameter": "crisis.cost", "low": low, "high": high, "least": 0.0, "most": 1.0, "words": words}
    assert in_words(pd.Series(row)) == said


def test_a_side_that_is_opened_leaves_the_others():
    box = {"a": Bounds(0.1, 0.9), "word": Words({"one"})}
    wider = [one for _, one in opened(box)]
    assert wider == [
        {"a": Bounds(high=0.9), "word": Words({"one"})},
        {"a": Bounds(low=0.1), "word": Words({"one"})},
        {"a": Bounds(0.1, 0.9)},
    ]


@pytest.fixture(scope="module")
def drawn(lesson):
    axes = {"posture": ["reassure", "detente"]}
    return lesson.sweep(axes, sampler="lhs", points=60, over=["priors", "dependence.substitution"], replications=2)


def test_the_lessons_patron_loses_its_hold_where_the_second_can_give_much(drawn):
    found = drawn.discover("hold < 0.33")
    rows = found.table[found.table["box"] == 1].set_index("parameter")
    assert rows.loc["scenario.second_patron", "low"] > 0.4
    assert rows.loc["scenario.second_patron", "high"] == drawn.points["scenario.second_patron"].max()
    held = drawn.outcomes
    kept = np.ones(len(held), bool)
    for name, row in rows.iterrows():
        kept &= held[name].between(row["low"], row["high"]).to_numpy()
    cases = held["hold"] < 0.33
    assert rows["density"].iloc[0] == pytest.approx(cases[kept].mean())
    assert rows["coverage"].iloc[0] == pytest.approx(cases[kept].sum() / cases.sum())
    assert found.cases == pytest.approx(cases.mean())


def test_runs_in_which_it_cannot_be_told_are_left_out(drawn):
    found = drawn.discover("hold < 0.33 and compellence >= 0")
    assert found.missing == drawn.outcomes["compellence"].isna().sum()


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("hld < 0.3", "did you mean hold"),
        ("hold < -5", "true of no runs.*hold is 0"),
        ("hold > -5", "true of all runs"),
        ("hold", "neither true nor false"),
        ("posture == detente", "no column"),
    ],
)
def test_what_tells_nothing_is_refused(drawn, where, said):
    with pytest.raises(PlanError, match=said):
        drawn.discover(where)


def test_a_density_is_a_share_and_boxes_need_points(lesson, drawn):
    with pytest.raises(PlanError, match="above 0 and up to 1"):
        drawn.discover("hold < 0.33", density=1.5)
    with pytest.raises(PlanError, match="100 or more are needed"):
        lesson.sweep({"crisis.cost": [0.1, 0.2]}, replications=1).discover("hold < 0.33")
    with pytest.raises(PlanError, match="varies nothing"):
        lesson.run(replications=1).discover("hold < 0.33")


def test_the_command_says_it_in_words_and_keeps_the_table(command, tmp_path):
    asked = ("scenario=triangle_lesson", "sampler=lhs", "points=120", "over=priors", "replications=1", "out=mine")
    assert command("run", *asked)[0] == 0
    code, out, err = command("discover", "mine", "--where", "hold < 0.33")
    assert code == 0, err
    assert "scenario.second_patron above" in out
    table = pd.read_csv(tmp_path / "mine" / "discover.csv")
    assert {"box", "parameter", "low", "high", "coverage", "density", "mass", "p"} <= set(table)
    code, _, err = command("discover", "mine", "--where", "hld < 0.33")
    assert code == 2
    assert "did you mean hold" in err
