"""The checksums of a folder's shards, in the format of `sha256sum`: one line a file, added when the file stands.

What has no line, or a line that does not agree, is not whole. A line that a blow cut short is no line.
"""

import contextlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from .manifest import write_whole
from .shards import checksum

SUMS = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  (\S+)\n")


def read_sums(folder: Path) -> dict[str, str]:
    """File → SHA-256, as the folder tells it; empty if it tells nothing."""
    try:
        text = (folder / SUMS).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return {}
    return {name: digest for digest, name in LINE.findall(text)}


def add_sums(folder: Path, sums: Mapping[str, str]) -> None:
    """Add lines; what was cut short before is ended first. Raises OSError."""
    with (folder / SUMS).open("a+b") as stream:
        cut = b""
        if stream.seek(0, 2):
            stream.seek(-1, 2)
            cut = b"" if stream.read(1) == b"\n" else b"\n"
        stream.write(cut + _lines(sums))


def order_sums(folder: Path, names: Iterable[str]) -> None:
    """Write the file anew with the lines of these files alone, in this order. Raises OSError."""
    told = read_sums(folder)
    content = _lines({name: told[name] for name in names})
    if (folder / SUMS).read_bytes() != content:
        write_whole(folder / SUMS, content)


def agrees(folder: Path, name: str, digest: str | None) -> bool:
    """Whether a file is there with this SHA-256."""
    with contextlib.suppress(OSError):
        return digest is not None and checksum(folder / name) == digest
    return False


def _lines(sums: Mapping[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in sums.items()).encode()
