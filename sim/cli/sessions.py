"""`tertius sessions` and `tertius replay`: classroom sessions that are kept in a folder."""

import argparse
import os
from datetime import datetime
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from sim.run.plan import PlanError
from sim.session.log import Log
from sim.session.replay import replay as replayed
from sim.session.shelf import deleted, exported, imported, listed, located, shelf
from sim.session.table import as_csv

from .shown import announce_compiling, console

DIFFERS = 1
TAKES = {"list": 0, "export": 2, "import": 1, "delete": 1}  # words after it


def sessions(asked: argparse.Namespace) -> int:
    """Do what is asked with the sessions of a folder. Raises PlanError for more words than that takes."""
    said = [word for word in (asked.session, asked.target) if word]
    if len(said) > TAKES[asked.what]:
        hint = f"say --folder {said[-1].partition('=')[2]}" if said[-1].startswith("folder=") else "leave it out"
        raise PlanError(f'sessions {asked.what} does not take "{said[-1]}"; {hint}')
    return {"list": _list, "export": _export, "import": _import, "delete": _delete}[asked.what](asked)


def replay(asked: argparse.Namespace) -> int:
    """Play every turn of a session again and hold it against what was kept."""
    path = located(asked.session, asked.folder)
    log = Log(path, writing=False)
    announce_compiling()
    try:
        found = replayed(log)
    finally:
        log.close()
    out = console()
    out.print(f"{path.stem}: {found.entries} entries, {found.turns} turns played again", highlight=False)
    if found.differs is None:
        out.print("every turn is bit for bit the one that was kept", style="green")
        return 0
    out.print(found.differs, style="yellow", highlight=False, markup=False, soft_wrap=True)
    return DIFFERS


def _list(asked: argparse.Namespace) -> int:
    found = listed(asked.folder)
    if not found:
        console().print(f"there are no sessions in {shelf(asked.folder)}", highlight=False)
        return 0
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("file", "name", "scenario", "where it stands", "seats", "entries", "last"):
        file = title == "file"  # what one types: it is never cut
        table.add_column(
            title, justify="right" if title in ("seats", "entries") else "left", no_wrap=file, overflow="fold"
        )
    for one in found:
        if one.trouble:
            table.add_row(escape(one.path.stem), f"[yellow]{escape(one.trouble)}")
            continue
        last = datetime.fromtimestamp(one.last).strftime("%Y-%m-%d %H:%M")
        told = (one.path.stem, one.name, one.scenario, one.stage, str(one.seats), str(one.entries), last)
        table.add_row(*(escape(each) for each in told))  # names are what people wrote
    console().print(table)
    return 0


def _export(asked: argparse.Namespace) -> int:
    source = located(_named(asked, "SESSION"), asked.folder)
    target = Path(_to(asked)).expanduser()
    if asked.target.endswith(("/", os.sep)):
        target.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".csv":
        if target.exists():
            raise PlanError(f"{target} exists already; give another name")
        log = Log(source, writing=False)
        try:
            target.write_text(as_csv(log), encoding="utf-8")
        finally:
            log.close()
    else:
        target = exported(source, target)
    console().print(f"wrote {target}", highlight=False)
    return 0


def _import(asked: argparse.Namespace) -> int:
    source = Path(_named(asked, "FILE")).expanduser()
    console().print(f"wrote {imported(source, asked.folder)}", highlight=False)
    return 0


def _delete(asked: argparse.Namespace) -> int:
    path = located(_named(asked, "SESSION"), asked.folder)
    if not asked.yes:
        raise PlanError(f"this deletes {path} and all that was written in it; say --yes to do it")
    deleted(path)
    console().print(f"deleted {path}", highlight=False)
    return 0


def _named(asked: argparse.Namespace, what: str) -> str:
    if not asked.session:
        raise PlanError(f"tertius sessions {asked.what} needs a {what}")
    return asked.session


def _to(asked: argparse.Namespace) -> str:
    if not asked.target:
        raise PlanError("say where to: tertius sessions export SESSION FILE (a .csv has every entry as a row)")
    return asked.target
