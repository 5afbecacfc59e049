"""`tertius serve`: the classroom, on this machine or for a local network."""

from collections.abc import Sequence

from sim.run.plan import PlanError
from sim.scenario import load
from sim.scenario.errors import nearest
from sim.session import Settings
from sim.session.shelf import shelf

from .shown import announce_compiling, console

ASKED = {"scenario": "", "host": "127.0.0.1", "port": "8000", "folder": ""}
MOST_PORT = 65_535
HELP = """\
tertius serve [scenario=NAME] [host=127.0.0.1] [port=8000] [folder=DIR]

  scenario   begin a session of it at once; else sessions are set up in the browser
  host       0.0.0.0 lets the local network in; without it only this machine is served
  port       where to listen
  folder     of sessions; else TERTIUS_SESSIONS, else sessions
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
    sock = listening(host, port)
    announce_compiling()
    addresses = reached(host, sock.getsockname()[1])
    house = House(shelf(said["folder"]))
    if host in ANYWHERE:
        house.join_address = addresses[0]
    own = addresses[-1]
    out = console()
    out.print(f"sessions  {house.folder}", highlight=False, soft_wrap=True)
    out.print(f"start     {entrance_at(own, HOST, house.host_token)}", highlight=False, soft_wrap=True)
    join = f"{addresses[0]}/"
    if scenario is not None:
        settings = Settings(scenario=scenario.text, file=f"{scenario.name}.yaml", name=scenario.title[:40])
        live = house.create(settings)
        chair = house.chair(live)
        out.print(f"facilitator  {entrance_at(own, live.name, chair or '')}", highlight=False, soft_wrap=True)
        join = f"{join}?room={live.session.state.room}"
        out.print(f"room code {live.session.state.room}", highlight=False)
    out.print(f"join      {join}", highlight=False, soft_wrap=True)
    segno.make(join).terminal(compact=True)
    if host in ANYWHERE:
        out.print(f"addresses {', '.join(addresses)}", highlight=False, soft_wrap=True)
        out.print(OPEN, style="yellow", soft_wrap=True)
    else:
        out.print("Only this machine is served; for a classroom say host=0.0.0.0.", style="dim", highlight=False)
    out.print("Ctrl-C ends it; everything is kept.", style="dim")
    served(application(house), sock)
    return 0


def _said(asked: Sequence[str]) -> dict[str, str]:
    """What is said as name=value. Raises PlanError."""
    said = dict(ASKED)
    for word in asked:
        name, found, value = word.partition("=")
        if not found or name not in ASKED:
            meant = nearest(name, ASKED)
            hint = f'; did you mean "{meant}="?' if meant else ""
            raise PlanError(f'serve does not take "{word}"; it takes {"=, ".join(ASKED)}={hint}')
        said[name] = value
    return said


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_PORT:
        raise PlanError(f"port={text}: a number from 0 (any that is free) to {MOST_PORT:,}")
    return int(text)
