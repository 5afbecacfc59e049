"""What a caller holds is lent to a rule, and not counted again.

Numba counts who holds an array, atomically, whenever one is passed, cut or read from a structref:
a quarter of a month's time went into it. A rule's arguments outlive its call, and so does all that
is read or cut from them, since no rule puts another array into a structref. A name that is bound
once, to such a value, is lent: it is neither counted nor let go. What a rule makes itself, and
what it returns, is counted as ever.
"""

from collections import Counter

from numba.core import ir, types
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.lowering import Lower
from numba.core.typed_passes import BaseNativeLowering, NativeLowering


def lent_names(function, kinds):
    """The names of a function (Numba's `FunctionIR`) that are lent; `kinds`: the type of each name."""
    bindings = [one for block in function.blocks.values() for one in block.find_insts(ir.Assign)]
    times = Counter(one.target.name for one in bindings)
    lent: set[str] = set()
    known = -1
    while known < len(lent):
        known = len(lent)
        for one in bindings:
            sources = _sources(one.value, kinds)
            from_lent = all(isinstance(each, ir.Arg) or each.name in lent for each in sources)
            if sources and from_lent and times[one.target.name] == 1:
                lent.add(one.target.name)
    return lent


def _sources(value, kinds):
    """The arguments or variables in which a value lies: itself, what it is read or cut from, a tuple's parts."""
    if isinstance(value, ir.Arg | ir.Var):
        return [value]
    op = value.op if isinstance(value, ir.Expr) else ""
    if op in ("getattr", "static_getitem", "exhaust_iter") or (op == "getitem" and _cuts(kinds[value.index.name])):
        return [value.value]
    return value.items if op == "build_tuple" else []


def _cuts(index):
    """Whether an index of this type takes a part of an array where it lies; an index by an array copies it."""
    return not any(isinstance(each, types.Array) for each in (index if isinstance(index, types.BaseTuple) else [index]))


class _Lending(Lower):
    """Writes a function's code, in which lent names are not counted."""

    def lower(self):
        self.lent = lent_names(self.func_ir, self.fndesc.typemap)
        self.binding = ""
        super().lower()

    def lower_inst(self, inst):
        assert not isinstance(inst, ir.SetAttr), "a rule sets a field anew: what was lent from it would be let go"
        super().lower_inst(inst)
        if isinstance(inst, ir.Assign) and inst.target.name in self.lent:
            # takes back what binding has counted, and LLVM leaves out both
            self.decref(self.typeof(inst.target.name), self.loadvar(inst.target.name))

    def storevar(self, value, name, argidx=None):
        self.binding = name
        super().storevar(value, name, argidx)
        self.binding = ""

    def decref(self, typ, val):
        if self.binding not in self.lent:  # binding a name anew, in a loop, would let go of what it held before
            super().decref(typ, val)

    def delvar(self, name):
        if name not in self.lent:
            super().delvar(name)


@register_pass(mutates_CFG=True, analysis_only=False)
class _LendingPass(BaseNativeLowering):
    _name = "lending"
    lowering_class = _Lending


class Lending(CompilerBase):
    """Numba's compiler, but for who counts what: see above."""

    def define_pipelines(self):
        """Numba's passes, with the one that writes code in the place of its own."""
        usual = DefaultPassBuilder.define_nopython_pipeline(self.state)
        usual.passes = [(_LendingPass if each is NativeLowering else each, told) for each, told in usual.passes]
        usual.finalize()
        return [usual]
