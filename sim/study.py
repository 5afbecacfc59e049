"""The Python face: a scenario ready to be run, compared and asked.

    study = sim.load("trump_triangulation")
    study.run(posture="retrench", replications=2000).outcomes      # a DataFrame, one row a replication
    study.compare(["retrench", "reassure"], replications=2000).table

Nothing is written unless a folder is named; with one, the same call continues or finds its result there.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from numbers import Integral
from os import PathLike
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.analysis.paired import paired
from sim.analysis.summary import KEY, summarise
from sim.analysis.why.explanation import Explanation, check_explicable, explain
from sim.run.backends import BACKENDS, Progress
from sim.run.books import codebook_of, columns_of
from sim.run.manifest import MANIFEST, facts
from sim.run.plan import Plan, PlanError, check_request, check_whole, planned
from sim.run.play import failures_of
from sim.run.points import designed
from sim.run.priors import Interval
from sim.run.running import Stop, complete, in_memory
from sim.run.samplers import GRID, Design
from sim.run.shards import TABLES
from sim.run.store import Store, check_apart, check_free, points_table
from sim.scenario import Case, Scenario, build, check_variant, load, parse

BASELINE = "baseline"
HOW = ("workers", "progress", "stop", "notes")  # what of a request is not part of its plan


class Result:
    """What came of a plan. `played` counts the runs that had to be played for it, 0 for a find."""

    def __init__(self, plan: Plan, scenario: Scenario, source: Store | dict[str, pa.Table], played: int):
        self.plan = plan
        self.scenario = scenario
        self.played = played
        self._source = source

    @classmethod
    def open(cls, folder: str | PathLike) -> "Result":
        """The run that is kept in a folder, as far as it came. Raises PlanError if the folder holds none."""
        store = Store.find(Path(folder))
        return cls(store.plan, parse(store.plan.text, str(store.path / MANIFEST)), store, 0)

    @property
    def path(self) -> Path | None:
        """The folder that keeps it, if any."""
        return self._source.path if isinstance(self._source, Store) else None

    def read(self, table: str = "runs", columns: list[str] | None = None) -> pd.DataFrame:
        """A table, or some of its columns: `runs` always, `steps` and `months` if the series were recorded."""
        if table not in TABLES or (table != "runs" and self.plan.record != "steps"):
            raise PlanError(f'there is no table "{table}"; the series are kept with record="steps"')
        if isinstance(self._source, Store):
            files = self._source.files(table)
            if not files:
                raise PlanError(
                    f"{self.path} holds no finished replication of {self.plan.replications:,}; "
                    "the command that began it continues it"
                )
            return pa.concat_tables(pq.read_table(file, columns=columns) for file in files).to_pandas()
        held = self._source[table]
        return (held.select(columns) if columns else held).to_pandas()

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Every outcome, one row a run, with `point`, `replication`, `seed` and what varies between points."""
        return self.read()

    @property
    def points(self) -> pd.DataFrame:
        """A row for each point of a sweep: its number and everything that varies."""
        return points_table(self.plan).to_pandas()

    @property
    def failures(self) -> dict[int, str]:
        """Point → why it could not be played; its outcomes are NaN."""
        held = self._source
        told = held.failures() if isinstance(held, Store) else failures_of(held["runs"].schema)
        return {int(point): why for point, why in told.items()}

    def headline(self) -> pd.DataFrame:
        """The scenario's headline outcomes: mean, p05, p95, error (Monte Carlo, of the mean), n, missing."""
        return summarise(self.read(columns=self.scenario.headline))

    def explain(
        self, replication: int, month: str | None = None, state: str | None = None, point: int = 0
    ) -> Explanation:
        """Why a replication went as it did: the story of the run, or a month of it (YYYY-MM), for all or one state.

        `point`: of a sweep. It is played again, and held against the row that is kept of it. Printed, it is text;
        `options`, `draws` and `duties` are tables. Raises PlanError for a point, replication, month or state that the
        run does not hold, or if it was played under other rules than those installed.
        """
        at, number = (int(n) if isinstance(n, Integral) else n for n in (point, replication))  # from a table, say
        check_explicable(self.plan, at, number)
        return explain(self.plan, self.scenario, self._row(at, number), at, number, month, state)

    def _row(self, point: int, replication: int) -> dict[str, float]:
        """The outcomes of one replication of a point. Raises PlanError if they are not kept."""
        number = point * self.plan.replications + replication
        if isinstance(self._source, Store):
            file = self._source.holding(number)
            if file is None:
                kept = f"{self._source.kept():,} of {self.plan.rows:,} replications"
                raise PlanError(
                    f"replication {replication} is not among those kept in {self.path}: the run was broken off with "
                    f"{kept}, and the command that began it continues it"
                )
            rows = pq.read_table(file, filters=[("point", "=", point), (KEY, "=", replication)])
        else:
            rows = self._source["runs"].slice(number, 1)
        return rows.to_pylist()[0]

    def __repr__(self) -> str:
        kept = f", kept in {self.path}" if self.path else ""
        what = f"{self.plan.points} points" if self.plan.varied else self.plan.posture
        return f"<Result: {self.plan.replications} × {self.plan.scenario} under {what}{kept}>"


class Comparison:
    """Postures on the same luck, against the baseline."""

    def __init__(self, results: dict[str, Result]):
        self.results = results
        self.scenario = results[BASELINE].scenario

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row for each posture and headline outcome: baseline, difference, low, high, error, needed, … (`paired`)."""
        return self.differences(self.scenario.headline)

    def differences(self, columns: list[str]) -> pd.DataFrame:
        """`table` of any outcomes. Raises ValueError if the postures do not hold the same replications."""
        base, *others = (result.read(columns=[KEY, *columns]) for result in self.results.values())
        mean = base[columns].mean().rename("baseline")
        tables = {
            posture: pd.concat([mean, paired(base, frame, columns)], axis=1)
            for posture, frame in zip(list(self.results)[1:], others, strict=True)
        }
        return pd.concat(tables, names=["posture", "outcome"]).reset_index()


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
        progress: Progress = lambda rows: None,
        stop: Stop = lambda: False,
        notes: Mapping[str, object] | None = None,
        **request,
    ) -> Result:
        """Play the scenario many times; `request` as in `prepare` (replications, seed, params, record, …).

        With `out` the result is kept in that folder and a run that was broken off is continued; `notes` go into its
        manifest, and when `stop` says so the run ends with the shard in hand. `workers` threads (one a core) change
        nothing but time. Raises as `prepare`, PlanError if the folder holds another plan and not `overwrite` or is
        being written by another process, OSError if it cannot be written.
        """
        if workers is not None:
            check_whole("workers", workers, 1, 4096)
        plan, case = self.prepare(posture, **request)
        if out is None:
            tables = in_memory(plan, self.scenario, workers, progress)
            return Result(plan, self.scenario, tables, plan.replications)
        book, design = codebook_of(plan, self.scenario), request.get("design")
        said = facts(case.setting.reference) | {"design": design.record if design else {}} | dict(notes or {})
        with Store.opened(Path(out), plan, said, book, overwrite) as store:
            played = complete(store, self.scenario, workers, progress, BACKENDS["local"], stop)
        return Result(plan, self.scenario, store, played)

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
        return columns_of(self.scenario)[outcome].meaning

    def __repr__(self) -> str:
        return f"<Study of {self.scenario.name}: {self.scenario.title}>"
