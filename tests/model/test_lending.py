"""What is lent to a rule is neither let go too soon nor kept too long."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from numba.core import types
from numba.core.compiler import run_frontend

import sim
from sim.model.lending import lent_names
from sim.model.params import with_values
from sim.model.play import play_many
from sim.model.world import blank_record

# the C library, where it can, overwrites what is let go, and Numba counts
WATCHED = {"NUMBA_NRT_STATS": "1", "MALLOC_PERTURB_": "165"}
TOLD = """
import json
from numba.core.runtime import rtsys
from test_lending import played
sums = played()
counted = rtsys.get_allocation_stats()
print(json.dumps([sums, counted.alloc, counted.free]))
"""


def played():
    """The sums of what two runs of the lesson and the flagship leave in the record, at two levels."""
    sums = []
    for level in (1.0, 2.0):
        for name in ("triangle_lesson", "trump_triangulation"):
            study = sim.load(name)
            _, case = study.prepare(replications=1)
            world, params = case.world, with_values(case.params, {"choice.level": level})
            sizes = (len(world.power), len(world.duties.treaty), len(world.intensity))
            record = blank_record(study.scenario.months, *sizes, 2)
            play_many(world, case.setting, params, 1, 0, record)
            sums += [float(np.sum(field)) for field in record]
    return sums


def test_the_rules_let_go_of_all_they_make_and_of_nothing_too_soon():
    surroundings = os.environ | WATCHED | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    done = subprocess.run([sys.executable, "-c", TOLD], env=surroundings, capture_output=True, text=True, check=True)
    sums, made, let_go = json.loads(done.stdout)
    np.testing.assert_equal(sums, played())
    assert made == let_go > 10_000


def rows_of(table, other, which, count):
    """Cuts of what is lent, one by an index that may copy, one bound anew in a loop; and an array of its own."""
    whole, rest, times, first = (table, other[1:], count, other[0])
    picked = whole[0][which]
    row = rest[0]
    made = np.zeros(times)
    for k in range(times):
        row, last = rest[k], made[k:]
    return picked, row, last, first


def lent_of_rows(which):
    """The names that are lent in `rows_of` when its index is of this type."""
    names = lent_names(run_frontend(rows_of), defaultdict(lambda: types.intp, which=which))
    return {name for name in names if not name.startswith("$")}


def test_arguments_and_their_cuts_are_lent():
    always = {"table", "other", "which", "count", "whole", "rest", "times", "first"}
    assert lent_of_rows(types.intp) == always | {"picked"}
    assert lent_of_rows(types.Array(types.intp, 1, "C")) == always
