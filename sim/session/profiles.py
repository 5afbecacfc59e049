"""Named policies for seats without people: the model's own rule, holding still, or the rule with shifted odds."""

from pathlib import Path

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict

from sim.model.actions import WAIT
from sim.model.world import Setting
from sim.outcomes.labels import Labels

MODEL = "model"
PEOPLE = "people"  # who plays a seat that has players
DRAFT = "draft"  # what such a seat has written stands for what it has not submitted


class Profile(BaseModel):
    """One policy: `odds` multiply those of the state's own acts, by action, toward everyone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    summary: str
    holds: bool = False
    odds: dict[str, float] = {}


_TEXT = (Path(__file__).parent / "profiles.yaml").read_text(encoding="utf-8")
PROFILES = {name: Profile(**stated) for name, stated in yaml.safe_load(_TEXT).items()}


def swayed(setting: Setting, control: dict[str, str], labels: Labels) -> Setting:
    """The setting with the odds of every state that a profile plays (`control`: code → profile or people)."""
    odds = setting.odds.copy()
    wait = setting.actions.procedure.tolist().index(WAIT)
    for code, by in control.items():
        row = labels.codes.index(code)
        for action, factor in (PROFILES[by].odds if by in PROFILES else {}).items():
            if action in labels.actions:
                a = labels.actions.index(action)
                odds[row, row if a == wait else slice(None), a] += np.log(factor)
    return setting._replace(odds=odds)
