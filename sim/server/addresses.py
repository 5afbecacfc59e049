"""Where this server is reached: local addresses, links for people and their QR codes."""

import io
import socket
from contextlib import suppress
from urllib.parse import urlsplit

import segno
from markupsafe import Markup
from starlette.requests import Request

ANYWHERE = ("0.0.0.0", "::", "")


def local_addresses() -> list[str]:
    """This machine's IPv4 addresses that others may reach, the one of the default route first. Sends nothing."""
    found = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # a datagram socket only looks up the route
        found.append(probe.getsockname()[0])
    with suppress(OSError):
        found += [str(each[4][0]) for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [each for each in dict.fromkeys(found) if not each.startswith("127.")]


def base_of(request: Request) -> str:
    """The address that a link for others begins with: the one in the local network, else the asker's own."""
    return request.app.state.house.join_address or f"{request.url.scheme}://{request.url.netloc}"


def here_alone(base: str) -> bool:
    """Whether an address leads nowhere from another device: this machine calls itself by it."""
    host = urlsplit(base).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


def joining(base: str, room: str) -> str:
    """Where the room code is asked for, with the code filled in."""
    return f"{base}/?room={room}"


def entrance(request: Request, name: str, token: str) -> str:
    """A member's link. What follows # is never sent to a server: it stands in no log and no Referer."""
    return entrance_at(base_of(request), name, token)


def entrance_at(base: str, name: str, token: str) -> str:
    """The same at an address."""
    return f"{base}/enter#{name}.{token}"


def qr(address: str) -> Markup:
    """A QR code as SVG, to stand in a page."""
    made = io.BytesIO()
    segno.make(address, error="m").save(made, kind="svg", scale=4, border=2, xmldecl=False, svgns=True, nl=False,
                                        omitsize=True, lineclass=None, svgclass="qr", light="#ffffff")  # fmt: skip
    return Markup(made.getvalue().decode())  # made of squares alone: nothing of the address is in it as text
