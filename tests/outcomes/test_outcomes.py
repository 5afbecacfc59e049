"""Every family of outcomes on small records made by hand, and the registry that names them."""

import re
from typing import NamedTuple

import numpy as np
import pytest

from sim.model import world
from sim.model.params import Params
from sim.model.world import CALLED_UPON, Record, blank_record
from sim.outcomes.expression import evaluate
from sim.outcomes.families import DETAIL, MEASURES
from sim.outcomes.labels import Labels, Named
from sim.outcomes.outcomes import check_names, codebook, measure, monthly
from sim.outcomes.shares import shapley_shares
from sim.outcomes.triad import TYPES

R, T = 4, 24
BONDS = (("CHN", "PRK", "chn_prk_1961"), ("USA", "KOR", "usa_kor_1953, camp_david_2023"))
LABELS = Labels(("USA", "CHN", "RUS", "PRK", "KOR"), ("ukraine",), ("WAIT",), ("baseline",), ("", ""), BONDS)
USA, CHN, RUS, PRK, KOR = range(5)
NAMED = Named(
    clients=(("PRK", "RUS", "CHN"),),
    axes=(("axis", ("CHN", "RUS", "PRK")),),
    triples=(("RUS", "CHN", "PRK"),),
)
EXTRA = {"hold": "mean(dependence.M[PRK,CHN], last=12)"}
PARAMS = Params()


class Fixed(NamedTuple):
    """The one field of world.Setting that a measure reads."""

    need: np.ndarray


NEED = np.random.default_rng(2).dirichlet(np.ones(3), size=5)


def random_record(states=5, runs=R, months=T, seed=0):
    """A record of random values: symmetric alignment, whole tallies, two duties out of three honoured."""
    rng = np.random.default_rng(seed)
    made = blank_record(months, states, 2, 1, runs=runs)
    made = Record(*(rng.random(series.shape) for series in made))
    alignment = rng.uniform(-1, 1, made.alignment.shape)
    invoked = rng.integers(0, 2, made.invoked.shape) * 3.0
    return made._replace(
        alignment=(alignment + np.swapaxes(alignment, -1, -2)) / 2,
        tally=rng.integers(0, 3, made.tally.shape) * 1.0,
        invoked=invoked,
        honoured=invoked * 2 / 3,
        phase=rng.integers(0, 2, made.phase.shape) * 1.0,
    )


@pytest.fixture(scope="module")
def record():
    return random_record()


@pytest.fixture(scope="module")
def found(record):
    return measure(record, Fixed(NEED), PARAMS, LABELS, NAMED, EXTRA)


def test_the_codebook_names_every_column_in_order_with_a_unit(found):
    book = codebook(LABELS, NAMED, EXTRA)
    assert list(book) == list(found)
    assert all(column.unit and column.meaning and "{" not in column.meaning for column in book.values())
    assert all(values.shape == (R,) and values.dtype == np.float64 for values in found.values())
    assert sum(len(family.over(LABELS, NAMED)) for family in MEASURES) + len(EXTRA) == len(found)  # no name twice


def test_an_outcome_as_an_own_outcome_says_the_same(record, found):
    written = [(family, row) for family in MEASURES if family.written for row in family.over(LABELS, NAMED)]
    assert {row[0] for family, row in written} >= {"USA", "PRK", "ukraine", "defence"}
    for family, row in written:
        own = evaluate(family.written.format(*row), record, LABELS)
        assert own == pytest.approx(found[family.name.format(*row)], nan_ok=True), family.name


def test_tilt_is_the_last_year_and_the_end(record, found):
    gap = record.alignment[:, :, PRK, RUS] - record.alignment[:, :, PRK, CHN]
    assert found["tilt_PRK_RUS_CHN"] == pytest.approx(gap[:, -12:].mean(axis=1))
    assert found["tilt_end_PRK_RUS_CHN"] == pytest.approx(gap[:, -1])


