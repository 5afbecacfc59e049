"""`tertius explain`: why a replication of a kept run went as it did."""

import argparse

from sim.study import Result

from .shown import announce_compiling, console


def explain(asked: argparse.Namespace) -> int:
    """Print the story of a replication, or a month of it, and where to look next."""
    result = Result.open(asked.folder)
    announce_compiling()
    told = result.explain(asked.replication, asked.month, asked.state, asked.point)
    out = console()
    head, *lines = told.text.splitlines()
    out.print(head, style="bold", markup=False, soft_wrap=True)
    for line in lines:
        out.print(line, markup=False, soft_wrap=True)
    if not asked.month:
        out.print("A month in full: --month YYYY-MM; with --state CODE every option that one state had", style="dim")
    elif not asked.state:
        out.print("Every option that one state had: --state CODE", style="dim")
    return 0
