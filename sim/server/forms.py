"""Forms of the pages as commands: flat fields to what `Session.do` takes. Nothing is judged here; the session does."""

import json
from typing import Any

from starlette.datastructures import FormData

from sim.scenario.reading import read
from sim.session.commands import COMMANDS

YES_NO = {"yes": True, "no": False}
WORDS = ("note", "reason", "luck", "by", "name", "proposal", "treaty", "counters", "ruling", "of", "star", "prepared",
         "thread", "role", "seat", "state", "wish", "room", "page")  # fmt: skip
NUMBERS = ("member", "turn", "line", "seconds", "until", "revision", "count")


def command_of(kind: str, form: FormData) -> dict[str, Any]:
    """The command of that kind which a form holds; what is left empty is left out."""
    fields = COMMANDS[kind].model_fields if kind in COMMANDS else {}
    asked: dict[str, Any] = {"kind": kind, "uuid": form.get("uuid", ""), "stage": form.get("stage", "")}
    asked |= {name: form[name] for name in WORDS if name in fields and form.get(name)}
    asked |= {name: _number(str(form[name])) for name in NUMBERS if name in fields and form.get(name)}
    if "text" in form:
        asked["text"] = form["text"]
    if form.getlist("to"):
        asked["to"] = form.getlist("to")
    if kind in ("draft", "submit"):
        hold = form.get("hold") == "yes"
        orders = [] if hold else _orders(form, kind == "draft")
        asked |= {"orders": orders, "answers": _answers(form), "hold": hold}
    if kind == "override":
        asked |= {"orders": _orders(form, False) if form.get("ruled") else None, "answers": _answers(form)}
    if kind == "propose":
        asked["terms"] = _terms(form)
    if kind == "inject":
        asked["changes"] = changes_of(str(form.get("changes", "")))
    if kind == "show" and form.get("asked"):
        asked["asked"] = _json(str(form["asked"]))
    if kind == "bet":
        shares = [(name.partition(".")[2], str(given)) for name, given in form.items() if name.startswith("share.")]
        asked["shares"] = {question: _share(given) for question, given in shares if given.strip()}
    for name in ("open", "rehearsal"):
        if name in form:
            asked[name] = form[name] == "yes"
    return asked


def changes_of(text: str) -> list[Any]:
    """Changes of an inject, one a line as in a scenario's calendar: `add: stability, state: BRAVO, value: -.1`."""
    found: list[Any] = []
    for line in filter(str.strip, text.splitlines()):
        stated = line.strip().removeprefix("- ").strip().removeprefix("{").removesuffix("}")
        sheet = read(f"{{{stated}}}")
        found.append({line.strip()[:80]: None} if sheet.problems else sheet.data)  # the session says what a change is
    return found


def _orders(form: FormData, unfinished: bool) -> list[dict[str, Any]]:
    """The cards that name an act, as `ACTION TARGET`; of a draft also those where only the reason is written."""
    found = []
    for place in range(len([name for name in form if name.startswith("act.")])):
        action, _, target = str(form.get(f"act.{place}", "")).partition(" ")
        if action or (unfinished and form.get(f"rationale.{place}")):
            found.append({
                "action": action or None, "target": target or None,
                "month": _number(str(form.get(f"month.{place}", 1))), "rationale": form.get(f"rationale.{place}", ""),
            })  # fmt: skip
    return found


def _answers(form: FormData) -> dict[str, dict[str, bool]]:
    """Standing answers: fields `answer.ASK.OF`."""
    told: dict[str, dict[str, bool]] = {}
    for name, value in form.multi_items():
        if name.startswith("answer.") and value in YES_NO:
            _, ask, of = name.split(".", 2)
            told.setdefault(ask, {})[of] = YES_NO[str(value)]
    return told


def _terms(form: FormData) -> dict[str, Any]:
    """A treaty: up to as many clauses as the form has rows, those without a duty left out."""
    own, parties = str(form.get("own", "")), [str(each) for each in form.getlist("party")]
    duties = []
    for place in range(len([name for name in form if name.startswith("duty.")])):
        kind, who, to = form.get(f"duty.{place}"), str(form.get(f"who.{place}", "mutual")), form.get(f"to.{place}")
        if not kind:
            continue
        others = [each for each in dict.fromkeys([own, *parties]) if each != who]
        duty: dict[str, Any] = {"duty": kind}
        duty |= {"mutual": True} if who == "mutual" else {"by": [who], "for": [to] if to else others}
        for name in ("against", "help"):
            if form.get(f"{name}.{place}"):
                duty[name] = form[f"{name}.{place}"]
        for name in ("clause", "bindingness"):
            if form.get(f"{name}.{place}"):
                duty[name] = _share(str(form[f"{name}.{place}"]))
        if form.get(f"from_rung.{place}"):
            duty["from_rung"] = _number(str(form[f"from_rung.{place}"]))
        duties.append(duty)
    terms: dict[str, Any] = {
        "title": form.get("title", ""), "parties": list(dict.fromkeys([own, *parties])), "duties": duties,
        "secret": form.get("secret") == "yes",
    }  # fmt: skip
    return terms | {name: _number(str(form[name])) for name in ("months", "notice", "renews") if form.get(name)}


def _number(text: str) -> int | str:
    """A whole number; else the text, for the session to refuse."""
    digits = text.strip().removeprefix("-")
    return int(text) if digits.isdecimal() and len(digits) < 10 else text[:20]


def _share(text: str) -> float | str:
    """Percent as a share; else the text, for the session to refuse."""
    try:
        return float(text) / 100
    except ValueError:
        return text[:20]


def _json(text: str) -> Any:
    """What a text says as JSON; else the text, for the session to refuse."""
    try:
        return plain(text.encode())
    except ValueError:
        return text[:20]


def plain(body: bytes) -> Any:
    """A JSON body as plain data. Raises ValueError for what is none, or cannot be written again as UTF-8."""
    try:
        data = json.loads(body.decode("utf-8"), parse_constant=_refused)
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except (RecursionError, UnicodeError) as error:
        raise ValueError("this is no JSON text in UTF-8") from error
    return data


def _refused(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")
