"""The fan of a debrief: played beside everything else, and there again after a restart."""

import asyncio
import time
import uuid

import pytest

from sim.scenario import load
from sim.server.house import House
from sim.session import Done, Settings


def sent(house, live, kind, **fields):
    """A command of the facilitator's, and it must be taken."""
    asked = {"kind": kind, "uuid": str(uuid.uuid4()), "stage": live.session.state.stage, **fields}
    done = asyncio.run(house.do(live, house.chair(live), asked))
    assert isinstance(done, Done), done


def waited(house, live):
    """The fan once it is there; nobody asks for it meanwhile."""

    async def run():
        ticking = asyncio.create_task(house.tick())
        end = time.monotonic() + 60
        while live.fans.current is None:
            assert time.monotonic() < end
            await asyncio.sleep(0.1)
        ticking.cancel()

    asyncio.run(run())
    return live.fans.current


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    yield made
    made.close()


def test_a_fan_that_was_shown_is_there_again_after_a_restart(house, tmp_path):
    live = house.create(Settings(scenario=load("triangle_lesson").text, name="Fan"))
    for kind in ("start", "resolve", "finish"):
        sent(house, live, kind)
    assert live.fans.current is None
    assert not live.fans.due
    sent(house, live, "fan", turn=1)
    assert live.fans.playing
    before = waited(house, live)
    assert before["replications"] == 500
    house.close()
    again = House(tmp_path)
    try:
        assert waited(again, again.found("fan")) == before
    finally:
        again.close()
