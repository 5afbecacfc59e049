"""Where shards are made. A backend takes shards and yields each when it stands, in any order.

A shard is all that has to be told (`sim.run.plan.Shard`, picklable): whoever makes it needs the scenario, which
its text gives, and the folder. A backend may make shards anywhere, if only `Writing` puts their files in place.
"""

from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path

from sim.outcomes.labels import near
from sim.scenario import Scenario

from .cluster import check_scheduler, dask
from .local import Progress, local
from .plan import PlanError, Shard
from .shards import Finished

Backend = Callable[[Sequence[Shard], Scenario, Path, int | None, Progress], Generator[Finished, None, None]]

BACKENDS: dict[str, Backend] = {"local": local, "dask": dask}


def backend_of(name: str, scheduler: str | None = None) -> Backend:
    """The backend of that name, ready to be used. Raises PlanError if there is none, or it cannot be reached."""
    if name not in BACKENDS:
        raise PlanError(f'there is no backend "{name}"{near(name, BACKENDS)}')
    if name == "local":
        if scheduler is not None:
            raise PlanError("a scheduler goes with backend=dask")
        return local
    check_scheduler(scheduler)
    return partial(dask, scheduler=scheduler)
