"""The arrays of a scenario: their shapes, conventions, parameters, and whose reference is whose."""

import math

import numpy as np
import pytest

from sim.model.params import Params
from sim.model.world import (
    EMPTY,
    IN_FORCE,
    SANCTIONS,
    SIGNED,
    TROOPS,
    Actions,
    Calendar,
    Obligations,
    Postures,
    Reference,
    Setting,
    World,
)
from sim.scenario import OverrideError, available, averaged, build, load, parse
from sim.scenario.action_table import ActionRow, base_rows

NAMES = ("triangle_lesson", "trump_triangulation")
WHOLE = {
    Obligations: set(Obligations._fields) - {"clause", "bindingness"},
    World: {"rung", "initiator", "phase", "posture"},
    Actions: {"answer", "calms", "at_war_only", "supply_only", "procedure"},
    Calendar: set(Calendar._fields) - {"value"},
    Postures: {"owner", "start"},
    Setting: {"code", "invadable", "region", "attacker", "defender", "guarantor", "activation", "spare", "acting"},
    Reference: set(),
}


@pytest.fixture(scope="module", params=NAMES)
def scenario(request):
    return load(request.param)


@pytest.fixture(scope="module")
def flagship():
    return load("trump_triangulation")


@pytest.fixture(scope="module")
def lesson():
    return load("triangle_lesson")


def expected_shapes(scenario, case):
    """Every array's shape, by the axes that world.py states."""
    n, k, c = len(scenario.codes), 3, len(scenario.labels.conflicts)
    a, p, e, m = (
        len(x) for x in (scenario.labels.actions, scenario.labels.postures, scenario.events, scenario.obligations)
    )
    pair = {
        World: "alignment hostility kept broken distance barrier thaw goodwill sanction conceded deployed sunk public "
        "dealings rung initiator",
        Setting: "reach stake spill invadable warm_goal hold_goal harm_goal attention",
        Reference: "alignment inverse hostility exchange dependence threat balance contagion arms_by "
        "kept broken severity goodwill",
    }
    special = {
        World: {"capacity": (n, n, k), "willingness": (n, n, k), "intensity": (c,), "phase": (c,), "posture": (1,)},
        Setting: {
            "need": (n, k), "weights": (n, 7), "odds": (n, n, a), "attacker": (c,), "defender": (c,), "guarantor": (c,),
            "activation": (1,), "spare": (1,), "acting": (1,),
        },
        Reference: {"willingness": (n, n, k), "intensity": (c,)},
        Postures: {
            "owner": (1,), "start": (1,), "switching": (1,), "weight": (p,), "enforcement": (p,), "forces": (p,),
            "odds": (p, n, a),
        },
        Actions: dict.fromkeys(("gain", "cut", "payment"), (a, k)),
    }  # fmt: skip
    usual = {
        World: (n,),
        Setting: (n,),
        Reference: (n,),
        Postures: (p, n),
        Actions: (a,),
        Calendar: (e,),
        Obligations: (m,),
    }
    for table in (case.world, case.world.duties, case.setting, *(f for f in case.setting if isinstance(f, tuple))):
        kind = type(table)
        for name, value in table._asdict().items():
            if not isinstance(value, tuple):
                wide = dict.fromkeys(pair.get(kind, "").split(), (n, n))
                yield kind, name, value, {**wide, **special.get(kind, {})}.get(name, usual[kind])


def test_every_array_has_its_shape_and_layout(scenario):
    for posture in scenario.labels.postures:
        case = build(scenario, posture=posture)
        for kind, name, value, shape in expected_shapes(scenario, case):
            where = f"{kind.__name__}.{name}"
            assert value.shape == shape, where
            assert value.dtype == (np.int64 if name in WHOLE[kind] else np.float64), where
            assert value.flags.c_contiguous, where
            assert value.flags.writeable, where
            assert np.isfinite(value).all(), where


