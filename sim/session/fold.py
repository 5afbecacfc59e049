"""Folding a log: the state of a session is what its entries add up to, and nothing else."""

from collections.abc import Callable, Iterator

from sim.model.compiled import rules_version

from . import bets, injects, looks, orders, people, stars, talk, treaties, turns, wall  # noqa: F401 -- each registers its commands
from .commands import COMMANDS, Command, Entry
from .log import Log, Row
from .resolve import restored
from .state import State
from .turn import Turn, unpacked
from .turns import Create, Resolve

Resolved = Callable[[State, Entry], Turn]  # the turn that an entry resolved


def steps(log: Log, resolved: Resolved | None = None) -> Iterator[tuple[Entry, State]]:
    """Every entry with the state once it is in; the state is the same object all along.

    Resolved turns are taken as the log keeps them, or as `resolved` gives them.
    """
    entries = _entries(log)
    first = next(entries)
    assert isinstance(first.command, Create)
    state = first.command.founded(first)
    yield first, state
    for entry in entries:
        if isinstance(entry.command, Resolve):
            entry = entry._replace(turn=resolved(state, entry) if resolved else kept(log, state, entry))
        apply(state, entry)
        yield entry, state


def folded(log: Log) -> State:
    """The state that a log adds up to. Raises PlanError if the file is damaged, ScenarioError for its scenario.

    Of turns that were played under other rules only the people and their links are taken: their pages are kept.
    """
    versions = {row.facts["rules"] for row in log.rows() if "rules" in row.facts}
    if versions <= {rules_version()}:
        *_, (_, state) = steps(log)
        return state
    entries = _entries(log, of_people=True)
    first = next(entries)
    assert isinstance(first.command, Create)
    state = first.command.founded(first)
    for entry in entries:
        apply(state, entry)
    state.rules = tuple(sorted(versions))
    return state


def apply(state: State, entry: Entry) -> None:
    """Put an entry into the state."""
    member = state.members.get(entry.member)
    if member and member.seat:
        state.last[member.seat] = entry.time
    entry.command.apply(state, entry)


def kept(log: Log, state: State, entry: Entry) -> Turn:
    """The turn that an entry resolved, as the log keeps it."""
    data = log.arrays(entry.number)
    with log.reading(f"the turn of entry {entry.number}"):
        if data is None:
            raise KeyError("it is not there")
        played = unpacked(data)
    return restored(state, played)


def _entries(log: Log, of_people: bool = False) -> Iterator[Entry]:
    """Every entry, or the first and those that say who is there."""
    for row in log.rows():
        with log.reading(f"entry {row.number}"):
            if of_people and row.number > 1 and not COMMANDS[row.kind].people:
                continue
            entry = entry_of(row)
        yield entry


def entry_of(row: Row) -> Entry:
    """An entry as the log holds it."""
    command: Command = COMMANDS[row.kind].model_validate(row.body)
    return Entry(row.number, row.time, row.member, row.uuid, command, row.facts)
