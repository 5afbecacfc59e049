"""Time the rules and print the tables of docs/benchmarks.md: `make bench`.

Processor time, so that a busy machine disturbs little; ratios are taken of tasks that took turns.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import sim
from sim.mesa_model import StrategicModel
from sim.model.held import held
from sim.model.params import with_values
from sim.model.play import play_many, step
from sim.model.world import blank_orders, blank_record
from sim.scenario import Case

sys.path.insert(0, str(Path(__file__).parent))

from floor import floor, needs
from machine import least, machine, table
from stages import PARTS, STAGES, repeat
from worlds import ring

FLAGSHIP, LESSON = "trump_triangulation", "triangle_lesson"
MONTHS, RUNS = 48, 10
PLAIN = """
import time, sim
from sim.model.play import play_many
from sim.model.world import blank_record
_, case = sim.load("trump_triangulation").prepare(replications=1, seed=1)
world = case.world
record = blank_record(6, len(world.power), len(world.duties.treaty), len(world.intensity), 1)
start = time.process_time()
play_many(world, case.setting, case.params, 1, 0, record)
print((time.process_time() - start) / 6)
"""


def case_of(name: str, **values: float) -> Case:
    """A case of a scenario at its defaults, but for model parameters by name with "__" for the dot."""
    _, case = sim.load(name).prepare(replications=1, seed=1)
    return case._replace(params=with_values(case.params, {k.replace("__", "."): v for k, v in values.items()}))


def playing(case: Case, months: int = MONTHS, runs: int = RUNS):
    """A task that plays so many replications of a case."""
    world = case.world
    record = blank_record(months, len(world.power), len(world.duties.treaty), len(world.intensity), runs)
    return lambda: play_many(world, case.setting, case.params, 1, 0, record)


def later(case: Case, months: int):
    """The world of a case after so many months."""
    world = case.world
    orders = blank_orders(len(world.power), len(world.duties.treaty), int(case.params.choice.initiatives))
    record = blank_record(months, len(world.power), len(world.duties.treaty), len(world.intensity), 1)
    for month in range(months):
        world, _ = step(world, case.setting, case.params, orders, 1, 0, month, record)
    return world


def mesa_seconds() -> float:
    """Seconds a month of the flagship through the Mesa face."""
    model = StrategicModel(FLAGSHIP, seed=1)
    start = time.process_time()
    for _ in range(24):
        model.step()
    return (time.process_time() - start) / 24


def plain_seconds() -> float:
    """Seconds a month of the flagship with the rules as plain Python."""
    plain = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run([sys.executable, "-c", PLAIN], env=plain, capture_output=True, text=True, check=True)
    return float(done.stdout)


def a_month() -> str:
    """A month of the flagship beside its floor, the faces and levels beside it, and its parts."""
    taken, usual = needs(), case_of(FLAGSHIP)
    cases = {
        "level 1, the default": usual,
        "level 0": case_of(FLAGSHIP, choice__level=0.0),
        "level 2": case_of(FLAGSHIP, choice__level=2.0),
        "base rates alone (gain 0)": case_of(FLAGSHIP, choice__gain=0.0),
    }
    months = MONTHS * RUNS
    seconds = least(*(playing(case) for case in cases.values()), lambda: floor(months, taken))
    micros = dict(zip([*cases, "floor"], (1e6 * s / months for s in seconds), strict=True))
    bottom, whole = micros["floor"], micros["level 1, the default"]
    rows = [(name, f"{value:.0f}", f"{value / bottom:.1f}") for name, value in micros.items()]
    for name, value in (("Mesa face", mesa_seconds()), ("plain Python", plain_seconds())):
        rows.append((name, f"{1e6 * value:,.0f}", f"{1e6 * value / bottom:,.0f}"))
    world, setting, params = held(later(usual, 24)), held(usual.setting), held(usual.params)
    parts = least(*(lambda which=which: repeat(which, 200, world, setting, params) for which in STAGES))
    shares = [(name, f"{1e6 * s / 200:.0f}") for name, s in zip(STAGES.values(), parts, strict=True)]
    alone = sum(1e6 * s / 200 for which, s in zip(STAGES, parts, strict=True) if which not in PARTS)
    shares.append(("everything else", f"{whole - alone:.0f}"))
    shares = [(name, value, f"{100 * float(value) / whole:.0f} %") for name, value in shares]
    told = f"The floor: {taken.exp} exponentials, {taken.log} logarithms, {taken.tanh} hyperbolic tangents and "
    told += f"{taken.block} blocks of four random words a month, as counted in the rules."
    return "\n\n".join([
        "## A month of the flagship, one thread",
        table(("", "µs a replication-month", "times the floor"), rows), told,
        table(("part of a month at level 1", "µs", "share"), shares),
    ])  # fmt: skip


def sizes() -> str:
    """What a month costs by the number of states and of treaties."""
    by_states = {n: ring(n, n)[1] for n in (4, 7, 10, 20, 40)}
    by_treaties = {m: ring(10, m)[1] for m in (0, 10, 45, 90)}
    rows = []
    for cases in (by_states, by_treaties):
        tasks = [playing(case, 12, max(1, 40 // len(case.world.power))) for case in cases.values()]
        months = [12 * max(1, 40 // len(case.world.power)) for case in cases.values()]
        micros = [1e6 * s / m for s, m in zip(least(*tasks, rounds=3), months, strict=True)]
        rows.append([(size, f"{value:,.0f}") for size, value in zip(cases, micros, strict=True)])
    return "\n\n".join([
        "## Cost by size",
        "A ring of states that trade with all, with as many treaties as states; then ten states with so many treaties.",
        table(("states", "µs a replication-month"), rows[0]),
        table(("treaties among ten states", "µs a replication-month"), rows[1]),
    ])  # fmt: skip


def starts() -> str:
    """What a user waits for before anything is played, in seconds of the clock."""

    def seconds(*words: str, **surroundings: str) -> float:
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            command = [sys.executable, "-m", "sim.cli", *words]
            subprocess.run(command, cwd=folder, env=os.environ | surroundings, capture_output=True, check=True)
            return time.perf_counter() - start

    root = str(Path(sim.__file__).parents[1])
    lesson = ("run", f"scenario={LESSON}", "replications=1")
    with tempfile.TemporaryDirectory() as cache:
        cold = seconds(*lesson, PYTHONPATH=root, TERTIUS_CACHE=cache)
        rows = [
            ("first run ever, compiling the rules", f"{cold:.0f}"),
            ("the same again", f"{min(seconds(*lesson, PYTHONPATH=root, TERTIUS_CACHE=cache) for _ in range(3)):.1f}"),
            ("`tertius --help`", f"{min(seconds('--help', PYTHONPATH=root) for _ in range(3)):.2f}"),
        ]
    return "\n\n".join(["## Starting", table(("", "seconds"), rows)])


def memory() -> str:
    """The largest memory that runs of different lengths hold."""
    rows = []
    for replications in (1_000, 20_000):
        code = f"import sim; sim.load('{LESSON}').run(replications={replications}, out='kept'); "
        # not getrusage, whose highest figure a process inherits from the one that starts it
        code += "print(*(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
        with tempfile.TemporaryDirectory() as folder:
            surroundings = os.environ | {"PYTHONPATH": str(Path(sim.__file__).parents[1])}
            done = subprocess.run(
                [sys.executable, "-c", code], cwd=folder, env=surroundings, capture_output=True, text=True, check=True
            )
        rows.append((f"{replications:,}", f"{int(done.stdout.split()[-1]) / 1024:.0f}"))
    return "\n\n".join(["## Memory", table(("replications of the lesson", "MiB at most"), rows)])


def main() -> None:
    """Print every table, in the order of the document."""
    print(f"{machine()}\n")
    for part in (a_month, sizes, starts, memory):
        print(part(), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
