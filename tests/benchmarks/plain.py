"""The lesson by the rules as plain Python on two processes: `plain.py RUNS TABLE`, with NUMBA_DISABLE_JIT=1.

Writes the outcomes of each run and prints the seconds that playing took.
"""

import multiprocessing
import sys
import time
from functools import cache

import numba
import pandas as pd

import sim
from sim.model.play import play_many
from sim.model.world import blank_record
from sim.outcomes.outcomes import measure


@cache
def prepared():
    """The lesson and its arrays."""
    study = sim.load("triangle_lesson")
    return study.scenario, study.prepare(replications=1)[1]


def played(replication):
    """The outcomes of one run."""
    scenario, case = prepared()
    world = case.world
    record = blank_record(scenario.months, len(world.power), len(world.duties.treaty), len(world.intensity), 1)
    play_many(world, case.setting, case.params, 0, replication, record)
    made = measure(record, case.setting, case.params, scenario.labels, scenario.named, scenario.outcomes)
    return {"replication": replication} | {name: float(column[0]) for name, column in made.items()}


if __name__ == "__main__":
    assert numba.config.DISABLE_JIT
    runs, table = int(sys.argv[1]), sys.argv[2]
    with multiprocessing.Pool(2) as pool:
        pool.map(played, [0, 0], chunksize=1)  # what has to be loaded is loaded
        begun = time.perf_counter()
        made = pool.map(played, range(runs), chunksize=1)
        print(time.perf_counter() - begun)
    pd.DataFrame(made).set_index("replication").to_csv(table)
