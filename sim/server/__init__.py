"""The web half of the classroom: pages, a stream of changes and `/api`, all of them a thin layer over `sim.session`.

Nothing is adjudicated, decided or hidden here: commands go to `Session.do` as they come, and whatever is shown is
made from `Session.view` of the one who looks. `application` is the ASGI application, `serve.served` runs it.
"""

from .app import application
from .house import House

__all__ = ["House", "application"]
