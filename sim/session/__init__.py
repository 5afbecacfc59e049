"""The classroom session: seats, orders, messages, treaties and turns as a log, and what each seat may see of them.

    session, token = Session.create(path, Settings(scenario=text), key)
    session.do(token, {"kind": "start", "uuid": …, "stage": …})      -> Done or Rejection
    session.view(token)                                               -> plain data

No web here: a server is a thin layer over it. `docs/reference/session.md` tells the log, the commands and the view.
"""

from .commands import Done, Rejection
from .session import Session
from .settings import Settings

__all__ = ["Done", "Rejection", "Session", "Settings"]
