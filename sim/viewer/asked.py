"""What the address of a page asks for, read and checked; and the address of what is shown."""

import math
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.exceptions import HTTPException

from sim.figures.endings import headline
from sim.figures.holding import COMPARISON, SWEEP
from sim.outcomes.labels import near

from .look import NONE, Kept, Look

ORDERS = {"number": "by number", "lowest": "lowest outcome first", "highest": "highest outcome first"}
FROM, TO = ".from", ".to"  # after the name of a parameter


class Asked(NamedTuple):
    """An outcome, by what it is split, of which runs, and what page of them in what order."""

    outcome: str
    split: str
    kept: Kept
    order: str = "number"
    page: int = 1


def asked(given: Mapping[str, str], look: Look, beside: Iterable[str] = ()) -> Asked:
    """What an address asks for; `beside` are names that it may have for other ends. What is empty is not asked.

    Raises HTTPException: 404 for a name that does not exist, 422 for a value that cannot be.
    """
    ends = [name + end for name in look.numbers for end in (FROM, TO)]
    words = [name for name in look.varied if name not in look.numbers]
    for name in given:
        _known("nothing to choose called", name, ["outcome", "split", *words, *ends, "where", "order", "page", *beside])
    said = {name: value.strip() for name, value in given.items() if value.strip()}
    usual = Asked(headline(look.holding)[0], "posture" if look.holding.what == COMPARISON else NONE, Kept())
    kept = Kept(
        tuple((name, _known(f"no {name}", said[name], _values(look, name))) for name in words if name in said),
        tuple(_range(said, name) for name in look.numbers if name + FROM in said or name + TO in said),
        said.get("where", ""),
    )
    page = said.get("page", "1")
    if not page.isdecimal() or int(page[:9]) == 0:
        raise HTTPException(422, f'page: "{page}" is no page; the first is 1')
    found = Asked(
        _known("no outcome", said.get("outcome", usual.outcome), look.outcomes),
        _known("nothing to split by called", said.get("split", usual.split), [NONE, *look.varied]),
        kept,
        _known("no order", said.get("order", usual.order), ORDERS),
        int(page[:9]),
    )
    if kept.where:
        try:
            look.chosen(kept)
        except ValueError as error:
            raise HTTPException(422, f'The predicate "{kept.where}" cannot be read: {error}') from None
    return found


def address(shown: Asked, look: Look) -> dict[str, str]:
    """What an address must say to show this."""
    said: dict[str, str] = {"outcome": shown.outcome, "split": shown.split, **dict(shown.kept.words)}
    for name, low, high in shown.kept.ranges:
        said |= {name + end: f"{value:.12g}" for end, value in ((FROM, low), (TO, high)) if math.isfinite(value)}
    if shown.kept.where:
        said["where"] = shown.kept.where
    said |= {} if shown.order == "number" else {"order": shown.order}
    return said | ({} if shown.page == 1 else {"page": str(shown.page)})


def link(path: str, said: Mapping[str, object]) -> str:
    """An address on this server."""
    return f"{path}?{urlencode(dict(said))}"


def run_asked(given: Mapping[str, str], look: Look) -> tuple[int, int]:
    """The variant and replication of the run that an address asks for. Raises HTTPException."""
    plan = look.holding.first.plan
    number = _whole(given, "replication", plan.replications)
    if look.holding.what == SWEEP:
        return _whole(given, "variant", plan.points), number
    names = look.names()
    return names.index(_known("no posture", given.get("variant", names[0]).strip() or names[0], names)), number


def state_asked(given: Mapping[str, str], look: Look) -> str | None:
    """The state whose part of a history is asked for, if not all of it. Raises HTTPException."""
    said = given.get("state", "")
    return _known("no state", said, look.holding.first.scenario.codes) if said else None


def _values(look: Look, name: str) -> list[str]:
    return list(dict.fromkeys(look.varied[name].astype(str).tolist()))


def _range(said: Mapping[str, str], name: str) -> tuple[str, float, float]:
    low, high = (_number(said, name + end, usual) for end, usual in ((FROM, -math.inf), (TO, math.inf)))
    if low > high:
        raise HTTPException(422, f"{name}: from {low:g} to {high:g} holds nothing; give the lower end first")
    return name, low, high


def _number(said: Mapping[str, str], name: str, usual: float) -> float:
    try:
        value = float(said.get(name, usual))
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise HTTPException(422, f'{name}: "{said[name]}" is no number')
    return value


def _whole(given: Mapping[str, str], name: str, many: int) -> int:
    text = given.get(name, "").strip()
    if not (text.isdecimal() and len(text) < 19 and int(text) < many):
        what = "point" if name == "variant" else name
        raise HTTPException(404, f'There is no {what} "{text}"; give a number from 0 to {many - 1:,}')
    return int(text)


def _known(what: str, word: str, known: Collection[str]) -> str:
    if word not in known:
        raise HTTPException(404, f'There is {what} "{word}"{near(word, known)}')
    return word
