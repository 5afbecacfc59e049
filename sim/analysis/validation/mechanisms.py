"""The mechanisms that the source documents claim, M1 to M28 (`tertius validate mechanisms`)."""

from .contests import CONTESTS
from .rows import Row
from .ties import TIES

MECHANISMS: dict[str, Row] = dict(sorted({**TIES, **CONTESTS}.items()))
