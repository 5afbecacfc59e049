"""How to repeat it: the exact command, the versions that made it, and the scenario as it was played."""

import shlex
from typing import Any, NamedTuple

from sim.figures.holding import COMPARISON, SWEEP, Holding
from sim.run.manifest import read_manifest
from sim.run.plan import Plan
from sim.scenario import ScenarioError, load

USUAL = {"record": "outcomes", "activation": "simultaneous", "acting": True}  # of configs/run.yaml
PLACE = ("out", "overwrite", "workers", "dry_run", "scenario")  # overrides that are no part of a plan, or said anew


class Repeat(NamedTuple):
    """A command, or "" if points were given in Python; what made the runs; whether the file is needed first."""

    command: str
    file: str  # the scenario's file that the command reads, "" if it is one that came with this version
    versions: dict[str, str]


def repeat(holding: Holding) -> Repeat:
    """The command that plays the same plan again, wherever it is typed."""
    plan, folder = holding.first.plan, holding.first.path
    assert folder
    manifest = read_manifest(folder) or {}
    file = "" if _came_with_us(plan) else f"{plan.scenario}.yaml"
    return Repeat(_command(holding, manifest, file or plan.scenario), file, _versions(plan, manifest))


def _command(holding: Holding, manifest: dict[str, Any], scenario: str) -> str:
    plan = holding.first.plan
    said = {name: getattr(plan, name) for name, usual in USUAL.items() if getattr(plan, name) != usual}
    said = {"replications": plan.replications, "seed": plan.seed} | said
    said |= {f"params.{name}": value for name, value in plan.values.items()}
    if holding.what == SWEEP:
        asked = manifest.get("overrides")
        if not asked:
            return ""
        kept = [override for override in asked if override.lstrip("+").partition("=")[0] not in PLACE]
        words = ["run", "-m", f"scenario={scenario}", *kept, "out=again"]
    elif holding.what == COMPARISON:
        postures = ",".join(list(holding.runs)[1:])
        words = ["compare", f"scenario={scenario}", f"posture={postures}", *_pairs(said), "out=again"]
    else:
        words = ["run", f"scenario={scenario}", f"posture={plan.posture}", *_pairs(said), "out=again"]
    return shlex.join(["tertius", *words])


def _pairs(said: dict[str, Any]) -> list[str]:
    return [f"{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in said.items()]


def _came_with_us(plan: Plan) -> bool:
    """Whether the scenario of that name that is installed is the one that was played."""
    try:
        return load(plan.scenario).text == plan.text
    except ScenarioError:
        return False


def _versions(plan: Plan, manifest: dict[str, Any]) -> dict[str, str]:
    packages = ", ".join(f"{name} {number}" for name, number in manifest.get("packages", {}).items())
    said = {
        "plan": plan.hash,
        "rules": plan.rules,
        "tertius": manifest.get("tertius", "unknown"),
        "with": f"Python {manifest.get('python', 'unknown')} on {manifest.get('machine', 'unknown')}, {packages}",
        "played": str(manifest.get("ended") or manifest.get("started", "unknown")),
    }
    return {name: str(value) for name, value in said.items()}
