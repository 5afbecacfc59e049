"""The series as tables: each figure stands in the row that names it, and every column is in the codebook."""

import numpy as np

from sim.analysis.series import Kept
from sim.model.play import play_many
from sim.model.world import DUTIES, EMPTY, TALLY, blank_record
from sim.run.blocks import Block
from sim.run.books import codebook_of
from sim.run.steps import month_table, pair_table, status_columns
from sim.scenario import build


def played(study, runs, first):
    plan, case = study.prepare(replications=first + runs, record="steps")
    world = case.world
    record = blank_record(study.scenario.months, len(world.power), len(world.duties.treaty), len(world.intensity), runs)
    play_many(case.world, case.setting, case.params, plan.seed, first, record)
    return plan, record


def test_a_row_holds_the_series_of_its_pair_and_month(lesson):
    _, record = played(lesson, runs=2, first=5)
    codes, actions = lesson.scenario.codes, lesson.scenario.labels.actions
    table = pair_table(record, lesson.scenario.labels, 5).to_pandas()
    rows = table.set_index(["replication", "month", "actor", "partner"])
    for run, month, i, j in [(0, 0, 0, 1), (1, 7, 2, 0), (1, lesson.scenario.months, 1, 2)]:
        row = rows.loc[(5 + run, month, codes[i], codes[j])]
        at = (run, month, i, j)
        assert row["alignment"] == record.alignment[at]
        assert row["hostility"] == record.hostility[at]
        assert row["dependence_M"] == record.dependence[(*at, 1)]
        assert row["tally_demanded"] == record.tally[(*at, TALLY.index("demanded"))]
        assert row["actor_power"] == record.power[run, month, i]
        act = int(record.act[at])
        assert (row["act"] == actions[act]) if act >= 0 else row.isna()["act"]


def test_what_was_conceded_so_far_and_how_often_stand_apart(lesson):
    _, record = played(lesson, runs=20, first=0)
    table = pair_table(record, lesson.scenario.labels, 0).to_pandas()
    others = ~np.eye(len(lesson.scenario.codes), dtype=bool)
    counts = record.tally[..., TALLY.index("conceded")]
    np.testing.assert_array_equal(table["conceded"], record.conceded[:, :, others].ravel())
    np.testing.assert_array_equal(table["tally_conceded"], counts[:, :, others].ravel())
    assert counts.any()
    block = Block(np.zeros(20, dtype=int), np.arange(20), lambda _, columns: table[columns])
    kept = Kept(block, lesson.scenario, lesson.prepare()[0])
    np.testing.assert_array_equal(kept.conceded, record.conceded)


def test_the_months_hold_what_belongs_to_no_pair(flagship):
    _, record = played(flagship, runs=1, first=0)
    table = month_table(record, flagship.scenario.labels, 0).to_pandas()
    name = flagship.scenario.labels.conflicts[0]
    np.testing.assert_array_equal(table[f"intensity_{name}"], record.intensity[0, :, 0])
    np.testing.assert_array_equal(table["invoked_defence"], record.invoked[0, :, 0])
    np.testing.assert_array_equal(table["invoked_nonaggression"], record.invoked[0, :, DUTIES.index("non-aggression")])
    assert flagship.scenario.obligations[11].startswith("rus_prk_2024")
    np.testing.assert_array_equal(table["status_rus_prk_2024_0"], record.status[0, :, 11])
    assert set(table["posture"]) == {"baseline"}


def test_statuses_of_pacts_are_named_by_who_owes_whom(flagship):
    duties, codes = build(flagship.scenario).world.duties, flagship.scenario.codes
    names = status_columns(flagship.scenario.labels)
    assert len(set(names)) == len(names)
    for row in np.flatnonzero(duties.status == EMPTY):
        assert names[row] == f"status_pact_{codes[duties.promisor[row]]}_{codes[duties.beneficiary[row]]}"


def test_every_column_is_in_the_codebook(flagship):
    plan, record = played(flagship, runs=1, first=0)
    book = codebook_of(plan, flagship.scenario)
    labels = flagship.scenario.labels
    assert list(book["steps"]) == ["point", *pair_table(record, labels, 0).column_names]
    assert list(book["months"]) == ["point", *month_table(record, labels, 0).column_names]
    assert list(book["runs"]) == list(flagship.run(replications=1).outcomes.columns)
    assert all(column["unit"] and column["meaning"] for table in book.values() for column in table.values())
