"""How figures look on a terminal, and what goes before a long wait."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from sim.model.compiled import open_cache
from sim.model.stage import is_compiled
from sim.run.plan import Plan, PlanError

WIDE = 140  # columns where there is no terminal to ask


class _Console(Console):
    """A console that leaves it to the command what a pipe closed by its reader means."""

    def on_broken_pipe(self) -> None:
        """Go on raising; the usual is to exit with 1."""
        raise BrokenPipeError


def console(stderr: bool = False) -> Console:
    """A console that does not fold tables in a pipe."""
    made = _Console(stderr=stderr, highlight=False)
    return made if made.is_terminal else _Console(stderr=stderr, highlight=False, width=WIDE)


def announce_compiling() -> None:
    """Say so if the rules are about to be compiled. Raises PlanError where they could not be kept."""
    if is_compiled():
        return
    try:
        open_cache()
    except OSError as error:
        raise PlanError(f"{error.filename}: {error.strerror}") from None
    console(stderr=True).print("Compiling the rules for this machine; this happens once and takes a minute or two …")


@contextmanager
def bar(total: int, doing: str) -> Iterator[Callable[[int], Any]]:
    """A progress bar on a terminal, nothing in a pipe; yields what to call with each number done."""
    err = console(stderr=True)
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(doing, total=total)
        yield lambda done: progress.advance(task, done)


class _Rate(ProgressColumn):
    """Runs a second."""

    def render(self, task: Task) -> Text:
        """The rate so far; nothing before there is one."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="dim")


@contextmanager
def patience() -> Iterator[Callable[[], bool]]:
    """Take the first Ctrl-C as a wish to end with the shard in hand; the second ends at once."""
    asked = threading.Event()

    def press(number: int, frame: Any) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        console(stderr=True).print("Ending with the shard in hand; Ctrl-C again ends at once …")

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = signal.signal(signal.SIGINT, press)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def many(number: int, what: str) -> str:
    """So many of a thing: 1 replication, 1,000 replications."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def unusual(plan: Plan) -> str:
    """What of a plan's way of playing is not the usual, to follow a heading; empty if it all is."""
    order = "" if plan.activation == "simultaneous" else f", {plan.activation} activation"
    return order + ("" if plan.acting else ", nobody acts")


def duration(seconds: float) -> str:
    """A length of time as people say it."""
    for unit, length in (("days", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"


def amount(size: float) -> str:
    """A number of bytes as people say it."""
    for unit, many in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if size >= many:
            return f"{size / many:.1f} {unit}"
    return f"{size / 1e3:.0f} kB"
