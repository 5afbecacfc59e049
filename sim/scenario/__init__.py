"""Scenarios as data: the schema of their files, reading and checking them, and the arrays made of them.

    scenario = load("trump_triangulation")
    case = build(scenario, posture="retrench", values={"choice.rationality": 3.0})

`scenarios/README.md` is the reference of the format.
"""

from .build import Case, build, check_variant, stated
from .errors import OverrideError, Problem, ScenarioError
from .events import averaged
from .export import json_schema
from .parameters import ScenarioParameter
from .scenario import Scenario, available, load, parse

__all__ = [
    "Case", "OverrideError", "Problem", "Scenario", "ScenarioError", "ScenarioParameter",
    "available", "averaged", "build", "check_variant", "json_schema", "load", "parse", "stated",
]  # fmt: skip
