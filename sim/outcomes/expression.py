"""Own outcomes: a small safe language over the monthly series of a run.

    mean(alignment[PRK,RUS] - alignment[PRK,CHN], last=12)     first(phase[ukraine] == ceasefire)
    any(rung[PRK,KOR] >= 2 and posture == retrench)            sum(tally.crisis[PRK,KOR])

A series is a field of `world.Record`: `[i, j]` takes state codes, a conflict or a treaty its name (in quotes if it
is no plain word); `.E` `.M` `.P` picks a kind of flow, `tally.` and `invoked.` an event or a duty. Bare words are the
names of actions (for `act`), postures, phases and treaty statuses. A function makes one value a run out of a
series, over months 1 … T, or the last so many of them; `start` and `final` read one month. Undefined is NaN.

What each name means is in `vocabulary.py`; the rest is the language of all expressions (`language.py`).
"""

import ast

import numpy as np

from sim.model.world import STATUSES, Array, Record, blank_record

from .labels import Labels, near
from .language import Reader, wrong
from .vocabulary import FUNCTIONS, PAGE, PARTS, PHASES, SERIES, WINDOWED


def check_expression(text: str, labels: Labels, months: int | None = None) -> None:
    """Refuse a text that is no outcome of a world with these labels, or looks back further than `months`.

    Raises ValueError: what is wrong, at which column, and what may have been meant.
    """
    n, m, c = len(labels.codes), len(labels.treaties), len(labels.conflicts)
    evaluate(text, blank_record(1, n, m, c, runs=1), labels)
    for node in ast.walk(ast.parse(text.strip(), mode="eval")):
        match node:
            case ast.keyword(value=ast.Constant(value=int(last))) if months and last > months:
                raise wrong(node.value, f"last={last} is more than the {months} months of a run")


def evaluate(text: str, record: Record, labels: Labels) -> Array:
    """The value of an own outcome in each run.

    `record` with a leading axis of R runs and at least one month; returns (R,), truth as 0 and 1, NaN where the
    value is undefined (0/0, never). Raises ValueError as `check_expression` does.
    """
    value = _Series(record, labels).read(text)
    if np.ndim(value) == 0:
        raise ValueError("the expression names no series, so it says nothing of a run")
    if value.shape[1] > 1:
        raise ValueError("the expression is a series of months; reduce it, as in mean(…, last=12), final(…) or any(…)")
    return np.where(np.isfinite(value), value, np.nan)[:, 0]


class _Series(Reader):
    """A constant is a scalar, a value of a run (R, 1), a series (R, T+1), T ≥ 1."""

    names = "series, the functions"

    def __init__(self, record: Record, labels: Labels):
        self.record, self.labels = record, labels
        self.axes = {"state": labels.codes, "conflict": labels.conflicts, "treaty": labels.treaties}
        self.words: dict[str, float] = {}
        for names in (PHASES, STATUSES, labels.actions, labels.postures):
            for position, name in enumerate(names):
                word = name.replace(" ", "_").replace("-", "_")
                # one word for two things gets no value, so that it is refused where it is used
                self.words[word] = float("nan") if word in self.words else float(position)

    def called(self, node: ast.Call) -> Array:
        if not isinstance(node.func, ast.Name):
            raise wrong(node, "only the functions may be called: " + ", ".join(FUNCTIONS))
        name = node.func.id
        if name not in FUNCTIONS:
            raise wrong(node, f'unknown function "{name}"{near(name, FUNCTIONS, see=PAGE)}')
        if len(node.args) != 1 or isinstance(node.args[0], ast.Starred):
            raise wrong(node, f"{name} takes one series")
        last: int | None = None
        for keyword in node.keywords:
            given = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
            last = given if type(given) is int else 0  # a bool is no number of months
            if keyword.arg != "last" or name not in WINDOWED or last < 1:
                raise wrong(node, f"only last=MONTHS (1 or more) may follow a series, in {', '.join(WINDOWED)}")
        value = self.value(node.args[0])
        reduce = FUNCTIONS[name].reduce
        if name == "abs":
            return np.abs(value)
        if np.ndim(value) == 0 or value.shape[1] == 1:
            raise wrong(node, f"{name} takes a series of months, not a single value")
        if reduce is None:  # start
            return value[:, :1]
        months = value[:, 1:]
        return reduce(months if last is None else months[:, -last:])

    def named(self, node: ast.expr) -> Array:
        """A series, by name, part and index, or a bare word."""
        index: list[ast.expr] | None = None
        inner: ast.expr = node
        part: str | None = None
        if isinstance(inner, ast.Subscript):
            index = list(inner.slice.elts) if isinstance(inner.slice, ast.Tuple) else [inner.slice]
            inner = inner.value
        if isinstance(inner, ast.Attribute):
            part = inner.attr
            inner = inner.value
        if not isinstance(inner, ast.Name):
            raise wrong(node, "a series is written name[…] or name.part[…]")
        name = inner.id
        if name not in SERIES:
            if index is None and part is None and name in self.words:
                if np.isnan(self.words[name]):
                    raise wrong(node, f'"{name}" names two things here; write its position, a number, instead')
                return np.asarray(self.words[name])
            raise wrong(node, f'unknown series or word "{name}"{near(name, [*SERIES, *self.words], see=PAGE)}')
        series = self._part(node, name, part)
        wanted = [axis for axis in SERIES[name].axes if axis not in PARTS]
        if len(index or []) != len(wanted):
            shown = f"{name}[{', '.join(wanted)}]" if wanted else f"{name} without brackets"
            raise wrong(node, f"{name} is written {shown}")
        positions = [self._position(item, axis) for item, axis in zip(index or [], wanted, strict=True)]
        for position in positions:
            series = series[:, :, position]
        return series.astype(float)

    def _part(self, node: ast.expr, name: str, part: str | None) -> Array:
        """The series, its last axis resolved where it has one of kinds, events or duties."""
        series: Array = getattr(self.record, name)
        axis = SERIES[name].axes[-1] if SERIES[name].axes else ""
        if axis not in PARTS:
            if part is not None:
                raise wrong(node, f"{name} has no parts, so no .{part}")
            return series
        if part is None and name == "dependence":
            return series.sum(axis=-1)  # weighted by need, so the kinds add up
        if part not in PARTS[axis]:
            if part is None:
                raise wrong(node, f"{name} needs one of .{', .'.join(PARTS[axis])}")
            raise wrong(node, f'unknown {axis} "{part}"{near(part, PARTS[axis], see=PAGE)}')
        return series[..., PARTS[axis].index(part)]

    def _position(self, node: ast.expr, axis: str) -> int:
        name = node.id if isinstance(node, ast.Name) else node.value if isinstance(node, ast.Constant) else None
        known = self.axes[axis]
        if not isinstance(name, str) or not name or name not in known:
            told = name if isinstance(name, str) else ast.unparse(node)
            raise wrong(node, f'unknown {axis} "{told}"{near(told, known)}')
        return known.index(name)
