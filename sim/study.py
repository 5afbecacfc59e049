"""The Python face: a scenario ready to be run, compared and asked.

    study = sim.load("trump_triangulation")
    study.run(posture="retrench", replications=2000).outcomes      # a DataFrame, one row a replication
    study.compare(["retrench", "reassure"], replications=2000).table

Nothing is written unless a folder is named; with one, the same call continues or finds its result there.
"""

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path

import pandas as pd

from sim.analysis.ablation import ablations, carried
from sim.result import BASELINE, Comparison, Result
from sim.run.backends import backend_of
from sim.run.books import codebook_of, column_of
from sim.run.folder import check_apart, check_free
from sim.run.local import Progress
from sim.run.manifest import facts
from sim.run.plan import Plan, PlanError, check_request, check_whole, planned
from sim.run.points import designed
from sim.run.priors import Interval
from sim.run.running import Stop, complete, in_memory
from sim.run.samplers import GRID, Design
from sim.run.store import Store
from sim.scenario import Case, Scenario, build, check_variant, load

HOW = ("workers", "backend", "scheduler", "progress", "stop", "notes")  # what of a request is not part of its plan


class Study:
    """A checked scenario and what can be done with it."""

    def __init__(self, scenario: Scenario):
        self.scenario = scenario

    @classmethod
    def load(cls, name: str | PathLike) -> "Study":
        """The scenario of that name, or in that file. Raises ScenarioError."""
        return cls(load(name))

    def prepare(
        self,
        posture: str = BASELINE,
        replications: int = 1000,
        seed: int = 0,
        params: Mapping[str, float] | None = None,
        record: str = "outcomes",
        activation: str = "simultaneous",
        acting: bool = True,
        design: Design | None = None,
    ) -> tuple[Plan, Case]:
        """The plan of a request and the arrays of what its points share, all checked.

        Raises PlanError for numbers that cannot be run, OverrideError for an unknown name or a value out of range.
        """
        check_request(replications, seed, record)
        check_variant(self.scenario, posture, params, activation)
        varied = design.columns if design else {}
        asked = posture, params or {}, replications, seed, record, activation, acting, varied
        plan = planned(self.scenario, *asked)
        # of the plan's values: what is checked is what will be played, whether the scenario's own were named or not
        return plan, build(self.scenario, plan.posture, plan.values, plan.activation, plan.acting)

    def run(
        self,
        posture: str = BASELINE,
        *,
        out: str | PathLike | None = None,
        overwrite: bool = False,
        workers: int | None = None,
        backend: str = "local",
        scheduler: str | None = None,
        progress: Progress = lambda rows: None,
        stop: Stop = lambda: False,
        notes: Mapping[str, object] | None = None,
        **request,
    ) -> Result:
        """Play the scenario many times; `request` as in `prepare` (replications, seed, params, record, …).

        With `out` the result is kept in that folder and a run that was broken off is continued; `notes` go into its
        manifest, and when `stop` says so the run ends with the shard in hand. `backend` is local (threads) or dask
        (processes, or those of the cluster at `scheduler`), `workers` how many of them (one a core); they change
        nothing but time. Raises as `prepare`, PlanError if the folder holds another plan and not `overwrite` or is
        being written by another process, or the backend cannot be reached; OSError if it cannot be written.
        """
        if workers is not None:
            check_whole("workers", workers, 1, 4096)
        made = backend_of(backend, scheduler)
        if out is None and backend != "local":
            raise PlanError(f"backend={backend} keeps what it plays in a folder; name one with out")
        plan, case = self.prepare(posture, **request)
        design = request["design"].record if request.get("design") else {}
        if out is None:
            tables = in_memory(plan, self.scenario, workers, progress)
            return Result(plan, self.scenario, tables, plan.rows, design)
        said = facts(case.setting.reference) | {"design": design} | dict(notes or {})
        with Store.opened(Path(out), plan, said, codebook_of(plan, self.scenario), overwrite) as store:
            played = complete(store, self.scenario, workers, progress, made, stop)
        return Result(plan, self.scenario, store, played, design)

    def sweep(
        self,
        axes: Mapping[str, Sequence | Interval] | None = None,
        *,
        sampler: str = GRID,
        points: int | None = None,
        over: Iterable[str] = (),
        **request,
    ) -> Result:
        """Play every point: each combination of the lists in `axes`, each with every point that a sampler draws.

        `axes` is name → values, where a name is a parameter's dotted path, `posture`, `seed`, `activation` or
        `acting`, and the values are a list or an `Interval` to draw from; `sampler` is grid, lhs, sobol, saltelli or
        morris, `over` what it draws (`priors`: all that the scenario declares), `points` how many. `request` as in
        `run`. A point that cannot be built is told in `failures` and has NaN for outcomes.
        """
        design = designed(self.scenario, axes, sampler, points, over, request.get("seed", 0))
        return self.run(design=design, **request)

    def ablate(
        self, mechanisms: Iterable[str] | None = None, *, params: Mapping[str, float] | None = None, **request
    ) -> tuple[pd.DataFrame, Result]:
        """What each mechanism carries: each (or those named) is switched off in its turn, on the same luck.

        The table has a row for each mechanism and headline outcome (`sim.analysis.ablation.carried`); `request` as
        in `run`. Raises as `run`, and PlanError for a mechanism that there is not.
        """
        points = ablations(self.scenario, mechanisms, params)
        result = self.run(design=points.design, params=points.params, **request)
        frame = result.whole(self.scenario.headline)
        return carried(frame, points.mechanisms, self.scenario.headline), result

    def compare(
        self,
        postures: Iterable[str] | None = None,
        *,
        out: str | PathLike | None = None,
        overwrite: bool = False,
        **request,
    ) -> Comparison:
        """Play postures (all, if none is named) and the baseline on the same luck; arguments and errors as `run`.

        With `out` each is kept in the folder of its name under it. Nothing is played unless all can be.
        """
        others = dict.fromkeys(self.scenario.postures if postures is None else postures)
        names = [BASELINE, *(name for name in others if name != BASELINE)]
        if len(names) == 1:
            known = ", ".join(list(self.scenario.postures)[1:]) or "the scenario has none"
            raise PlanError(f"name a posture to compare with {BASELINE}: {known}")
        asked = {name: value for name, value in request.items() if name not in HOW}
        if out:
            check_apart(Path(out), self.scenario.postures)
        folders = {name: Path(out) / name if out else None for name in names}
        for name, folder in folders.items():
            plan, _ = self.prepare(name, **asked)
            if folder:
                check_free(folder, plan, overwrite)
        return Comparison({n: self.run(n, out=folder, overwrite=overwrite, **request) for n, folder in folders.items()})

    def meaning(self, outcome: str) -> str:
        """What an outcome is, in words."""
        return column_of(self.scenario, outcome).meaning

    def __repr__(self) -> str:
        return f"<Study of {self.scenario.name}: {self.scenario.title}>"
