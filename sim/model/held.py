"""Named arrays passed to compiled rules by one pointer.

Numba passes a named tuple field by field: forty arrays are some four hundred values at every call,
and compiling the month that way took ten minutes. A structref is one pointer, and rules read
`world.alignment` from either. With NUMBA_DISABLE_JIT the tuple itself is used.
"""

import sys
from typing import Any

import numba
from numba.core import types
from numba.experimental import structref

from .compiled import rule

_HOLDERS: dict[type, Any] = {}


def _holder(proxy: Any) -> Any:
    """A cached rule that builds a reference; calling the proxy itself would compile in every process."""

    @rule
    def hold(fields):
        return proxy(*fields)

    return hold


def by_reference(tuple_class: Any) -> Any:
    """A class with the fields of a NamedTuple that rules build and receive as one pointer."""
    if numba.config.DISABLE_JIT:
        return tuple_class
    module = sys.modules[tuple_class.__module__]
    names = {"__module__": module.__name__}
    kind = type(f"{tuple_class.__name__}Kind", (types.StructRef,), dict(names))
    setattr(module, kind.__name__, structref.register(kind))  # the cache finds a type by its module and name
    proxy = type(f"{tuple_class.__name__}Ref", (structref.StructRefProxy,), dict(names))
    structref.define_proxy(proxy, kind, list(tuple_class._fields))
    _HOLDERS[tuple_class] = _holder(proxy)
    return proxy


def held(value):
    """The reference that rules take for a named tuple of arrays, over the same memory; nested tuples too."""
    hold = _HOLDERS.get(type(value))
    return value if hold is None else hold(tuple(held(field) for field in value))
