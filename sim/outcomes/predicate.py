"""Predicates: what is asked of a run, said of the columns of its table.

    leverage_CHN_PRK < 0.3        crises_force >= 1 and not ceasefire_ukraine        0.2 < choice.grudge < 0.5

The language is that of all expressions (`language.py`), the names are columns of numbers.
"""

import ast
from collections.abc import Mapping

import numpy as np

from sim.model.world import Array

from .labels import near
from .language import Reader, wrong


def truth(text: str, columns: Mapping[str, Array]) -> tuple[Array, list[str]]:
    """Whether each run meets a predicate, and the columns that it names.

    `columns` is name → (runs,). Returns (runs,) of 1 and 0, NaN where a column that is named has none. Raises
    ValueError for a text that cannot be read, names no column or says nothing that is true or false.
    """
    reader = _Columns(columns)
    value = reader.read(text)
    if not reader.named_columns:
        raise ValueError(f"it names no column{near('', columns)}")
    unknown = np.any([np.isnan(columns[name]) for name in reader.named_columns], axis=0)
    value = np.where(unknown, np.nan, value)
    if not np.isin(value[~unknown], (0, 1)).all():
        raise ValueError("it is neither true nor false; compare, as in tilt < 0")
    return value, list(reader.named_columns)


class _Columns(Reader):
    names = "columns"

    def __init__(self, columns: Mapping[str, Array]):
        self.columns = columns
        self.named_columns: dict[str, None] = {}

    def named(self, node: ast.expr) -> Array:
        name = ast.unparse(node)
        if name not in self.columns:
            raise wrong(node, f'there is no column "{name}"{near(name, self.columns)}')
        self.named_columns[name] = None
        return self.columns[name]

    def called(self, node: ast.Call) -> Array:
        raise wrong(node, f"there are no functions here; {ast.unparse(node)} may be made an outcome of the scenario")
