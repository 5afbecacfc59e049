"""Where variants are played on the same luck and told apart: one baseline for all, each variant once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.paired import paired
from sim.analysis.summary import KEY
from sim.model.play import play_many
from sim.model.world import Array, Record, blank_record
from sim.outcomes.expression import evaluate
from sim.outcomes.labels import Labels
from sim.run.play import cores
from sim.scenario import Case, Scenario

from .expected import Expected, chance_if_ordered, expected
from .rows import Measured
from .variant import Variant, case_of

REPLICATIONS = 160
MONTHS = 24
WORLDS = 40  # in which a month's expectations are taken, after
SETTLING = 3  # months
RECORDS = 4  # kept at a time
SEED = 2025
EXPECTED = {1: "rises", -1: "falls", 0: "stays"}

AsPlayed = Variant()


class Finding(NamedTuple):
    """One paired difference: what was claimed of its sign, and what came of it."""

    claim: str
    figure: float
    low: float  # of the 95 % interval; equal to the figure where it is exact
    high: float
    sign: int  # expected: 1, −1, or 0 for no effect
    n: int
    tolerance: float = 0.0  # a change within it counts as none

    def within(self, tolerance: float) -> "Finding":
        """The same, where a change within this counts as none."""
        return self._replace(tolerance=tolerance)

    @property
    def expected(self) -> str:
        """The sign expected, in a word."""
        return EXPECTED[self.sign]

    @property
    def holds(self) -> bool:
        """Whether the interval lies on the side claimed, past what counts as none; for no effect, if it covers 0."""
        if self.sign == 0:
            if self.tolerance:
                return -self.tolerance < self.low and self.high < self.tolerance
            return self.low <= 0.0 <= self.high
        return self.sign * (self.low if self.sign > 0 else self.high) > self.tolerance


class Outlook(NamedTuple):
    """Expectations of a month by the names of states and acts."""

    tables: Expected
    labels: Labels

    def chance(self, actor: str, target: str, *acts: str) -> Array:
        """Probability that the actor does one of the acts to the target in the month (R)."""
        i, j = self.labels.codes.index(actor), self.labels.codes.index(target)
        return self.tables.chance[:, i, j][:, [self.labels.actions.index(a) for a in acts]].sum(axis=1)

    def pair(self, table: str, one: str, two: str) -> Array:
        """An entry of a table by pair (R)."""
        return getattr(self.tables, table)[:, self.labels.codes.index(one), self.labels.codes.index(two)]


def log_odds(actor: str, target: str, *acts: str) -> Callable[[Outlook], np.ndarray]:
    """The logarithm of the probability of acts in a month, NaN where none can be done; a rare act shows in it."""

    def logarithm(outlook: Outlook) -> np.ndarray:
        chance = outlook.chance(actor, target, *acts)
        return np.log(np.where(chance > 0.0, chance, np.nan))

    return logarithm


class Laboratory:
    """Plays variants of one scenario, each replication on the same luck in all."""

    def __init__(self, scenario: Scenario, replications: int = REPLICATIONS, months: int = MONTHS, seed: int = SEED):
        self.scenario, self.replications, self.months, self.seed = scenario, replications, months, seed
        self.record = lru_cache(maxsize=RECORDS)(self._record)
        self.outlook = lru_cache(maxsize=None)(self._outlook)

    def contrast(
        self, claim: str, base: Variant, changed: Variant, outcome: str | Callable[[Record], Array], sign: int
    ) -> Finding:
        """What a change does to an outcome of whole runs, an expression (`model.expression`) or a function (→ R)."""
        return difference(claim, self.values(base, outcome), self.values(changed, outcome), sign)

    def values(self, variant: Variant, outcome: str | Callable[[Record], Array]) -> Array:
        """An outcome in each replication of a variant (R)."""
        record = self.record(variant)
        return evaluate(outcome, record, self.scenario.labels) if isinstance(outcome, str) else outcome(record)

    def foresee(
        self, claim: str, base: Variant, changed: Variant, outcome: Callable[[Outlook], Array], sign: int
    ) -> Finding:
        """What a change does to what a month is expected to bring (expected.py), over a few settled worlds."""
        return difference(claim, outcome(self.outlook(base)), outcome(self.outlook(changed)), sign)

    def level(
        self, claim: str, variant: Variant, outcome: str | Callable[[Record], Array], least: float, most: float
    ) -> Measured:
        """The mean of an outcome of whole runs, which must lie in a band."""
        figure, low, high = interval(self.values(variant, outcome))
        return Measured(claim, figure, least, most, self.replications, low, high)

    def if_ordered(self, variant: Variant, actor: str, act: str, target: str, what: int) -> Array:
        """The chance of what an act calls for if it is ordered (expected.py), in the worlds of an outlook (R)."""
        codes, acts = self.scenario.labels.codes, self.scenario.labels.actions
        who = codes.index(actor), acts.index(act), codes.index(target)
        return chance_if_ordered(case_of(self.scenario, variant), WORLDS, SETTLING, self.seed, *who, what)

    def _outlook(self, variant: Variant) -> Outlook:
        case = case_of(self.scenario, variant)
        return Outlook(expected(case, WORLDS, SETTLING, self.seed), self.scenario.labels)

    def _record(self, variant: Variant) -> Record:
        case = case_of(self.scenario, variant)
        world = case.world
        record = blank_record(
            self.months, len(world.power), len(world.duties.treaty), len(world.intensity), runs=self.replications
        )
        firsts = np.array_split(np.arange(self.replications), cores())
        with ThreadPoolExecutor(len(firsts)) as pool:
            list(pool.map(lambda part: _play(case, record, self.seed, part), firsts))
        return record


def _play(case: Case, record: Record, seed: int, part: Array) -> None:
    if len(part):
        piece = Record(*(series[part[0] : part[-1] + 1] for series in record))
        play_many(case.world, case.setting, case.params, seed, int(part[0]), piece)


def interval(values: Array) -> tuple[float, float, float]:
    """The mean of replications (R) and the ends of its 95 % interval (Student's t)."""
    frame = pd.DataFrame({KEY: range(len(values)), "outcome": values})
    row = paired(frame.assign(outcome=0.0), frame, ["outcome"]).loc["outcome"]
    return float(row["difference"]), float(row["low"]), float(row["high"])


def difference(claim: str, base: Array, changed: Array, sign: int) -> Finding:
    """The paired difference of two outcomes (R each): `paired`'s figure and interval."""
    one, two = (pd.DataFrame({KEY: range(len(values)), "outcome": values}) for values in (base, changed))
    row = paired(one, two, ["outcome"]).loc["outcome"]
    exact = np.isnan(row["low"]) or row["error"] == 0.0
    low, high = (row["difference"],) * 2 if exact else (row["low"], row["high"])
    return Finding(claim, float(row["difference"]), float(low), float(high), sign, int(row["n"]))
