"""Tables on a terminal of any width: a name or a number is never cut and never folded; words fold.

What has no room beside the names comes below, as a table of its own that begins with the names again.
"""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from sim.outcomes.labels import Column

READABLE = 24  # the least width of a column of words
GAP = 2  # between columns


def titled(names: Iterable[str], numbers: Iterable[str] = (), words: Iterable[str] = (), header: bool = True) -> Table:
    """An empty table: columns of names to the left, of numbers to the right, and of words, which alone may fold."""
    made = Table(box=None, pad_edge=False, show_header=header, header_style="dim")
    for title in names:
        made.add_column(title, no_wrap=True)
    for title in numbers:
        made.add_column(title, justify="right", no_wrap=True)
    for title in words:
        made.add_column(title, style="dim")
    return made


def legend(outcomes: dict[str, Column]) -> Table:
    """What outcomes are: unit and meaning of each."""
    made = titled(["outcome"], words=["unit", "what it is"])
    for name, outcome in outcomes.items():
        made.add_row(name, outcome.unit, outcome.meaning)
    return made


def put(out: Console, table: Table) -> None:
    """Print a table, or as many, one below the other, as its columns need; the first column begins each."""
    columns = table.columns
    widths = [max(cell_len(out.render_str(str(text)).plain) for text in (c.header, *c.cells)) for c in columns]
    least = [w if c.no_wrap else min(w, READABLE) for c, w in zip(columns, widths, strict=True)]
    for places in _beside(least, out.width):
        part = Table(box=None, pad_edge=False, show_header=table.show_header, header_style=table.header_style)
        for place in places:
            column = columns[place]
            part.add_column(
                column.header,
                style=column.style,
                justify=column.justify,
                overflow="fold",
                no_wrap=column.no_wrap,
                min_width=widths[place] if column.no_wrap else None,
            )
        for row, cells in zip(table.rows, zip(*(columns[place].cells for place in places), strict=True), strict=True):
            part.add_row(*cells, style=row.style)
        out.print(part, crop=False)


def _beside(widths: list[int], room: int) -> Iterator[list[int]]:
    """The columns that have room beside the first, table by table."""
    together, taken = [0], widths[0]
    for place, width in enumerate(widths[1:], start=1):
        if len(together) > 1 and taken + GAP + width > room:
            yield together
            together, taken = [0], widths[0]
        together.append(place)
        taken += GAP + width
    yield together
