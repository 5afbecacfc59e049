"""What a session is set up with, and the case that follows from it."""

import math
from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sim.model.params import ranges
from sim.run.amend import with_room
from sim.run.plan import MOST_SEED, PlanError
from sim.scenario import Case, Scenario, build

from .profiles import DRAFT, MODEL, PROFILES
from .text import Name

ROOM = 192  # duties that treaties signed in play may hold
INITIATIVES = "choice.initiatives"
MOST_BUDGET, MOST_MONTHS = 12, 24


class Settings(BaseModel):
    """The teacher's choices; what is left out follows from the scenario.

    `scenario`: the exact text of its file; `seats`: codes of the states that people may play; `turn_months`: months a
    turn takes; `turns`: how many (as many as the scenario has room for); `budget`: orders a seat may give in a turn,
    for each of its months no more than `choice.initiatives` can be (4); `seconds`: time for a turn, none = no timer;
    `at_deadline`: what the timer does; `unsubmitted`: who acts for a seat that has submitted nothing, a profile
    (profiles.yaml) or its "draft"; `empty`: the profile of seats without people; `secrecy`: whether treaties may be
    secret; `events`: whether what the scenario dates happens (injects do in any case); `posture` and `params` as in
    `sim.scenario.build`; `seed`: of the session's luck, none = drawn (worlds side by side may share one).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: Annotated[str, Field(min_length=1, max_length=1_000_000)]
    file: str = "scenario.yaml"
    name: Name = "Session"
    seats: list[str] | None = None
    turn_months: Annotated[int, Field(ge=1, le=MOST_MONTHS)] | None = None
    turns: Annotated[int, Field(ge=1, le=200)] | None = None
    budget: Annotated[int, Field(ge=1, le=MOST_BUDGET)] = 3
    seconds: Annotated[int, Field(ge=10, le=86_400)] | None = None
    at_deadline: Literal["lock", "resolve"] = "lock"
    unsubmitted: str = MODEL
    empty: str = MODEL
    secrecy: bool = True
    events: bool = True
    posture: str = "baseline"
    params: dict[str, float] = {}
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] | None = None


def settled(settings: Settings, scenario: Scenario) -> Settings:
    """The settings with all that was left out. Raises PlanError for seats, turns, budget or profile that cannot be."""
    play = scenario.play
    months = settings.turn_months or (play.turn_months if play else 1)
    turns = settings.turns or max(1, scenario.months // months)
    if turns * months > scenario.months:
        raise PlanError(
            f"{turns} turns of {months} months need {turns * months} months; {scenario.name} has {scenario.months}"
        )
    seats = list(dict.fromkeys(settings.seats or (play.seats if play else scenario.codes)))
    unknown = [code for code in seats if code not in scenario.codes]
    if unknown:
        raise PlanError(f"no state {', '.join(unknown)}; the scenario has {', '.join(scenario.codes)}")
    for policy, known in ((settings.empty, [*PROFILES]), (settings.unsubmitted, [*PROFILES, DRAFT])):
        if policy not in known:
            raise PlanError(f'there is no profile "{policy}"; there is {", ".join(known)}')
    needed, most = math.ceil(settings.budget / months), int(ranges()[INITIATIVES].high)
    if needed > most:
        raise PlanError(
            f"a budget of {settings.budget} orders in a turn of {months} month{'s' * (months > 1)} is {needed} a "
            f"month; the rules take {most}: give at most {most * months} orders, or turns of more months"
        )
    return settings.model_copy(update={"turn_months": months, "turns": turns, "seats": seats})


def begun(settings: Settings, scenario: Scenario) -> tuple[Scenario, Case]:
    """Scenario and arrays at the start, with room for the treaties of play. Raises OverrideError.

    Every state, also those that the model plays, has as many initiatives a month as the budget needs.
    """
    assert settings.turn_months is not None
    needed = math.ceil(settings.budget / settings.turn_months)
    params = {**settings.params, INITIATIVES: max(needed, settings.params.get(INITIATIVES, 1))}
    case = build(scenario, settings.posture, params)
    if not settings.events:
        never = np.full_like(case.setting.calendar.month, -1)
        case = case._replace(setting=case.setting._replace(calendar=case.setting.calendar._replace(month=never)))
    own = sum(1 for name in scenario.labels.treaties if name)
    world, setting = with_room(case.world, case.setting, ROOM)
    named = scenario.labels.treaties
    labels = scenario.labels._replace(treaties=(*named[:own], *([""] * ROOM), *named[own:]))
    return replace(scenario, labels=labels), case._replace(world=world, setting=setting)
