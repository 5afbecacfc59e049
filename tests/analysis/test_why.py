"""An explanation tells of the history that was played, and its figures are those that the rules drew by."""

import re

import numpy as np
import pytest

from sim.analysis.why.crises import clashes
from sim.analysis.why.decisions import decisions
from sim.analysis.why.draws import log_of
from sim.analysis.why.explanation import months_of
from sim.analysis.why.page import ranked_terms
from sim.analysis.why.replay import replay
from sim.analysis.why.tree import tree
from sim.analysis.why.words import Tongue, lasting
from sim.model import actions as act
from sim.model import events as e
from sim.model.value import TERMS
from sim.model.world import TALLY, WAR
from sim.run.plan import PlanError
from sim.scenario import build, parse
from sim.study import Study

DUTY = "- {duty: defence, mutual: true, clause: .75}"
MORE_DUTIES = """- {duty: defence, mutual: true, clause: .75}
      - {duty: offence, by: [BRAVO], for: [ALPHA], clause: .5}
      - {duty: neutrality, mutual: true, from_rung: 2}
      - {duty: non-aggression, mutual: true}"""
QUARRELSOME = {"crisis.cost": 0.1, "choice.enmity": 3.0}
CHOICES = [
    ("lesson", {}, {}, 24),
    ("lesson", {"choice.initiatives": 2, "choice.level": 2}, {"posture": "erratic", "activation": "random"}, 24),
    ("lesson", {"choice.level": 0, "choice.gain": 0}, {"activation": "fixed"}, 24),
    ("flagship", QUARRELSOME, {"posture": "volatile"}, 12),
    ("flagship", {"choice.level": 2}, {"activation": "random"}, 6),
]


@pytest.fixture(scope="module")
def bound(lesson):
    """The lesson with duties of more kinds between ALPHA and BRAVO."""
    assert DUTY in lesson.scenario.text
    return Study(parse(lesson.scenario.text.replace(DUTY, MORE_DUTIES)))


@pytest.fixture(scope="module")
def secretive(lesson):
    """The lesson with its treaty kept secret."""
    return Study(parse(lesson.scenario.text.replace("  alpha_bravo:\n", "  alpha_bravo:\n    secret: true\n")))


def history_of(study, values, variant, months, replication):
    case = build(study.scenario, values=values, **variant)
    return replay(case, months, seed=7, replication=replication)


@pytest.mark.parametrize(("name", "values", "variant", "months"), CHOICES)
def test_decisions_are_those_that_were_drawn(request, name, values, variant, months):
    history = history_of(request.getfixturevalue(name), values, variant, months, replication=3)
    setting, choice = history.case.setting, history.case.params.choice
    plain = (setting.actions.bid == 0.0) & (setting.actions.screw == 0.0) & (setting.actions.procedure != act.EXIT)
    scenario = request.getfixturevalue(name).scenario
    tongue = Tongue(scenario, setting, history.case.params)
    for number in range(months):
        made = decisions(history, number)
        done = [(d.actor, d.item, d.target) for d in log_of(history.months[number].events) if d.what == e.DID]
        assert sorted(done) == sorted((d.actor, a, j) for d in made for a, j in d.chosen)
        for d in made:
            assert d.chance.sum() == pytest.approx(1.0)
            assert d.habit.sum() == pytest.approx(1.0)
            np.testing.assert_allclose(d.terms.sum(-1) + d.effort + d.rest, d.worth, atol=1e-12)
            np.testing.assert_allclose(d.rest[:, plain], 0.0, atol=1e-12)  # the seven terms and the effort are all
            for j, a in zip(*np.nonzero(d.chance), strict=True):  # what is told of an act is what moves it from habit
                told = sum(value for _, value in ranked_terms(d, int(j), int(a), tongue))
                of_force = setting.actions.procedure[a] in (act.DEMAND, act.STRIKE, act.INVADE)
                moved = d.pull[j, a] / choice.rationality if of_force else d.worth[j, a]
                assert told == pytest.approx(moved, abs=1e-3)  # parts that round to nothing are left out
            valued = d.worth != 0.0
            gained = choice.rationality * choice.gain * d.worth
            np.testing.assert_allclose(d.pull[valued], gained[valued], atol=1e-9)
            if d.chosen:
                action, target = d.chosen[0]
                options = d.chance > 0.0
                finish = -np.log(d.draw[options]) / d.chance[options]
                assert -np.log(d.draw[target, action]) / d.chance[target, action] == finish.min()


