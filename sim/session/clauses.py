"""What is wrong with a treaty that somebody proposes, in the words of the form that it is written on.

The rules are those of a scenario's treaties (sim/scenario/agreements.py) and the bounds those of their fields; here
they are only told otherwise. What no form can send is told as programs write it.
"""

from pydantic_core import ErrorDetails

from sim.scenario.reading import Path, read
from sim.scenario.report import Report
from sim.scenario.schema import Treaty

from .commands import plainly
from .text import WRONG

FIELD_NAMES = {  # what each field is called where it is filled in
    "title": "Title", "parties": "With", "duty": "Duty", "by": "Owed by", "for": "To", "against": "Against",
    "from_rung": "From", "help": "Help at least", "clause": "Way out, %", "bindingness": "Binding, %",
    "months": "Months", "renews": "Each renewal adds, months", "notice": "Notice, months", "until": "Stands until turn",
    "secret": "Secret",
}  # fmt: skip
PERCENT = ("clause", "bindingness")  # shares from 0 to 1, which the form has as percent
RULES = {  # by rule: `what` an author is told, the clause's `kind` of duty, `who` owes it, the `field`, and FIELD_NAMES
    "stranger": "{what}: tick it under “{parties}”, or choose another state under “{by}”",
    "outsider": "{what}: tick it under “{parties}”, or choose another state under “{for}”",
    "mutual sanctions": "sanctions are not owed by each to all: choose one state under “{by}”",
    "to itself": "{who} would owe {kind} to itself: choose another state under “{for}”",
    "aimed": "{what}: take out what stands under “{against}”",
    "idle": "a {kind} duty holds all the time and has no “{field}”: take out what stands there",
    "no target": "the sanctions have no target: choose a state under “{against}”",
    "against itself": "{what}: choose another state under “{against}”",
    "unstated": "“{field}” is empty: write 0 to 100",
}
NONE = {
    ("parties", "too_short"): "tick one other state at least under “{parties}”",
    ("duties", "too_short"): "choose the “{duty}” of one clause at least",
    ("duties", "too_long"): "a treaty has {max_length} clauses at most",
}


class Told(Report):
    """Takes what is found wrong with a treaty; `told` has it in the words of the form."""

    def __init__(self, treaty: Treaty):
        super().__init__(read("terms: of a treaty"))
        self.treaty = treaty
        self.told: list[str] = []

    def add(self, path: Path, what: str, fix: str, meant: str = "", rule: str = "") -> None:
        """Note a problem; `path` begins with the treaty's two steps."""
        text, place = RULES.get(rule, "{what}; {fix}"), path[2:]
        said = {"what": what, "fix": fix, "field": FIELD_NAMES.get(str(path[-1]), path[-1])}
        if len(place) > 1 and place[0] == "duties":
            duty = self.treaty.duties[int(place[1])]
            said |= {"kind": duty.duty, "who": ", ".join(duty.by or [])}
        self.told.append(_in_clause(place, text.format(**FIELD_NAMES, **said)))


def told(fault: ErrorDetails) -> str:
    """A field of a proposal that is missing, too long or of the wrong kind."""
    path = tuple(step for step in fault["loc"] if step != "terms")
    field, kind = next((str(step) for step in reversed(path) if isinstance(step, str)), ""), fault["type"]
    limits = fault.get("ctx", {})
    if (field, kind) in NONE:
        return NONE[field, kind].format(**FIELD_NAMES, **limits)
    if field not in FIELD_NAMES or kind not in WRONG:
        return plainly(fault)
    if field in PERCENT:
        limits = {name: 100 * limit for name, limit in limits.items()}
    return _in_clause(path, f"“{FIELD_NAMES[field]}” {WRONG[kind].format(**limits)}")


def _in_clause(path: Path, text: str) -> str:
    """The same with the number of the clause that `path` leads into, if it does."""
    return f"in clause {int(path[1]) + 1} {text}" if len(path) > 1 and path[0] == "duties" else text
