"""A socket on an address of this machine, and a server on it until Ctrl-C, with nothing of a request in any log."""

import contextlib
import os
import socket
import sys
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

LOOPBACK, MOST_PORT = "127.0.0.1", 65_535
GRACE = 1  # seconds that open streams and pages in the making are waited for at the end
IDLE = 75  # seconds that a connection may wait for its next request
MOST_WAITING = 512  # connections that may wait to be taken
SWITCH = 0.001  # seconds that a thread keeps the interpreter while others wait: threads write pages, people send


def bound(host: str, port: int, family: int = socket.AF_INET) -> socket.socket:
    """A socket that listens there. Raises OSError if it cannot be had, OverflowError for a port that cannot be."""
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere this would let two servers share a port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(MOST_WAITING)
    except BaseException:
        made.close()
        raise
    return made


class Server(uvicorn.Server):
    """A server that says so when it is about to end, so that open streams end by themselves and are not cut off."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]):
        super().__init__(config)
        self.ending = ending

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell, then wait for what is open and close."""
        self.ending()
        await super().shutdown(sockets)


def served(app: ASGIApp, sock: socket.socket, ending: Callable[[], None] = lambda: None) -> None:
    """Serve until Ctrl-C; `ending` is called before what is open is closed."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, proxy_headers=False,
        timeout_graceful_shutdown=GRACE, timeout_keep_alive=IDLE, lifespan="on",
    )  # fmt: skip
    sys.setswitchinterval(SWITCH)
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again when all is closed
        Server(config, ending).run(sockets=[sock])
