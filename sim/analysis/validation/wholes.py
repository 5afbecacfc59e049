"""Exact answers of whole runs, of the draws and of two blocs: X1 and X7 to X9."""

import math
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd

from sim.model.draws import philox
from sim.model.play import play_many
from sim.model.world import Array, Record, blank_record
from sim.outcomes.landscape import energies, local_minima, pair_weights, sides_of
from sim.scenario import Case, build, load

from .known import energy_by_definition, numpy_words
from .laboratory import interval
from .relabelling import departure, relabelled, reordered
from .rows import Measured, Rows
from .trials import Trials, at_most

WHOLES = Rows()
row = WHOLES.row

SCENARIOS = ("triangle_lesson", "trump_triangulation")
SERIES = ("alignment", "hostility", "threat", "dependence", "power", "offense", "stability", "committed")
DATA = "TERTIUS_DATA"  # names the folder of real data
NATIONS, PAIRS = "landscape17_nations.csv", "landscape17_pairs.csv"


def played(case: Case, months: int, runs: int, seed: int = 5, first: int = 0) -> Record:
    """The record of `runs` replications of a case, from replication `first` on."""
    world = case.world
    record = blank_record(months, len(world.power), len(world.duties.status), len(world.intensity), runs)
    play_many(world, case.setting, case.params, seed, first, record)
    return record


def null_run(name: str, runs: int, months: int, **values: float) -> Record:
    """X1: a record in which nobody acts and the calendar is empty."""
    case = build(load(name), values={key.replace("__", "."): value for key, value in values.items()}, acting=False)
    never = case.setting.calendar._replace(month=np.full_like(case.setting.calendar.month, months + 1))
    return played(case._replace(setting=case.setting._replace(calendar=never)), months, runs)


@row("X1", "Nothing happens: nothing moves", note="of all ties the one that drifts most on average is shown")
def x1_null_run(trials: Trials) -> list[Measured]:
    """No acts, no events: without noise nothing moves at all, with noise nothing on average."""
    found = []
    for name in SCENARIOS:
        record = null_run(name, 1, 36, alignment__noise=0.0)
        moved = [np.abs(getattr(record, series) - getattr(record, series)[:, :1]).max() for series in SERIES]
        found.append(at_most(f"{name}, no noise: largest change", 0.0, moved))
    record = null_run("trump_triangulation", trials.runs, 24)
    drift = record.alignment[:, -1] - record.alignment[:, 0]
    most = np.unravel_index(np.abs(drift.mean(axis=0)).argmax(), drift.shape[1:])
    mean, low, high = interval(drift[:, most[0], most[1]])
    return [
        *found,
        Measured("noise alone: mean drift of a tie in 24 months", mean, -0.01, 0.01, trials.runs, low, high),
    ]


def nations_of_1936(folder: Path) -> tuple[Array, Array, Array]:
    """X7: sizes (N), propensities (N,N) and published sides (N) of the 17 nations, by the rule that SOURCES.md gives.

    The published matrix is not to be had; propensity here is ±1 for ideology and for religion, −2 for a history of
    conflict and −1 for a border; size is the index of capability of 1936.
    """
    nations, pairs = pd.read_csv(folder / NATIONS), pd.read_csv(folder / PAIRS)
    place = {nation: k for k, nation in enumerate(nations["nation"])}
    propensities = np.zeros((len(nations), len(nations)))
    for pair in pairs.itertuples():
        value = 2.0 * (pair.same_religion_gj + pair.same_ideology_gj) - 2.0
        value -= 2.0 * pair.history_conflict_gj + pair.land_border_1936
        i, j = place[pair.nation1], place[pair.nation2]
        propensities[i, j] = propensities[j, i] = value
    sides = (nations["ab1993_predicted_side"] != nations["ab1993_predicted_side"].iloc[0]).to_numpy().astype(int)
    return nations["cinc1936_nmc7"].to_numpy(), propensities, sides


def of_1936(folder: Path) -> list[Measured]:
    """X7: the case of 1936, exhausted, beside the configuration published (Axelrod & Bennett 1993)."""
    sizes, propensities, published = nations_of_1936(folder)
    energy = energies(pair_weights(sizes, propensities))
    every = sides_of(np.arange(len(energy)), len(sizes))
    same = int((every[energy.argmin()] == published).sum())
    return [
        Measured("1936, 17 nations: partitions evaluated", len(energy), 65_536, 65_536, 1),
        at_most(
            "1936: departure of every energy", 1e-9, np.abs(energy - energy_by_definition(sizes, propensities, every))
        ),
        Measured("1936: local minima", len(local_minima(energy)), 3, 3, 1),
        Measured("1936: nations placed as published", max(same, len(sizes) - same), 16, 16, len(sizes)),
    ]


@row(
    "X7",
    "Two blocs of least energy are found by exhaustion",
    note=f"the case of 1936 is read from the folder that {DATA} names; its propensities are reconstructed, a test of "
    "the search and not of the theory",
)
def x7_landscape(trials: Trials) -> list[Measured]:
    """Random cases of up to seven states by brute force, and seventeen nations in 1936."""
    chance = np.random.default_rng(trials.seed)
    off = []
    for _ in range(trials.draws // 20):
        n = int(chance.integers(2, 8))
        sizes, p = chance.uniform(0.1, 1, n), chance.uniform(-1, 1, (n, n))
        p += p.T
        energy = energies(pair_weights(sizes, p))
        brute = energy_by_definition(sizes, p, sides_of(np.arange(2 ** (n - 1)), n))
        off.append(max(np.abs(energy - brute).max(), abs(energy.min() - brute.min())))
    folder = os.environ.get(DATA)
    absent = Measured(f"1936, 17 nations: not run, {DATA} names no folder", math.nan, 65_536, 65_536, 0)
    return [
        at_most("random cases: departure of every energy and the least", 1e-12, off),
        *(of_1936(Path(folder)) if folder else [absent]),
    ]


@row("X8", "The draws are NumPy's Philox")
def x8_philox(trials: Trials) -> list[Measured]:
    """Blocks at random keys and counters, and at the ends of their range."""
    words = np.random.default_rng(trials.seed).integers(0, 2**64, (trials.draws, 6), dtype=np.uint64)
    words[0], words[1] = 0, 2**64 - 1
    wrong = 0
    for key in words:
        given = tuple(int(word) for word in key)
        wrong += [int(word) for word in philox(*key)] != numpy_words(given[:2], given[2:])
    return [Measured("blocks that differ from NumPy's", wrong, 0, 0, trials.draws)]


@row("X9", "The order of states and the size of batches are nothing")
def x9_symmetry(trials: Trials) -> list[Measured]:
    """States listed in another order, and replications split over calls that threads make at once."""
    found = []
    for name, months in zip(SCENARIOS, (24, 8), strict=True):
        mine = load(name)
        its = reordered(mine, 1)
        one, two = played(build(mine), months, 3), played(build(its), months, 3)
        off = departure(relabelled(one, mine, mine), relabelled(two, mine, its))
        found.append(Measured(f"{name}: departure when relabelled", off, -math.inf, 1e-9, 3))
        with ThreadPoolExecutor(2) as pool:
            parts = [pool.submit(played, build(mine), months, runs, first=first) for first, runs in ((0, 1), (1, 2))]
            pieces = [part.result() for part in parts]
        joined = {field: np.concatenate([getattr(piece, field) for piece in pieces]) for field in one._fields}
        found.append(Measured(f"{name}: departure when split over workers", departure(one._asdict(), joined), 0, 0, 3))
    return found
