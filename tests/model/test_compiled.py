"""Folders of compiled rules come and go with the rules."""

import os
import time

from sim.model.compiled import STALE, mark_used


def test_folders_of_compiled_rules_that_nothing_has_used_for_a_month_are_taken_away(tmp_path):
    now = time.time()
    ages = {"used": 2 * STALE, "young": STALE / 2, "stale": 2 * STALE}
    for name, age in ages.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "rule.nbc").write_bytes(b"compiled")
        os.utime(folder, (now - age, now - age))
    mark_used(tmp_path / "never made")
    assert {each.name for each in tmp_path.iterdir()} == ages.keys()
    mark_used(tmp_path / "used")
    assert {each.name for each in tmp_path.iterdir()} == {"used", "young"}
    mark_used(tmp_path / "young")
    assert {each.name for each in tmp_path.iterdir()} == {"used", "young"}  # it has been used just now
