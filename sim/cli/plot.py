"""`tertius plot`: the figures of a kept run, comparison or sweep, each with the table that it was drawn from."""

import argparse
from collections import defaultdict
from io import BytesIO
from pathlib import Path

import matplotlib.style

from sim.figures.drawing import Drawn, Plain, column
from sim.figures.holding import SWEEP, Holding, held
from sim.figures.kinds import KINDS, Kind, drawings
from sim.outcomes.labels import near
from sim.plots.sheet import STYLE
from sim.run.manifest import write_whole
from sim.run.plan import PlanError

from .shown import console, many

FORMATS = ("png", "svg", "pdf")
Alike = defaultdict[str, list[str]]  # what is said → the figures of which it is
UNDATED = {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}  # so that the same figure is the same file


def plot(asked: argparse.Namespace) -> int:
    """Draw what was asked for, or all that fits, and say what was made, and what was left out and why."""
    formats = [_known("format", name.strip(), FORMATS) for name in asked.format.split(",")]
    holding = held(asked.folder)
    wanted = _wanted(asked, holding)
    if holding.kept < holding.planned:
        console(stderr=True).print(
            f"{holding.kept:,} of {holding.planned:,} runs stand, and the figures are of these; "
            "the command that began them continues it"
        )
    if asked.over:
        holding = holding.over([name.strip().removeprefix("params.") for name in asked.over.split(",")])
    if asked.by:
        holding = holding.split(asked.by.removeprefix("params."))
    elif asked.figure:  # one figure alone is of the baseline, or of all points
        holding = holding._replace(by="")
    folder, out, made, said, left = holding.path / "figures", console(), Alike(list), Alike(list), Alike(list)
    for stem, kind, drawn in drawings(holding, wanted, asked.outcome):
        if isinstance(drawn, str):
            left[drawn].append(stem)
        elif isinstance(drawn, Plain):
            said[drawn.sentence].append(stem)
        else:
            write(drawn, folder / stem, formats)
            made[kind.what].append(stem)
    if asked.figure and not made and not said:
        raise PlanError("; ".join(f"{', '.join(stems)}: {why}" for why, stems in left.items()))
    for what, stems in made.items():
        out.print(f"[dim]{what}:[/] [bold]{', '.join(stems)}")
    for sentence, stems in said.items():
        out.print(f"in a sentence: {', '.join(stems)}: {sentence}", markup=False)
    for why, stems in left.items():
        out.print(f"left out: {', '.join(stems)}: {why}", style="dim", markup=False)
    out.print(
        f"{many(sum(map(len, made.values())), 'figure')} in {folder}, {', '.join(formats)}, each with its table (.csv)",
        soft_wrap=True,
    )
    return 0


def write(drawn: Drawn, stem: Path, formats: list[str]) -> None:
    """Write a figure in each format and its table beside it, each whole or not at all. Raises OSError."""
    stem.parent.mkdir(exist_ok=True)
    write_whole(stem.with_name(f"{stem.name}.csv"), drawn.table.to_csv(index=False).encode())
    with matplotlib.style.context(STYLE):
        for suffix in formats:
            image = BytesIO()
            drawn.figure.savefig(image, format=suffix, metadata=UNDATED[suffix])
            write_whole(stem.with_name(f"{stem.name}.{suffix}"), image.getvalue())


def _wanted(asked: argparse.Namespace, holding: Holding) -> dict[str, Kind]:
    """The kinds of figure asked for, all options checked."""
    if asked.over and holding.what != SWEEP:
        raise PlanError(f"{holding.path} holds no sweep; --over names parameters that vary")
    if asked.outcome:
        column(holding, asked.outcome)
    if not asked.figure:
        return {name: kind for name, kind in KINDS.items() if kind.outcome or not asked.outcome}
    kind = KINDS[_known("--figure", asked.figure, list(KINDS))]
    if asked.outcome and not kind.outcome:
        raise PlanError(f"{asked.figure} shows no single outcome; leave --outcome out")
    if asked.by and kind.file:
        raise PlanError(f"{asked.figure} is drawn from {kind.file} as it stands; leave --by out")
    return {asked.figure: kind}


def _known(what: str, word: str, known: list[str] | tuple[str, ...]) -> str:
    if word not in known:
        raise PlanError(f'{what}: there is no "{word}"{near(word, known)}')
    return word
