"""`--help` of the commands that take settings: how they are used, what each setting is, parameters last."""

import json
import re
from collections.abc import Mapping
from typing import Any

from sim.analysis.ablation import mechanisms_of
from sim.scenario import Scenario
from sim.scenario.resources import find

from .shown import console
from .tables import put, titled

SWEEPING = ("sampler", "points", "over", "objective", "dry_run", "sweep")  # settings of `tertius run` alone
STATED = re.compile(r"^(?:  - )?(\w+): [^#\n]* # (.+)$", re.MULTILINE)  # a setting in a config, and what it is
USAGE = {
    "run": {
        "tertius run posture=retrench": "one posture, many times",
        "tertius run -m posture=a,b params.GROUP.NAME=1,2": "a sweep: every combination of the values that are listed",
        "tertius run sampler=sobol points=256 over=priors": "a sweep: points drawn from the scenario's ranges",
    },
    "compare": {
        "tertius compare": "every posture against the baseline, on the same luck",
        "tertius compare posture=a,b": "some of them",
        "tertius compare DIR DIR": "what two folders hold, the second against the first",
        "tertius compare DIR DIR --outcome NAME,NAME": "in these outcomes, not the headline",
    },
    "ablate": {
        "tertius ablate": "every mechanism switched off in its turn",
        "tertius ablate mechanisms=a,b": "some of them",
    },
}
MANY = "--multirun, -m"
FLAGS = {
    "--help, -h": "this",
    "--version": "of tertius",
    MANY: "play every combination of the values that are listed, as one sweep",
    "--cfg, -c job": "print the settings and run nothing; hydra, all: with Hydra's own",
    "--resolve": "with --cfg: references between settings filled in",
    "--package, -p NAME": "with --cfg: a part of them",
    "--info, -i defaults": "where settings come from; also config, defaults-tree, plugins, searchpath, all",
    "--config-dir, -cd DIR": "a folder of configs of your own, presets in its folder sweep",
    "--hydra-help": "Hydra's own help",
}


def stated(command: str) -> dict[str, str]:
    """What each setting of a command is, from the comments of its configs; those that say where come last."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(("run", command)):
        text = (find("configs") / f"{name}.yaml").read_text(encoding="utf-8").partition("\nhydra:")[0]
        found |= dict(STATED.findall(text))
    last = {name: found.pop(name) for name in ("backend", "sweep")}
    return {name: what for name, what in (found | last).items() if command == "run" or name not in SWEEPING}


def show_help(command: str, scenario: Scenario, settings: Mapping[str, Any]) -> None:
    """Print it, with the values that hold where the arguments beside --help have changed some."""
    out = console()
    for title, rows in {
        "usage": USAGE[command],
        "settings, changed by name=value": {
            f"{name}={_written(settings.get(name))}": what for name, what in stated(command).items()
        },
        "flags": {name: what for name, what in FLAGS.items() if command == "run" or name != MANY},
    }.items():
        table = titled([title], words=[""])
        for name, what in rows.items():
            table.add_row(f"[bold]{name}[/]", what)
        put(out, table)
    if command == "ablate":
        table = titled(["mechanisms"], words=["without it"])
        for name, mechanism in mechanisms_of(scenario).items():
            table.add_row(name, mechanism.without)
        put(out, table)
    out.print(
        f"parameters, changed by params.GROUP.NAME=value: `tertius check {scenario.name}` says what those of the "
        "scenario are, docs/parameters.md what those of the rules are",
        style="dim",
    )
    table = titled(["group"], words=["names and values"])
    groups = settings["params"]
    for group in sorted(groups, key=lambda name: name != "scenario"):
        table.add_row(
            f"params.{group}", "  ".join(f"{name}={_written(value)}" for name, value in groups[group].items())
        )
    put(out, table)


def _written(value: Any) -> str:
    """A value as it would be written on the command line."""
    if isinstance(value, dict):  # the backend
        return str(value["name"])
    if isinstance(value, list):
        return f"[{','.join(map(_written, value))}]"
    if isinstance(value, float):
        return f"{value:g}"
    return value if isinstance(value, str) else json.dumps(value)
