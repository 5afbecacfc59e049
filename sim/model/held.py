"""Named arrays passed to compiled rules by one pointer.

Numba passes a named tuple field by field: forty arrays are some four hundred values at every call,
and compiling the month that way took ten minutes. A structref is one pointer, and rules read
`world.alignment` from either. With NUMBA_DISABLE_JIT the tuple itself is used.
"""

import sys
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

import numba
import numpy as np
from numba.core import types
from numba.experimental import structref

from .compiled import rule


class Holder(NamedTuple):
    """What Numba knows of a named tuple held by reference: its kind of type, and the rule that makes a reference."""

    kind: Any
    hold: Any


_HOLDERS: dict[type, Holder] = {}


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
    proxy = type(f"{tuple_class.__name__}Ref", (structref.StructRefProxy,), dict(names))
    for known in (structref.register(kind), proxy):
        setattr(module, known.__name__, known)  # the cache finds a type by its module and name
    structref.define_proxy(proxy, kind, list(tuple_class._fields))
    _HOLDERS[tuple_class] = Holder(kind, _holder(proxy))
    return proxy


def held(value):
    """The reference that rules take for a named tuple of arrays, over the same memory; nested tuples too."""
    holder = _HOLDERS.get(type(value))
    return value if holder is None else holder.hold(tuple(held(field) for field in value))


def kind_of(hint: Any) -> types.Type:
    """The Numba type that an annotation of the rules stands for: a number, an array, a tuple, a named tuple held."""
    if hint in _HOLDERS:
        fields = get_type_hints(hint, include_extras=True)
        return _HOLDERS[hint].kind([(name, kind_of(field)) for name, field in fields.items()])
    if get_origin(hint) is Annotated:
        base, *about = get_args(hint)
        return types.Array(numba.from_dtype(np.dtype(about[0])), about[1], "C") if base is np.ndarray else kind_of(base)
    if get_origin(hint) is tuple:
        return types.Tuple([kind_of(part) for part in get_args(hint)])
    if hasattr(hint, "_fields"):
        parts = get_type_hints(hint, include_extras=True).values()
        return types.BaseTuple.from_types([kind_of(part) for part in parts], hint)
    return types.none if hint is type(None) else numba.from_dtype(np.dtype(hint))
