"""The mechanisms that the source documents claim, M1 to M28 (`tertius validate mechanisms`)."""

from .contests import CONTESTS
from .images import IMAGES
from .rows import Row
from .ties import TIES
from .war import WAR

MECHANISMS: dict[str, Row] = dict(sorted({**WAR, **TIES, **CONTESTS, **IMAGES}.items()))
