"""Pages from templates: every value is escaped, and nothing reaches a template but the view of the one who looks."""

import hashlib
import re
import time
import uuid
from typing import Any

from markupsafe import Markup, escape
from pydantic_core import to_json
from starlette.responses import HTMLResponse, Response

from sim.analysis.why.words import RUNGS, VERBS, decimal, doing, percent
from sim.model.world import DUTIES, LEVELS
from sim.pages.layout import layouts
from sim.scenario.agreements import idle_fields
from sim.session.acts import ACTS
from sim.session.clauses import FIELD_NAMES
from sim.session.decided import ANSWER, RULING
from sim.session.orders import HOLD
from sim.session.profiles import DRAFT, PEOPLE
from sim.session.state import role_named
from sim.session.treaties import MOST_CLAUSES
from sim.session.wall import WALL_PAGES

from . import figures

DESK = ("strip", "run", "review", "whatif", "rows", "prepared", "preview", "rulings")  # that run the game
PARTS = {  # by page: what is replaced when something has changed; forms that are written in are in none of them
    "lobby": ("strip", "waiting"),
    "player": ("strip", "situation", "news", "orders", "why", "history", "threads", "treaties", "review"),
    "desk": (*DESK, "people", "course", "news", "history", "threads", "treaties"),
    "observer": ("strip", "news", "history", "threads", "treaties", "review"),
    "projector": ("strip", "stage"),
}
PAGES = {"applicant": "lobby", "player": "player", "facilitator": "desk", "coteacher": "desk", "observer": "observer",
         "projector": "projector"}  # fmt: skip
FROM_RUNG = ("at all times", "from a dispute on", "from a threat of force on", "from the use of force on", "in a war")
POINT_WORDS = "A point is a thousandth of all that your state wants."
DECIDED = {ANSWER: "The team had decided", RULING: "The facilitator ruled"}
SHUT = "This does not open"
SIGNS = {None: "did not come up", True: "it came so", False: "it did not"}

ENVIRONMENT = layouts(__package__ or "sim.server")


def points(value: float) -> str:
    """What something is worth or costs, in thousandths of all that a state wants."""
    return f"{1000 * value:.0f} points" if value else "nothing"


def clock(seconds: float | None) -> str:
    """Server time of day."""
    return "" if seconds is None else time.strftime("%H:%M:%S", time.localtime(seconds))


def dated(seconds: float) -> str:
    """Server date and time."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def digest_of(told: Any) -> str:
    """A short hash of plain data."""
    return hashlib.sha256(to_json(told)).hexdigest()[:16]


UUID = re.compile("\ue002")  # stands in a text for a UUID that is made when the text is sent


def fresh() -> str:
    """A UUID for a form, until the page's script puts in its own."""
    return UUID.pattern


def capital(told: str) -> str:
    """A text with a capital letter at its beginning; the rest as it is."""
    return told[:1].upper() + told[1:]


def chosen(options: Markup, value: str) -> Markup:
    """Options of a select as written once for several, that of a value selected if it is among them."""
    mark = f'value="{escape(value)}"'
    return Markup(str(options).replace(mark, f"{mark} selected", 1))


def moved(series: dict[str, list[float]], of: str | None = None, most: int = figures.DASHES) -> dict[str, list[float]]:
    """The ties of state `of`; of states its own series and those that moved most; without it those that moved most."""
    own = _of(series, of)
    if any(name != of for name in own):
        return {name: series[name] for name in own}
    others = sorted(set(series) - set(own), key=lambda name: min(series[name]) - max(series[name]))
    kept = [*own, *others][:most]
    return {name: row for name, row in series.items() if name in kept}


def which(series: dict[str, list[float]], shown: dict[str, list[float]], of: str | None = None) -> str:
    """Which of the series are shown, in brackets; nothing if all are."""
    if len(shown) == len(series):
        return ""
    own = _of(shown, of)
    most = [f"the {len(shown) - len(own)} that moved most"] if len(own) < len(shown) else []
    return f" ({' and '.join([*['your own'] * bool(own), *most])})"


def _of(series: dict[str, list[float]], of: str | None) -> list[str]:
    return [name for name in series if of in name.split("–")]


def month_of(number: int, turn: dict[str, Any], per_turn: int) -> str:
    """The month of a headline, as YYYY-MM."""
    return str(turn["months"][number - (turn["turn"] - 1) * per_turn])


ENVIRONMENT.filters |= {
    "percent": percent,
    "decimal": decimal,
    "doing": doing,
    "clock": clock,
    "dated": dated,
    "mark": digest_of,
    "capital": capital,
    "role": role_named,
    "chosen": chosen,
    "points": points,
}
ENVIRONMENT.globals |= {
    "graph_of": figures.graph, "lines_of": figures.lines, "band_of": figures.band, "terms_of": figures.terms,
    "farthest": figures.farthest, "foremost": figures.foremost,
    "apart": figures.apart, "moved": moved, "which": which, "month_of": month_of, "fresh": fresh,
    "DUTIES": DUTIES, "LEVELS": LEVELS, "RUNGS": RUNGS, "SIGNS": SIGNS,
    "FROM_RUNG": FROM_RUNG, "ACTS": ACTS, "VERBS": VERBS, "ANSWER": ANSWER, "POINT_WORDS": POINT_WORDS,
    "IDLE": {kind: idle_fields(kind) for kind in DUTIES}, "MOST_CLAUSES": MOST_CLAUSES,
    "DECIDED": DECIDED, "WALL_PAGES": WALL_PAGES,
    "PEOPLE": PEOPLE, "DRAFT": DRAFT, "HOLD": HOLD,
    "FIELD_NAMES": FIELD_NAMES,
}  # fmt: skip


def raw(template: str, **given: Any) -> str:
    """A template with what it is given, before its forms have UUIDs."""
    return ENVIRONMENT.get_template(template).render(**given)


def text(template: str, **given: Any) -> str:
    """A template with what it is given, ready to be sent."""
    return UUID.sub(lambda _: str(uuid.uuid4()), raw(template, **given))


def page(template: str, status: int = 200, **given: Any) -> HTMLResponse:
    """A page as a response."""
    return HTMLResponse(text(template, **given), status)


def refusal(told: str, status: int, title: str = SHUT, back: str = "") -> Response:
    """A page that says what went wrong, in a sentence, and leads back."""
    return page("refusal.html", status, title=title, told=told, back=back)
