"""Stages: rules that are compiled once, each on its own, and called by their address.

Numba writes what a rule calls into the rule, and LLVM works through it again at every level of
calls. A stage ends that: its callers know it by its name and its annotations, so that stages
compile apart from each other, on all cores. `ready` must have run before any rule that calls a
stage; every world comes from `reference.refer`, which sees to it. An exception does not cross a
stage: it is printed and lost, so rules raise none; where indices are to be checked, or nothing is
compiled, there are no stages.
"""

import ctypes
import os
import subprocess
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import get_type_hints

import llvmlite.binding as llvm
import numba
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import impl_ret_new_ref
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import lower_builtin

from .compiled import _compiled, mark_used, open_cache
from .held import kind_of

STAGES: dict[str, "Stage"] = {}
_LOADING = Lock()
_LOADED: list[bool] = []
INTERPRETED = bool(numba.config.DISABLE_JIT or numba.config.BOUNDSCHECK)


@ctypes.CFUNCTYPE(None)
def _unready():
    """Stands for every stage until it is loaded."""
    os.write(2, b"a stage was called before sim.model.stage.ready()\n")
    os.abort()


class Stage:
    """A rule with annotated arguments that compiled rules call by its address, and Python as any rule."""

    def __init__(self, function):
        self.name = function.__name__
        self.symbol = f"tertius_{self.name}"
        self.rule = _compiled(function, no_cfunc_wrapper=False)
        self.__doc__, self.__module__, self.__wrapped__ = function.__doc__, function.__module__, function
        llvm.add_symbol(self.symbol, ctypes.cast(_unready, ctypes.c_void_p).value)
        STAGES[self.name] = self
        _known_to_numba(self)

    @cached_property
    def signature(self):
        """Types of the arguments and of what it returns, as annotated."""
        *args, returned = (kind_of(hint) for hint in get_type_hints(self.__wrapped__, include_extras=True).values())
        return signature(returned, *args)

    def __call__(self, *args):
        ready()
        return self.rule(*args)

    def load(self):
        """Compile it, or read it from the cache, and let its callers find it."""
        self.rule.compile(self.signature.args)
        made = self.rule.overloads[self.signature.args]
        assert made.signature.return_type == self.signature.return_type, (
            f"{self.name} returns another type than it says"
        )
        llvm.add_symbol(self.symbol, made.library.get_pointer_to_function(made.fndesc.llvm_cfunc_wrapper_name))


def _known_to_numba(stage):
    """Let compiled rules call a stage: its type is that of its annotations, a call goes to its symbol."""

    class Template(AbstractTemplate):
        key = stage

        def generic(self, args, kws):
            assert len(args) == len(stage.signature.args), f"{stage.name} takes {len(stage.signature.args)} arguments"
            return stage.signature

    infer_global(stage, types.Function(Template))

    @lower_builtin(stage, types.VarArg(types.Any))
    def call(context, builder, sig, args):
        kind = ir.FunctionType(context.get_value_type(sig.return_type), [context.get_value_type(a) for a in sig.args])
        function = cgutils.get_or_insert_function(builder.module, kind, stage.symbol)
        return impl_ret_new_ref(context, builder, sig.return_type, builder.call(function, args))


def stage(function):
    """Make a rule a stage; its arguments and what it returns are annotated, since no caller tells their types."""
    if INTERPRETED:
        return _compiled(function)
    return Stage(function)


def is_compiled() -> bool:
    """Whether the compiled rules stand ready on disk, so that a first run need not announce a wait."""
    folder = Path(numba.config.CACHE_DIR)
    return INTERPRETED or all(any(folder.rglob(f"*.{name}-*.nbc")) for name in STAGES)


def ready() -> None:
    """Load every stage, in the order in which they are defined; compile them first if they never were.

    Once in a process; other threads wait for the first. Raises OSError where they could not be kept.
    """
    with _LOADING:
        if not _LOADED:
            if not is_compiled():
                open_cache()
                _compile_apart()
            for each in STAGES.values():
                each.load()
            mark_used()
            _LOADED.append(True)


def _compile_apart() -> None:
    """Compile the stages into the cache, one process a core; what fails here is compiled when it is loaded.

    Never in this process: compiling takes most of a gigabyte, which it would keep to its end.
    """
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    waiting = deque(STAGES)
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}

    def work() -> None:
        words = [sys.executable, "-c", "from sim.model.stage import serve; serve()"]
        with subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=surroundings
        ) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            while waiting:
                child.stdin.write(f"{waiting.popleft()}\n")
                child.stdin.flush()
                if not child.stdout.readline():
                    return
            child.stdin.close()

    with ThreadPoolExecutor(workers) as pool:
        for _ in range(workers):
            pool.submit(work)


def serve() -> None:
    """Compile the stages named on standard input, a line each, and answer with a line when each is done."""
    from . import play, reference  # noqa: F401  every stage is defined in or below them

    for line in sys.stdin:
        STAGES[line.strip()].load()
        print("done", flush=True)
