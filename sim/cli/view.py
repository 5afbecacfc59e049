"""`tertius view`: a local page to look around in what a folder holds."""

import argparse

from sim.figures.holding import held
from sim.run.plan import PlanError

from .shown import announce_compiling, console


def view(asked: argparse.Namespace) -> int:
    """Serve the page to this machine until Ctrl-C. Raises PlanError if nothing can be shown, or no port be had."""
    try:
        from sim.viewer.app import application
        from sim.viewer.serve import listening
        from sim.web.serving import LOOPBACK, served
    except ModuleNotFoundError as error:
        raise PlanError(f'{error.name} is not installed; the page needs: pip install "tertius[game]"') from None
    holding = held(asked.folder)
    with listening(asked.port) as sock:
        app = application(holding)
        announce_compiling()
        out = console()
        out.print(f"{holding.path} can be looked at on http://{LOOPBACK}:{sock.getsockname()[1]}/", soft_wrap=True)
        out.print("Only this machine is served, and nothing is written; Ctrl-C ends it.", style="dim")
        served(app, sock)
    return 0
