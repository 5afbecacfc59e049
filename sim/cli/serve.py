"""`tertius serve`: the classroom, on this machine or for a local network."""

import secrets
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sim.model.compiled import CACHE
from sim.model.stage import INTERPRETED, is_compiled
from sim.run.plan import PlanError
from sim.scenario import Scenario, load
from sim.scenario.errors import nearest
from sim.session import Done, Session, Settings
from sim.session.setup import CHOICE_NAMES, settings_of
from sim.session.shelf import listed, shelf

from .shown import announce_compiling, console

SERVED = {"scenario": "", "host": "127.0.0.1", "port": "8000", "folder": ""}
KNOWN = (*SERVED, *CHOICE_NAMES)
MOST_PORT = 65_535
REHEARSED = CACHE / "rehearsed"  # stands among the compiled rules once a session has been played with them
HELP = """\
tertius serve [scenario=NAME|PATH] [minutes=12] [turns=4] … [host=127.0.0.1] [port=8000] [folder=DIR]

  scenario   begin a session of it at once, and offer it in the browser; else sessions are set up there alone
  host       0.0.0.0 lets the local network in; without it only this machine is served
  port       where to listen
  folder     of sessions; else TERTIUS_SESSIONS, else sessions

and for a session that begins at once; what is not said is as the page in the browser has it:
  minutes      a turn, else no timer
  turns        how many; turn_months: months that each takes
  budget       orders a seat may give in a turn
  seats        CODE,CODE of the states that people may play
  name, posture, seed, secrecy=no, events=no, at_deadline=lock|resolve, unsubmitted=PROFILE|draft, empty=PROFILE
"""
OPEN = "Whoever is on this network can reach the server, and it is not encrypted: use a network that you trust."


def serve(asked: Sequence[str]) -> int:
    """Serve until Ctrl-C, after telling where and how to get in."""
    if "--help" in asked or "-h" in asked:
        print(HELP, end="")
        return 0
    said = _said(asked)
    try:
        import segno

        from sim.server.addresses import ANYWHERE, entrance_at
        from sim.server.app import application
        from sim.server.house import HOST, House
        from sim.server.serve import listening, reached
        from sim.web.serving import served
    except ModuleNotFoundError as error:
        raise PlanError(f'{error.name} is not installed; the classroom needs: pip install "tertius[game]"') from None
    host, port = said["host"], _port(said["port"])
    scenario = load(said["scenario"]) if said["scenario"] else None
    settings = _chosen(said, scenario)
    sock = listening(host, port)
    left = [one for one in listed(shelf(said["folder"])) if settings and one.playing and one.name == settings.name]
    house = House(shelf(said["folder"]), said["scenario"] or None)
    if not (INTERPRETED or REHEARSED.exists()):
        _rehearse()
    addresses = reached(host, sock.getsockname()[1])
    if host in ANYWHERE:
        house.join_address = addresses[0]
    live = house.create(settings) if settings else None
    own = addresses[-1]
    out = console()
    out.print(f"sessions  {house.folder}", highlight=False, soft_wrap=True)
    out.print(f"start     {entrance_at(own, HOST, house.host_token)}", highlight=False, soft_wrap=True)
    join = f"{addresses[0]}/"
    if live is not None:
        chair = house.chair(live)
        out.print(f"facilitator  {entrance_at(own, live.name, chair or '')}", highlight=False, soft_wrap=True)
        join = f"{join}?room={live.session.state.room}"
        out.print(f"room code {live.session.state.room}", highlight=False)
    out.print(f"join      {join}", highlight=False, soft_wrap=True)
    segno.make(join).terminal(compact=True)
    for one in left:
        told = f"{one.path.stem} stands at {one.stage}: to go on with it, open start; above is a new session."
        out.print(told, style="yellow", highlight=False, markup=False, soft_wrap=True)
    if host in ANYWHERE:
        out.print(f"addresses {', '.join(addresses)}", highlight=False, soft_wrap=True)
        out.print(OPEN, style="yellow", soft_wrap=True)
    else:
        out.print("Only this machine is served; for a classroom say host=0.0.0.0.", style="dim", highlight=False)
    out.print("Ctrl-C ends it; everything is kept.", style="dim")
    served(application(house), sock, house.end)
    return 0


def _said(asked: Sequence[str]) -> dict[str, str]:
    """What is said as name=value. Raises PlanError."""
    said = dict(SERVED)
    for word in asked:
        name, found, value = word.partition("=")
        if not found or name not in KNOWN:
            meant = nearest(name, KNOWN)
            hint = f'; did you mean "{meant}="?' if meant else ""
            raise PlanError(f'serve does not take "{word}"; it takes {"=, ".join(KNOWN)}={hint}')
        said[name] = value
    return said


def _chosen(said: dict[str, str], scenario: Scenario | None) -> Settings | None:
    """What a session that begins at once is set up with. Raises PlanError."""
    choices: dict[str, Any] = {name: said[name] for name in CHOICE_NAMES if name in said}
    if scenario is None:
        if choices:
            raise PlanError(f"{next(iter(choices))}= is for a session that begins at once: say scenario= too")
        return None
    if "seats" in choices:
        choices["seats"] = list(filter(None, choices["seats"].split(",")))
    return settings_of(scenario, choices, {name: f"{name}=" for name in CHOICE_NAMES})


def _rehearse() -> None:
    """Play a turn that is thrown away: all that a session needs is compiled then, before anybody waits for it.

    A session takes rules one by one beside the stages of a run, so it may have to compile where runs need not.
    """
    if is_compiled():
        told = "Compiling what sessions need beside runs; this happens once and takes some seconds …"
        console(stderr=True).print(told)
    announce_compiling()
    with TemporaryDirectory() as folder:
        settings = Settings(scenario=load("triangle_lesson").text)
        session, chair = Session.create(Path(folder) / "rehearsal.session", settings, secrets.token_bytes(), 0.0)
        for kind in ("start", "resolve"):
            done = session.do(chair, {"kind": kind, "uuid": f"rehearsal-{kind}", "stage": session.state.stage}, 0.0)
            assert isinstance(done, Done), done
        session.close()
    REHEARSED.parent.mkdir(parents=True, exist_ok=True)
    REHEARSED.touch()


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_PORT:
        raise PlanError(f"port={text}: a number from 0 (any that is free) to {MOST_PORT:,}")
    return int(text)
