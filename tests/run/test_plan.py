"""When two requests are the same plan, and which cannot be one."""

import pickle

import numpy as np
import pytest

from sim.run.manifest import facts
from sim.run.plan import LEAST_SHARD, MOST_SHARD, SHARDS, PlanError, planned
from sim.scenario import parse
from sim.study import Study


def plan_of(study, **changes):
    request = {"posture": "baseline", "values": {}, "replications": 10, "seed": 0, "record": "outcomes"} | changes
    return planned(study.scenario, **request)


@pytest.mark.parametrize(
    "change",
    [
        {"posture": "reassure"},
        {"values": {"choice.rationality": 3.0}},
        {"values": {"scenario.second_patron": 0.1}},
        {"replications": 11},
        {"seed": 1},
        {"record": "steps"},
        {"activation": "random"},
        {"acting": False},
    ],
)
def test_a_plan_is_told_by_everything_asked(lesson, change):
    assert plan_of(lesson, **change).hash != plan_of(lesson).hash


def test_a_value_that_is_already_so_is_no_change(lesson):
    own = lesson.scenario.parameters["second_patron"].value
    same = plan_of(lesson, values={"scenario.second_patron": own, "choice.level": 1})
    assert same == plan_of(lesson)
    assert same.hash == plan_of(lesson).hash


def test_what_is_checked_is_what_will_be_played(flagship):
    own = {f"scenario.{name}": parameter.value for name, parameter in flagship.scenario.parameters.items()}
    change = {"scenario.need_E_PRK": 0.6}
    (one, case), (two, same) = (flagship.prepare(params=params) for params in (change, own | change))
    assert one.hash == two.hash
    assert facts(case.setting.reference) == facts(same.setting.reference)
    np.testing.assert_array_equal(case.setting.need, same.setting.need)


def test_numbers_of_numpy_are_numbers(lesson):
    theirs = {"replications": np.int64(3), "seed": np.uint8(4), "params": {"choice.level": np.int64(2)}}
    ours = {"replications": 3, "seed": 4, "params": {"choice.level": 2}}
    (plan, _), (same, _) = (lesson.prepare(**request) for request in (theirs, ours))
    assert plan == same
    assert plan.hash == same.hash
    lesson.prepare(params={"choice.rationality": np.float32(2)})


def test_the_order_of_values_does_not_matter(lesson):
    values = {"choice.rationality": 3.0, "crisis.cost": 0.2}
    reversed_values = dict(reversed(values.items()))
    assert plan_of(lesson, values=values).hash == plan_of(lesson, values=reversed_values).hash


@pytest.mark.parametrize(
    "wrong",
    [
        {"replications": 0},
        {"replications": -5},
        {"replications": 2.5},
        {"replications": True},
        {"replications": "many"},
        {"seed": -1},
        {"seed": 2**63},
        {"record": "all"},
    ],
)
def test_what_cannot_be_run_is_refused(lesson, wrong):
    with pytest.raises(PlanError, match=next(iter(wrong))):
        lesson.prepare(**wrong)


ROWS = LEAST_SHARD


@pytest.mark.parametrize("points", [1, 3, 7])
@pytest.mark.parametrize("replications", [1, 10, ROWS - 1, ROWS, ROWS + 1, 3 * ROWS])
def test_shards_cover_every_run_once(lesson, points, replications):
    varied = {"crisis.cost": [0.1 + point / 100 for point in range(points)]} if points > 1 else {}
    plan = plan_of(lesson, replications=replications, varied=varied)
    shards = plan.shards()
    held = [
        (span.point, r)
        for shard in shards
        for span in shard.spans(0, shard.rows)
        for r in range(span.first, span.first + span.rows)
    ]
    assert held == [(point, r) for point in range(points) for r in range(replications)]
    assert all(shard.rows == plan.shard_rows for shard in shards[:-1])
    assert len({shard.name for shard in shards}) == len(shards)


@pytest.mark.parametrize("replications", [10, 10**4, 10**5, 10**6, 10**8])
def test_a_large_plan_has_dozens_of_files_and_no_shard_is_too_large(lesson, replications):
    plan = plan_of(lesson, replications=replications)
    assert LEAST_SHARD <= plan.shard_rows <= MOST_SHARD
    assert plan.shard_rows == MOST_SHARD or -(-replications // plan.shard_rows) <= SHARDS


def test_a_shard_tells_its_points_and_can_be_sent_away(lesson):
    plan = plan_of(
        lesson, replications=40, varied={"crisis.cost": np.linspace(0.1, 0.6, 30), "posture": ["erratic"] * 30}
    )
    last = pickle.loads(pickle.dumps(plan.shards()[-1]))
    assert last.name == plan.shards()[-1].name
    assert last.plan.points < plan.points
    assert last.plan.point(29) == plan.point(29)
    assert dict(plan.point(29).values) == {"crisis.cost": pytest.approx(0.6)}
    assert plan.posture == "erratic"
    assert list(plan.varied) == ["crisis.cost"]


@pytest.mark.parametrize(
    "change", [{"seed": 1}, {"values": {"choice.rationality": 3.0}}, {"record": "steps"}, {"replications": 11}]
)
def test_a_shards_name_tells_what_made_it(lesson, change):
    assert plan_of(lesson, **change).shards()[0].name != plan_of(lesson).shards()[0].name


def test_a_shards_name_does_not_depend_on_other_points(lesson):
    costs = np.linspace(0.1, 0.6, 60)
    first, second = (plan_of(lesson, replications=10, varied={"crisis.cost": c}).shards() for c in (costs, costs[::-1]))
    longer = np.append(costs[:50], 0.15)
    again = plan_of(lesson, replications=10, varied={"crisis.cost": longer}).shards()
    assert first[0].name == again[0].name
    assert first[0].name != second[0].name


def test_an_outcome_may_not_be_called_as_a_column_is(lesson):
    study = Study(parse(lesson.scenario.text.replace("tilt", "seed")))
    with pytest.raises(PlanError, match="outcome called seed"):
        study.prepare()
