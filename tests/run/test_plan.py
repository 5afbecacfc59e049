"""When two requests are the same plan, and which cannot be one."""

import pytest

from sim.run.plan import SHARD, PlanError, planned


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


@pytest.mark.parametrize("replications", [1, SHARD - 1, SHARD, SHARD + 1, 3 * SHARD])
def test_shards_cover_every_replication_once(lesson, replications):
    shards = plan_of(lesson, replications=replications).shards()
    held = [r for shard in shards for r in range(shard.first, shard.first + shard.rows)]
    assert held == list(range(replications))
    assert all(shard.rows == SHARD for shard in shards[:-1])
