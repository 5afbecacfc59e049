"""Running the server: a socket that is really free, then uvicorn, with nothing of a request in any log."""

import os
import socket

import uvicorn

from sim.run.plan import PlanError

from .addresses import ANYWHERE, local_addresses
from .app import application
from .house import House

LOOPBACK = "127.0.0.1"
GRACE = 1  # seconds that open streams are waited for at the end
IDLE = 75  # seconds that a connection may wait for its next request
MOST_WAITING = 512  # connections that may wait to be taken


def listening(host: str, port: int) -> socket.socket:
    """A socket on that address. Raises PlanError if it is taken or not this machine's."""
    try:
        family = socket.getaddrinfo(host or ANYWHERE[0], port, type=socket.SOCK_STREAM)[0][0]
        made = socket.socket(family, socket.SOCK_STREAM)
    except (OSError, OverflowError) as error:
        raise PlanError(
            f"{host}:{port} is no address of this machine ({error}); leave host out, or say 0.0.0.0"
        ) from None
    if os.name == "posix":  # elsewhere this would let two servers share a port
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen(MOST_WAITING)
    except (OSError, OverflowError) as error:
        made.close()
        told = getattr(error, "strerror", None) or error
        raise PlanError(
            f"port {port} on {host or 'all addresses'} cannot be had ({told}); try port={port + 1}"
        ) from None
    return made


def reached(host: str, port: int) -> list[str]:
    """Addresses under which a server on `host` is reached, the one for others first if there is one."""
    if host in ANYWHERE:
        return [f"http://{each}:{port}" for each in (*local_addresses(), LOOPBACK)]
    return [f"http://{f'[{host}]' if ':' in host else host}:{port}"]


def served(house: House, sock: socket.socket) -> None:
    """Serve until Ctrl-C; every session is closed then."""
    config = uvicorn.Config(
        application(house), log_level="warning", access_log=False, server_header=False, proxy_headers=False,
        timeout_graceful_shutdown=GRACE, timeout_keep_alive=IDLE, lifespan="on",
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[sock])
