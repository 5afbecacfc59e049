"""YAML as the format reads it, marks inherited downwards, and the JSON Schema for editors."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from sim.scenario import available, json_schema, load
from sim.scenario.action_table import BASE
from sim.scenario.provenance import separate
from sim.scenario.reading import NUMBER, read
from sim.scenario.resources import find


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"), ("yes", "yes"), ("1:30", "1:30"), ("2025-01", "2025-01"), ("2025-01-02", "2025-01-02"),
        ("0x1F", "0x1F"), ("1_000", "1_000"), (".5", 0.5), ("-3", -3), ("1e3", 1000.0), ("'5'", "5"), ("true", True),
        ("", None), ("~", None), (".inf", ".inf"), ("007", 7),
    ],
)  # fmt: skip
def test_scalars_mean_what_they_say(written, meant):
    value = read(f"key: {written}").data["key"]
    assert (value, type(value)) == (meant, type(meant))


@pytest.mark.parametrize("path", [*(Path(path) for _, path, _ in available()), BASE], ids=lambda path: path.stem)
def test_numbers_are_numbers_to_every_reader_of_yaml(path):
    """YAML 1.1, and so PyYAML, takes −.5 without its 0 for text; ours does not, but others read these files too."""

    def texts(node):
        parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
        yield from [node] if isinstance(node, str) else (text for part in parts for text in texts(part))

    assert not [text for text in texts(yaml.safe_load(path.read_text(encoding="utf-8"))) if NUMBER.fullmatch(text)]


def test_keys_are_text_and_lines_are_known():
    sheet = read("NO:\n  1E5: [1,\n    2]\n")
    assert sheet.data == {"NO": {"1E5": [1, 2]}}
    assert sheet.line(("NO", "1E5", 1)) == 3
    assert sheet.line(("NO", "absent", "deeper")) == 1


def test_marks_are_inherited_from_the_nearest_block():
    text = (
        "source: all\nmark: j\n"
        'a: {b: [1, 2], c: {value: 3, mark: v, source: "own"}}\n'
        'd: {mark: "?", e: 4, f: {source: near, g: 5}}\n'
    )
    data, origins, problems = separate(read(text))
    assert not problems
    assert data == {"a": {"b": [1, 2], "c": 3}, "d": {"e": 4, "f": {"g": 5}}}
    assert origins[("a", "b", 1)] == ("j", "all")
    assert origins[("a", "c")] == ("v", "own")
    assert origins[("d", "e")] == ("?", "all")
    assert origins[("d", "f", "g")] == ("?", "near")


def test_every_number_of_the_shipped_scenarios_has_its_origin():
    for name, _, _ in available():
        origins = load(name).origins
        assert origins
        assert all(mark and source for mark, source in origins.values()), name


@pytest.fixture(scope="module")
def validator():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_shipped_scenarios_hold_to_the_json_schema(validator):
    for name, _, _ in available():
        assert not list(validator.iter_errors(read(load(name).text).data)), name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stakes:", "stake:"),
        ("stability: .6", "stability: 1.6"),
        ("duty: defence", "duty: defense"),
        ("months: 24", "months: soon"),
    ],
)
def test_json_schema_refuses_what_the_loader_refuses(validator, old, new):
    text = load("triangle_lesson").text
    assert old in text
    assert list(validator.iter_errors(read(text.replace(old, new, 1)).data))


def test_the_schema_beside_the_scenarios_is_the_one_exported():
    shipped = find("scenarios") / "scenario.schema.json"
    assert json.loads(shipped.read_text(encoding="utf-8")) == json_schema()


def test_a_folder_that_is_not_there_is_said():
    with pytest.raises(FileNotFoundError, match="no folder 'maps'"):
        find("maps")
