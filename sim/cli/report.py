"""`tertius report`: one self-contained HTML file of what a folder holds, to read, hand on and print."""

import argparse
from pathlib import Path

from sim.figures.holding import held
from sim.run.manifest import write_whole
from sim.run.plan import PlanError

from .sections.page import page
from .shown import amount, announce_compiling, console


def report(asked: argparse.Namespace) -> int:
    """Write the report and say where it is. Raises PlanError if the folder holds nothing to report."""
    holding = held(asked.folder)
    announce_compiling()
    file = Path(asked.out) if asked.out else holding.path / "report.html"
    if file.is_dir():
        raise PlanError(f"{file} is a folder; give a file with --out FILE.html")
    content = page(holding).encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, content)
    console().print(f"Report in {file} ({amount(len(content))}): one file, to be opened in any browser", soft_wrap=True)
    return 0
