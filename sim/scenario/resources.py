"""Where the package's scenarios and configs lie: inside a wheel, else at the root of the repository."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def find(folder: str) -> Path:
    """The folder `scenarios` or `configs` that came with this installation.

    Raises FileNotFoundError if the installation lacks it.
    """
    for root in (PACKAGE / "_data", PACKAGE.parent):
        if (root / folder).is_dir():
            return root / folder
    raise FileNotFoundError(f"this installation of tertius has no folder {folder!r}")
