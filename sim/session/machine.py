"""What a turn was played on, as far as it can bear on the last digits."""

import platform

import llvmlite.binding as llvm
import numba
import numpy as np


def machine() -> dict[str, str]:
    """System, processor and versions."""
    return {
        "system": platform.system(), "processor": llvm.get_host_cpu_name(), "python": platform.python_version(),
        "numba": numba.__version__, "numpy": np.__version__,
    }  # fmt: skip