def test_a_term_is_what_it_does_to_the_odds(lesson):
    """Two options of one kind differ in odds by habit times exp(λ·g·ΔQ), term by term."""
    options = lesson.run(replications=1).explain(0, "2025-01", "BRAVO").options.set_index(["action", "target"])
    one, two = options.loc[("SUMMIT", "ALPHA")], options.loc[("SUMMIT", "CHARLY")]
    params = build(lesson.scenario).params.choice
    gap = params.rationality * params.gain * sum(one[term] - two[term] for term in TERMS)
    assert one.chance / two.chance == pytest.approx(one.habit / two.habit * np.exp(gap))


def test_of_one_state_every_option_is_shown(flagship):
    told = flagship.run(replications=1).explain(0, "2025-03", "CHN")
    weighed = told.options[told.options["chance"] > 0]
    text = str(told)
    table = text[text.index("what moves it") : text.index("The acts race")].splitlines()[1:-1]
    assert sorted(line.lstrip(" ▸").split()[0] for line in table) == sorted(weighed["action"])
    assert len(table) > 40


@pytest.mark.parametrize(
    ("name", "variant", "replications"),
    [("lesson", {}, 12), ("bound", {}, 12), ("bound", {"activation": "random"}, 12), ("flagship", {}, 3)],
)
def test_trees_hold_every_row_once_and_tell_what_was_counted(request, name, variant, replications):
    study = request.getfixturevalue(name)
    case = build(study.scenario, values=QUARRELSOME, **variant)
    tongue, seen = Tongue(study.scenario, case.setting, case.params), set()
    for replication in range(replications):
        history = replay(case, study.scenario.months, 7, replication)
        for month in history.months:
            log, tally = log_of(month.events), month.events.tally.sum(axis=(0, 1))
            counted = dict(zip(TALLY, tally.astype(int), strict=True))
            roots = clashes(log, case.setting, case.params, month.before.duties)
            events = [clash for root in roots for clash in root.all()]
            calls = [call for clash in events for call in [*clash.calls, *clash.forborne]]
            drawn = [draw for call in calls for draw in (call.clause, call.honour) if draw]
            duties = (e.CLAUSE_DRAWN, e.HONOUR_DRAWN, e.FORBORE)
            assert sorted(map(repr, drawn)) == sorted(repr(draw) for draw in log if draw.what in duties)
            assert sum(c.cause == "join" for c in events) == sum(draw.what == e.JOINED_IN for draw in log)
            assert sum(c.answered is not None for c in events) == sum(draw.what == e.ANSWERED_BACK for draw in log)
            came = [call.outcome for call in calls]
            assert came.count("entrapped") == counted["entrapped"]
            assert came.count("honoured") + came.count("entrapped") == counted["honoured"]
            assert came.count("abandoned") == counted["abandoned"]
            assert len(came) - came.count("lapsed") == counted["invoked"]
            assert sum(clash.cause == "answer" for clash in events) == counted["answered"]
            assert sum(c.cause == "join" for c in events) == counted["joined"]
            assert max((clash.rung for clash in events), default=0) <= WAR
            seen |= set(came)
            for call in calls:
                if call.honour:
                    worth = call.honour.terms["benefit"] - call.cost + call.honour.terms["word"]
                    fair = 1.0 / (1.0 + np.exp(-case.params.choice.rationality * worth))
                    assert call.honour.probability == pytest.approx(fair)
            read = "\n".join(line for root in roots for line in tree(root, month.before.duties, tongue))
            assert all(f"{tongue.owes(call, month.before.duties)}: {tongue.came_to(call)}" in read for call in calls)
    assert seen >= {"honoured", "abandoned", "lapsed"}


def test_a_state_decides_without_the_secret_treaties_of_others(secretive):
    result = secretive.run(replications=1)
    assert "without knowing of alpha_bravo" in str(result.explain(0, "2025-03", "CHARLY"))
    assert "without knowing" not in str(result.explain(0, "2025-03", "BRAVO"))
    history = history_of(secretive, {}, {}, 12, 0)
    for number in range(12):
        done = [(d.actor, d.item, d.target) for d in log_of(history.months[number].events) if d.what == e.DID]
        assert sorted(done) == sorted((d.actor, a, j) for d in decisions(history, number) for a, j in d.chosen)


