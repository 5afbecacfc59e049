"""What a sweep says to the methods: where each point lies, and what every replication of it came to."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.summary import KEY
from sim.model.world import Array
from sim.run.plan import Plan, PlanError
from sim.run.samplers import GRID, placed

FREE = ("lhs", "sobol")  # samples whose points stand each for itself


class Sample(NamedTuple):
    """One outcome over one sample of points.

    `block` points belong together, one block after the other: a base point of Saltelli's design, a trajectory of
    Morris's, one point of any other.
    """

    sampler: str
    names: tuple[str, ...]  # D parameters
    at: Array  # (points, D) in the unit cube; of a grid, the position of each value in its list
    runs: Array  # (points, replications); NaN where the outcome is not defined
    block: int = 1

    @property
    def blocks(self) -> Array:
        """Rows of each block, (blocks, block)."""
        return np.arange(len(self.at)).reshape(-1, self.block)

    def of(self, blocks: Array) -> "Sample":
        """The sample of these blocks alone, in this order; a block may stand several times."""
        rows = self.blocks[blocks].ravel()
        return self._replace(at=self.at[rows], runs=self.runs[rows])

    def thinned(self, points: int) -> "Sample":
        """So many points at most, in blocks drawn at random."""
        blocks, most = len(self.blocks), points // self.block
        return self if blocks <= most else self.of(np.random.default_rng(0).permutation(blocks)[:most])

    @property
    def means(self) -> Array:
        """The mean of each point over the replications in which the outcome is defined, (points,)."""
        defined = np.isfinite(self.runs)
        with np.errstate(invalid="ignore"):
            return np.where(defined, self.runs, 0).sum(axis=1) / defined.sum(axis=1)


def samples(
    plan: Plan, design: Mapping[str, Any], frame: pd.DataFrame, outcome: str
) -> Iterator[tuple[dict[str, Any], Sample]]:
    """The samples of a sweep: one for each combination of its lists, with that combination by name.

    A sweep without a sampler is one sample of all that varies. `frame` has every run of the plan by point and
    replication, `design` is what the manifest keeps of it. Raises PlanError if nothing varies or the sample cannot be
    drawn again as it was.
    """
    if not plan.varied:
        raise PlanError(f"this run of {plan.scenario} varies nothing; indices need a sweep, say sampler=saltelli")
    runs = frame.sort_values(["point", KEY])[outcome].to_numpy(float).reshape(plan.points, plan.replications)
    if not design:
        names = tuple(plan.varied)
        at = np.column_stack([np.unique(column, return_inverse=True)[1] for column in plan.varied.values()])
        yield {}, Sample(GRID, names, at.astype(float), runs)
        return
    at, columns = placed(design)
    lists = {name: column for name, column in plan.varied.items() if name not in columns}
    names = tuple(design["dimensions"])
    block = {"saltelli": len(names) + 2, "morris": len(names) + 1}.get(design["sampler"], 1)
    for first in range(0, plan.points, len(at)):
        rows = slice(first, first + len(at))
        if any(not np.allclose(plan.varied[n][rows], c) for n, c in columns.items() if n in plan.varied):
            raise PlanError("the packages installed now draw another sample than this sweep's; play it anew")
        yield (
            {name: column[first].item() for name, column in lists.items()},
            Sample(design["sampler"], names, at, runs[rows], block),
        )
