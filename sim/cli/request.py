"""A command's arguments as far as they can be understood without Hydra, and what is refused before it composes."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from hydra._internal.utils import get_args_parser
from hydra.core.override_parser.types import Override
from omegaconf import OmegaConf

from sim.outcomes.labels import near
from sim.run.plan import PlanError, own_values
from sim.run.priors import OWN
from sim.scenario import Scenario, available
from sim.scenario.errors import nearest
from sim.scenario.parameters import NoNumber, locate
from sim.scenario.resources import find
from sim.study import Study

from .axes import PARAMS, parsed, values_of
from .help import SWEEPING
from .sweeper import NAME

LISTS = {"compare": ("posture",), "run": ("over",), "ablate": ("mechanisms",)}  # settings that take a list, written a,b
PRESETS = "sweep"
FOLDERS = ("hydra.run.dir", "hydra.sweep.dir", "hydra.sweep.subdir", "hydra.output_subdir")  # of Hydra's own


class Request(NamedTuple):
    """The arguments of a command, as far as they can be understood without a scenario."""

    command: str
    arguments: list[str]
    flags: argparse.Namespace
    overrides: list[Override]
    settings: dict[str, Any]
    folders: list[Path]  # of configs

    @property
    def multirun(self) -> bool:
        """Whether a sweep was asked for."""
        return self.flags.multirun or "hydra.mode=MULTIRUN" in self.flags.overrides

    @property
    def stock(self) -> bool:
        """Whether another sweeper than ours was asked for."""
        return any(o.key_or_group == "hydra/sweeper" and o.value() != NAME for o in self.overrides)


def understood(command: str, arguments: list[str]) -> Request:
    """The arguments of a command. Raises PlanError for an override that cannot be read, or a flag of no use here."""
    parser = get_args_parser()
    parser.exit_on_error = parser.allow_abbrev = False
    try:
        flags, unknown = parser.parse_known_intermixed_args(arguments)
    except argparse.ArgumentError as error:
        raise PlanError(f"{error}; `tertius {command} --help` shows the flags") from None
    if unknown:
        raise PlanError(f"there is no flag {unknown[0]}; `tertius {command} --help` shows those there are")
    if flags.shell_completion:
        raise PlanError("--shell-completion is Hydra's and cannot complete a command of tertius; leave it out")
    if flags.experimental_rerun:
        raise PlanError("--experimental-rerun is Hydra's; tertius repeats a run by its command, which goes on with it")
    folders = [find("configs"), *([Path(flags.config_dir)] if flags.config_dir else [])]
    settings: dict[str, Any] = {}
    for name in ("run", command):
        settings |= plain(OmegaConf.load(find("configs") / f"{name}.yaml"))
    others = list(arguments)
    for override in flags.overrides:
        others.remove(override)
    together = [*flags.overrides, *others]  # Hydra stops at the first flag between overrides
    return Request(command, together, flags, list(map(parsed, flags.overrides)), settings, folders)


def scenarios_of(request: Request) -> list[str]:
    """The scenarios asked for, by the command line, else by the preset, else as usual."""
    asked = [override for override in request.overrides if override.key_or_group == "scenario"]
    if not asked:
        return [str(_preset(request).get("scenario", request.settings["scenario"]))]
    if not asked[-1].is_sweep_override():
        if not isinstance(asked[-1].value(), str | int):
            raise PlanError("give one scenario: scenario=NAME or scenario=PATH")
        return [str(asked[-1].value())]
    if not request.multirun:
        raise PlanError("give one scenario: scenario=NAME or scenario=PATH; several are swept with -m")
    return [str(name) for name in values_of(asked[-1], [name for name, _, _ in available()])]


def _preset(request: Request) -> dict[str, Any]:
    """The sweep preset that is asked for, as it stands in its file."""
    names = [o.value() for o in request.overrides if o.key_or_group == PRESETS]
    files = [folder / PRESETS / f"{names[-1]}.yaml" for folder in request.folders] if names else []
    return next((plain(OmegaConf.load(file)) for file in reversed(files) if file.is_file()), {})


def _lists(preset: dict[str, Any]) -> bool:
    """Whether a preset lists values, as they would stand on the command line."""
    return bool(preset.get("hydra", {}).get("sweeper", {}).get("params"))


def refuse(request: Request, study: Study) -> None:
    """Refuse overrides that name nothing, take something away, or ask for several values where one is taken."""
    paths = set(_paths({"params": nested(own_values(study.scenario))}))
    known = {name for name in request.settings if name not in ("defaults", "hydra")} | {"backend.scheduler"} | paths
    if request.command != "run":
        known -= set(SWEEPING)
    once: set[str] = set()
    for override in request.overrides:
        name = override.key_or_group
        if not name:
            raise PlanError(f"{override.input_line} names no setting; write name=value")
        if name in FOLDERS:
            raise PlanError(f"{name}: tertius makes no folder of Hydra's; out=DIR says where results are kept")
        if override.is_hydra_override() or any((folder / name).is_dir() for folder in request.folders):
            if name == PRESETS and override.is_sweep_override():
                raise PlanError(f"{PRESETS} takes one preset")
            _check_choice(request, override)
            if name == PRESETS and not request.multirun and _lists(_preset(request)):
                asked = override.input_line
                raise PlanError(f"{asked} is a preset of lists, which go with -m: tertius run -m {asked}")
            continue
        if name not in known:
            raise PlanError(f'there is no setting "{name}"{_hint(name, known - _groups(known), study.scenario)}')
        if name in _groups(known) and not isinstance(override.value(), dict):
            raise PlanError(f"{name} holds several settings; name one of them: {name}.NAME=value")
        if override.is_delete():
            raise PlanError(f'"{name}" cannot be taken away; leave it out to have its usual value')
        if request.multirun and name in once:
            raise PlanError(f"{name} is given twice; a sweep takes it once")
        once.add(name)
        if override.is_sweep_override() and not request.multirun and name not in LISTS[request.command]:
            if name != "posture":
                raise PlanError(f"{name} takes one value, not several (a sweep takes several: tertius run -m)")
            raise PlanError(
                f"`tertius {request.command}` plays one posture; compare several with: tertius compare "
                f"{override.input_line}; sweep them with tertius run -m"
            )
    if request.command != "run" and request.multirun:
        (listed,) = LISTS[request.command]
        raise PlanError(f"`tertius {request.command}` takes no -m: list what it is to go through, {listed}=a,b")


def _check_choice(request: Request, override: Override) -> None:
    """Refuse a choice of a config group (a backend, a preset) for which there is no file."""
    name, chosen = override.key_or_group, override.value()
    there = sorted({file.stem for folder in request.folders for file in (folder / name).glob("*.yaml")})
    if there and isinstance(chosen, str) and chosen not in there:
        raise PlanError(f'there is no {name} "{chosen}"{near(chosen, there)}')


def _groups(known: set[str]) -> set[str]:
    return {path.rpartition(".")[0] for path in known}


def _hint(name: str, known: set[str], scenario: Scenario) -> str:
    """What may have been meant by a name that is none: a number of the scenario's file, or a name that is like it."""
    field = name.removeprefix(PARAMS)
    setting = [f"{PARAMS}{OWN}{own}" for own, stated in scenario.parameters.items() if field in stated.sets]
    if setting:
        return f": that number of the scenario's file is set by {' and '.join(setting)}"
    copied = f"tertius scenarios --show {scenario.name} > mine.yaml"
    try:
        locate(scenario.data, field)
        return f": it is a number of the scenario's file, which no parameter sets; change it in a copy ({copied})"
    except NoNumber as held:
        _, inside = held.args
        what = f"holds several: name one of {', '.join(inside)}" if inside else "is no number"
        return f": in the scenario's file it {what}; change it in a copy ({copied})"
    except LookupError as lost:
        part, there = lost.args
        if field.partition(".")[0] in scenario.data and part != field.partition(".")[0]:
            return f', and no such number in the scenario\'s file, where there is no "{part}"{near(part, there)}'
    meant = _meant(name, known)
    return f'; did you mean "{meant}"?' if meant else "; `tertius run --help` shows all"


def _meant(name: str, known: set[str]) -> str:
    """The setting or parameter that a name comes near: as a whole, or else by its last part alone.

    Without `params.`, which would make any two of them alike; who wrote it means a parameter.
    """
    could = sorted(path for path in known if path.startswith(PARAMS) or not name.startswith(PARAMS))
    whole = {path.removeprefix(PARAMS): path for path in could}
    last = {path.rpartition(".")[2]: path for path in could}
    if meant := nearest(name.removeprefix(PARAMS), whole):
        return whole[meant]
    meant = nearest(name.rpartition(".")[2], last)
    return last[meant] if meant else ""


def plain(config: Any) -> dict[str, Any]:
    """A config as plain data."""
    made = OmegaConf.to_container(config, resolve=False)
    assert isinstance(made, dict)
    return {str(name): value for name, value in made.items()}


def nested(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Dotted paths as groups."""
    made: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        group, _, name = path.partition(".")
        made.setdefault(group, {})[name] = value
    return made


def _paths(tree: dict[str, Any], above: str = "") -> Iterator[str]:
    """Every dotted path of a tree, inner ones included."""
    for name, part in tree.items():
        yield above + name
        if isinstance(part, dict):
            yield from _paths(part, f"{above}{name}.")
