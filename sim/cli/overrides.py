"""Hydra reads the settings: `name=value`, `--cfg job`, `--info`, `--help`, as its users expect.

The scenario is loaded before Hydra composes, so that its own parameters are known names with their
values, and a name that is not known gets a did-you-mean instead of "not in struct".
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import hydra
from hydra._internal.utils import get_args_parser
from hydra.core.config_store import ConfigStore
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from omegaconf import OmegaConf

from sim.run.plan import PlanError, own_values
from sim.scenario.errors import nearest
from sim.scenario.resources import find
from sim.study import Study


class Job(NamedTuple):
    """A scenario and what it is to be run with: settings by name, parameters by dotted path."""

    study: Study
    settings: dict[str, Any]
    params: dict[str, float]


def jobs(command: str, arguments: list[str]) -> list[Job]:
    """What the arguments ask for: one job, none if Hydra was only asked to show something, several with `-m`.

    Raises PlanError for what cannot be read or has no such name, ScenarioError, SystemExit(2) where Hydra refuses.
    """
    flags = get_args_parser().parse_args(arguments)
    overrides = [_parsed(text) for text in flags.overrides]
    settings = _plain(OmegaConf.load(find("configs") / "run.yaml"))
    asked = [override.value() for override in overrides if override.key_or_group == "scenario"]
    study = Study.load(_one_scenario([settings["scenario"], *asked]))
    params = _nested(own_values(study.scenario))
    known = {name for name in settings if name not in ("defaults", "hydra")} | set(_paths({"params": params}))
    _refuse(overrides, known, command, flags)
    ConfigStore.instance().store(name="params", node={"params": params})
    found: list[dict[str, Any]] = []
    lists = {o.input_line: _as_list(o) for o in overrides if command == "compare" and o.key_or_group == "posture"}
    sys.argv = [f"tertius {command}", *(lists.get(argument, argument) for argument in arguments)]
    read = hydra.main(version_base="1.3", config_path=str(find("configs")), config_name=command)
    try:
        read(lambda config: found.append(_plain(config)))()
    except SystemExit as end:
        if end.code:
            raise SystemExit(2) from None
    return [Job(study, params=_flat(job.pop("params")), settings=_checked(job)) for job in found]


def _parsed(text: str) -> Override:
    try:
        return OverridesParser.create().parse_override(text)
    except HydraException:
        raise PlanError(f"{text!r} cannot be read; a setting is changed by name=value, without spaces") from None


def _one_scenario(asked: list[Any]) -> str:
    if not isinstance(asked[-1], str | int):
        raise PlanError("give one scenario: scenario=NAME or scenario=PATH")
    return str(asked[-1])


def _refuse(overrides: list[Override], known: set[str], command: str, flags: argparse.Namespace) -> None:
    """Refuse overrides that name nothing, take something away, or ask for several runs where one is made."""
    folders = [find("configs"), *([Path(flags.config_dir)] if flags.config_dir else [])]
    for override in overrides:
        name = override.key_or_group
        if override.is_hydra_override() or any((folder / name).is_dir() for folder in folders):
            continue
        if name not in known:
            meant = nearest(name, known) or nearest(f"params.{name}", known) or _by_last_part(name, known)
            hint = f'; did you mean "{meant}"?' if meant else "; `tertius run --help` shows all"
            raise PlanError(f'there is no setting "{name}"{hint}')
        if name in _groups(known) and not isinstance(override.value(), dict):
            raise PlanError(f"{name} holds several settings; name one of them: {name}.NAME=value")
        if override.is_delete():
            raise PlanError(f'"{name}" cannot be taken away; leave it out to have its usual value')
        if override.is_sweep_override() and not flags.multirun:
            if name != "posture":
                raise PlanError(f"{name} takes one value, not several")
            if command == "run":
                raise PlanError(
                    f"`tertius run` plays one posture; compare several with: tertius compare {override.input_line}"
                )
    if command == "compare" and flags.multirun:
        raise PlanError("`tertius compare` takes no -m: list the postures, posture=a,b")


def _checked(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings, if what only the command line takes is of the right kind. Raises PlanError."""
    for name in ("overwrite", "acting"):
        if not isinstance(settings[name], bool):
            raise PlanError(f"{name} is {settings[name]!r}; write true or false")
    if isinstance(settings["out"], list | dict | bool):
        raise PlanError(f"out is {settings['out']!r}; give a folder")
    return settings | {"out": settings["out"] and Path(str(settings["out"])).expanduser()}


def _groups(known: set[str]) -> set[str]:
    return {path.rpartition(".")[0] for path in known}


def _by_last_part(name: str, known: set[str]) -> str:
    """The full path of a parameter named, nearly, by its last part alone."""
    last = {path.rpartition(".")[2]: path for path in sorted(known)}
    meant = nearest(name.rpartition(".")[2], last)
    return last[meant] if meant else ""


def _as_list(override: Override) -> str:
    """`posture=a,b` and `posture=a` as the list `posture=[a,b]` that a comparison takes."""
    if override.value() is None or isinstance(override.value(), list):
        return f"posture={override.get_value_element_as_str()}"
    names = override.sweep_string_iterator() if override.is_sweep_override() else [override.get_value_element_as_str()]
    return f"posture=[{','.join(names)}]"


def _plain(config: Any) -> dict[str, Any]:
    made = OmegaConf.to_container(config, resolve=False)
    assert isinstance(made, dict)
    return {str(name): value for name, value in made.items()}


def _nested(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        group, _, name = path.partition(".")
        made.setdefault(group, {})[name] = value
    return made


def _flat(values: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {f"{group}.{name}": value for group, named in values.items() for name, value in named.items()}


def _paths(tree: dict[str, Any], above: str = "") -> Iterator[str]:
    """Every dotted path of a tree, inner ones included."""
    for name, part in tree.items():
        yield above + name
        if isinstance(part, dict):
            yield from _paths(part, f"{above}{name}.")
