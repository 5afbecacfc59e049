"""The kinds of array that rules take, and fills and copies of arrays as plain loops.

NumPy's broadcasting expressions compile to so much code (shape checks, messages, temporaries)
that the rules took ten minutes to compile with them; loops compile in seconds and run faster.
"""

from typing import Annotated

import numpy as np

from .compiled import rule

Array = np.ndarray
# by dtype and number of axes, in C order: what a rule is compiled for follows from these (held.kind_of)
Vector = Annotated[Array, np.float64, 1]
Matrix = Annotated[Array, np.float64, 2]
Cube = Annotated[Array, np.float64, 3]
Tensor4 = Annotated[Array, np.float64, 4]
Tensor5 = Annotated[Array, np.float64, 5]
Whole = Annotated[Array, np.int64, 1]
WholeMatrix = Annotated[Array, np.int64, 2]
Flags = Annotated[Array, np.bool_, 2]


@rule
def put(target, source):
    """Copy `source` into `target`, both contiguous and of one size, whatever their dtypes."""
    to, given = target.flat, source.flat
    for k in range(source.size):
        to[k] = given[k]


@rule
def fill(target, value):
    """Set every entry of a contiguous array."""
    to = target.flat
    for k in range(target.size):
        to[k] = value


@rule
def twin(source):
    """A copy of a contiguous array."""
    made = np.empty_like(source)
    put(made, source)
    return made


@rule
def total(source):
    """The sum of a vector, first to last."""
    summed = 0.0
    for k in range(source.shape[0]):
        summed += source[k]
    return summed


@rule
def ascending(keys):
    """Positions of a vector's entries in ascending order (insertion sort: a handful of states)."""
    n = keys.shape[0]
    order = np.empty(n, dtype=np.int64)
    for k in range(n):
        place = k
        while place > 0 and keys[order[place - 1]] > keys[k]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = k
    return order
