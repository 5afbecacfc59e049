"""A folder that is to keep a plan: whether it can, what is refused, and who alone may write it."""

import contextlib
import errno
from collections.abc import Iterable, Iterator
from pathlib import Path

import filelock

from .manifest import MANIFEST, difference, read_manifest
from .plan import Plan, PlanError
from .shards import TABLES
from .sums import SUMS

CODEBOOK, POINTS, FAILURES, LOCK, RESERVE = "codebook.json", "points.parquet", "failures.json", ".lock", ".reserve"
MADE_OF_IT = ("sensitivity*.csv", "discover.csv", "compare-*.csv", "ablate.csv")
NO_PLACE = (  # what the system says where there can be no folder, or none of this user's
    errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG, errno.ELOOP,
)  # fmt: skip
OURS = (MANIFEST, CODEBOOK, POINTS, FAILURES, SUMS, LOCK, RESERVE, *MADE_OF_IT)


def check_free(path: Path, plan: Plan, overwrite: bool) -> None:
    """Refuse a path where there can be no folder, or that holds something other than this plan. Raises PlanError."""
    with possible(path):
        if not _is_there(path) or overwrite:
            return
        found = read_manifest(path)
        if found is None:
            if inside := runs_in(path):
                raise PlanError(
                    f"{path} holds a folder for each of several runs ({', '.join(inside)}), as a comparison does; give "
                    "another folder with out=DIR"
                )
            if any(not any(map(entry.match, OURS)) for entry in path.iterdir()):
                raise PlanError(f"{path} holds files that are not a run of tertius; give another folder with out=DIR")
        elif found.get("plan") != plan.hash:
            raise PlanError(
                f"{path} holds another plan ({difference(found, plan)}); "
                "give another folder with out=DIR, or replace what it holds with overwrite=true"
            )


def runs_in(path: Path) -> list[str]:
    """The runs that stand in folders of a folder, by name."""
    return sorted(file.parent.name for file in path.glob(f"*/{MANIFEST}"))


def check_apart(path: Path, names: Iterable[str]) -> None:
    """Refuse a folder for several runs, each in a folder of its name, that is one run's or holds none of them.

    Raises PlanError.
    """
    with possible(path):
        inside = {entry.name for entry in path.iterdir()} if _is_there(path) else set()
    if MANIFEST in inside:
        raise PlanError(f"{path} holds a run; a comparison has a folder of several, give another with out=DIR")
    if inside and inside.isdisjoint(names):
        raise PlanError(f"{path} holds files that are not a comparison of tertius; give another folder with out=DIR")


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except FileNotFoundError:
        return False
    if not path.is_dir():
        raise PlanError(f"{path} is a file; give a folder with out=DIR")
    return True


@contextlib.contextmanager
def possible(path: Path) -> Iterator[None]:
    """Where there can be no folder, or this user may not write, another is asked for; a full disk stays an OSError."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_PLACE:
            raise
        raise PlanError(f"{path} cannot be written ({error.strerror}); give another folder with out=DIR") from None


def clear(path: Path) -> None:
    """Take away what a run left in a folder, but the lock, and nothing else. Raises OSError."""
    for pattern in OURS:
        for file in path.glob(pattern):
            if file.name != LOCK:
                file.unlink()
    for table in TABLES:
        for file in (path / table).glob("*.parquet"):
            file.unlink()
        with contextlib.suppress(OSError):
            (path / table).rmdir()


def is_held(path: Path) -> bool:
    """Whether a living process is writing the folder."""
    if not (path / LOCK).exists():
        return False
    try:
        with alone(path):
            return False
    except (PlanError, OSError):
        return True


@contextlib.contextmanager
def told_of(path: Path) -> Iterator[None]:
    """What cannot be written names the folder, and a folder that could not even be begun is not left behind."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        if not (path / MANIFEST).exists():
            with contextlib.suppress(OSError):
                clear(path)
                (path / LOCK).unlink(missing_ok=True)
                path.rmdir()
        raise


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the folder; the system lets go of it when this process ends, however it ends."""
    lock = filelock.FileLock(path / LOCK, blocking=False)
    try:
        with possible(path):
            lock.acquire()
    except filelock.Timeout:
        raise PlanError(
            f"another tertius is writing to {path}; wait for it (`tertius status {path}`), or give another folder "
            "with out=DIR"
        ) from None
    try:
        yield
    finally:
        lock.release()
