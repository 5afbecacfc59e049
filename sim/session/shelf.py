"""A folder of sessions: what there is, and sessions copied out, in, anew or away."""

import os
import uuid as uuids
from pathlib import Path
from typing import NamedTuple

from sim.model.compiled import rules_version
from sim.run.plan import PlanError
from sim.scenario import ScenarioError

from .fold import folded, steps
from .links import Links, room_code
from .log import SUFFIX, Log, Row, claimed
from .seal import new_luck
from .session import Session
from .state import DEBRIEF, LOBBY
from .turns import Cloned


class Kept(NamedTuple):
    """A session as the shelf lists it."""

    path: Path
    name: str
    scenario: str
    stage: str
    seats: int
    entries: int
    last: float  # server time of the last entry
    trouble: str | None = None  # why it cannot be read
    playing: bool = False  # whether turns have been opened and are still to come
    foreign: bool = False  # whether its links were made with another key: nobody here can take its chair


def shelf(folder: str | Path | None = None) -> Path:
    """The folder of sessions: the one named, else that of the variable TERTIUS_SESSIONS, else `sessions` here."""
    return Path(folder or os.environ.get("TERTIUS_SESSIONS") or "sessions").expanduser()


def located(name: str, folder: str | Path | None = None) -> Path:
    """The file of a session by its path, or by its name on the shelf. Raises PlanError."""
    direct = Path(name).expanduser()
    named = shelf(folder) / (name if name.endswith(SUFFIX) else f"{name}{SUFFIX}")
    for path in (direct, named):
        if path.is_file():
            return path
    there = ", ".join(sorted(path.stem for path in shelf(folder).glob(f"*{SUFFIX}"))) or "none"
    raise PlanError(f"there is no session {name}; in {shelf(folder)} there is {there}")


def listed(folder: str | Path | None = None, key: bytes | None = None) -> list[Kept]:
    """Every session in the folder, the last played first; one in use is read as it stands. `key` is the server's."""
    found = []
    for path in sorted(shelf(folder).glob(f"*{SUFFIX}")):
        try:
            found.append(_kept(path, key))
        except (PlanError, ScenarioError) as error:
            found.append(Kept(path, path.stem, "", "", 0, 0, 0.0, first_line(error)))
    return sorted(found, key=lambda kept: -kept.last)


def first_line(error: Exception) -> str:
    """What an error says first; a scenario with faults has a line for each."""
    return str(error).partition("\n")[0]


def _kept(path: Path, key: bytes | None) -> Kept:
    """A session as its file has it. Raises as `fold.folded`."""
    log = Log(path, writing=False)
    try:
        rows, state = list(log.rows()), folded(log)
    finally:
        log.close()
    line = state.line
    stage = f"turn {line.turn} of {state.settings.turns}, {line.phase}" if line.turn else line.phase
    playing = line.phase not in (LOBBY, DEBRIEF)
    if {*state.rules} - {rules_version()}:
        stage = "played under other rules"
        playing = False
    told = (path, state.settings.name, line.scenario.name, stage, len(state.seats), len(rows), rows[-1].time)
    foreign = key is not None and not Links(key, state.id).made(state.chair)
    return Kept(*told, playing=playing, foreign=foreign)


def exported(path: Path, target: Path) -> Path:
    """One clean file of a session, to be taken along; `target` is a file or a folder. Raises PlanError."""
    if target.is_dir():
        target = target / path.name
    log = Log(path, writing=False)
    try:
        log.copy(target)
    finally:
        log.close()
    return target


def imported(source: Path, folder: str | Path | None = None) -> Path:
    """A copy of a session's file on the shelf, once it has been read through. Raises PlanError."""
    log = Log(source, writing=False)
    try:
        folded(log)
        shelf(folder).mkdir(parents=True, exist_ok=True)
        target = shelf(folder) / (source.name if source.name.endswith(SUFFIX) else f"{source.stem}{SUFFIX}")
        log.copy(target)
    finally:
        log.close()
    return target


def deleted(path: Path) -> None:
    """Delete a session, a damaged one too, and everything kept of it. Raises PlanError if it is in use."""
    try:
        claimed(path).release()
        for ending in ("", "-wal", "-shm", ".lock"):
            Path(f"{path}{ending}").unlink(missing_ok=True)
    except OSError as error:
        raise PlanError(f"{path} cannot be deleted ({error.strerror})") from None


def cloned(
    log: Log, path: Path, key: bytes, name: str, now: float, turn: int | None = None, luck: str = "same"
) -> tuple[Session, str]:
    """A session of its own that goes on from this one, and its facilitator's token; nobody else has a link to it.

    From where play stands, or from turn `turn` as it opened on the line in play; with `luck` new, chance is drawn anew
    from there. Raises PlanError for a turn that was not opened and for a file that exists.
    """
    state = folded(log)
    upto = None if turn is None else _opening(log, state.owner(state.current, turn), turn)
    log.copy(path, upto)
    copy = Log(path)
    rows = list(copy.rows())
    session = uuids.uuid4().hex
    number = folded(copy).links + 1
    facts = {
        "id": session, "room": room_code(), "link": number, "digest": Links(key, session).digest(number),
        "replication": new_luck(),
    }  # fmt: skip
    command = Cloned.model_validate({"uuid": str(uuids.uuid4()), "name": name, "luck": luck})
    copy.add(Row(rows[-1].number + 1, now, 0, command.uuid, command.kind, command.model_dump(mode="json"), facts))
    copy.close()
    made = Session.open(path, key)
    return made, made.links.token(number)


def _opening(log: Log, line: int, turn: int) -> int:
    """The number of the entry that opened a turn of a line. Raises PlanError."""
    for entry, state in steps(log):
        if (line, turn) in state.starts:
            return entry.number
    raise PlanError(f"turn {turn} has not been opened on this line")
