"""`tertius --help`, `scenarios`, `check`, `schema`: fast, and clear about what is wrong."""

import json
import re
import shutil
import sys
import time

import pytest

import sim
from sim.run.books import columns_of
from sim.scenario import json_schema
from sim.scenario.resources import find


def test_help_imports_nothing_heavy(tertius):
    done = tertius("--help", env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert done.returncode == 0
    assert "compare" in done.stdout
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert not imported & {"hydra", "numba", "numpy", "pandas", "pyarrow", "rich", "pydantic"}


@pytest.mark.parametrize("arguments", [["--version"], ["run", "--version"], ["check", "--version"]])
def test_the_version_is_ours(command, arguments):
    assert command(*arguments) == (0, f"tertius {sim.__version__}\n", "")


@pytest.mark.bench
def test_help_takes_half_a_second_at_most(tertius):
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        tertius("--help")
        took.append(time.perf_counter() - begun)
    print(f"tertius --help: {min(took):.3f} s", file=sys.stderr)
    assert min(took) < 0.5


def test_scenarios_are_listed_with_what_they_are(tertius):
    done = tertius("scenarios")
    assert done.returncode == 0
    assert "triangle_lesson" in done.stdout
    assert len(done.stdout.strip().splitlines()) == len(list(find("scenarios").glob("*.y*ml")))


@pytest.mark.parametrize("name", ["triangle_lesson", "trump_triangulation"])
def test_check_says_what_a_scenario_holds(tertius, name):
    done = tertius("check", name)
    assert done.returncode == 0
    assert "posture" in done.stdout
    assert "baseline" in done.stdout


def test_check_shows_parameters_with_value_range_and_unit(command):
    _, out, _ = command("check", "triangle_lesson")
    (row,) = (line for line in out.splitlines() if "second_patron" in line)
    assert row.split()[:7] == ["scenario.second_patron", "0.4", "0", "1", "units", "of", "need"]


def test_check_says_what_each_posture_is(command, lesson):
    _, out, _ = command("check", "triangle_lesson")
    for name, summary in lesson.scenario.postures.items():
        assert re.search(rf"^{name} +{re.escape(summary)}", out, re.MULTILINE)


@pytest.mark.parametrize("width", [40, 80, 140])
def test_no_name_is_cut_however_narrow(tertius, flagship, width):
    done = tertius("check", "trump_triangulation", env={"COLUMNS": str(width), "FORCE_COLOR": "1", "NO_COLOR": "1"})
    said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    assert "…" not in said
    for name, stated in flagship.scenario.parameters.items():
        assert re.search(rf"^scenario\.{name} +{stated.value:g}(?![\d.])", said, re.MULTILINE)


def test_a_scenario_is_shown_as_it_stands_in_its_file(tertius):
    done = tertius("scenarios", "--show", "triangle_lesson")
    assert done.stdout == (find("scenarios") / "triangle_lesson.yaml").read_text(encoding="utf-8")
    assert "did you mean" in tertius("scenarios", "--show", "triangle_leson").stderr


def test_check_names_every_outcome(command, lesson):
    code, out, _ = command("check", "triangle_lesson", "--outcomes")
    assert code == 0
    named = {line.split()[0] for line in out.splitlines() if line.strip()}
    assert named >= set(columns_of(lesson.scenario))


def test_check_names_the_line_and_the_remedy(tertius, tmp_path):
    text = (find("scenarios") / "triangle_lesson.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("months:", "monhts:"), encoding="utf-8")
    line = 1 + next(n for n, row in enumerate(text.splitlines()) if row.startswith("months:"))
    done = tertius("check", "mine.yaml")
    assert done.returncode == 2
    assert f"mine.yaml:{line}" in done.stderr
    assert '"months"' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_scenario_that_is_not_there_gets_a_did_you_mean(tertius):
    done = tertius("check", "triangle_leson")
    assert done.returncode == 2
    assert "triangle_lesson" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_schema_is_printed_for_editors(tertius):
    assert json.loads(tertius("schema").stdout) == json_schema()


def test_a_reader_that_has_seen_enough_is_no_error(tertius):
    if not shutil.which("head"):
        pytest.skip("needs head")
    process = tertius("schema", start=True)
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=60) == 0
    assert "Traceback" not in process.stderr.read()


@pytest.mark.parametrize("arguments", [["chek"], ["check"], ["scenarios", "extra"], []])
def test_a_wrong_command_shows_usage(tertius, arguments):
    done = tertius(*arguments)
    assert done.returncode == 2
    assert "usage" in done.stderr + done.stdout


def test_validate_names_what_can_be_validated(tertius):
    done = tertius("validate", "everything")
    assert done.returncode == 2
    assert all(table in done.stderr for table in ("exact", "regularities", "mechanisms"))
    assert "Traceback" not in done.stderr


def test_validate_shows_every_exact_answer(tertius):
    done = tertius("validate", "exact", env={"TERTIUS_DATA": ""})
    assert done.returncode == 0
    assert all(f"X{number} " in done.stdout for number in range(1, 10))
    assert "not run, TERTIUS_DATA names no folder" in done.stdout
    assert done.stdout.splitlines()[-1] == "8 holds, 1 holds in part"


@pytest.mark.soak
@pytest.mark.parametrize(("what", "letter", "rows"), [("mechanisms", "M", 28), ("regularities", "R", 11)])
def test_validate_shows_every_row(tertius, what, letter, rows):
    done = tertius("validate", what)
    assert done.returncode == 0
    assert all(f"{letter}{number} " in done.stdout for number in range(1, rows + 1))
