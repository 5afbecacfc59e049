"""Setting up a session: choices as people give them, on the host's page or a command line, as settings."""

from collections.abc import Mapping
from textwrap import shorten
from typing import Annotated, Any

from pydantic import Field, ValidationError

from sim.run.plan import PlanError
from sim.scenario import Scenario

from .settings import Settings, settled
from .text import MOST_NAME, WRONG

CHOICE_NAMES = {  # what each choice is called on the page
    "name": "Name of the session", "seats": "Seats people may take", "turn_months": "Months a turn", "turns": "Turns",
    "budget": "Orders a turn", "minutes": "Minutes a turn", "at_deadline": "At the deadline",
    "unsubmitted": "A seat that submits nothing", "empty": "A seat without people", "posture": "Posture",
    "secrecy": "Treaties may be secret", "events": "The scenario's own events happen", "seed": "Seed",
}  # fmt: skip
LEADING = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "that", "the", "to", "under", "with"}
UNFIT = WRONG | {
    "int_parsing_size": WRONG["int_parsing"], "too_short": "needs {min_length} at least",
    "bool_parsing": "must be yes or no", "literal_error": "must be {expected}",
}  # fmt: skip


class Choices(Settings):
    """Settings with a timer in minutes; with at least one seat for people, if seats are named."""

    seats: Annotated[list[str], Field(min_length=1)] | None = None
    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None


def settings_of(scenario: Scenario, asked: Mapping[str, Any], called: Mapping[str, str] = CHOICE_NAMES) -> Settings:
    """Settings from choices, by the names of CHOICE_NAMES; one that is empty follows from the scenario.

    Raises PlanError for what cannot be, in which `called` says what each is called where it was asked for.
    """
    stated = {name: value for name, value in asked.items() if value not in ("", None)}
    file = {"scenario": scenario.text, "file": f"{scenario.name}.yaml", "name": title_of(scenario)}
    try:
        chosen = Choices.model_validate(file | stated)
    except ValidationError as error:
        raise PlanError(_told(error, called)) from None
    seconds = None if chosen.minutes is None else 60 * chosen.minutes
    return settled(Settings(**chosen.model_dump(exclude={"minutes", "seconds"}), seconds=seconds), scenario)


def title_of(scenario: Scenario) -> str:
    """The title, as the name of a session; where it is too long, up to a word that can end it (none of LEADING)."""
    words = shorten(scenario.title, MOST_NAME, placeholder="").split() or [scenario.title[:MOST_NAME]]
    while len(words) > 1 and words != scenario.title.split() and words[-1].lower() in LEADING:
        words.pop()
    return " ".join(words)


def _told(error: ValidationError, called: Mapping[str, str]) -> str:
    """The first fault in a sentence."""
    fault = error.errors(include_url=False, include_input=False)[0]
    name, kind = str(fault["loc"][0]), fault["type"]
    wrong = UNFIT[kind].format(**fault.get("ctx", {})) if kind in UNFIT else fault["msg"]
    return f"“{called.get(name, name)}” {wrong}"
