"""Own outcomes: what the language says, and what it refuses."""

import re

import numpy as np
import pytest

from sim.model.world import IN_FORCE, Record, blank_record
from sim.outcomes.expression import check_expression, evaluate
from sim.outcomes.labels import Labels
from sim.outcomes.vocabulary import EVENTS, FUNCTIONS, PAGE, PARTS, SERIES

LABELS = Labels(
    codes=("PRK", "CHN", "RUS", "3AB"),
    conflicts=("ukraine", "cold front"),
    actions=("WAIT", "DEMAND", "drill"),
    postures=("baseline", "retrench", "drill"),
    treaties=("pact of 1961", "nk_rus", "nk_rus", ""),
)
R, T = 6, 20


@pytest.fixture(scope="module")
def record():
    rng = np.random.default_rng(1)
    made = blank_record(T, 4, 4, 2, runs=R)
    return Record(*(rng.random(series.shape) for series in made))._replace(
        phase=rng.integers(0, 2, made.phase.shape) * 1.0,
        rung=rng.integers(0, 5, made.rung.shape) * 1.0,
        act=rng.integers(-1, 3, made.act.shape) * 1.0,
        posture=rng.integers(0, 3, made.posture.shape) * 1.0,
        status=rng.integers(-1, 6, made.status.shape) * 1.0,
    )


def test_every_series_of_the_record_can_be_named():
    assert set(SERIES) == set(Record._fields)
    blank = blank_record(1, 2, 3, 4, runs=5)
    lengths = {"state": 2, "treaty": 3, "conflict": 4, **{part: len(names) for part, names in PARTS.items()}}
    for name, series in SERIES.items():
        assert getattr(blank, name).shape == (5, 2, *(lengths[axis] for axis in series.axes))


CASES = {
    "mean(alignment[PRK,RUS] - alignment[PRK,CHN], last=12)": lambda r: (
        r.alignment[:, -12:, 0, 2] - r.alignment[:, -12:, 0, 1]
    ).mean(1),
    "mean(power[PRK])": lambda r: r.power[:, 1:, 0].mean(1),  # the start is no month
    "mean(power[PRK], last=100)": lambda r: r.power[:, 1:, 0].mean(1),
    "any(phase[ukraine] == 1)": lambda r: (r.phase[:, 1:, 0] == 1).any(1),
    "all(phase[ukraine] == ceasefire, last=2)": lambda r: (r.phase[:, -2:, 0] == 1).all(1),
    "sum(tally.crisis[PRK,CHN])": lambda r: r.tally[:, 1:, 0, 1, 2].sum(1),
    "final(dependence.M[PRK,CHN])": lambda r: r.dependence[:, -1, 0, 1, 1],
    "final(dependence[PRK,CHN])": lambda r: r.dependence[:, -1, 0, 1].sum(-1),
    "max(threat[CHN,RUS]) - min(threat[CHN,RUS])": lambda r: np.ptp(r.threat[:, 1:, 1, 2], axis=1),
    "std(stability[RUS], last=5)": lambda r: r.stability[:, -5:, 2].std(1),
    "start(stability[RUS])": lambda r: r.stability[:, 0, 2],
    "abs(final(unmet[CHN]) - 1)": lambda r: 1 - r.unmet[:, -1, 1],
    "sum(act[PRK,CHN] == DEMAND and rung[PRK,CHN] >= 2)": lambda r: (
        (r.act[:, 1:, 0, 1] == 1) & (r.rung[:, 1:, 0, 1] >= 2)
    ).sum(1),
    "sum(rung[PRK,CHN] < 1 or not rung[PRK,RUS] > 0)": lambda r: (
        (r.rung[:, 1:, 0, 1] < 1) | (r.rung[:, 1:, 0, 2] == 0)
    ).sum(1),
    "mean(1 <= rung[PRK,CHN] < 3)": lambda r: ((r.rung[:, 1:, 0, 1] >= 1) & (r.rung[:, 1:, 0, 1] < 3)).mean(1),
    "mean(posture == retrench)": lambda r: (r.posture[:, 1:] == 1).mean(1),
    "any(status['pact of 1961'] == in_force)": lambda r: (r.status[:, 1:, 0] == IN_FORCE).any(1),
    "final(status[nk_rus])": lambda r: r.status[:, -1, 1],
    "final(phase['cold front'])": lambda r: r.phase[:, -1, 1],
    "final(power['3AB'])": lambda r: r.power[:, -1, 3],
    "sum(invoked.nonaggression)": lambda r: r.invoked[:, 1:, 3].sum(1),
    "(final(power[PRK]) * 2 + 1) / 4 ** 2": lambda r: (r.power[:, -1, 0] * 2 + 1) / 16,
    "max(power[PRK] - mean(power[PRK]))": lambda r: (r.power[:, 1:, 0] - r.power[:, 1:, 0].mean(1)[:, None]).max(1),
    "-final(power[PRK]) ** -1": lambda r: -1 / r.power[:, -1, 0],
}


