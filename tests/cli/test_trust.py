"""The validation tables that are kept for reports are of the rows there are, with the verdicts they declare."""

import pandas as pd
import pytest

from sim.analysis.validation.exact import EXACT
from sim.analysis.validation.mechanisms import MECHANISMS
from sim.analysis.validation.regularities import REGULARITIES
from sim.analysis.validation.rows import HOLDS, MISSES, TIPS
from sim.cli.sections.trust import KEPT, trust


@pytest.mark.parametrize(
    ("name", "rows"), [("exact", EXACT), ("regularities", REGULARITIES), ("mechanisms", MECHANISMS)]
)
def test_a_kept_table_is_that_of_its_rows(name, rows):
    kept = pd.read_csv(KEPT / f"{name}.csv").drop_duplicates("row").set_index("row")
    again = f"run: tertius validate {name} --save {KEPT.name}/{name}.csv"
    assert list(kept.index) == [row.name for row in rows.values()], again
    for row in rows.values():
        assert kept.loc[row.name, "claim"] == row.claim, again
        assert kept.loc[row.name, "verdict"] == (MISSES if row.miss else TIPS if row.tips else HOLDS), again


def test_what_is_missed_is_told():
    told = trust()
    assert [miss.partition(":")[0] for miss in told.misses] == [
        row.name for row in (*EXACT.values(), *REGULARITIES.values(), *MECHANISMS.values()) if row.miss
    ]