def test_no_two_arrays_of_a_case_share_memory(lesson):
    case = build(lesson)
    arrays = [x for x in (*case.world, *case.world.duties) if isinstance(x, np.ndarray)]
    for i, one in enumerate(arrays):
        for two in arrays[i + 1 :]:
            assert not np.shares_memory(one, two)
    assert not np.shares_memory(build(lesson).world.alignment, case.world.alignment)


def test_conventions_of_the_world(scenario):
    _, world, setting, _ = build(scenario)
    n = len(scenario.codes)
    assert world.power.max() == 1.0
    assert world.nuclear.max() == 1.0
    assert np.array_equal(world.alignment, world.alignment.T)
    assert np.abs(world.alignment).max() <= 0.99
    off = ~np.eye(n, dtype=bool)
    assert np.allclose(world.hostility[off], 1 / (1 + np.exp(3 * world.alignment[off] + 0.5)), atol=1e-12)
    assert np.allclose((world.kept + world.broken), Params().credibility.evidence)
    assert (world.willingness[np.eye(n, dtype=bool)] == 1.0).all()
    assert np.allclose(setting.attention.sum(axis=1), 1.0, atol=1e-12)
    assert np.allclose(setting.weights.sum(axis=1), 1.0, atol=1e-9)
    assert np.allclose(setting.need.sum(axis=1), 1.0, atol=1e-9)
    assert (np.diag(setting.attention) == 0).all()
    spare = world.duties.status == EMPTY
    assert spare.sum() == n * (n - 1)
    assert spare[-n * (n - 1) :].all()
    pairs = {(a, b) for a, b in zip(world.duties.promisor[spare], world.duties.beneficiary[spare], strict=True)}
    assert pairs == {(a, b) for a in range(n) for b in range(n) if a != b}
    assert setting.spare[0] == len(scenario.document.treaties)
    assert len(scenario.labels.treaties) == len(scenario.obligations) == len(spare)


def test_the_flagship_holds_the_numbers_of_its_file(flagship):
    _, world, setting, _ = build(flagship)
    at = flagship.codes.index
    assert flagship.codes == ["USA", "CHN", "RUS", "PRK", "KOR", "JPN", "UKR"]
    assert world.capacity[at("PRK"), at("RUS")].tolist() == [0.35, 0.9, 0.7]
    assert world.capacity[at("PRK"), at("PRK")].tolist() == [0.1, 0.3, 0.1]
    assert world.nuclear[at("PRK")] == pytest.approx(math.log(51) / math.log(5460))
    assert world.nuclear[at("JPN")] == 0.0
    assert world.kept[at("KOR"), at("USA")] == pytest.approx(6.0)
    assert world.broken[at("KOR"), at("USA")] == pytest.approx(4.0)
    assert setting.stake[at("RUS"), at("UKR")] == setting.stake[at("UKR"), at("RUS")] == 0.0
    assert setting.stake[at("PRK"), at("KOR")] == 0.5
    assert setting.reach[at("KOR"), at("PRK")] == 1.0
    assert world.distance[at("UKR"), at("USA")] == world.distance[at("USA"), at("UKR")] == 2500.0
    assert setting.attention[at("UKR"), at("KOR")] == pytest.approx(0.05)
    assert setting.code[at("USA")] == int("USA", 36)
    demand = flagship.labels.actions.index("DEMAND")
    assert setting.odds[at("PRK"), at("KOR"), demand] == pytest.approx(math.log(4.5))
    assert flagship.months == 48
    assert flagship.labels.postures[0] == "baseline"
    assert len(flagship.labels.postures) == 10


def test_treaties_become_rows(flagship):
    duties, at = build(flagship).world.duties, flagship.codes.index
    rows = {text: row for row, text in enumerate(flagship.obligations)}
    pact = rows["rus_prk_2024: RUS owes defence to PRK"]
    assert (duties.promisor[pact], duties.beneficiary[pact]) == (at("RUS"), at("PRK"))
    assert duties.status[pact] == IN_FORCE
    assert duties.starts[pact] == -1
    assert duties.least_help[pact] == TROOPS
    assert (duties.clause[pact], duties.bindingness[pact]) == (0.75, 0.7)
    friendship = rows["chn_rus_2001: CHN owes non-aggression to RUS"]
    assert duties.expires[friendship] == 25
    assert duties.term[friendship] == 60
    members = duties.duty == SANCTIONS
    assert set(duties.promisor[members]) == {at(code) for code in flagship.codes if code != "PRK"}
    assert (duties.adversary[members] == at("PRK")).all()


