"""The sheets that are handed out in a class, as pages to read and print: those of docs/how-to, static for everybody."""

from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sim.scenario.resources import find

from . import pages

FOLDER = "docs/how-to"


class Sheet(NamedTuple):
    """A sheet: what it is called, its file, and whether it may be shown to the room."""

    title: str
    file: str
    safe: bool


SHEETS = {
    "run": Sheet("Run sheet", "run-sheet.md", False),  # it tells what is to come
    "player": Sheet("Player’s sheet", "player-sheet.md", True),
}


async def sheet(request: Request) -> Response:
    """A sheet by its name."""
    asked = SHEETS.get(request.path_params["name"])
    if asked is None:
        raise HTTPException(404, "There is no such sheet.")
    return pages.page("sheet.html", sheet=asked, text=_text(asked.file))


@cache
def _text(file: str) -> Markup:
    """A sheet's Markdown as HTML."""
    return Markup(MarkdownIt().enable("table").render((find(FOLDER) / file).read_text(encoding="utf-8")))
