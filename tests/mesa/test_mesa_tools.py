"""Mesa's own tools work on the model: AgentSet and DataCollector, and its chance stays out of the rules."""

from types import FunctionType

import mesa
import numpy as np
import pytest

from sim.mesa_model import AGENT_REPORTERS, MODEL_REPORTERS, StrategicModel
from sim.outcomes.outcomes import codebook, monthly


@pytest.fixture(scope="module")
def model(lesson):
    """The first run in which something worth reporting happens."""
    for replication in range(40):
        made = StrategicModel(lesson.scenario, seed=3, replication=replication)
        made.run_model()
        if made.record.rung.max() > 1:
            return made
    raise AssertionError("no crisis in forty runs")


def test_model_reporters_fill_a_row_a_month(model):
    frame = model.datacollector.get_model_vars_dataframe()
    months = model.source.months
    assert list(frame.columns) == list(MODEL_REPORTERS)
    assert len(frame) == months + 1
    assert frame["date"].iloc[[0, -1]].tolist() == ["2025-01", "2027-01"]
    labels, named = model.source.labels, model.source.named
    columns = ["demands", "crises", "wars", "sanctions", "polarisation"]
    expected = monthly(model.record, model.setting, model.params, labels, named, columns)
    for column in columns:
        assert np.array_equal(frame[column], expected[column][0]), column
    assert frame["crises"].sum() > 0
    assert frame["highest_rung"].tolist() == model.record.rung[0].max(axis=(1, 2)).tolist()


def test_agent_reporters_fill_a_row_a_month_and_state(model):
    frame = model.datacollector.get_agent_vars_dataframe().reset_index()
    states = len(model.source.codes)
    assert set(AGENT_REPORTERS) <= set(frame.columns)
    assert len(frame) == (model.source.months + 1) * states
    for row, code in enumerate(model.source.codes):
        mine = frame[frame["code"] == code].sort_values("Step")
        for field in ("power", "stability", "committed", "unmet", "casualties"):
            assert np.array_equal(mine[field].astype(float), getattr(model.record, field)[0, :, row]), field
        assert [len(acts) for acts in mine["acts"]] == (model.record.act[0, :, row] >= 0).sum(axis=-1).tolist()


def test_reporters_are_of_the_kinds_that_every_mesa_takes():
    """Mesa 3.4 calls whatever is no name and no function without arguments, to try it."""
    for name, reporter in [*MODEL_REPORTERS.items(), *AGENT_REPORTERS.items()]:
        assert isinstance(reporter, str | FunctionType), name


def test_every_outcome_with_a_monthly_form_can_be_collected(lesson):
    model = StrategicModel(lesson.scenario)
    columns = [c for c in codebook(model.source.labels, model.source.named) if not c.startswith("ceasefire_month")]
    for column in columns[:: len(columns) // 12]:
        model.measure(column)
    model.datacollector = mesa.DataCollector({"tilt": lambda m: m.measure("tilt_end_BRAVO_CHARLY_ALPHA")})
    model.step()
    frame = model.datacollector.get_model_vars_dataframe()
    bravo = model.state("BRAVO")
    assert frame["tilt"].iloc[-1] == bravo.alignment_with("CHARLY") - bravo.alignment_with("ALPHA")


def test_agent_sets_select_do_and_aggregate(model):
    assert [state.code for state in model.agents] == model.source.codes
    strong = model.agents.select(lambda state: state.power > 0.5)
    assert sorted(strong.get("code")) == ["ALPHA", "CHARLY"]
    assert model.agents.agg("power", max) == max(model.agents.get("power"))
    assert model.agents.map("alignment_with", "BRAVO")[0] == model.state("ALPHA").alignment_with("BRAVO")
    seen = []
    model.agents.do(lambda state: seen.append(state.code))
    assert seen == model.source.codes


def test_mesas_chance_stays_out_of_the_rules(lesson):
    usual, stirred = StrategicModel(lesson.scenario), StrategicModel(lesson.scenario)
    for _ in range(6):
        usual.step()
        stirred.agents.shuffle_do(lambda state: state.random.random())
        stirred.rng.random(5)
        stirred.step()
    for one, two in zip(usual.record, stirred.record, strict=True):
        assert np.array_equal(one, two)


def test_mesas_chance_is_named_by_seed_and_replication(lesson):
    drawn = [StrategicModel(lesson.scenario, seed=s, replication=r).rng.random() for s, r in ((1, 0), (1, 0), (1, 1))]
    assert drawn[0] == drawn[1] != drawn[2]
