"""Writes the tables of the documents that the code already holds, so that they cannot differ from it.

`python docs/tables.py` rewrites docs/parameters.md, docs/state.md and what is made in docs/reference; tests/docs
holds them to the code.
"""

import inspect
import itertools
import re
from collections.abc import Iterable
from pathlib import Path

import sim.session.fold  # noqa: F401 -- with it every command is registered
from sim.analysis.ablation import RULES
from sim.cli.help import SWEEPING, stated
from sim.model.actions import PROCEDURES
from sim.model.params import Params, ranges
from sim.model.world import DUTIES, STATUSES, Obligations, World
from sim.outcomes import measures, vocabulary
from sim.outcomes.families import MEASURES, UNLIMITED, Measure
from sim.outcomes.vocabulary import EVENTS, FUNCTIONS, KINDS_IN_WORDS, PARTS, SERIES, WINDOWED, Series
from sim.scenario.action_table import base_rows
from sim.session.codes import CODES
from sim.session.commands import COMMANDS, PHASES, Command

FOLDER = Path(__file__).parent
MADE = "<!-- made by docs/tables.py from the code; change it there -->\n"
FIELD = re.compile(r"^ {4}(\w+): \w+ +# ([^:\n]+)(?:: (.+))?$", re.MULTILINE)


def parameters() -> str:
    """Every parameter of the rules, a table for each mechanism."""
    parts = [
        MADE,
        "# Parameters of the rules\n",
        "Any of them is set by its path: `tertius run params.choice.rationality=3`. The range is what is admitted, and "
        "the support of the default prior (uniform). Defaults are judgement; a source names where the form, or the "
        "order of magnitude, comes from. The numbers of a world (capacities, stakes, treaties) are its scenario's; so "
        "are the parameters under `params.scenario`, which `tertius check NAME` lists.\n",
    ]
    params = Params()
    for group, entries in itertools.groupby(ranges().items(), lambda entry: entry[0].partition(".")[0]):
        values = getattr(params, group)
        parts.append(f"## {group}\n\n{inspect.getdoc(type(values))}\n")
        rows = []
        for path, r in entries:
            value = getattr(values, path.partition(".")[2])
            rows.append(
                (f"`{path}`", f"{value:g}", f"{r.low:g} to {r.high:g}", r.unit, r.equation, r.meaning, r.source)
            )
        parts.append(_table(("Parameter", "Default", "Range", "Unit", "Equation", "Meaning", "Source"), rows))
    return "\n".join(parts)


def state() -> str:
    """Every variable that changes in a run, with its axes."""
    return "\n".join([
        MADE,
        "# State variables\n",
        "All that changes in a run; a branch from a month restores exactly this. Axes: N states, K = 3 kinds of flow "
        "(E economy, M military and technology, P political cover), C standing conflicts, M obligations. `x[i, j]` is "
        "i's x of, on or toward j; of flows, what supplier j gives receiver i. What follows from them and is recorded "
        "each month (dependence, offers, threat, credibility, acts, counts of events) is in "
        "[outcomes](reference/outcomes.md#series).\n",
        "## World\n",
        _table(("Variable", "Axes", "Meaning"), _fields(World)),
        "## Obligations\n",
        f"{inspect.getdoc(Obligations)}\n",
        _table(("Variable", "Axes", "Meaning"), _fields(Obligations)),
        f"Types of duty: {', '.join(DUTIES)}. Statuses: {', '.join(STATUSES)}. Procedures that an action may set off "
        f"beside the changes its row states: {', '.join(PROCEDURES)}.\n",
    ])  # fmt: skip


def outcomes() -> str:
    """Every standard outcome, and all that an own outcome may name, with meaning, unit and equation."""
    return "\n".join([
        MADE,
        "# Outcomes, standard and your own\n",
        "What a run is measured by: one value for each run. The [equations](../odd.md#submodels) are those of the "
        "model by the ODD protocol, terms of the field are in the [glossary](../glossary.md). What is not defined is "
        "missing: it counts in no mean.\n",
        "## Standard outcomes\n",
        "Every run has them for all its states, or for those that the scenario names (`named:`), so `leverage_CHN_PRK` "
        "is that of China over the DPRK. `tertius check NAME --outcomes` lists those of a scenario. Pairs and triples "
        "follow the alphabet: `crises_KOR_PRK`, never `crises_PRK_KOR`. The last column says the same as an own "
        "outcome, to build on.\n",
        _table(("Outcome", "Unit", "Meaning", "Equation", "As an own outcome"), map(_standard, MEASURES)),
        "## Your own\n",
        "A scenario's `outcomes:` measure what is not in that table ([how they are written there]"
        "(../../scenarios/README.md#named-outcomes-headline)). An expression makes one number of the months of a run: "
        "a function of series, of arithmetic on series (`+ - * / **`) and of comparisons (`< <= > >= == !=`) joined by "
        "`and`, `or`, `not`. A comparison is 1 where it holds and 0 where not, so `mean` of it is the share of months "
        "and `sum` their number. What a function gives is a number and may be reckoned with further: "
        "`final(power[PRK]) / start(power[PRK]) - 1`.\n",
        "**Months.** Functions read months 1 to the last; the start, before month 1, is read by `start` alone. "
        f"`last=12` after the series leaves the last twelve; it may stand in {_listed(WINDOWED)}.\n",
        "### Functions\n",
        _table(("Function", "What it gives", "For example"), [
            (f"`{name}`", function.meaning, f"`{function.example}`") for name, function in FUNCTIONS.items()
        ]),
        "### Series\n",
        "State codes, conflicts and treaties stand in brackets, in quotes if they begin with a digit or hold a space. "
        f"`.K` is the kind of flow: {', '.join(f'`.{k}` {word}' for k, word in KINDS_IN_WORDS.items())}; `dependence` "
        "without it is that of all three. `.DUTY` is a type of duty: "
        f"{_listed(PARTS['duty'])}.\n",
        _table(("Series", "Unit", "Meaning", "Equation"), itertools.starmap(_series, SERIES.items())),
        "### Events\n",
        "How often each happened in the month. Who did what to whom is said in each row.\n",
        _table(("Event", "What is counted"), [
            (f"`tally.{name}[A, B]`", meaning.format(i="A", j="B")) for name, meaning in EVENTS.items()
        ]),
        "### Words\n",
        "Written bare, a space or hyphen as `_`, and compared with the series that takes them.\n",
        _table(("Series", "Words"), [
            ("`phase`", _listed(vocabulary.PHASES)),
            ("`status`", _listed(status.replace(" ", "_") for status in STATUSES)),
            ("`act`", f"{_listed(base_rows())}; actions of the scenario's own"),
            ("`posture`", "`baseline`, and the scenario's presets"),
        ]),
    ])  # fmt: skip


