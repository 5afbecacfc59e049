"""Writes the tables of the documents that the code already holds, so that they cannot differ from it.

`python docs/tables.py` rewrites docs/parameters.md, docs/state.md and what is made in docs/reference; tests/docs
holds them to the code.
"""

import inspect
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import sim.session.fold  # noqa: F401 -- with it every command is registered
from sim.analysis.ablation import RULES
from sim.cli.help import SWEEPING, stated
from sim.model.actions import PROCEDURES
from sim.model.params import Params, ranges
from sim.model.world import DUTIES, STATUSES, Obligations, World
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
    for group, entries in groupby(ranges().items(), lambda entry: entry[0].partition(".")[0]):
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
        "i's x of, on or toward j; of flows, what supplier j gives receiver i.\n",
        "## World\n",
        _table(("Variable", "Axes", "Meaning"), _fields(World)),
        "## Obligations\n",
        f"{inspect.getdoc(Obligations)}\n",
        _table(("Variable", "Axes", "Meaning"), _fields(Obligations)),
        f"Types of duty: {', '.join(DUTIES)}. Statuses: {', '.join(STATUSES)}. Procedures that an action may set off "
        f"beside the changes its row states: {', '.join(PROCEDURES)}.\n",
    ])  # fmt: skip


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
    "parameters.md": parameters,
    "state.md": state,
    "reference/commands.md": commands,
    "reference/settings.md": settings,
}

if __name__ == "__main__":
    for name, text in PAGES.items():
        (FOLDER / name).write_text(text(), encoding="utf-8")
