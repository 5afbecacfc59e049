"""Published regularities, R1 to R11 (`tertius validate regularities`)."""

from .courses import COURSES
from .pairs import PAIRS
from .rows import Row

REGULARITIES: dict[str, Row] = dict(sorted({**PAIRS, **COURSES}.items()))
