"""Where what comes beside the package lies: inside a wheel, else at the root of the repository."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def find(folder: str) -> Path:
    """The folder that came with this installation: `scenarios`, `configs` or, of the sheets for a class, `docs/how-to`.

    Raises FileNotFoundError if the installation lacks it.
    """
    for root in (PACKAGE / "_data", PACKAGE.parent):
        if (root / folder).is_dir():
            return root / folder
    raise FileNotFoundError(f"this installation of tertius has no folder {folder!r}")
