"""Shards made by the workers of a Dask cluster: one that stands, or processes of this machine.

A worker that sees the folder writes its shards there itself; one that does not sends the files to this process. The
scheduler gives the shards of a worker that is lost to others, and a shard made twice is the same file twice. Only so
many shards as keep the workers busy are with the scheduler at a time, and the scenario's text goes there once.
"""

import asyncio
import contextlib
import logging
import math
import signal
import tempfile
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from sim.model.compiled import rules_version
from sim.scenario import Scenario, parse

from .local import Progress, local
from .manifest import write_whole
from .plan import PlanError, Shard
from .play import cores
from .shards import Finished

ANSWER = 5.0  # seconds in which a scheduler answers
ARRIVAL = 60.0  # seconds in which its first worker comes
AHEAD = 3  # shards with the scheduler for each thread of a worker
RECOUNT = 5.0  # seconds after which it is seen how many there are: workers come and go

Files = dict[str, bytes]  # of a shard, where the worker could not write them itself


def dask(
    shards: Sequence[Shard],
    scenario: Scenario,
    folder: Path,
    workers: int | None,
    progress: Progress,
    scheduler: str | None = None,
) -> Generator[Finished, None, None]:
    """The workers of the cluster at `scheduler`, or `workers` processes (None: one a core) of this machine.

    Raises PlanError if the scheduler does not answer or goes, no worker comes or a worker has other rules; OSError
    if the folder cannot be written.
    """
    from distributed import CancelledError, as_completed
    from distributed.comm import CommClosedError
    from distributed.scheduler import KilledWorker

    folder = folder.resolve()
    with _client(scheduler, min(workers or cores(), len(shards))) as client, _mark(folder) as mark:
        text = client.submit(str, scenario.text, pure=False)
        waiting = iter(shards)
        of: dict[Any, Shard] = {}  # by future
        done = as_completed(loop=client.loop)
        threads, counted = 0, -math.inf

        def send() -> None:
            nonlocal threads, counted
            if time.monotonic() - counted > RECOUNT:
                threads, counted = sum(client.nthreads().values()), time.monotonic()
            while len(of) < AHEAD * max(threads, 1):
                shard = next(waiting, None)
                if shard is None:
                    return
                bare = shard._replace(plan=shard.plan._replace(text=""))
                future = client.submit(make, bare, text, str(mark), key=f"{shard.name}-{mark.name}", pure=False)
                of[future] = shard
                done.add(future)

        try:
            send()
            while of:
                future = next(done)
                shard = of.pop(future)
                sums, files = future.result()
                for name, content in files.items():
                    (folder / name).parent.mkdir(exist_ok=True)
                    write_whole(folder / name, content)
                progress(shard.rows)
                send()
                yield Finished(shard, sums)
        except KilledWorker as error:
            raise PlanError(f"shard {shard.name} brought down every worker that it was given to: {error}") from None
        except (CancelledError, CommClosedError):
            raise PlanError(f"the scheduler{_at(scheduler)} went away") from None
        finally:
            client.cancel(list(of))


def check_scheduler(scheduler: str | None) -> None:
    """Refuse a scheduler that does not answer, and a machine without Dask. Raises PlanError, within seconds."""
    try:
        from distributed.comm import connect
    except ImportError:
        raise PlanError('backend=dask needs Dask: pip install "tertius[cluster]"') from None

    async def answers() -> None:
        await (await connect(scheduler, timeout=ANSWER)).close()

    if scheduler is not None:
        try:
            asyncio.run(asyncio.wait_for(answers(), 2 * ANSWER))
        except Exception:  # what else listens there may answer anything
            raise PlanError(
                f"no scheduler answers at {scheduler}; start one with `dask scheduler` and give the address that it "
                "prints, or leave backend.scheduler out to use this machine"
            ) from None


def make(shard: Shard, text: str, mark: str) -> tuple[dict[str, str], Files]:
    """Make a shard on a worker: its files' checksums, and the files if the folder is not to be seen from here.

    Raises PlanError if the rules installed here are not those of the plan.
    """
    if rules_version() != shard.plan.rules:
        raise PlanError(
            f"a worker has other rules ({rules_version()}) than this process ({shard.plan.rules}); install the same "
            "version of tertius on every machine"
        )
    shard = shard._replace(plan=shard.plan._replace(text=text))
    if Path(mark).exists():
        return _made(shard, Path(mark).parent).sums, {}
    with tempfile.TemporaryDirectory() as here:
        sums = _made(shard, Path(here)).sums
        return sums, {name: (Path(here) / name).read_bytes() for name in sums}


def _made(shard: Shard, folder: Path) -> Finished:
    (finished,) = local([shard], _scenario(shard.plan.text), folder, 1, lambda rows: None)
    return finished


@lru_cache(maxsize=4)
def _scenario(text: str) -> Scenario:
    return parse(text)


@contextlib.contextmanager
def _client(scheduler: str | None, workers: int) -> Iterator[Any]:
    """A client of the cluster, once it has a worker; what was started here ends with it."""
    from distributed import Client, LocalCluster

    with contextlib.ExitStack() as held:
        if scheduler is None:
            asked = {"n_workers": workers, "threads_per_worker": 1, "memory_limit": 0, "dashboard_address": None}
            with _deaf():
                cluster = held.enter_context(LocalCluster(**asked, silence_logs=logging.CRITICAL))
            scheduler = cluster.scheduler_address
        log = logging.getLogger("distributed.client")
        held.callback(log.setLevel, log.level)
        log.setLevel(logging.CRITICAL)  # that a scheduler went is told below, in a sentence
        client = held.enter_context(Client(scheduler, timeout=ANSWER, set_as_default=False))
        try:
            client.wait_for_workers(1, timeout=ARRIVAL)
        except TimeoutError:
            raise PlanError(
                f"the scheduler{_at(scheduler)} has no workers; start some with `dask worker {scheduler}`"
            ) from None
        yield client


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Processes started meanwhile do not hear Ctrl-C, which is for this one: they end with the shard in hand."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _mark(folder: Path) -> Iterator[Path]:
    """A file by which a worker knows whether it sees the folder."""
    mark = folder / f".{uuid4().hex}.part"
    mark.touch()
    try:
        yield mark
    finally:
        mark.unlink(missing_ok=True)


def _at(scheduler: str | None) -> str:
    return f" at {scheduler}" if scheduler else ""
