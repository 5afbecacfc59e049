"""An explanation: a text to read, and the same as tables for a notebook.

`explain` plays one replication of a plan again and holds it against the row that was stored of it.
"""

from functools import cached_property

import numpy as np
import pandas as pd

from sim.model.compiled import rules_version
from sim.outcomes.labels import near
from sim.run.plan import Plan, PlanError, check_whole
from sim.scenario import Scenario, build

from .decisions import Decision, decisions
from .page import page
from .replay import History, departures, replay
from .story import Notable, story
from .tables import draws, duties, options
from .words import Tongue

QUIET = (
    "nothing notable happened: no threat of force, no troops sent, no treaty made or left, no sanction that worked, "
    "no unrest"
)
MANY = 3  # outcomes named where a replay is not the stored history


class Explanation:
    """Why a replication went as it did: `str()` is the text; `options`, `draws`, `duties` are tables.

    Of the whole run, or of one month (`number`) or state (its position), or both. `departs` names the outcomes in
    which the replay is not the stored history; it is empty unless another machine played it.
    """

    def __init__(
        self, plan: Plan, scenario: Scenario, history: History, departs: list[str], point: int, number: int | None,
        state: int | None,
    ):  # fmt: skip
        self.plan = plan
        self.scenario = scenario
        self.point = point
        self.history = history
        self.departs = departs
        self._tongue = Tongue(scenario, history.case.setting, history.case.params)
        self._number, self._state = number, state
        self._months = months_of(scenario)

    @cached_property
    def story(self) -> list[Notable]:
        """What was notable in the whole run, in order."""
        told = story(self.history, self._tongue)
        return [each for each in told if self._state is None or self._state in each.states]

    @cached_property
    def text(self) -> str:
        """What there is to read: the story of the run in a line a month, or the page of one month."""
        plan, point = self.plan, self.plan.point(self.point)
        code = "" if self._state is None else f", {self._tongue.code(self._state)}"
        which = f", point {self.point}" if plan.points > 1 else ""
        month = "the months in which something notable happened" if self._number is None else self._months[self._number]
        lines = [
            f"{plan.scenario} under {point.posture}{which}, seed {point.seed}, "
            f"replication {self.history.replication}: {month}{code}"
        ]
        if self.departs:
            others = f" and {len(self.departs) - MANY} more" if len(self.departs) > MANY else ""
            named = f"{', '.join(self.departs[:MANY])}{others}"
            lines.append(f"THIS IS NOT THE STORED HISTORY: played again here, it differs in {named}.")
        if self._number is not None:
            lines += page(self.history, self._number, self._decisions, self._months, self._tongue, self._state)
        else:
            by_month: dict[int, list[str]] = {}
            for each in self.story:
                by_month.setdefault(each.month, []).append(each.text)
            lines += [f"{self._months[number]}  {'; '.join(told)}" for number, told in by_month.items()]
            lines += [] if by_month else [QUIET]
        return "\n".join(lines)

    def at(self, month: int) -> "Explanation":
        """The same history, a month of it: 0 is the first."""
        return Explanation(self.plan, self.scenario, self.history, self.departs, self.point, month, self._state)

    @cached_property
    def acts(self) -> list[str]:
        """What states did in the month, in words; those that held still are left out. Empty for a whole run."""
        made = [(d.actor, a, j) for d in self._decisions if d.present for a, j in d.chosen]
        return [self._tongue.did(actor, action, target) for actor, action, target in made]

    @cached_property
    def options(self) -> pd.DataFrame:
        """Every option weighed; see `tables.options`."""
        return options(self.history, self._numbers, self._months, self._tongue, self._state)

    @cached_property
    def draws(self) -> pd.DataFrame:
        """Every draw of the log; see `tables.draws`."""
        return draws(self.history, self._numbers, self._months, self._tongue, self._state)

    @cached_property
    def duties(self) -> pd.DataFrame:
        """Every duty called upon; see `tables.duties`."""
        return duties(self.history, self._numbers, self._months, self._tongue, self._state)

    @cached_property
    def _decisions(self) -> list[Decision]:
        return [] if self._number is None else decisions(self.history, self._number)

    @property
    def _numbers(self) -> list[int]:
        return list(range(len(self._months))) if self._number is None else [self._number]

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


def explain(
    plan: Plan, scenario: Scenario, stored: dict[str, float], point: int, replication: int, month: str | None,
    state: str | None,
) -> Explanation:  # fmt: skip
    """Play a replication of a point of a plan again and explain it, or a month (YYYY-MM) or state of it.

    `stored` is its row of outcomes; `check_explicable` comes before. Raises PlanError for an unknown month or state.
    """
    number = None if month is None else number_of(month, scenario)
    codes = scenario.codes
    if state is not None and state not in codes:
        raise PlanError(f'there is no state "{state}"{near(state, codes)}')
    at_point = plan.point(point)
    case = build(scenario, at_point.posture, dict(at_point.values), at_point.activation, at_point.acting)
    history = replay(case, scenario.months, at_point.seed, replication)
    at = None if state is None else codes.index(state)
    return Explanation(plan, scenario, history, departures(history, scenario, stored), point, number, at)


def check_explicable(plan: Plan, point: int, replication: int) -> None:
    """Refuse a point or replication that a plan has not, and a plan of other rules: under these it has another history.

    Raises PlanError.
    """
    if plan.rules != rules_version():
        raise PlanError(
            f"this run was played under rules {plan.rules}; those installed are {rules_version()}, under which its "
            "replications have another history. Explain it with the version that played it, or run it again"
        )
    check_whole("point", point, 0, plan.points - 1)
    check_whole("replication", replication, 0, plan.replications - 1)


def months_of(scenario: Scenario) -> list[str]:
    """The months of a run, YYYY-MM."""
    return [str(np.datetime64(scenario.start, "M") + number) for number in range(scenario.months)]


def number_of(month: str, scenario: Scenario) -> int:
    """The number of a month, 0 for the first. Raises PlanError."""
    months = months_of(scenario)
    if month not in months:
        raise PlanError(f'month "{month}" is not one of this run; give one from {months[0]} to {months[-1]}')
    return months.index(month)
