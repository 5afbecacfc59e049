"""What came of a plan: the runs, kept in a folder or in memory, and what can be asked of them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from numbers import Integral
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.analysis.against import Against, against, check_rules
from sim.analysis.discovery.table import Discovery, discovered
from sim.analysis.paired import paired
from sim.analysis.sensitivity.effects import effects
from sim.analysis.sensitivity.table import sensitivity
from sim.analysis.summary import KEY, NUMBERS, summarise
from sim.analysis.why.explanation import Explanation, check_explicable, explain
from sim.run.blocks import Block, blocks, picked
from sim.run.books import column_of, columns_of
from sim.run.manifest import MANIFEST
from sim.run.plan import Plan, PlanError
from sim.run.play import failures_of
from sim.run.shards import TABLES
from sim.run.store import Store, points_table
from sim.scenario import Scenario, parse

BASELINE = "baseline"


class Result:
    """What came of a plan. `played` counts the runs that had to be played for it, 0 for a find."""

    def __init__(
        self,
        plan: Plan,
        scenario: Scenario,
        source: Store | dict[str, pa.Table],
        played: int,
        design: Mapping[str, Any] | None = None,
    ):
        self.plan = plan
        self.scenario = scenario
        self.played = played
        self.design = design or {}  # how its points were drawn, if a sampler drew them
        self._source = source

    @classmethod
    def open(cls, folder: str | PathLike) -> "Result":
        """The run that is kept in a folder, as far as it came. Raises PlanError if the folder holds none."""
        store = Store.find(Path(folder))
        scenario = parse(store.plan.text, str(store.path / MANIFEST))
        return cls(store.plan, scenario, store, 0, store.manifest.get("design"))

    @property
    def path(self) -> Path | None:
        """The folder that keeps it, if any."""
        return self._source.path if isinstance(self._source, Store) else None

    def read(self, table: str = "runs", columns: list[str] | None = None) -> pd.DataFrame:
        """A table, or some of its columns: `runs` always, `steps` and `months` if the series were recorded.

        Raises PlanError for a table or a column that was not kept, and for a folder that holds no finished run.
        """
        if table not in TABLES or (table != "runs" and self.plan.record != "steps"):
            raise PlanError(f'there is no table "{table}"; the series are kept with record="steps"')
        if isinstance(self._source, Store):
            files = self._source.files(table)
            if not files:
                raise PlanError(
                    f"{self.path} holds no finished replication of {self.plan.replications:,}; "
                    "the command that began it continues it"
                )
            held = pa.concat_tables(pq.ParquetFile(file).read(columns) for file in files)
        else:
            held = self._source[table]
        return (picked(held, columns) if columns else held).to_pandas()

    def blocks(self, point: int | None = None, replication: int = 0) -> Iterator[Block]:
        """The series, some runs at a time, in order of point and replication; of one run, the shard that holds it.

        Raises PlanError if they were not recorded.
        """
        if self.plan.record != "steps":
            raise PlanError('there are no series; they are kept with record="steps"')
        held = self._source
        if not isinstance(held, Store):
            return blocks([held], self.scenario)
        rows = None if point is None else point * self.plan.replications + replication
        files = zip(*(held.files(table, rows) for table in ("steps", "months")), strict=True)
        shards = ({"steps": pq.ParquetFile(steps), "months": pq.ParquetFile(months)} for steps, months in files)
        return blocks(shards, self.scenario)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Every outcome, one row a run, with `point`, `replication`, `seed` and what varies between points."""
        return self.read()

    def whole(self, outcomes: Iterable[str] | None = None) -> pd.DataFrame:
        """Every run, with `point`, `replication`, `seed` and the outcomes named (all, if none is).

        Raises PlanError for an outcome that there is not, and if a run is missing.
        """
        names = None if outcomes is None else list(outcomes)
        for name in names or ():
            column_of(self.scenario, name)
        frame = self.outcomes if names is None else self.read(columns=[*NUMBERS, *names])
        if len(frame) != self.plan.rows:
            raise PlanError(
                f"{len(frame):,} of {self.plan.rows:,} runs stand in {self.path}, and all are needed; "
                "the command that began them continues it"
            )
        return frame

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

    def meaning(self, outcome: str) -> str:
        """What an outcome is, in words."""
        return column_of(self.scenario, outcome).meaning

    def headline(self) -> pd.DataFrame:
        """The scenario's headline outcomes: mean, p05, p95, error (Monte Carlo, of the mean), n, missing."""
        return summarise(self.read(columns=[*NUMBERS, *self.scenario.headline]))

    def sensitivity(
        self,
        outcomes: Iterable[str] | None = None,
        methods: Iterable[str] | None = None,
        against: str | None = None,
    ) -> tuple[pd.DataFrame, list[str]]:
        """What drives outcomes (the headline, if none is named): a table of indices, and what was left out and why.

        `methods` are sobol, first, morris, pawn and anova; else those that the sample is made for. With `against`, a
        posture of the sweep, it is what drives the change that each other posture makes against that one. Columns,
        the NaN policy and errors as in `sim.analysis.sensitivity.table`, and `effects`.
        """
        names = list(self.scenario.headline if outcomes is None else outcomes)
        frame = self.whole(names)
        if against is None:
            return sensitivity(self.plan, self.design, frame, names, methods)
        found = {
            posture: sensitivity(plan, self.design, changes, names, methods)
            for posture, plan, changes in effects(self.plan, frame, names, against)
        }
        tables = [table.assign(posture=f"{posture} less {against}") for posture, (table, _) in found.items()]
        table = pd.concat(tables, ignore_index=True)
        left_out = dict.fromkeys(why for _, told in found.values() for why in told)
        return table[["outcome", "posture", *table.columns.drop(["outcome", "posture"])]], list(left_out)

    def against(self, first: "Result", outcomes: Iterable[str] | None = None) -> Against:
        """This run or sweep less another one, in pairs where they met the same luck: headline, or outcomes named.

        What comes back and what is refused as in `sim.analysis.against`.
        """
        check_rules(first.plan, self.plan)
        names = _both(first.scenario, self.scenario, outcomes)
        frames = first.whole(names), self.whole(names)
        return against((first.plan, self.plan), (first.scenario, self.scenario), frames, names)

    def discover(self, where: str, density: float | None = None) -> Discovery:
        """Which assumptions lead to a predicate on outcomes, `"leverage_CHN_PRK < 0.3"`: boxes by PRIM.

        `density`: the least share of a box's runs that meet it; else the boxes that tell most. What comes back and
        what is refused as in `sim.analysis.discovery.table`.
        """
        return discovered(self.plan, self.whole(), where, density)

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
            files = self._source.files("runs", number)
            if not files:
                kept = f"{self._source.kept():,} of {self.plan.rows:,} replications"
                raise PlanError(
                    f"replication {replication} is not among those kept in {self.path}: the run was broken off with "
                    f"{kept}, and the command that began it continues it"
                )
            rows = pq.read_table(files[0], filters=[("point", "=", point), (KEY, "=", replication)])
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

    def __repr__(self) -> str:
        others = ", ".join(posture for posture in self.results if posture != BASELINE)
        return f"<Comparison of {others} with {BASELINE} in {self.scenario.name}: see .table>"

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row for each posture and headline outcome: baseline, spread, difference, low, high, … (`differences`)."""
        return self.differences(self.scenario.headline)

    def differences(self, columns: list[str]) -> pd.DataFrame:
        """`table` of any outcomes: mean and `spread` (standard deviation) of the baseline's runs, and `paired`.

        Raises ValueError if the postures do not hold the same replications.
        """
        base, *others = (result.read(columns=[KEY, *columns]) for result in self.results.values())
        own = pd.DataFrame({
            "baseline": base[columns].mean(), "baseline_n": base[columns].notna().sum(),
            "spread": base[columns].std(),
        })  # fmt: skip
        tables = {
            posture: pd.concat([own, paired(base, frame, columns)], axis=1)
            for posture, frame in zip(list(self.results)[1:], others, strict=True)
        }
        return pd.concat(tables, names=["posture", "outcome"]).reset_index()

    def against(self, first: "Comparison", outcomes: Iterable[str] | None = None) -> Against:
        """What a posture changes here less what it changes there: a row for each posture that both hold, and outcome.

        `first` and `second` are the changes against the baseline of each, and the difference is that of the two. What
        else comes back and what is refused as in `sim.analysis.against`; PlanError too if no posture is in both.
        """
        postures = [name for name in self.results if name in first.results and name != BASELINE]
        if not postures:
            raise PlanError("the two comparisons have no posture in common; compare one that both hold")
        plans, scenarios = (first.results[BASELINE].plan, self.results[BASELINE].plan), (first.scenario, self.scenario)
        check_rules(*plans)
        names = _both(*scenarios, outcomes)
        found = [
            against(plans, scenarios, (first.changes(posture, names), self.changes(posture, names)), names)
            for posture in postures
        ]
        tables = [one.table.assign(posture=posture) for posture, one in zip(postures, found, strict=True)]
        table = pd.concat(tables, ignore_index=True)
        return found[0]._replace(table=table[["posture", *table.columns.drop("posture")]])

    def changes(self, posture: str, outcomes: list[str]) -> pd.DataFrame:
        """Of every run under a posture, what it has more of each outcome than the baseline's on the same luck."""
        base, other = (self.results[name].whole(outcomes).set_index(list(NUMBERS)) for name in (BASELINE, posture))
        return (other - base).reset_index()


def _both(first: Scenario, second: Scenario, outcomes: Iterable[str] | None) -> list[str]:
    """The outcomes named, else those of the second's headline that the first has too."""
    known = columns_of(first)
    return [name for name in second.headline if name in known] if outcomes is None else list(outcomes)
