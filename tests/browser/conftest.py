"""Pages in a real browser, on the running server of tests/server."""

import pytest

from tests.server.conftest import classroom

__all__ = ["classroom"]
SIZES = {"desktop": (1280, 850), "phone": (390, 844), "projector": (1600, 900)}


def complain(told, faults):
    """Keep what a console calls an error, with the address that it is about."""
    if told.type == "error":
        faults.append(f"{told.text} {told.location}")


@pytest.fixture(scope="module")
def opened(browser, classroom):
    """`opened("phone", link)`: a page of its own browser profile; what its console complained of is in `.faults`."""
    contexts = []

    def page(size="desktop", link=None, context=None):
        width, height = SIZES[size]
        if context is None:
            context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
            contexts.append(context)
        made = context.new_page()
        made.set_default_timeout(10_000)
        made.faults = []
        made.on("pageerror", lambda error: made.faults.append(str(error)))
        made.on("console", lambda told: complain(told, made.faults))
        if link:
            made.goto(link)
            made.get_by_role("button", name="Enter").click()
            made.wait_for_url("**/s/**")
        return made

    yield page
    for context in contexts:
        context.close()
