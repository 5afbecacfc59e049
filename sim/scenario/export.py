"""The JSON Schema of scenario files, so that editors complete and check them."""

from typing import Any

from .provenance import MARKS
from .schema import Document

TITLE = "Tertius scenario, format 1"
ORIGIN: dict[str, Any] = {
    "mark": {"enum": list(MARKS), "description": "; ".join(f"{mark} = {meaning}" for mark, meaning in MARKS.items())},
    "source": {"type": "string", "minLength": 1, "description": "where the numbers below come from"},
}


MARKED = {
    "type": "object",
    "properties": {"value": {"type": ["number", "array"]}, **ORIGIN},
    "required": ["value"],
    "additionalProperties": False,
}


def json_schema() -> dict[str, Any]:
    """The schema (draft 2020-12): every block may carry `mark` and `source`, every number may be written with them."""
    schema = _marked(Document.model_json_schema(by_alias=True))
    schema["$defs"]["Marked"] = MARKED
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": TITLE, **schema}


def _marked(node: Any) -> Any:
    """The schema node with marks admitted in it; the titles that pydantic makes of names are dropped."""
    if isinstance(node, list):
        return [_marked(part) for part in node]
    if not isinstance(node, dict):
        return node
    made = {key: _each(part) if key in ("properties", "$defs") else _marked(part) for key, part in node.items()}
    made.pop("title", None)
    if made.get("type") == "object":
        made["properties"] = {**made.get("properties", {}), **ORIGIN}
    numeric = made.get("type") in ("number", "integer") or (made.get("type") == "array" and "items" in made)
    return {"anyOf": [made, {"$ref": "#/$defs/Marked"}]} if numeric else made


def _each(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: _marked(part) for name, part in parts.items()}