def test_a_run_shorter_than_a_year_is_averaged_whole_without_its_start():
    record = random_record(months=5)
    gap = record.alignment[:, 1:, PRK, RUS] - record.alignment[:, 1:, PRK, CHN]
    assert measure(record, Fixed(NEED), PARAMS, LABELS, NAMED)["tilt_PRK_RUS_CHN"] == pytest.approx(gap.mean(axis=1))


def test_leverage_is_the_others_dependence(record, found):
    end = record.dependence[:, -1]
    assert found["leverage_CHN_PRK"] == pytest.approx(end[:, PRK, CHN].sum(axis=-1))
    assert found["leverage_M_CHN_PRK"] == pytest.approx(end[:, PRK, CHN, 1])
    assert found["leverage_CHN_PRK"] == pytest.approx(sum(found[f"leverage_{k}_CHN_PRK"] for k in "EMP"))
    assert found["net_leverage_CHN_PRK"] == pytest.approx(found["leverage_CHN_PRK"] - found["leverage_PRK_CHN"])


def test_patron_shares_are_those_of_all_suppliers(record, found):
    offer = record.offer[:, -1, PRK]  # R,N,K
    others = [RUS, CHN, USA, KOR]
    expected = sum(
        NEED[PRK, k] * shapley_shares(offer[:, others, k], offer[:, PRK, k], PARAMS.dependence.substitution)
        for k in range(3)
    )
    assert found["client_share_PRK"] == pytest.approx(expected[:, 0])
    assert found["share_RUS_PRK"] == pytest.approx(expected[:, 1])
    assert found["share_CHN_PRK"] == pytest.approx(expected[:, 2])


def test_a_pivot_is_named_and_scored():
    record = random_record()
    for i, j, tie in ((RUS, CHN, 0.5), (RUS, PRK, 0.6), (CHN, PRK, -0.3)):
        record.alignment[:, -1, i, j] = record.alignment[:, -1, j, i] = tie
    record.alignment[0, -1, CHN, PRK] = record.alignment[0, -1, PRK, CHN] = 0.1
    found = measure(record, Fixed(NEED), PARAMS, LABELS, NAMED)
    assert [TYPES[int(code)] for code in found["triad_CHN_PRK_RUS"]] == [
        "indeterminate",
        *["romantic triangle, third pivot"] * 3,
    ]
    assert found["role_RUS_in_CHN_PRK_RUS"][1:].tolist() == [3, 3, 3]
    assert sum(name.startswith("role_") for name in found) == 3 * sum(name.startswith("triad_") for name in found)
    assert found["role_CHN_in_CHN_PRK_RUS"][1:].tolist() == [-1, -1, -1]
    assert np.isnan(found["role_RUS_in_CHN_PRK_RUS"][0])


def test_events_are_summed_over_the_months_and_not_the_start(record, found):
    total = record.tally[:, 1:].sum(axis=1)
    crises = total[..., world.CRISIS]
    assert found["crises"] == pytest.approx(crises.sum(axis=(1, 2)))
    assert found["crises_by_KOR"] == pytest.approx(crises[:, KOR].sum(axis=-1))
    assert found["crises_KOR_PRK"] == pytest.approx(crises[:, KOR, PRK] + crises[:, PRK, KOR])
    assert found["crises_force"] == pytest.approx(total[..., world.STRUCK].sum(axis=(1, 2)))
    assert found["wars"] == pytest.approx(total[..., world.INVADED].sum(axis=(1, 2)))
    assert found["crises_force_by_PRK"] == pytest.approx(total[:, PRK, :, world.STRUCK].sum(axis=-1))
    assert found["wars"] == pytest.approx(sum(found[f"wars_by_{code}"] for code in LABELS.codes))
    assert found["entrapments"] == pytest.approx(sum(found[f"entrapped_{code}"] for code in LABELS.codes))
    assert found["abandoned_by_USA"] == pytest.approx(total[:, USA, :, world.ABANDONED].sum(axis=-1))
    assert found["deployments_by_PRK"] == pytest.approx(total[:, PRK, :, world.DEPLOYED].sum(axis=-1))


