"""A turn that was resolved: its months with every draw, and the same as bytes for the log."""

import hashlib
import io
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from sim.analysis.why.replay import History, Month
from sim.model.events import Events
from sim.model.world import Obligations, Record, World
from sim.scenario import Case, Scenario


@dataclass(frozen=True)
class Turn:
    """Months `first` to `first` + len(months) − 1 of a line. `record` runs from the start of the line to their end."""

    number: int
    first: int
    replication: int  # its luck
    scenario: Scenario  # with the labels of treaties signed by then
    case: Case  # world at its start; setting as it was played, injects and policies with it
    months: tuple[Month, ...]
    after: World
    record: Record  # of one run, leading axis 1
    control: dict[str, str]  # seat → people or profile
    acted: dict[str, str]  # seat → people, hold, draft or a profile: who acted for it
    sheets: dict[str, Any]  # seat → what it had submitted
    rulings: tuple[Any, ...]
    rehearsal: bool
    cache: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)  # what views work out once

    def rulings_on(self, code: str) -> list[Any]:
        """The facilitator's rulings on a state, in the order in which they were made."""
        return [each for each in self.rulings if each.ruling.state == code]

    def history(self, before: list["Turn"], seed: int) -> History:
        """The line up to the end of this turn, as explanations take it, with the case of this turn."""
        months = [month for turn in [*before, self] for month in turn.months]
        return History(self.case, seed, self.replication, months, self.record)

    def digest(self) -> str:
        """A hash of all that was played: every month's happenings and draws, and the world after each."""
        made = hashlib.sha256()
        for name, array in sorted(arrays_of(self).items()):
            made.update(name.encode())
            made.update(np.ascontiguousarray(array).tobytes())
        return made.hexdigest()


class Played(NamedTuple):
    """What the log keeps of a turn: the months, the world after them, the record of these months (with the start)."""

    months: tuple[Month, ...]
    after: World
    record: Record


def arrays_of(turn: Turn) -> dict[str, np.ndarray]:
    """Every array of a turn by a dotted name: `0.before.power`, `0.events.log`, `after.duties.status`, …"""
    found: dict[str, np.ndarray] = {}
    for place, month in enumerate(turn.months):
        found[f"{place}.number"] = np.array(month.number)
        _put(found, f"{place}.before", month.before)
        log = month.events.log[: month.events.used[0]]
        _put(found, f"{place}.events", month.events._replace(log=log))
    _put(found, "after", turn.after)
    for name, series in turn.record._asdict().items():
        found[f"record.{name}"] = series[:, turn.first + 1 if turn.first else 0 :]
    return found


def packed(turn: Turn) -> bytes:
    """The arrays of a turn as a compressed NumPy archive."""
    held = io.BytesIO()
    arrays: Any = arrays_of(turn)
    np.savez_compressed(held, **arrays)
    return held.getvalue()


def unpacked(data: bytes) -> Played:
    """What `packed` held."""
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        found = dict(archive)
    places = sorted({int(name.split(".")[0]) for name in found if name[0].isdigit()})
    months = tuple(
        Month(
            int(found[f"{place}.number"]),
            _world(found, f"{place}.before"),
            Events(*(found[f"{place}.events.{name}"] for name in Events._fields)),
        )
        for place in places
    )
    record = Record(*(found[f"record.{name}"] for name in Record._fields))
    return Played(months, _world(found, "after"), record)


def _put(found: dict[str, np.ndarray], path: str, value: Any) -> None:
    for name, part in value._asdict().items():
        if hasattr(part, "_asdict"):
            _put(found, f"{path}.{name}", part)
        else:
            found[f"{path}.{name}"] = part


def _world(found: dict[str, np.ndarray], path: str) -> World:
    duties = Obligations(*(found[f"{path}.duties.{name}"] for name in Obligations._fields))
    plain = {name: found[f"{path}.{name}"] for name in World._fields if name != "duties"}
    return World(**plain, duties=duties)