@pytest.mark.parametrize("text", CASES)
def test_an_expression_says_what_numpy_says(text, record):
    check_expression(text, LABELS)
    found = evaluate(text, record, LABELS)
    assert found.shape == (R,)
    assert found.dtype == np.float64
    assert found == pytest.approx(np.asarray(CASES[text](record), float), abs=1e-12)


def test_first_is_the_month_of_the_first_truth_and_nan_if_never():
    record = blank_record(5, 4, 4, 2, runs=3)
    record.rung[0, 0, 0, 1] = 4  # at the start: before the first month
    record.rung[0, 2:, 0, 1] = 2
    record.rung[1, 5, 0, 1] = 3
    found = evaluate("first(rung[PRK,CHN] >= 2)", record, LABELS)
    assert found[:2].tolist() == [2, 5]
    assert np.isnan(found[2])


def test_what_is_undefined_is_nan(record):
    assert np.isnan(evaluate("final(power[PRK]) / (final(power[PRK]) - final(power[PRK]))", record, LABELS)).all()
    assert np.isnan(evaluate("1 / final(0 * power[PRK])", record, LABELS)).all()


NEARLY = {
    "final(power[PKR])": 'unknown state "PKR"; did you mean PRK?',
    "final(powr[PRK])": 'unknown series or word "powr"; did you mean power?',
    "avg(power[PRK])": f'"avg"; there is {", ".join(FUNCTIONS)}: see {PAGE}',
    "final(leverage[CHN,PRK])": f'"leverage"; there is {", ".join(SERIES)}, fighting, ceasefire',
    "sum(tally.quarrel[PRK,CHN])": f"{', '.join(EVENTS)}: see {PAGE}",
    "any(status[nk_rus] == 'in force')": "write the word bare: in_force (column 23)",
    "frist(power[PRK] > 1)": "did you mean first?",
    "final(phase[ukrane])": 'unknown conflict "ukrane"; did you mean ukraine?',
    "final(status[nk_russ])": 'unknown treaty "nk_russ"; did you mean nk_rus?',
    "sum(tally.crises[PRK,CHN])": 'unknown event "crises"; did you mean crisis?',
    "any(posture == retrnch)": "did you mean retrench?",
    "any(posture == drill)": "names two things",
    "alignment[PRK,CHN]": "reduce it",
    "final(alignment[PRK])": "alignment is written alignment[state, state]",
    "final(offer[PRK,CHN])": "offer needs one of .E, .M, .P",
    "final(power.E[PRK])": "no parts",
    "final(power[PRK], last=3)": "only last=MONTHS",
    "mean(power[PRK], last=0)": "only last=MONTHS",
    "mean(power[PRK], last=True)": "only last=MONTHS",
    "mean(power[PRK], frist=3)": "only last=MONTHS",
    "mean(mean(power[PRK]))": "takes a series",
    "mean()": "takes one series",
    "3 + 4": "names no series",
    "final(power[PRK]) & 1": "write `and` and `or`",
    "final(power[0])": 'unknown state "0"',
    "final(status[''])": "unknown treaty",
    "": "not an expression",
    "final(power[PRK]": "not an expression",
}


@pytest.mark.parametrize("text", NEARLY)
def test_a_slip_is_told_with_what_was_meant(text):
    with pytest.raises(ValueError, match=re.escape(NEARLY[text])):
        check_expression(text, LABELS)


HOSTILE = [
    "__import__('os').system('true')",
    "power.__class__",
    "power[PRK].__class__.__bases__",
    "().__class__.__bases__[0].__subclasses__()",
    "final.__globals__",
    "(lambda: 1)()",
    "[x for x in power]",
    "{1: 2}",
    "f'{power}'",
    "b'abc'",
    "'abc' * 10 ** 9",
    "exec('1')",
    "open('x')",
    "final(power[PRK]) if 1 else 2",
    "(x := final(power[PRK]))",
    "9 ** 9 ** 9 ** 9",
    "final(power[PRK]) ** 1000000000",
    "final(power[PRK]) ** power[PRK]",
    "final(power[PRK]) ** (0 / 0)",
    "1 << 10 ** 10",
    "mean(*power)",
    "mean(**power)",
    "mean(power[PRK], **{'last': 3})",
    "final(power[PRK:CHN])",
    "final(power[...])",
    "final(power[power[PRK]])",
    "True",
    "1j * final(power[PRK])",
    "final(power[PRK]) in power[PRK]",
    "final(power[PRK]) is 1",
    "a\x00b",
    "import os",
    "x = 1",
    "9" * 450 + " * final(power[PRK])",
    "-" * 900 + "1",
    "(" * 240 + "1" + ")" * 240,
    "1 + " * 1000 + "final(power[PRK])",
    "final(power[PRK])" + " " * 600,
    "await power",
    "yield",
    "_Reader",
    "self.record",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_refused_with_a_value_error_alone(text):
    with pytest.raises(ValueError, match=r"\w") as told:
        check_expression(text, LABELS)
    assert type(told.value) is ValueError
