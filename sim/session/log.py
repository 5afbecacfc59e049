"""The log of a session: one SQLite file to which entries are only added, each on disk before it is acknowledged.

Tables: `events` (number, time, member, uuid, kind, body, facts), and beside it what can be worked out from it but
only under the rules that played it: `turns` (the months of each resolved turn) and `pages` (what each seat saw then).
"""

import json
import os
import sqlite3
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

from sim.run.plan import PlanError

APPLICATION, FORMAT = 0x54455254, 1  # "TERT"
SUFFIX = ".session"
ROOM = 4 * 2**20  # bytes: more than a turn of any scenario, which takes .1 to .2 MiB in those that come with this
OPENING, BUSY = 5.0, 0.5  # seconds that another process's lock is waited for, at first and at every write
DAMAGE = (sqlite3.Error, zlib.error, zipfile.BadZipFile, ValueError, KeyError)  # ValueError: JSON, and fields of it
SCHEMA = (
    f"PRAGMA application_id={APPLICATION}",
    f"PRAGMA user_version={FORMAT}",
    """CREATE TABLE events (
    number INTEGER PRIMARY KEY, time REAL NOT NULL, member INTEGER NOT NULL, uuid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL, body TEXT NOT NULL, facts TEXT NOT NULL
) STRICT""",
    "CREATE TABLE turns (number INTEGER PRIMARY KEY REFERENCES events, arrays BLOB NOT NULL) STRICT",
    """CREATE TABLE pages (
    number INTEGER NOT NULL REFERENCES events, seat TEXT NOT NULL, page BLOB NOT NULL, PRIMARY KEY (number, seat)
) STRICT""",
)


class Row(NamedTuple):
    """An entry as the file has it."""

    number: int
    time: float
    member: int
    uuid: str
    kind: str
    body: dict[str, Any]
    facts: dict[str, Any]


