"""The project's documents and the code blocks in them."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / "experiments").rglob("*.md"),
    ROOT / "sim" / "DESIGN.md",
    ROOT / "scenarios" / "README.md",
])  # fmt: skip
NOT_RUN = re.compile(r"<!-- not run: (.+) -->")
PRINTED = "<!-- printed -->"


class Block(NamedTuple):
    """A fenced block: where it starts, its language, its text, why it is not run ("" if it is), and whether the block
    that is run before it prints these lines.
    """

    line: int
    language: str
    text: str
    excuse: str
    printed: bool


def name_of(document: Path) -> str:
    """The document's path from the root of the project."""
    return document.relative_to(ROOT).as_posix()


def blocks(document: Path) -> list[Block]:
    """Every fenced block, in order."""
    found: list[Block] = []
    before, opened, language, held = "", 0, "", []
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), start=1):
        if opened and line.strip() == "```":
            excuse = NOT_RUN.fullmatch(before.strip())
            told = (excuse[1] if excuse else "", before.strip() == PRINTED)
            found.append(Block(opened, language, "\n".join(held) + "\n", *told))
            before, opened, held = "", 0, []
        elif opened:
            held.append(line)
        elif line.startswith("```"):
            opened, language = number, line[3:].strip()
        elif line.strip():
            before = line
    assert not opened, f"{name_of(document)}:{opened}: the block is never closed"
    return found


def prose(document: Path) -> str:
    """The text outside fenced blocks."""
    return re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
