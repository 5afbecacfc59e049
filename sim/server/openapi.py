"""The OpenAPI description of `/api`, made from the commands themselves."""

from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

import sim
from sim.session.codes import CODES
from sim.session.commands import COMMANDS

REF = "#/components/schemas/{model}"
ASK = "ask"


@cache
def described() -> dict[str, Any]:
    """The whole description, as plain data."""
    kinds = {kind: command for kind, command in COMMANDS.items() if command.roles}
    places, schemas = models_json_schema([(each, "validation") for each in kinds.values()], ref_template=REF)
    paths: dict[str, Any] = {
        "/api/sessions/{name}/view": {"get": _read("What the holder of the token may see now.")},
        "/api/sessions/{name}/turns/{turn}": {"get": _read("An earlier turn.", _in("turn", "path", "integer"))},
        "/api/sessions/{name}/messages": {
            "get": _read("The 30 messages of a thread before number `before`.", _in("thread", "query", "string"),
                         _in("before", "query", "integer")),
        },
        "/api/sessions/{name}/preview": {"get": _read("What would be carried out now, for teachers.")},
    }  # fmt: skip
    for kind, command in kinds.items():
        path = "/api/ask" if kind == ASK else f"/api/sessions/{{name}}/commands/{kind}"
        about = f"{(command.__doc__ or '').strip()} For: {', '.join(command.roles)}."
        schema = places[command, "validation"]
        paths[path] = {"post": {
            "operationId": kind, "summary": about, "responses": _responses(),
            "parameters": [] if kind == ASK else [_in("name", "path", "string")],
            "security": [] if kind == ASK else [{"seat": []}],
            "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        }}  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tertius classroom", "version": sim.__version__,
                 "description": "Commands and views of a classroom session. docs/reference/session.md tells them."},
        "paths": paths,
        "components": {
            "schemas": {**schemas.get("$defs", {}), "Rejection": _rejection()},
            "securitySchemes": {"seat": {"type": "http", "scheme": "bearer"}},
        },
    }  # fmt: skip


def _in(name: str, where: str, kind: str) -> dict[str, Any]:
    least = {"minimum": 0} if kind == "integer" else {}
    return {"name": name, "in": where, "required": True, "schema": {"type": kind, **least}}


def _read(summary: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    return {"summary": summary, "parameters": [_in("name", "path", "string"), *parameters], "responses": _responses(),
            "security": [{"seat": []}]}  # fmt: skip


def _responses() -> dict[str, Any]:
    refusal = {"content": {"application/json": {"schema": {"$ref": REF.format(model="Rejection")}}}}
    done = {"description": "done; for a command its `answer` and the `stage` afterwards",
            "content": {"application/json": {"schema": {}}}}  # fmt: skip
    why = {400: "no JSON", 401: "no such link", 403: "not for this role", 404: "no such thing",
           409: "made for a stage that has passed, or not now", 413: "too long", 415: "not JSON", 422: "refused",
           429: "too often", 503: "the file cannot be written; send it again"}  # fmt: skip
    return {"200": done, **{str(code): {"description": text, **refusal} for code, text in why.items()}}


def _rejection() -> dict[str, Any]:
    return {
        "type": "object", "required": ["code", "text", "details"],
        "properties": {
            "code": {"type": "string", "description": "; ".join(f"{code}: {text}" for code, text in CODES.items())},
            "text": {"type": "string"}, "details": {"type": "array", "items": {"type": "string"}},
        },
    }  # fmt: skip
