"""Hydra's sweeper of ours: the whole of `-m` is one plan, composed once.

Hydra's own sweeper composes, starts and files every point; that is two composings a point. This one reads the same
grammar (lists, range, choice, glob, interval, `hydra.sweeper.params`), composes what the points share, and hands
the rest over. `hydra/sweeper=basic` goes back to Hydra's own.
"""

import importlib
import sys
from types import ModuleType
from typing import Any

from hydra.core.config_store import ConfigStore
from hydra.core.plugins import Plugins
from hydra.plugins.sweeper import Sweeper
from hydra.types import HydraContext, TaskFunction
from omegaconf import DictConfig

from .axes import parsed

NAME = "plan"
PACKAGE, MODULE = "hydra_plugins", "tertius"  # Hydra takes plugins from that package alone
PLACE = f"{PACKAGE}.{MODULE}"


class PlanSweeper(Sweeper):
    """`params` as in Hydra's own: name → sweep, from a preset; what the command line says goes before it."""

    __module__ = PLACE

    def __init__(self, params: dict[str, str] | None = None):
        self.params = params or {}

    def setup(self, *, hydra_context: HydraContext, task_function: TaskFunction, config: DictConfig) -> None:
        """Remember what Hydra gives."""
        self.context, self.task, self.shared = hydra_context, task_function, config

    def sweep(self, arguments: list[str]) -> Any:
        """Hand what the points share, and the overrides that are swept, to the task."""
        preset = [f"{name}={values}" for name, values in self.params.items()]
        overrides = {o.key_or_group: o for o in map(parsed, [*preset, *arguments])}
        swept = [o for o in overrides.values() if o.is_sweep_override()]
        fixed = [str(o.input_line) for o in overrides.values() if not o.is_sweep_override()]
        config = self.context.config_loader.load_sweep_config(self.shared, fixed)
        return self.task(config, swept)  # type: ignore[call-arg]


def register() -> None:
    """Make the sweeper known to Hydra, without an installed plugin."""
    Plugins.instance().register(PlanSweeper)  # looks for installed plugins first
    try:
        package = importlib.import_module(PACKAGE)
    except ImportError:
        package = sys.modules[PACKAGE] = ModuleType(PACKAGE)
        package.__path__ = []
    sys.modules[PLACE] = sys.modules[__name__]
    setattr(package, MODULE, sys.modules[__name__])
    node = {"_target_": f"{PLACE}.{PlanSweeper.__name__}", "params": None}
    ConfigStore.instance().store(group="hydra/sweeper", name=NAME, node=node, provider="tertius")
