"""What drives an effect: a sweep of several postures as one of the change that each makes against one of them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sim.analysis.summary import KEY
from sim.outcomes.labels import near
from sim.run.plan import Plan, PlanError


def effects(
    plan: Plan, frame: pd.DataFrame, outcomes: list[str], posture: str
) -> Iterator[tuple[str, Plan, pd.DataFrame]]:
    """For each other posture of a sweep the plan of its points alone, and of every run what it has more of an outcome
    than the run under `posture` at the same point of all else that varies and on the same luck.

    `frame` has every run of `plan`, by point and replication. NaN where either is. Raises PlanError if the postures are
    not varied beside something else, `posture` is none of them, or a point has no fellow under it.
    """
    postures = plan.varied.get("posture", np.array([]))
    if posture not in postures:
        known = ", ".join(dict.fromkeys(postures.tolist()))
        raise PlanError(
            f"--against: of the postures {known} none is {posture}{near(posture, known.split(', '))}"
            if known
            else "--against needs a sweep of postures: posture=A,B beside what else varies"
        )
    others = {name: column for name, column in plan.varied.items() if name != "posture"}
    if not others:
        raise PlanError("--against needs more than postures to vary; tertius compare shows what each changes")
    place = pd.DataFrame(others).groupby(list(others)).ngroup().to_numpy()  # equal where all else is
    runs = frame.sort_values(["point", KEY])[outcomes].to_numpy(float).reshape(plan.points, plan.replications, -1)
    base = np.flatnonzero(postures == posture)
    fellows = pd.Series(base, place[base]).groupby(level=0).first()
    for other in dict.fromkeys(postures[postures != posture].tolist()):
        points = np.flatnonzero(postures == other)
        if not np.isin(place[points], fellows.index).all():
            raise PlanError(f"--against: some points under {other} have no fellow under {posture}; sweep all of both")
        change = (runs[points] - runs[fellows[place[points]]]).reshape(-1, len(outcomes))
        numbers = {
            "point": np.arange(len(points)).repeat(plan.replications),
            KEY: np.tile(np.arange(plan.replications), len(points)),
        }
        yield (
            other,
            plan._replace(
                posture=other, varied={name: column[points] for name, column in others.items()}, points=len(points)
            ),
            pd.DataFrame(numbers | dict(zip(outcomes, change.T, strict=True))),
        )
