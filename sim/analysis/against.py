"""Two kept runs or sweeps against each other: on the same luck if they met it, else as two samples.

The unit is a replication of a seed, averaged over the points of a sweep, since points share their luck. Luck is keyed
by seed, replication, month and the states' codes, so two scenarios share that of the states and months that both have.
Where the seeds and replications are the same and a state is in both, the differences are paired (`paired.py`); else
the means are compared by Welch's t.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from sim.run.plan import Plan, PlanError
from sim.scenario import Scenario

from .paired import CONFIDENCE, paired
from .summary import KEY, LUCK, numeric


class Against(NamedTuple):
    """The second less the first: a row for each outcome, whether the luck is shared, and in words how far or why not.

    Columns: `outcome`, `first`, `second` (means, of the pairs if in pairs), `difference`, `low`, `high` (95 %
    interval), `error`, `needed` (`paired`; NaN if not paired), `n` (pairs, or replications of the smaller), `missing`
    and `luck` (shared, own).
    """

    table: pd.DataFrame
    shared: bool
    words: str


def against(
    plans: tuple[Plan, Plan],
    scenarios: tuple[Scenario, Scenario],
    frames: tuple[pd.DataFrame, pd.DataFrame],
    outcomes: list[str],
) -> Against:
    """The second of two runs against the first. `frames` hold every run, with point, replication and seed.

    Raises PlanError as `check_rules`, and for an outcome that is not in both.
    """
    first, second = plans
    check_rules(first, second)
    absent = [name for name in outcomes if not all(name in frame for frame in frames)]
    if absent:
        raise PlanError(f"{', '.join(absent)} is not an outcome of both; name others with --outcome")
    one, other = (_by_luck(frame, outcomes) for frame in frames)
    why = _unshared(plans, scenarios, one, other)
    if why:
        words, change = f"not the same luck, since {why}: two samples", _apart(one, other, outcomes)
    else:
        words, change = _matched(plans, scenarios), paired(_numbered(one), _numbered(other), outcomes)
        defined = one.notna() & other.notna()
        one, other = one.where(defined), other.where(defined)
    means = {"first": one.mean(), "second": other.mean()}
    table = pd.concat([pd.DataFrame(means), change.drop(columns="correlation", errors="ignore")], axis=1)
    return Against(table.rename_axis("outcome").reset_index().assign(luck="own" if why else "shared"), not why, words)


def check_rules(first: Plan, second: Plan) -> None:
    """Refuse two plans of different rules. Raises PlanError."""
    if first.rules != second.rules:
        raise PlanError(
            f"they were played under different rules ({first.rules} and {second.rules}), so a difference would be "
            "of the rules as well; play the older one anew"
        )


def _by_luck(frame: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    return numeric(frame.set_index(list(LUCK))[outcomes]).groupby(level=[0, 1]).mean()


def _unshared(
    plans: tuple[Plan, Plan], scenarios: tuple[Scenario, Scenario], one: pd.DataFrame, other: pd.DataFrame
) -> str:
    """Why the two did not meet the same luck, if they did not."""
    first, second = plans
    if not set(scenarios[0].codes) & set(scenarios[1].codes):
        return "no state is in both"
    if set(one.index.get_level_values(0)) != set(other.index.get_level_values(0)):
        return f"the seeds are {first.seed} and {second.seed}"
    if not one.index.equals(other.index):
        return f"the replications are {first.replications:,} and {second.replications:,}"
    return ""


def _matched(plans: tuple[Plan, Plan], scenarios: tuple[Scenario, Scenario]) -> str:
    """What of two runs met the same luck, in words: all, or the states and months that both have."""
    (first, second), (one, other) = plans, scenarios
    said = ["the same luck: in pairs"]
    alone = {"first": set(one.codes) - set(other.codes), "second": set(other.codes) - set(one.codes)}
    where = [f"{', '.join(sorted(codes))} in the {name} only" for name, codes in alone.items() if codes]
    if where:
        both = ", ".join(code for code in one.codes if code in other.codes)
        said.append(f"it is that of the states that both have ({both}; {', '.join(where)})")
    if one.months != other.months:
        said.append(f"it is that of the {min(one.months, other.months)} months that both have")
    if first.scenario != second.scenario:
        said.append(
            f"the scenarios are {first.scenario} and {second.scenario}, and luck goes by seed, replication and state"
        )
    if first.identity()["varied"] != second.identity()["varied"]:
        said.append("each is the mean over points of its own, and the interval is of luck, not of the points chosen")
    return "; ".join(said)


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index(drop=True).rename_axis(KEY).reset_index()


def _apart(one: pd.DataFrame, other: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    rows = {}
    for name in outcomes:
        a, b = one[name].dropna(), other[name].dropna()
        difference = b.mean() - a.mean()
        low = high = error = np.nan
        if min(len(a), len(b)) > 1:
            low, high = stats.ttest_ind(b, a, equal_var=False).confidence_interval(CONFIDENCE)
            error = float(np.hypot(a.sem(), b.sem()))
        missing = len(one) - len(a) + len(other) - len(b)
        rows[name] = [difference, low, high, error, np.nan, min(len(a), len(b)), missing]
    return pd.DataFrame.from_dict(
        rows, orient="index", columns=["difference", "low", "high", "error", "needed", "n", "missing"]
    )