def test_what_a_duty_brought_is_told_by_whom_it_binds_to_whom(record, found):
    total = record.tally[:, 1:].sum(axis=1)
    assert found["entrapped_CHN_PRK"] == pytest.approx(total[:, CHN, PRK, world.ENTRAPPED])
    assert found["abandoned_USA_KOR"] == pytest.approx(total[:, USA, KOR, world.ABANDONED])
    book = codebook(LABELS, NAMED)
    assert "(usa_kor_1953, camp_david_2023)" in book["abandoned_USA_KOR"].meaning
    assert [name for name in book if name.startswith("entrapped_") and name.count("_") == 2] == [
        "entrapped_CHN_PRK",
        "entrapped_USA_KOR",
    ]


def test_ratios_are_of_sums_and_missing_if_nothing_was_asked(record, found):
    total = record.tally[:, 1:].sum(axis=(1, 2, 3))
    assert found["compellence"] == pytest.approx(total[:, world.YIELDED] / total[:, world.DEMANDED])
    assert found["sanction_success"] == pytest.approx(total[:, world.SANCTION_SUCCESS] / total[:, world.SANCTIONED])
    assert found["honoured"] == pytest.approx([2 / 3] * R)
    quiet = record._replace(tally=0 * record.tally, invoked=0 * record.invoked, honoured=0 * record.honoured)
    nothing = measure(quiet, Fixed(NEED), PARAMS, LABELS, NAMED)
    shares = ["compellence", "sanction_success", "honoured", *(f"honoured_{d.replace('-', '')}" for d in CALLED_UPON)]
    assert all(np.isnan(nothing[name]).all() for name in shares)
    assert nothing["invoked"].tolist() == [0] * R


def test_duties_are_told_by_type(record, found):
    assert found["invoked_neutrality"] == pytest.approx(record.invoked[:, 1:, world.NEUTRALITY].sum(axis=1))
    partly = record.honoured.copy()
    partly[:, 1:, world.DEFENCE] = 0
    told = measure(record._replace(honoured=partly), Fixed(NEED), PARAMS, LABELS, NAMED)
    assert told["honoured_defence"].tolist() == [0] * R
    assert told["honoured_nonaggression"] == pytest.approx([2 / 3] * R)


def test_cohesion_welfare_threat_and_credibility(record, found):
    ties = record.alignment[:, -1]
    assert found["cohesion_axis"] == pytest.approx((ties[:, CHN, RUS] + ties[:, CHN, PRK] + ties[:, RUS, PRK]) / 3)
    assert found["welfare_PRK"] == pytest.approx(1 - record.unmet[:, -1, PRK])
    others = [USA, CHN, RUS, PRK]
    assert found["threat_KOR"] == pytest.approx(record.threat[:, -1, KOR, others].sum(axis=-1))
    assert found["credibility_KOR"] == pytest.approx(record.credibility[:, -1, others, KOR].mean(axis=-1))
    assert found["stability_RUS"] == pytest.approx(record.stability[:, -1, RUS])
    assert ((found["polarisation"] >= 0) & (found["polarisation"] < 1)).all()


def test_a_ceasefire_counts_if_it_came_at_all_and_from_its_first_month():
    record = random_record()
    record.phase[:] = world.FIGHTING
    record.phase[0, 7:9] = record.phase[1, -1] = record.phase[2, 0] = world.CEASEFIRE
    found = measure(record, Fixed(NEED), PARAMS, LABELS, NAMED)
    assert found["ceasefire_ukraine"].tolist() == [1, 1, 0, 0]
    assert found["ceasefire_month_ukraine"][:2].tolist() == [7, T]
    assert np.isnan(found["ceasefire_month_ukraine"][2:]).all()


def test_the_months_end_where_the_run_does(record, found):
    book = codebook(LABELS, NAMED)
    columns = [name for name in book if not name.startswith("ceasefire_month")]
    series = monthly(record, Fixed(NEED), PARAMS, LABELS, NAMED, columns)
    assert list(series) == columns
    for family in MEASURES:
        for row in family.over(LABELS, NAMED):
            name = family.name.format(*row)
            if family.read == "end":
                assert series[name].shape == (R, T + 1)
                np.testing.assert_allclose(series[name][:, -1], found[name])
    assert series["crises"][:, 1:].sum(axis=1) == pytest.approx(found["crises"])
    assert series["tilt_PRK_RUS_CHN"][:, -12:].mean(axis=1) == pytest.approx(found["tilt_PRK_RUS_CHN"])


