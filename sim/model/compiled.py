"""Compilation of the rules, and the cache that knows when any rule has changed.

Numba's own cache looks at the file of the function called and not at its callees: an edited
`threat.py` would go on giving the old answer under an unchanged `step.py`. So the cache folder
is named by the hash of every rule file, and by all else that Numba wants to be the same: where they
lie, Python, Numba and the processor. What stands in it is then compiled for whoever asks.
"""

import hashlib
import os
import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

import llvmlite.binding as llvm
import numba
from numba.core import types

from .lending import Lending

HERE = Path(__file__).parent


def rules_version() -> str:
    """Twelve hexadecimal digits that change whenever any rule file in this folder changes, or the base action table."""
    return _hash_of([*HERE.glob("*.py"), *HERE.glob("*.yaml")])


def _hash_of(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _cache_dir() -> Path:
    root = os.environ.get("TERTIUS_CACHE") or os.environ.get("XDG_CACHE_HOME")
    base = Path(root) if root else Path.home() / ".cache"
    place = hashlib.sha256(f"{HERE} {sys.version}".encode()).hexdigest()[:6]
    machine = f"{numba.__version__}-{llvm.get_host_cpu_name()}"
    return base / "tertius" / f"{_hash_of(list(HERE.glob('*.py')))}-{place}-{machine}"


CACHE = _cache_dir()
STALE = 30 * 24 * 3600  # seconds after which a folder of compiled rules that no process has used is taken away
if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = str(CACHE)
if "NUMBA_OPT" not in os.environ:  # the third level takes a tenth longer to compile and is no faster
    numba.config.OPT = type(numba.config.OPT)(2)


def open_cache() -> None:
    """Make the folder of compiled rules. Raises OSError, which says what to do, where it cannot be written.

    Numba would keep them beside the rules then, where it does not notice that a rule called by another has changed.
    """
    folder = Path(numba.config.CACHE_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        why = "the compiled rules are kept there, so let TERTIUS_CACHE name a folder that can be written"
        raise OSError(error.errno, f"{error.strerror}; {why}", str(folder)) from None


def mark_used(folder: Path = CACHE) -> None:
    """Note that a folder of compiled rules is in use, and take away those beside it that have not been for a month.

    Every change of a rule makes a folder of some 45 MB, and nothing else tells when one has had its day.
    """
    with suppress(OSError):  # another's folder, or one that cannot be written: then it is theirs to keep
        os.utime(folder)
        for other in folder.parent.iterdir():
            if time.time() - other.stat().st_mtime > STALE:
                shutil.rmtree(other, ignore_errors=True)


def part(function):
    """Write a rule's only use of this function into it: a name for a paragraph, at no cost in compiling.

    Every level of calls makes LLVM work through all that lies beneath it once more.
    """
    return numba.njit(inline="always", error_model="numpy")(function)


def rule(function):
    """Compile a rule: cached, releasing the GIL, division by zero as in NumPy, one copy for each set of types."""
    return _compiled(function)


def leaf(function):
    """Compile a rule that its callers take in whole: one array is seven arguments, and in the inner loops the
    passing of them cost more than what the rule does.
    """
    return _compiled(function, forceinline=True)


def _compiled(function, **flags):
    """A rule's dispatcher.

    Numba would compile a copy for every constant passed (25 of one logging function, a third of
    the compile time); a constant is passed as any other number of its type.
    """
    flags = {"no_cfunc_wrapper": True, **flags}
    dispatcher = numba.njit(cache=True, error_model="numpy", nogil=True, pipeline_class=Lending, **flags)(function)
    if not numba.config.DISABLE_JIT:
        template = dispatcher.get_call_template

        def by_type(args, kws):
            plain = {name: types.unliteral(kind) for name, kind in kws.items()}
            return template(tuple(types.unliteral(kind) for kind in args), plain)

        dispatcher.get_call_template = by_type
    return dispatcher
