"""How pages are laid out: Jinja with everything escaped, and what all pages share at hand."""

from pathlib import Path

import jinja2

STATIC = Path(__file__).with_name("static")  # the style, the scripts


def layouts(package: str) -> jinja2.Environment:
    """The templates of a package, which may extend `document.html` and include what lies in `STATIC`.

    Where a package has a template of a name of ours, its own goes before it.
    """
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [jinja2.PackageLoader(package), jinja2.PackageLoader(__package__), jinja2.FileSystemLoader(STATIC)]
        ),
        autoescape=True,
        auto_reload=False,  # or every part of a page asks the disk whether its template is still the same
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