def test_the_tables_hold_what_the_text_tells(flagship):
    result = flagship.run(replications=1, seed=7, params=QUARRELSOME)
    told = result.explain(0)
    assert told.departs == []
    options, duties = told.options, told.duties
    assert options.groupby(["month", "actor"])["chance"].sum().to_numpy() == pytest.approx(1.0)
    assert set(options.groupby(["month", "actor"])["chosen"].sum()) == {1}
    assert {"month", "what", "terms"} <= set(told.draws.columns)
    assert len(duties) == (told.draws["what"] == "honour").sum() + (duties["outcome"] == "lapsed").sum()
    only = result.explain(0, state="PRK")
    assert set(only.options["actor"]) == {"PRK"}
    assert 0 < len(only.story) < len(told.story)


def test_the_story_tells_of_every_deployment(flagship):
    result = flagship.run(replications=12, seed=7)
    replication = int(result.outcomes["deployments_by_PRK"].idxmax())
    told = [each for each in result.explain(replication).story if each.text.startswith("PRK sends troops to ")]
    assert len(told) == result.outcomes["deployments_by_PRK"].max() > 0
    assert all(flagship.scenario.codes.index("PRK") in each.states for each in told)


def test_the_act_that_took_least_time_is_the_one_that_is_done(lesson):
    """The times told of the act done and of the next are the two least."""
    told = lesson.run(replications=1, seed=7).explain(0, "2025-03", "BRAVO")
    options = told.options.assign(time=-np.log(told.options["draw"]) / told.options["chance"]).sort_values("time")
    options["option"] = (options["action"] + " " + options["target"].fillna("")).str.strip()
    one, two = ((row.option, lasting(row.time)) for row in options.head(2).itertuples())
    assert options["chosen"].tolist() == [True] + [False] * (len(options) - 1)
    assert f"the first is done: {one[0]} took {one[1]}; {two[0]} would have taken {two[1]}." in str(told)


@pytest.mark.parametrize("gain", [0.0, 8.0])
def test_what_moves_waiting_is_said(lesson, gain):
    """It has no value of its own: without value it keeps to habit, and nothing is said of it."""
    told = lesson.run(replications=1, seed=7, params={"choice.gain": gain}).explain(0, "2025-03", "BRAVO")
    wait = told.options.set_index("action").loc["WAIT"]
    said = {0: "", 1: "gains what other acts lose", -1: "loses what other acts gain"}
    (line,) = re.findall(r"WAIT .+ %(.*)$", str(told), re.MULTILINE)
    assert line.strip() == said[int(np.sign(np.round(wait["chance"] - wait["habit"], 4)))]


def test_where_nobody_acts_the_page_says_so(lesson):
    result = lesson.run(replications=1, acting=False)
    told = result.explain(0, "2025-03")
    assert "nobody acts in this run" in str(told)
    assert told.options.empty
    assert told.duties["outcome"].empty
    assert "nothing notable happened" in str(result.explain(0))


def test_states_that_act_in_turn_are_told_in_their_order(lesson):
    text = str(lesson.run(replications=1, activation="fixed").explain(0, "2025-03"))
    assert "one after the other: ALPHA, BRAVO, CHARLY" in text


def test_a_replication_found_in_a_table_will_do(lesson):
    result = lesson.run(replications=3)
    most = result.outcomes["tilt"].idxmax()
    assert f"replication {most}:" in str(result.explain(most))


def test_a_replay_that_is_not_the_stored_history_is_told(lesson):
    result = lesson.run(replications=5)
    table = result._source["runs"]
    place = table.column_names.index("tilt")
    result._source["runs"] = table.set_column(place, "tilt", [np.arange(5.0) + 3.0])
    told = result.explain(2)
    assert told.departs == ["tilt"]
    assert "NOT THE STORED HISTORY" in str(told)


@pytest.mark.parametrize("wrong", [{"month": "2031-01"}, {"state": "BRAV"}, {"replication": 9}, {"replication": "1"}])
def test_what_the_run_does_not_hold_is_refused(lesson, wrong):
    with pytest.raises(PlanError):
        lesson.run(replications=2).explain(**{"replication": 0, **wrong})


def test_a_month_of_an_explanation_tells_who_acted(lesson):
    """What `acts` says of each month is what the draws of choice took, and the month is that of `explain` itself."""
    result = lesson.run(replications=1, seed=7)
    whole = result.explain(0)
    assert whole.acts == []
    taken = whole.options[whole.options["chosen"] & (whole.options["action"] != "WAIT")]
    months = months_of(lesson.scenario)
    for number, month in enumerate(months):
        assert len(whole.at(number).acts) == (taken["month"] == month).sum()
    assert whole.at(6).text == result.explain(0, months[6]).text
