"""What the documents show can be done, as shown: every block of shell or Python runs, in order, in an empty folder.

A block that must not run says so in the line before it: `<!-- not run: why -->`. Text after `<!-- printed -->` is what
the block before it prints, line by line.
"""

import os
import re
import subprocess
import sys

import pytest

from .documents import DOCUMENTS, ROOT, blocks, name_of

RUN = {"bash": ["bash", "-e", "-o", "pipefail", "-c"], "python": [sys.executable, "-c"]}
SHOWN = {*RUN, "yaml", "text"}
SCRIPTED = [document for document in DOCUMENTS if any(b.language in RUN and not b.excuse for b in blocks(document))]


@pytest.fixture
def folder(tmp_path):
    """An empty folder, with `tertius` and `python` of this environment to be called from it."""
    commands = tmp_path / "bin"
    commands.mkdir()
    for name, arguments in {"tertius": "-m sim.cli", "python": ""}.items():
        (commands / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n')
        (commands / name).chmod(0o755)
    work = tmp_path / "work"
    work.mkdir()
    return work


@pytest.mark.skipif(os.name == "nt", reason="the blocks are written for a POSIX shell")
@pytest.mark.parametrize("document", SCRIPTED, ids=name_of)
def test_what_a_document_shows_runs(document, folder):
    surroundings = os.environ | {
        "PATH": os.pathsep.join([str(folder.parent / "bin"), os.environ["PATH"]]),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "MPLBACKEND": "agg",
    }
    said = ""
    for block in blocks(document):
        if block.printed:
            assert block.text in said, f"{name_of(document)}:{block.line}: it now prints\n{said}"
        if block.language in RUN and not block.excuse:
            command = [*RUN[block.language], block.text]
            done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{name_of(document)}:{block.line}:\n{block.text}\n{done.stdout}{done.stderr}"
            said = re.sub(" +$", "", done.stdout, flags=re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_block_says_what_it_is(document):
    unknown = [(block.line, block.language) for block in blocks(document) if block.language not in SHOWN]
    assert unknown == [], f"{name_of(document)}: name the language of these blocks: {', '.join(sorted(SHOWN))}"
