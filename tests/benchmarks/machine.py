"""Where and when something was timed, and how: the least of several rounds in turn, in processor time."""

import os
import platform
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numba
import numpy as np

ROUNDS = 7


def machine() -> str:
    """The processor, its cores, the versions that matter and the date, in one line."""
    cpu = Path("/proc/cpuinfo")
    names = [line for line in cpu.read_text().splitlines() if "model name" in line] if cpu.exists() else []
    name = names[0].split(":")[1].strip() if names else platform.processor() or platform.machine()
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, Numba {numba.__version__}"
    return f"{name}, {os.cpu_count()} cores; {versions}; {date.today().isoformat()}"


def least(*tasks: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Seconds of processor time that each task takes, the least of `rounds`; the tasks take turns in every round.

    Turns make a ratio of two of them fair when the machine is busier at one time than at another.
    """
    best = [np.inf] * len(tasks)
    for task in tasks:
        task()  # compiled, in the caches
    for _ in range(rounds):
        for which, task in enumerate(tasks):
            start = time.process_time()
            task()
            best[which] = min(best[which], time.process_time() - start)
    return best


def row(*cells: object) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(map(str, cells))} |"


def table(head: tuple[str, ...], rows: list[tuple]) -> str:
    """A Markdown table."""
    return "\n".join([row(*head), row(*["---"] * len(head)), *(row(*cells) for cells in rows)])
