"""The application that serves the pages: two of them, to be read only, and from this machine alone."""

from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sim.figures.holding import COMPARISON, Holding
from sim.pages.layout import layouts
from sim.run.plan import PlanError
from sim.scenario import ScenarioError
from sim.web.headed import Headed

from .asked import address, asked, link, run_asked, state_asked
from .found import choices, found, standing
from .look import Look

STATIC = StaticFiles(directory=Path(__file__).with_name("static"), packages=[("sim.pages", "static")])
HOSTS = ["127.0.0.1", "localhost"]  # a page from elsewhere that has its name lead here is refused
WORDS = layouts(__package__ or "")


def application(holding: Holding) -> Starlette:
    """The pages of what a folder holds."""
    look = Look(holding)

    def index(request: Request) -> Response:
        """The choices, the distribution and the runs."""
        said = asked(request.query_params, look)
        with look.lock:
            shown = found(look, said)
        here = address(said, look)
        page = _page("index.html", look, choices=choices(look, said), found=shown, asked=said, here=here)
        known = request.headers.get("HX-Current-URL", "").endswith(link("/", here))
        page.headers["HX-Push-Url"] = "false" if known else link("/", here)  # one step of the back button for a choice
        return page

    def run(request: Request) -> Response:
        """One run: where it stands, what happened in it, and why."""
        given = request.query_params
        said = asked(given, look, ["variant", "replication", "state"])
        variant, replication = run_asked(given, look)
        state = state_asked(given, look)
        result, point = look.place(variant)
        with look.lock:
            table = standing(look, said, variant, replication)
            course, story, lacking = None, None, ""
            try:
                course = look.course(variant, replication, said.outcome)
                story = look.story(variant, replication, state)
            except (PlanError, ScenarioError) as error:  # of other rules, a point that cannot be played
                lacking = str(error)
        here = address(said, look)
        this = {"variant": look.name(variant), "replication": replication}
        beside = {"before": replication - 1, "after": replication + 1}
        steps = {name: link("/run", {**here, **this, "replication": number, **({"state": state} if state else {})})
                 for name, number in beside.items() if 0 <= number < result.plan.replications}  # fmt: skip
        return _page(
            "run.html", look, title=look.title(variant, replication), course=course, story=story,
            lacking=lacking, standing=table, here=here, this=this, steps=steps, state=state, back=link("/", here),
            varied={} if look.holding.what == COMPARISON else look.values(variant), meant=look.meant,
            folder=result.path, point=point,
        )  # fmt: skip

    async def refused(request: Request, error: Exception) -> Response:
        """What was asked cannot be shown: why not."""
        if isinstance(error, HTTPException):
            told = f"{error.detail} ({request.method} {request.url.path})" if error.status_code == 405 else error.detail
            return _page("refusal.html", look, error.status_code, told=told)
        return _page("refusal.html", look, 500, told=f"What is kept cannot be read: {error}. Was the folder moved?")

    return Starlette(
        routes=[Route("/", index), Route("/run", run), Mount("/static", STATIC)],
        middleware=[Middleware(Headed), Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False)],
        exception_handlers={HTTPException: refused, OSError: refused},
    )  # fmt: skip


def _page(template: str, look: Look, status: int = 200, **shown: Any) -> Response:
    first = look.holding.first
    words = {"scenario": first.scenario, "plan": first.plan, "what": look.holding.title, "look": look, **shown}
    return HTMLResponse(WORDS.get_template(template).render(words), status)
