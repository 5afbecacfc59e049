"""Exact answers, X1 to X9 (`tertius validate exact`)."""

from .parts import PARTS
from .rows import Row
from .wholes import WHOLES

EXACT: dict[str, Row] = dict(sorted({**PARTS, **WHOLES}.items()))
