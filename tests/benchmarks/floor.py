"""The floor under a month: only the draws, exponentials and logarithms that it takes, and nothing else.

They are counted in the rules as plain Python, in a process of their own, and made again by a bare kernel.
"""

import json
import math
import os
import subprocess
import sys
from typing import NamedTuple

import numpy as np

from sim.model.compiled import rule
from sim.model.draws import Luck, block, unit

COUNTED = """
import json, math, sys
from collections import Counter
import numpy as np
counts = Counter()
def counted(name, function):
    def call(x):
        counts[name] += 1
        return function(x)
    return call
for name in ("exp", "log", "tanh"):
    setattr(math, name, counted(name, getattr(math, name)))
import sim
from sim.model import draws
from sim.model.world import blank_record
from sim.model.play import play_many
philox = draws.philox
def drawn(*key):
    counts["block"] += 1
    return philox(*key)
draws.philox = drawn
study = sim.load("trump_triangulation")
_, case = study.prepare(replications=1, seed=1)
months, world = 12, case.world
record = blank_record(months, len(world.power), len(world.duties.treaty), len(world.intensity), 1)
counts.clear()
play_many(world, case.setting, case.params, 1, 0, record)
print(json.dumps({name: counts[name] / months for name in ("exp", "log", "tanh", "block")}))
"""


class Needs(NamedTuple):
    """What a month of the flagship at level 1 takes, on average."""

    exp: int
    log: int
    tanh: int
    block: int  # of four random words


def needs() -> Needs:
    """Count them in a year of one replication."""
    plain = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run([sys.executable, "-c", COUNTED], env=plain, capture_output=True, text=True, check=True)
    return Needs(**{name: round(count) for name, count in json.loads(done.stdout).items()})


@rule
def _kernel(months, exps, logs, tanhs, blocks):
    summed = 0.0
    for month in range(months):
        luck = Luck(np.uint64(1), np.uint64(1), np.uint64(month))
        for k in range(blocks):
            words = block(luck, 3, 1, 2, k)
            summed += unit(words[0]) + unit(words[1]) + unit(words[2]) + unit(words[3])
        for k in range(exps):
            summed += math.exp(-0.001 * k)
        for k in range(logs):
            summed += math.log(0.5 + k)
        for k in range(tanhs):
            summed += math.tanh(0.001 * k)
    return summed


def floor(months: int, taken: Needs) -> float:
    """Do only that, for so many months; returns a sum, so that nothing is optimised away."""
    return _kernel(months, taken.exp, taken.log, taken.tanh, taken.block)
