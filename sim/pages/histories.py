"""Three single histories, a typical one and the two tails, month by month, with what moved them."""

from typing import NamedTuple

from sim.analysis.history import typical
from sim.analysis.summary import KEY
from sim.analysis.why.explanation import months_of
from sim.analysis.why.tree import STEP
from sim.figures.endings import headline
from sim.figures.holding import Holding
from sim.model.world import Record
from sim.result import Result
from sim.run.books import columns_of
from sim.run.plan import Plan, PlanError

from .tables import number

PLACES = {1: "A typical history", 2: "The lower tail", 0: "The upper tail"}  # by the order of `typical`


class Line(NamedTuple):
    """A line of an explanation, and how far in it stands."""

    depth: int
    text: str


class Month(NamedTuple):
    """A month: what was notable, what states did, and its page in full by heading."""

    name: str
    notable: list[str]
    acts: list[str]
    why: dict[str, list[Line]]


class History(NamedTuple):
    """One run told: which it is, and its months."""

    name: str
    departs: bool  # played again here it is not the stored history
    months: list[Month]
    record: Record  # its series, of this one run


class Told(NamedTuple):
    """One of the three: what it stands for, how its outcome ended, and its history."""

    place: str
    outcome: str
    history: History


class Histories(NamedTuple):
    """The three, by what they were chosen, and why there are none, if so."""

    chosen_by: str
    told: list[Told]
    lacking: str


def histories(holding: Holding) -> Histories:
    """The histories that end nearest to the 95 %, 50 % and 5 % quantile of the first headline outcome."""
    name = headline(holding)[0]
    meaning = columns_of(holding.first.scenario)[name].meaning
    frame = holding.first.read(columns=["point", KEY, name])
    values = frame[name].to_numpy(dtype=float)
    runs = typical(values)
    if not runs:
        return Histories(meaning, [], f"{name} is defined in no run")
    places = PLACES if len(runs) == len(PLACES) else dict.fromkeys(range(len(runs)), "A history")
    try:
        told = [_told(holding, place, *frame.iloc[runs[k]]) for k, place in places.items()]
    except PlanError as error:  # other rules than those installed
        return Histories(meaning, [], str(error))
    return Histories(meaning, told, "")


def _told(holding: Holding, place: str, point: float, replication: float, value: float) -> Told:
    outcome = f"{headline(holding)[0]} {number(value).text}"
    return Told(place, outcome, history(holding.first, int(replication), int(point)))


def history(result: Result, replication: int, point: int = 0, state: str | None = None) -> History:
    """One run month by month, each with its why, or what of it touched one state. Raises PlanError."""
    explained = result.explain(replication, state=state, point=point)
    notable: dict[int, list[str]] = {}
    for each in explained.story:
        notable.setdefault(each.month, []).append(each.text)
    months = []
    for place, name in enumerate(months_of(explained.scenario)):
        month = explained.at(place)
        months.append(Month(name, notable.get(place, []), month.acts, _why(month.text)))
    name = run_name(result.plan, replication, point)
    return History(name, bool(explained.departs), months, explained.history.record)


def run_name(plan: Plan, replication: int, point: int = 0) -> str:
    """A run in words."""
    return f"{f'point {point}' if plan.varied else plan.posture}, replication {replication}"


def _why(text: str) -> dict[str, list[Line]]:
    """The page of a month by its headings; the first lines name the run, the last says how draws are read."""
    made: dict[str, list[Line]] = {}
    heading = ""
    for line in text.splitlines()[1:]:
        stripped = line.lstrip()
        if stripped and stripped == line:
            heading = line
        elif stripped:
            made.setdefault(heading, []).append(Line((len(line) - len(stripped)) // len(STEP) - 1, stripped))
    return made