STANDS_FOR = {  # what the parts of an outcome's name are, where they are no states
    measures.axis_rows: ("AXIS",), measures.conflict_rows: ("CONFLICT",), measures.duty_rows: ("DUTY",),
    measures.bond_rows: ("A", "B", "the treaties"),
}  # fmt: skip


def _standard(family: Measure) -> tuple[str, ...]:
    parts = STANDS_FOR.get(family.over, "ABCD")
    meaning = family.meaning + (f" (up to {family.most} states)" if family.most < UNLIMITED else "")
    name, meaning, written = (text.format(*parts) for text in (family.name, meaning, family.written))
    return f"`{name}`", family.unit, meaning, family.equation, f"`{written}`" if written else ""


def _series(name: str, series: Series) -> tuple[str, ...]:
    letters = iter("AB")
    index = [next(letters) if axis == "state" else axis.upper() for axis in series.axes if axis not in PARTS]
    part = {"kind": ".K", "event": ".EVENT", "duty": ".DUTY"}.get(series.axes[-1] if series.axes else "", "")
    meaning = series.meaning.format(i="A", j="B", kind="flow")
    written = f"{name}{part}[{', '.join(index)}]" if index else name + part
    return f"`{written}`", series.unit, meaning, series.equation


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def commands() -> str:
    """Every command of a classroom session, and every code with which one is refused."""
    rows = []
    for kind, command in sorted(COMMANDS.items()):
        if command.roles:
            own = [name for name in command.model_fields if name not in Command.model_fields]
            fields = [f"`{name}`" if command.model_fields[name].is_required() else f"[`{name}`]" for name in own]
            when = "any" if command.phases == PHASES else ", ".join(command.phases)
            says = inspect.getdoc(command) or ""
            rows.append((f"`{kind}`", ", ".join(fields), ", ".join(command.roles), when,
                         "yes" if command.timely else "", " ".join(says.split())))  # fmt: skip
    return "\n".join([
        MADE,
        "# Commands of a classroom session\n",
        "A command is a mapping with `kind`, `uuid` (the sender's own: 8 to 64 letters, digits, hyphens), `stage` (as "
        "the sender's view has it) and the fields of its kind, those in brackets optional. *Stage*: refused as `stale` "
        "once play has moved on. [Sessions](session.md) tells the rest.\n",
        _table(("Kind", "Fields", "Who", "Phase", "Stage", "What it does"), rows),
        "## Rejections\n",
        _table(("Code", "Meaning"), [(f"`{code}`", meaning) for code, meaning in CODES.items()]),
    ])  # fmt: skip


def settings() -> str:
    """Every setting of the commands that take name=value, and every mechanism that can be switched off."""
    of_run = stated("run")
    own = [
        (f"`{name}`", f"`{command}`", what)
        for command in ("compare", "ablate")
        for name, what in stated(command).items()
        if of_run.get(name) != what
    ]
    mechanisms = [(f"`{name}`", one.without) for name, one in RULES.items()]
    return "\n".join([
        MADE,
        "# Settings of run, compare and ablate\n",
        "Changed by `name=value`; `tertius run --help` shows them with their values, and the parameters, which are "
        "settings too ([those of the rules](../parameters.md); `tertius check NAME` for those of a scenario).\n",
        _table(("Setting", "What it is"), [(f"`{name}`", what) for name, what in of_run.items()]),
        f"`tertius compare` and `tertius ablate` take the same but {', '.join(f'`{name}`' for name in SWEEPING)}; of "
        "their own are\n",
        _table(("Setting", "Of", "What it is"), own),
        "## Mechanisms\n",
        "What `tertius ablate mechanisms=a,b` can switch off in any scenario; a scenario adds those of its "
        "`ablations`, and `tertius ablate --help scenario=NAME` lists both.\n",
        _table(("Mechanism", "Without it"), mechanisms),
    ])  # fmt: skip


def _fields(kind: type) -> list[tuple[str, str, str]]:
    """Name, axes and meaning of each field, from the comments at which its axes are stated."""
    rows = FIELD.findall(inspect.getsource(kind))
    return [(f"`{name}`", axes, meaning or f"the {name}") for name, axes, meaning in rows]


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


PAGES = {
    "parameters.md": parameters, "state.md": state, "reference/commands.md": commands,
    "reference/outcomes.md": outcomes, "reference/settings.md": settings,
}  # fmt: skip

if __name__ == "__main__":
    for name, text in PAGES.items():
        (FOLDER / name).write_text(text(), encoding="utf-8")
