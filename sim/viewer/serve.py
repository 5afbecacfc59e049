"""Where the pages are served: a port of this machine that is really free."""

import socket

from sim.run.plan import PlanError
from sim.web.serving import LOOPBACK, MOST_PORT, bound

FIRST, TRIED = 8300, 50  # ports


def listening(port: int | None) -> socket.socket:
    """A socket on a port of this machine: the one asked for (0: any that is free), else the first free from 8300 on.

    Raises PlanError if it cannot be had.
    """
    if port is not None and not 0 <= port <= MOST_PORT:
        raise PlanError(f"--port {port}: give a number from 0 (any that is free) to {MOST_PORT:,}")
    told = ""
    for number in [port] if port is not None else range(FIRST, FIRST + TRIED):
        try:
            return bound(LOOPBACK, number)
        except OSError as error:
            told = error.strerror or ""
    if port is None:
        raise PlanError(f"no port from {FIRST} to {FIRST + TRIED - 1} can be had ({told}); name one with --port")
    raise PlanError(f"port {port} cannot be had ({told}); leave --port out, and a free one is taken")
