"""Landscape theory on a user's own nations: sizes and propensities from two CSV files (Axelrod & Bennett 1993).

Sizes: columns `nation,size`. Propensities: columns `nation1,nation2,propensity`, each pair at most once, in either
order; a pair that is absent counts 0. Other columns are left alone.
"""

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.outcomes.labels import near
from sim.outcomes.landscape import EXHAUSTIVE, energies, least_energy, local_minima, pair_weights, sides_of


class Landscape(NamedTuple):
    """Two blocs of nations, their energy, and every configuration that no single nation would leave."""

    one: tuple[str, ...]  # the bloc of the first nation of the file
    other: tuple[str, ...]
    energy: float
    minima: pd.DataFrame  # energy, one, other; lowest first; the exhaustive answer only
    exact: bool  # every partition was evaluated


def landscape(sizes: str | Path, propensities: str | Path) -> Landscape:
    """The two blocs of least energy: exact up to 17 nations (65,536 partitions), beyond that the best descent.

    Raises ValueError naming file and line for a missing column, an unknown or repeated nation or pair, or a
    value that is no finite number (a size must be positive).
    """
    nations, size, propensity = read_case(Path(sizes), Path(propensities))
    weights = pair_weights(size, propensity)
    best = least_energy(weights)
    exact = len(nations) <= EXHAUSTIVE
    rows = []
    if exact:
        energy = energies(weights)
        codes = local_minima(energy)
        for code in codes[np.argsort(energy[codes], kind="stable")]:
            rows.append((float(energy[code]), *_blocs(nations, sides_of(code, len(nations)))))
    one, other = _blocs(nations, best.sides)
    minima = pd.DataFrame(rows, columns=["energy", "one", "other"])
    return Landscape(one, other, float(best.energy), minima, exact)


def read_case(sizes: Path, propensities: Path) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Nations (N), their sizes (N) and symmetric propensities (N, N) from the two files; errors as `landscape`."""
    size_of: dict[str, float] = {}
    for line, (nation, size) in _rows(sizes, ["nation", "size"]):
        if nation in size_of:
            raise ValueError(f'{sizes}:{line}: "{nation}" stands twice; leave one')
        size_of[nation] = _number(sizes, line, size)
        if size_of[nation] <= 0:
            raise ValueError(f"{sizes}:{line}: a size must be positive, not {size}")
    if len(size_of) < 2:
        raise ValueError(f"{sizes}: two nations or more are needed")
    nations = tuple(size_of)
    matrix = np.full((len(nations), len(nations)), np.nan)
    for line, (one, two, value) in _rows(propensities, ["nation1", "nation2", "propensity"]):
        for name in (one, two):
            if name not in size_of:
                raise ValueError(f'{propensities}:{line}: unknown nation "{name}"{near(name, nations)}')
        i, j = nations.index(one), nations.index(two)
        if i == j or not np.isnan(matrix[i, j]):
            raise ValueError(f"{propensities}:{line}: {one}–{two} is {'no pair' if i == j else 'given twice'}")
        matrix[i, j] = matrix[j, i] = _number(propensities, line, value)
    return nations, np.array(list(size_of.values())), np.nan_to_num(matrix, nan=0.0)


def _blocs(nations: tuple[str, ...], sides: np.ndarray) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(np.array(nations)[sides == 0].tolist()), tuple(np.array(nations)[sides == 1].tolist())


def _rows(path: Path, columns: list[str]) -> list[tuple[int, list[str]]]:
    """Line number and text of the named columns of each row that is not blank."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, restval="")
            header = reader.fieldnames or []
            for column in columns:
                if column not in header:
                    raise ValueError(f'{path}:1: no column "{column}"{near(column, header)}')
            return [(reader.line_num, [row[column].strip() for column in columns]) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path}: cannot be read as CSV: {error}") from None


def _number(path: Path, line: int, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        raise ValueError(f'{path}:{line}: "{text}" is not a number')
    return value
