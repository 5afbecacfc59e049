"""Tables by state and by pair of states, as arrays."""

from collections.abc import Mapping

import numpy as np

from sim.model.world import Array, floats

from .units import Table


def pair_array(table: Table, codes: list[str], default: float, symmetric: bool = False) -> Array:
    """(N, N) of a table's rows, `default` where neither the rows nor the table's own default say, 0 on the diagonal."""
    stated = getattr(table, "default", None)
    made = floats(default if stated is None else stated, (len(codes), len(codes)))
    for one, row in table.rows.items():
        for two, value in row.items():
            i, j = codes.index(one), codes.index(two)
            made[i, j] = value
            if symmetric:
                made[j, i] = value
    np.fill_diagonal(made, 0.0)
    return made


def state_array(row: Mapping[str, float], codes: list[str], default: float) -> Array:
    """(N,) of a mapping from code to value, in which the key `default` stands for the states not named."""
    return floats([row.get(code, row.get("default", default)) for code in codes])


def shares_of(row: Mapping[str, float], others: list[str], spread: bool) -> dict[str, float]:
    """A row of attention that sums to 1: what is missing is spread over `others` not named if `spread`."""
    left = [code for code in others if code not in row]
    missing = 1.0 - sum(row.values())
    if spread and left:
        row = {**row, **{code: missing / len(left) for code in left}}
    total = sum(row.values())
    return {code: value / total for code, value in row.items()}