@pytest.mark.parametrize("name", ["hold", "ceasefire_month_ukraine", "leverage_CHN_PKR"])
def test_what_has_no_monthly_form_is_told(record, name):
    with pytest.raises(ValueError, match="no monthly form"):
        monthly(record, Fixed(NEED), PARAMS, LABELS, NAMED, [name])


def test_reordering_the_states_changes_no_column(record, found):
    order = np.array([3, 0, 4, 2, 1])
    both = {"alignment", "hostility", "threat", "credibility", "rung", "sanction", "conceded", "sunk", "act"}
    both |= {"dependence", "offer", "willingness", "tally"}
    single = {"power", "offense", "committed", "stability", "unmet", "casualties"}
    moved = {name: getattr(record, name)[:, :, order][:, :, :, order] for name in both}
    moved |= {name: getattr(record, name)[:, :, order] for name in single}
    labels = LABELS._replace(codes=tuple(LABELS.codes[i] for i in order))
    other = measure(record._replace(**moved), Fixed(NEED[order]), PARAMS, labels, NAMED, EXTRA)
    assert list(other) == list(found)
    for name, values in found.items():
        np.testing.assert_allclose(other[name], values, atol=1e-12, err_msg=name)


def test_batches_change_nothing(record, found):
    halves = [
        measure(Record(*(series[part] for series in record)), Fixed(NEED), PARAMS, LABELS, NAMED, EXTRA)
        for part in (slice(0, 1), slice(1, R))
    ]
    for name, values in found.items():
        np.testing.assert_allclose(np.concatenate([half[name] for half in halves]), values, rtol=1e-13, err_msg=name)


@pytest.mark.parametrize("states", [2, 3, 8, 9, DETAIL + 1, 40])
def test_worlds_of_any_size_are_measured(states):
    labels = Labels(tuple(f"S{i}" for i in range(states)), ("war",), (), (), ("", ""))
    named = Named(axes=(("two", ("S0", "S1")),), triples=(("S0", "S1", "S2"),) if states > 2 else ())
    found = measure(random_record(states, runs=2, months=2), Fixed(np.full((states, 3), 1 / 3)), PARAMS, labels, named)
    assert list(found) == list(codebook(labels, named))
    assert len(found) < 2.5 * states**2 + 20 * states + 60 if states > DETAIL else True
    triads = [name for name in found if name.startswith("triad_")]
    assert len(triads) == (states * (states - 1) * (states - 2) // 6 if states <= 8 else 1)


def test_seven_states_fit_in_about_five_hundred_columns():
    labels = Labels(("USA", "CHN", "RUS", "PRK", "KOR", "JPN", "UKR"), ("ukraine",))
    assert len(codebook(labels, NAMED)) <= 520


@pytest.mark.parametrize(
    ("named", "extra", "told"),
    [
        (Named(clients=(("PKR", "RUS", "CHN"),)), {}, 'client PKR: unknown state "PKR"; did you mean PRK?'),
        (Named(clients=(("PRK", "RUS", "RUS"),)), {}, "each once"),
        (Named(axes=(("axis", ("CHN",)),)), {}, "axis axis: name two or more states"),
        (Named(triples=(("CHN", "RUS", "JPN"),)), {}, 'triple CHN-RUS-JPN: unknown state "JPN"'),
        (Named(), {"crises": "final(power[USA])"}, "the name is taken"),
        (Named(), {"my outcome": "final(power[USA])"}, "use letters"),
        (Named(), {"mine": "final(power[USB])"}, 'own outcome mine: unknown state "USB"; did you mean USA?'),
    ],
)
def test_names_that_do_not_fit_are_told(named, extra, told):
    check_names(LABELS, NAMED, EXTRA)
    with pytest.raises(ValueError, match=re.escape(told)):
        check_names(LABELS, named, extra)
