"""Faults of shape, as pydantic finds them, in an author's words and with their lines."""

from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .errors import Problem, nearest
from .reading import Path, Sheet
from .schema import Document
from .units import Table

TYPES = {
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "list_type": "must be a list [a, b, …]",
    "dict_type": "must be a block of keys and values",
    "model_type": "must be a block of keys and values",
    "model_attributes_type": "must be a block of keys and values",
    "string_too_short": "is empty",
}


def problems_of_shape(error: ValidationError, sheet: Sheet) -> list[Problem]:
    """One problem for each fault that pydantic found."""
    return [_problem(fault, sheet) for fault in error.errors()]


def dotted(path: Path) -> str:
    """`flows.PRK.CHN.capacity[0]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _problem(fault: ErrorDetails, sheet: Sheet) -> Problem:
    path = tuple(part for part in fault["loc"] if part != "[key]" and part not in ("float", "str", "literal['all']"))
    line, here, kind, given = sheet.line(path), dotted(path), fault["type"], fault["input"]
    context: dict[str, Any] = fault.get("ctx", {})
    if kind == "extra_forbidden":
        known = _keys(path[:-1])
        return Problem(
            line,
            f'unknown key "{path[-1]}" in {dotted(path[:-1]) or "the file"}',
            _one_of(known),
            nearest(path[-1], known),
        )
    if kind == "missing":
        block = dotted(path[:-1]) or "the file"
        return Problem(line, f'"{path[-1]}" is missing in {block}', f"add `{path[-1]}:` there")
    if kind in ("greater_than_equal", "less_than_equal"):
        bounds = _described(path)
        limit = f"at least {context['ge']:g}" if "ge" in context else f"at most {context['le']:g}"
        return Problem(line, f"{here} is {given}, out of range", f"give {limit}" + (f" ({bounds})" if bounds else ""))
    if kind == "literal_error":
        known = [str(v) for v in get_args(_annotation(path)) or ()] or [context["expected"]]
        return Problem(line, f"{here} is {_shown(given)}, which is unknown here", _one_of(known), nearest(given, known))
    if kind == "string_pattern_mismatch":
        form = _described(path) or "name of letters, digits and _"
        return Problem(line, f"{here}: {_shown(given)} has the wrong form", f"write a {form}")
    if kind in ("too_short", "too_long"):
        least, most = context.get("min_length"), context.get("max_length")
        wanted = f"at least {least}" if kind == "too_short" else f"at most {most}"
        return Problem(
            line, f"{here} has {context['actual_length']} entries", f"give {wanted}, {_described(path) or 'as a list'}"
        )
    must = TYPES.get(kind, fault["msg"])
    return Problem(line, f"{here} {must}, not {_shown(given)}", _advice(kind, given, path))


def _advice(kind: str, given: Any, path: Path) -> str:
    if kind == "float_type" and isinstance(given, str):
        unit = _described(path)
        return f"write the bare number{f' ({unit})' if unit else ''}, without unit, % or thousands separator"
    if kind == "string_type" and isinstance(given, (int, float)):
        return "put it in quotes"
    return "fill it in or leave the key out" if given is None else "correct it"


def _shown(given: Any) -> str:
    if given is None:
        return "nothing"
    if isinstance(given, dict):
        return "a block"
    return "a list" if isinstance(given, list) else f'"{given}"' if isinstance(given, str) else str(given)


def _one_of(known: list[str]) -> str:
    return f"use one of {', '.join(known)}"


def _keys(path: Path) -> list[str]:
    model = _model(path)
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _model(path: Path) -> type[BaseModel] | None:
    kind = _annotation(path)
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _described(path: Path) -> str:
    """What the schema says of the value at `path`: its unit and bounds."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return _descriptions(_raw(path))


def _descriptions(kind: Any) -> str:
    for part in (kind, *get_args(kind)):
        said = getattr(part, "description", None)
        if said:
            return said
    return next((found for part in get_args(kind) if (found := _descriptions(part))), "")


def _annotation(path: Path) -> Any:
    return _bare(_raw(path))


def _raw(path: Path) -> Any:
    """The annotation of the value at `path`, walked down from the document."""
    kind: Any = Document
    for part in path:
        kind = _bare(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields = {field.alias or name: field for name, field in kind.model_fields.items()}
            if part in fields:
                field = fields[part]
                # pydantic takes the outermost Field apart: what it described stands on the field
                kind = field if field.description else field.annotation
            elif issubclass(kind, Table):
                kind = get_args(kind.__annotations__["__pydantic_extra__"])[1]
            else:
                return None
        elif get_origin(kind) in (dict, list):
            kind = get_args(kind)[-1]
        else:
            return None
    return kind


def _bare(kind: Any) -> Any:
    """Without Annotated and `| None`."""
    kind = getattr(kind, "annotation", kind)
    while get_args(kind) and get_origin(kind) not in (dict, list) and not _is_literal(kind):
        kind = get_args(kind)[0]
    return kind


def _is_literal(kind: Any) -> bool:
    return str(get_origin(kind)).endswith("Literal")
