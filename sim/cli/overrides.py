"""Hydra reads the settings: `name=value`, `-m`, `--cfg job`, `--info`, `--help`, as its users expect.

Each scenario is loaded before Hydra composes, so that its own parameters are known names with their values, and a
name that is not known gets a did-you-mean instead of "not in struct". Several scenarios are several calls of Hydra,
since each has parameters and postures of its own.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import hydra
from hydra.core.config_store import ConfigStore
from hydra.core.hydra_config import HydraConfig
from hydra.core.override_parser.types import Override
from omegaconf import open_dict

from sim.run.plan import PlanError, own_values
from sim.run.priors import Interval
from sim.scenario.resources import find
from sim.study import Study

from .axes import axes_of, values_of
from .help import show_help
from .request import LISTS, Request, nested, plain, refuse, scenarios_of, understood
from .sweeper import register


class Job(NamedTuple):
    """A scenario and what it is to be run with: settings by name, parameters by dotted path, what varies."""

    study: Study
    settings: dict[str, Any]
    params: dict[str, float]
    axes: dict[str, list[Any] | Interval]
    asked: list[str]  # the overrides, as they were written


def jobs(command: str, arguments: list[str], play: Callable[[Job], float | None]) -> list[Job]:
    """What the arguments ask for: one job, none if Hydra was only asked to show something, one a scenario with `-m`.

    Where another sweeper than ours was asked for it calls `play` for each of its jobs, and none is returned.
    Raises PlanError for what cannot be read or has no such name, ScenarioError, SystemExit(2) where Hydra refuses.
    """
    request = understood(command, arguments)
    register()
    studies = {name: Study.load(name) for name in scenarios_of(request)}
    for study in studies.values():
        refuse(request, study)
    return [job for name, study in studies.items() for job in _composed(request, name, study, play)]


def _composed(request: Request, name: str, study: Study, play: Callable[[Job], float | None]) -> list[Job]:
    """What Hydra makes of the arguments for one scenario."""
    ConfigStore.instance().store(name="params", node={"params": nested(own_values(study.scenario))})
    found: list[Job] = []
    raised: list[Exception] = []

    def task(config: Any, swept: list[Override] | None = None) -> float | None:
        try:
            axes = axes_of(swept or [], list(study.scenario.postures))
            with open_dict(config):
                config.pop("hydra", None)
            made = plain(config)
            if request.flags.help:
                show_help(request.command, study.scenario, made)
                return None
            job = Job(study, params=_flat(made.pop("params")), settings=_checked(made), axes=axes, asked=asked)
            if swept is None and request.multirun:
                return play(_numbered(job))
            found.append(job)
        except Exception as error:  # Hydra would print it its own way
            raised.append(error)
            raise SystemExit(0) from None
        return None

    asked = [str(override.input_line) for override in request.overrides]
    sys.argv = [f"tertius {request.command}", *_arguments(request, name, study)]
    read = hydra.main(version_base="1.3", config_path=str(find("configs")), config_name=request.command)
    try:
        read(task)()
    except SystemExit as end:
        if end.code:
            raise SystemExit(2) from None
    if raised:
        raise raised[0]
    return found


def _arguments(request: Request, name: str, study: Study) -> list[str]:
    """The arguments as Hydra gets them: one scenario, globs spelt out, lists as lists, and nothing swept in `--cfg`."""
    changed = {}
    for override in request.overrides:
        text, key = str(override.input_line), override.key_or_group
        if key == "scenario":
            changed[text] = f"scenario={_quoted(name)}"
        elif key in LISTS[request.command]:
            changed[text] = _as_list(override, list(study.scenario.postures) if key == "posture" else [])
        elif key == "posture" and request.stock and override.is_sweep_override():
            changed[text] = f"posture={','.join(values_of(override, list(study.scenario.postures)))}"
    made = [changed.get(argument, argument) for argument in request.arguments]
    if request.stock:  # what another sweeper writes of its own goes to `out`
        outs = [override for override in request.overrides if override.key_or_group == "out"]
        made = [*(f"hydra.sweep.dir={override.get_value_element_as_str()}" for override in outs), *made]
    taken = {"-h", "--help"}  # the help is ours, of what Hydra composes
    if request.multirun and (request.flags.cfg or request.flags.help):
        taken |= {"-m", "--multirun"} | {str(o.input_line) for o in request.overrides if o.is_sweep_override()}
    return [argument for argument in made if argument not in taken]


def _checked(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings, if what only the command line takes is of the right kind. Raises PlanError."""
    for name in ("overwrite", "acting", "dry_run"):
        if not isinstance(settings[name], bool):
            raise PlanError(f"{name} is {settings[name]!r}; write true or false")
    if isinstance(settings["out"], list | dict | bool):
        raise PlanError(f"out is {settings['out']!r}; give a folder")
    return settings | {"out": settings["out"] and _folder(str(settings["out"]))}


def _folder(name: str) -> Path:
    """The folder that is meant; without `..`, which would have folders made that are only passed through."""
    path = Path(name).expanduser()
    return path.resolve() if ".." in path.parts else path


def _numbered(job: Job) -> Job:
    """A job of another sweeper, with a folder of its own under `out`."""
    out = job.settings["out"]
    return job._replace(settings=job.settings | {"out": out and out / str(HydraConfig.get().job.num)})


def _as_list(override: Override, names: list[str]) -> str:
    """`posture=a,b` and `posture=a` as the list `posture=[a,b]`; a glob's are those of `names` that it matches."""
    name = override.key_or_group
    if override.value() is None or isinstance(override.value(), list):
        return f"{name}={override.get_value_element_as_str()}"
    if not override.is_sweep_override():
        return f"{name}=[{override.get_value_element_as_str()}]"
    return f"{name}=[{','.join(map(str, values_of(override, names)))}]"


def _quoted(name: str) -> str:
    return name if name.replace("_", "").isalnum() else "'" + name.replace("'", "\\'") + "'"


def _flat(values: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {f"{group}.{name}": value for group, named in values.items() for name, value in named.items()}
