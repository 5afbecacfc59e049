"""Where the classroom is served: a socket that is really free, and the addresses under which it is reached."""

import socket

from sim.run.plan import PlanError
from sim.web.serving import LOOPBACK, bound

from .addresses import ANYWHERE, local_addresses


def listening(host: str, port: int) -> socket.socket:
    """A socket on that address. Raises PlanError if it is taken or not this machine's."""
    try:
        family = socket.getaddrinfo(host or ANYWHERE[0], port, type=socket.SOCK_STREAM)[0][0]
    except (OSError, OverflowError) as error:
        raise PlanError(
            f"{host}:{port} is no address of this machine ({error}); leave host out, or say 0.0.0.0"
        ) from None
    try:
        return bound(host, port, family)
    except (OSError, OverflowError) as error:
        told = getattr(error, "strerror", None) or error
        raise PlanError(
            f"port {port} on {host or 'all addresses'} cannot be had ({told}); try port={port + 1}"
        ) from None


def reached(host: str, port: int) -> list[str]:
    """Addresses under which a server on `host` is reached, the one for others first if there is one."""
    if host in ANYWHERE:
        return [f"http://{each}:{port}" for each in (*local_addresses(), LOOPBACK)]
    return [f"http://{f'[{host}]' if ':' in host else host}:{port}"]