def test_events_have_their_month(flagship):
    calendar = build(flagship).setting.calendar
    assert (np.diff(calendar.month) >= 0).all()
    assert calendar.month[flagship.events.index("tariffs")] == 3
    assert "busan" not in flagship.events
    on = build(flagship, values={"scenario.afterwards": 1}).setting.calendar
    assert len(on.month) == len(calendar.month) + 5
    assert on.month.max() == 10


def test_an_event_may_be_moved_or_dropped():
    text = load("triangle_lesson").text
    moved = parse(text.replace("date: 2025-07", "date: 2025-07\n        delay: 3"))
    assert build(moved, acting=False).setting.calendar.month.tolist() == [9]
    dropped = parse(text.replace("date: 2025-07", "date: 2025-07\n        on: false"))
    assert build(dropped, acting=False).setting.calendar.month.tolist() == []


def test_status_follows_from_dates():
    text = load("triangle_lesson").text
    later = parse(text.replace("in_force: 2000-06", "in_force: 2025-06"))
    duties = build(later).world.duties
    assert (duties.status[0], duties.starts[0]) == (SIGNED, 5)
    old = parse(text.replace("    notice: 12", "    expires: 2020-01"))
    assert build(old).world.duties.status[0] != IN_FORCE


def test_a_known_posture_stands_and_a_switching_one_is_drawn(lesson):
    known = build(lesson, posture="reassure")
    assert known.setting.postures.start[0] == lesson.labels.postures.index("reassure")
    assert known.setting.postures.switching[0] == 0.0
    assert known.world.posture[0] == known.setting.postures.start[0]
    drawn = build(lesson, posture="erratic").setting.postures
    assert drawn.start[0] == -1
    assert drawn.switching[0] == 0.2
    assert drawn.weight.tolist() == [0, 0.5, 0.5, 0]
    mean = averaged(drawn)
    assert mean.switching[0] == 0.0
    assert mean.weight[mean.start[0]] == 1.0
    at = lesson.codes.index("CHARLY")
    assert mean.thaw[mean.start[0], at] == pytest.approx(0.15)


def test_a_shock_moves_one_number_and_leaves_the_reference(flagship):
    base, shocked = build(flagship), build(flagship, values={"scenario.cap_E_PRK_RUS": 0.5})
    changed = np.argwhere(base.world.capacity != shocked.world.capacity)
    assert changed.tolist() == [[flagship.codes.index("PRK"), flagship.codes.index("RUS"), 0]]
    assert shocked.setting.reference is base.setting.reference


def test_posture_and_calendar_leave_the_reference(flagship):
    base = build(flagship).setting.reference
    assert build(flagship, posture="retrench").setting.reference is base
    assert build(flagship, values={"scenario.afterwards": 1}).setting.reference is base
    assert np.array_equal(base.alignment, build(flagship).world.alignment)


@pytest.mark.parametrize(
    "values", [{"scenario.second_patron": 0.9}, {"scenario.pact_strength": 0.3}, {"dependence.substitution": 0.9}]
)
def test_a_structural_change_has_its_own_reference(lesson, values):
    (name,) = values
    structural = name != "scenario.second_patron"
    base, changed = build(lesson).setting.reference, build(lesson, values=values).setting.reference
    same = all(np.array_equal(a, b) for a, b in zip(base, changed, strict=True))
    assert same != structural
    assert (changed is base) != structural