class Log:
    """An open log. With `writing`, this process alone adds to it; `first`: the entry that a new one begins with.

    Raises PlanError if another process writes it, and here or where it is read if it is no log or a damaged one.
    """

    def __init__(self, path: Path, writing: bool = True, first: Row | None = None):
        self.path = path
        self._lock: FileLock | None = None
        self._guard = threading.RLock()
        self._open = False
        if path.exists() == (first is not None):
            raise PlanError(f"{path} exists already; give another name" if first else f"there is no session {path}")
        if writing:
            try:
                self._lock = claimed(path)
            except OSError as error:  # a folder that cannot be written: the file may still be read
                if first is not None:
                    raise PlanError(f"{path} cannot be made ({error.strerror}); name another folder") from None
                writing = False
        self.writing = writing
        try:
            self._begin(first)
        except sqlite3.DatabaseError as error:
            self.close()
            if first is not None:
                path.unlink(missing_ok=True)
            raise PlanError(f"{path} cannot be opened as a session ({error})") from None

    def _begin(self, first: Row | None) -> None:
        where = self.path.resolve().as_uri() + "?mode=" + ("rwc" if self.writing else "ro")
        if not os.access(self.path.parent, os.W_OK):  # SQLite would put its shared memory beside the file
            where += "&immutable=1"
        self._file = sqlite3.connect(where, uri=True, isolation_level=None, check_same_thread=False, timeout=OPENING)
        self._open = True
        if first is not None:
            with self._whole():
                for statement in SCHEMA:
                    self._file.execute(statement)
                self._insert(first)
        if self._pragma("application_id") != APPLICATION:
            raise sqlite3.DatabaseError("it is another kind of file")
        if self._pragma("user_version") != FORMAT:
            raise sqlite3.DatabaseError(f"its format is {self._pragma('user_version')}, this version reads {FORMAT}")
        if self._file.execute("SELECT 1 FROM events").fetchone() is None:
            raise sqlite3.DatabaseError("nothing is in it")
        if self.writing:
            self._file.execute("PRAGMA journal_mode=WAL")
            self._file.execute("PRAGMA synchronous=FULL")
        self._file.execute(f"PRAGMA busy_timeout={1000 * BUSY:.0f}")

    def _pragma(self, name: str) -> int:
        return self._file.execute(f"PRAGMA {name}").fetchone()[0]

    def add(self, row: Row, arrays: bytes | None = None, pages: dict[str, Any] | None = None) -> None:
        """Add an entry, and what a resolved turn keeps beside it; on disk when this returns. Raises sqlite3.Error."""
        with self._guard, self._whole():
            self._insert(row)
            if arrays is not None:
                self._file.execute("INSERT INTO turns VALUES (?, ?)", (row.number, arrays))
            for seat, page in (pages or {}).items():
                held = zlib.compress(_text(page).encode())
                self._file.execute("INSERT INTO pages VALUES (?, ?, ?)", (row.number, seat, held))
        if arrays is not None:  # so that a copy of the file alone, without its journal, has every turn
            with self._guard, suppress(sqlite3.Error):
                self._file.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def has_room(self) -> bool:
        """Whether there is room beside the file for ROOM bytes: they are written there, and gone again."""
        try:
            with tempfile.TemporaryFile(dir=self.path.parent) as tried:
                tried.write(os.urandom(ROOM))  # which no file system makes smaller
                tried.flush()
                os.fsync(tried.fileno())
        except OSError:
            return False
        return True

    def _insert(self, row: Row) -> None:
        values = (*row[:5], _text(row.body), _text(row.facts))
        self._file.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """What is written within is on disk altogether at its end, or not at all."""
        self._file.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._file.execute("COMMIT")
        except BaseException:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
            raise

    @contextmanager
    def reading(self, what: str) -> Iterator[None]:
        """What cannot be read of the file within is told as a PlanError; `what` is being read."""
        try:
            yield
        except DAMAGE as error:
            told = str(error).partition("\n")[0]
            raise PlanError(f"{self.path} is damaged, or of another version ({what}: {told})") from None

    def rows(self, upto: int | None = None) -> Iterator[Row]:
        """Every entry in order, or those up to a number."""
        with self._guard, self.reading("entries"):
            found = self._file.execute(
                "SELECT number, time, member, uuid, kind, body, facts FROM events WHERE number <= ? ORDER BY number",
                (2**62 if upto is None else upto,),
            ).fetchall()
        for row in found:
            with self.reading(f"entry {row[0]}"):
                made = _row(row)
            yield made

    def last(self) -> tuple[int, float]:
        """Number and time of the last entry."""
        with self._guard, self.reading("the last entry"):
            return self._file.execute("SELECT number, time FROM events ORDER BY number DESC").fetchone()

    def find(self, uuid: str) -> Row | None:
        """The entry of a command that was taken already."""
        with self._guard:
            found = self._file.execute(
                "SELECT number, time, member, uuid, kind, body, facts FROM events WHERE uuid = ?", (uuid,)
            ).fetchone()
        return None if found is None else _row(found)

    def arrays(self, number: int) -> bytes | None:
        """The months of the turn that entry `number` resolved."""
        with self._guard, self.reading(f"the turn of entry {number}"):
            found = self._file.execute("SELECT arrays FROM turns WHERE number = ?", (number,)).fetchone()
        return None if found is None else found[0]

    def pages(self, seat: str) -> Iterator[dict[str, Any]]:
        """What a seat saw once a turn had been resolved, turn by turn, the last first."""
        with self._guard, self.reading("pages"):
            found = self._file.execute("SELECT page FROM pages WHERE seat = ? ORDER BY number DESC", (seat,)).fetchall()
        for (page,) in found:
            with self.reading(f"a page of {seat}"):
                told = json.loads(zlib.decompress(page))
            yield told

    def copy(self, path: Path, upto: int | None = None) -> None:
        """A single clean file of the same log, or of its entries up to a number. Raises PlanError if it cannot be."""
        if path.exists():
            raise PlanError(f"{path} exists already; give another name")
        part = path.with_name(f"{path.name}.part")
        part.unlink(missing_ok=True)
        try:
            with self._guard, closing(sqlite3.connect(part, isolation_level=None)) as target:
                self._file.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
                for table in ("pages", "turns", "events") if upto is not None else ():
                    target.execute(f"DELETE FROM {table} WHERE number > ?", (upto,))
                target.execute("VACUUM")
        except sqlite3.Error as error:
            part.unlink(missing_ok=True)
            raise PlanError(f"{path} cannot be written from {self.path} ({error}); is its folder there?") from None
        part.replace(path)

    def close(self) -> None:
        """Close the file, its journal folded in; may be called again."""
        with self._guard:
            if self._open:
                self._open = False
                with suppress(sqlite3.Error):  # a full disk: the journal is folded in another time
                    self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                self._file.close()
            if self._lock:
                self._lock.release()


def claimed(path: Path) -> FileLock:
    """The lock of a session's file, taken. Raises PlanError if another process has it, OSError where none can be."""
    lock = FileLock(f"{path}.lock", thread_local=False)  # a server closes it in another thread
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise PlanError(f"{path} is in use by another process; close it there") from None
    return lock


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _row(found: tuple[Any, ...]) -> Row:
    number, time, member, uuid, kind, body, facts = found
    return Row(number, time, member, uuid, kind, json.loads(body), json.loads(facts))
