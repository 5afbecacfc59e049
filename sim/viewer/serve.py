"""Serving the pages: a port of this machine that is really free, then uvicorn until Ctrl-C."""

import contextlib
import os
import socket

import uvicorn
from starlette.types import ASGIApp

from sim.run.plan import PlanError

LOOPBACK = "127.0.0.1"
FIRST, MOST, TRIED = 8300, 65_535, 50  # ports
GRACE = 1  # seconds that a page in the making is waited for at the end


def listening(port: int | None) -> socket.socket:
    """A socket on a port of this machine: the one asked for (0: any that is free), else the first free from 8300 on.

    Raises PlanError if it cannot be had.
    """
    if port is not None and not 0 <= port <= MOST:
        raise PlanError(f"--port {port}: give a number from 0 (any that is free) to {MOST:,}")
    why: OSError | None = None
    for number in [port] if port is not None else range(FIRST, FIRST + TRIED):
        made = socket.socket()
        if os.name == "posix":  # elsewhere this would let two servers share a port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((LOOPBACK, number))
            made.listen()
            return made
        except OSError as error:
            made.close()
            why = error
    told = why.strerror if why else ""
    if port is None:
        raise PlanError(f"no port from {FIRST} to {FIRST + TRIED - 1} can be had ({told}); name one with --port")
    raise PlanError(f"port {port} cannot be had ({told}); leave --port out, and a free one is taken")


def served(app: ASGIApp, sock: socket.socket) -> None:
    """Serve until Ctrl-C."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, lifespan="off",
        timeout_graceful_shutdown=GRACE,
    )  # fmt: skip
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again when all is closed
        uvicorn.Server(config).run(sockets=[sock])