def test_parameters_know_their_kind_value_and_origin(flagship):
    known = flagship.parameters
    assert known["cap_E_PRK_RUS"].kind == "shock"
    assert known["alignment_CHN_PRK"].kind == "shock"
    assert known["z_UN"].kind == "structural"
    assert known["need_E_PRK"].kind == "structural"
    assert known["cap_E_PRK_RUS"].value == 0.35
    assert known["warheads_PRK"].mark == "v"
    assert "SIPRI" in known["warheads_PRK"].source
    for name, parameter in known.items():
        assert parameter.low <= parameter.value <= parameter.high, name
        for end in (parameter.low, parameter.high):
            build(flagship, values={f"scenario.{name}": end}, acting=False)


def test_one_parameter_may_set_several_numbers(flagship):
    duties = build(flagship, values={"scenario.z_USA_allies": 0.4}).world.duties
    for text in ("usa_kor_1953: USA owes defence to KOR", "usa_jpn_1960: USA owes defence to JPN"):
        assert duties.bindingness[flagship.obligations.index(text)] == 0.4


def test_weights_that_sum_to_one_still_do(flagship):
    at = flagship.codes.index("PRK")

    def need(**asked):
        return build(flagship, values={f"scenario.need_{k}_PRK": v for k, v in asked.items()}).setting.need[at]

    assert need(E=0.6).tolist() == pytest.approx([0.6, 0.4 * 0.2 / 0.55, 0.4 * 0.35 / 0.55])
    assert need(E=0.6, M=0.3).tolist() == pytest.approx([0.6, 0.3, 0.1])
    assert need(E=0.6, M=0.3, P=0.3).tolist() == pytest.approx([0.5, 0.25, 0.25])
    with pytest.raises(OverrideError, match="more than their row"):
        need(E=0.8, M=0.6)


def test_a_null_run_has_a_reference_without_acts(lesson):
    still = build(lesson, acting=False).setting
    assert still.acting[0] == 0
    assert (still.reference.severity == 0).all()
    assert (build(lesson).setting.reference.severity != 0).any()


def test_the_action_table_has_every_column():
    assert set(ActionRow.model_fields) == set(Actions._fields)


def test_habits_follow_severity():
    habits = {4: (0.25, 0.05), 12: (0.45, 0.1), 28: (0.7, 0.1), 60: (0.7, 0.1)}
    for name, row in base_rows().items():
        habit = habits.get(row.get("severity", 0), (0.5, 0.0))
        if name not in ("WAIT", "PROPOSE", "EXIT", "RESTRAIN"):
            assert (row["in_kind"], row.get("yielding", 0.0)) == habit, name


def test_a_scenario_changes_and_adds_actions():
    text = load("triangle_lesson").text
    own = (
        "actions:\n  ARMS: {alarm: .5}\n  BLOCKADE: {base_rate: .01, severity: 20, cut: [.5, 0, 0], answer: BLOCKADE}\n"
    )
    scenario = parse(text.replace("odds:\n", own + "odds:\n", 1))
    table = build(scenario, acting=False).setting.actions
    arms, blockade = (scenario.labels.actions.index(name) for name in ("ARMS", "BLOCKADE"))
    assert (table.alarm[arms], table.gain[arms].tolist()) == (0.5, [0, 0.15, 0])
    assert blockade == len(base_rows())
    assert (table.severity[blockade], table.answer[blockade], table.warmth_needed[blockade]) == (20, blockade, -1)


def test_odds_of_nought_forbid():
    scenario = parse(load("triangle_lesson").text.replace("any: {DEMAND: 2}", "any: {DEMAND: 0}"))
    demand = scenario.labels.actions.index("DEMAND")
    assert (build(scenario, acting=False).setting.odds[1, :, demand] == -1e9).all()


def test_what_is_installed_is_listed():
    listed = {name: (path, summary) for name, path, summary in available()}
    assert set(NAMES) <= set(listed)
    for path, summary in listed.values():
        assert summary == load(path).summary


def test_the_digest_is_of_the_exact_text(lesson):
    assert parse(lesson.text).digest == lesson.digest
    assert parse(lesson.text + "\n").digest != lesson.digest
