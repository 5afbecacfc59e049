"""Samplers: points spread over the unit cube, by scipy and SALib, and the values that priors make of them.

`points` is what the method itself counts: points for lhs and sobol, base points for saltelli (N·(D + 2) in all, for
first and total indices; Saltelli 2002), trajectories for morris (N·(D + 1) in all; Morris 1991).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import qmc

from sim.model.world import Array
from sim.outcomes.labels import near
from sim.scenario import Scenario

from .plan import PlanError, check_whole
from .priors import Interval, Prior, priors

GRID = "grid"  # no sampler
MOST_DRAWN = 10**7
LEVELS = 4  # of a Morris trajectory


class Design(NamedTuple):
    """What was drawn: the columns, and all it takes to draw them again (for the manifest and for sensitivity)."""

    columns: dict[str, Array]
    record: dict[str, Any]  # sampler, points, seed, dimensions, priors


def lhs(points: int, dimensions: int, seed: int) -> Array:
    """Latin hypercube (McKay, Beckman & Conover 1979): each dimension's strata are hit once."""
    return qmc.LatinHypercube(dimensions, rng=np.random.default_rng(seed)).random(points)


def sobol(points: int, dimensions: int, seed: int) -> Array:
    """Scrambled Sobol sequence (Owen 1998); a power of 2 of points."""
    _power_of_two("sobol", points)
    return qmc.Sobol(dimensions, rng=np.random.default_rng(seed)).random(points)


def saltelli(points: int, dimensions: int, seed: int) -> Array:
    """Saltelli's extension of the Sobol sequence, without second order: N·(D + 2) points in blocks of D + 2."""
    _power_of_two("saltelli", points)
    from SALib.sample.sobol import sample

    return sample(salib_problem(dimensions), points, calc_second_order=False, seed=np.random.default_rng(seed))


def morris(points: int, dimensions: int, seed: int) -> Array:
    """Trajectories that move one dimension at a time over four levels: N·(D + 1) points."""
    from SALib.sample.morris import sample

    return sample(salib_problem(dimensions), points, num_levels=LEVELS, seed=np.random.default_rng(seed))


SAMPLERS: dict[str, Callable[[int, int, int], Array]] = {
    "lhs": lhs,
    "sobol": sobol,
    "saltelli": saltelli,
    "morris": morris,
}


def unit_points(sampler: str, points: int, dimensions: int, seed: int) -> Array:
    """Points of the unit cube (rows, dimensions), the same for the same arguments. Raises PlanError."""
    check_whole("points", points, 2, MOST_DRAWN)
    try:
        return SAMPLERS[sampler](points, dimensions, seed)
    except ImportError:
        raise PlanError(f'sampler={sampler} needs SALib: pip install "tertius[analysis]"') from None


def drawn(
    scenario: Scenario,
    sampler: str,
    points: int | None,
    over: Iterable[str],
    seed: int,
    intervals: Mapping[str, Interval] | None = None,
) -> Design:
    """The sample of a scenario's parameters over their priors (`sim.run.priors`).

    Raises PlanError for an unknown sampler, nothing to draw, a parameter without prior and a number of points that
    the method does not take.
    """
    if sampler not in SAMPLERS:
        raise PlanError(f'there is no sampler "{sampler}"{near(sampler, (GRID, *SAMPLERS))}')
    if points is None:
        raise PlanError(f"sampler={sampler} needs points=N")
    found = priors(scenario, over, intervals)
    if not found:
        raise PlanError(f"sampler={sampler} has nothing to draw; name it: over=priors, or over=PARAMETER,PARAMETER")
    dimensions = [name for prior in found for name in prior.dimensions]
    record = {"sampler": sampler, "points": points, "seed": seed, "dimensions": dimensions}
    record |= {"priors": [prior._asdict() for prior in found]}
    return Design(placed(record)[1], record)


def placed(record: Mapping[str, Any]) -> tuple[Array, dict[str, Array]]:
    """The sample that a `Design.record` tells of: points of the unit cube (rows, dimensions), and parameter → values.

    Raises PlanError for a number of points that the method does not take, and if it needs what is not installed.
    """
    unit = unit_points(record["sampler"], record["points"], len(record["dimensions"]), record["seed"])
    columns: dict[str, Array] = {}
    taken = 0
    for prior in (Prior(**said) for said in record["priors"]):
        columns |= prior.values(unit[:, taken : taken + len(prior.dimensions)])
        taken += len(prior.dimensions)
    return unit, columns


def salib_problem(dimensions: int) -> dict[str, Any]:
    """SALib's problem of so many independent uniform dimensions."""
    return {"num_vars": dimensions, "names": [str(d) for d in range(dimensions)], "bounds": [[0, 1]] * dimensions}


def _power_of_two(sampler: str, points: int) -> None:
    if points & (points - 1):
        below = 2 ** (points.bit_length() - 1)
        raise PlanError(f"sampler={sampler} takes a power of 2 of points: {below} or {2 * below}, not {points}")
