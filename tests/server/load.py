"""The load of a full room, driven from a process of its own: `python -m tests.server.load ADDRESS SESSION TOKEN TURNS`.

150 people on three seats, each with an open stream; in each turn all of them save a draft within five seconds, one of
each seat submits, a hundred messages are sent, the turn is resolved, and everybody fetches the page's changed parts
at once. Prints the times of each kind of request, in ms.
"""

import asyncio
import json
import random
import sys
import time
import uuid

import httpx
import numpy as np

PEOPLE, MESSAGES, SPREAD = 150, 100, 5.0
SEATS = ("ALPHA", "BRAVO", "CHARLY")


class Client:
    """One person: a token, an open stream, and the times of what is asked."""

    def __init__(self, http, address, name, token, times):
        self.http, self.token, self.times = http, token, times
        self.api = f"{address}/api/sessions/{name}"
        self.address, self.name = address, name
        self.head = {"Authorization": f"Bearer {token}"}
        self.cookie = {}
        self.base = ""

    async def timed(self, kind, method, url, **more):
        begun = time.perf_counter()
        answer = await self.http.request(method, url, **more)
        self.times.setdefault(kind, []).append(1000 * (time.perf_counter() - begun))
        return answer

    async def do(self, kind, stage="", what=None, **fields):
        body = {"uuid": str(uuid.uuid4()), "stage": stage, **fields}
        answer = await self.timed(what or kind, "POST", f"{self.api}/commands/{kind}", json=body, headers=self.head)
        assert answer.status_code == 200, (kind, answer.text)
        return answer.json()

    async def enter(self):
        head = {"Origin": self.address}
        answer = await self.http.post(f"{self.address}/enter", data={"link": f"{self.name}.{self.token}"}, headers=head)
        self.base = self.address + answer.headers["location"]
        self.cookie = {"Cookie": answer.headers["set-cookie"].partition(";")[0]}

    async def listen(self, heard):
        async with self.http.stream("GET", f"{self.base}/stream", headers=self.cookie, timeout=None) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data:"):
                    heard.append(time.perf_counter())


async def main(address, name, token, turns):
    times, heard = {}, []
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(limits=limits, timeout=60) as http:
        chair = Client(http, address, name, token, times)
        people = []
        for number in range(PEOPLE):
            await asyncio.sleep(0.13)  # what one member may send in a second
            seat = SEATS[number % len(SEATS)]
            told = await chair.do("invite", role="player", seat=seat, name=f"Player {number}")
            people.append(Client(http, address, name, told["answer"]["token"], times))
        await asyncio.gather(*(each.enter() for each in people))
        streams = [asyncio.create_task(each.listen(heard)) for each in people]
        stage = (await chair.do("start", "0.0.lobby"))["stage"]
        for turn in range(turns):
            await asyncio.gather(*(_busy(each, stage, number) for number, each in enumerate(people)))
            begun = time.perf_counter()
            stage = (await chair.do("resolve", stage))["stage"]
            await asyncio.gather(*(
                each.timed("page parts, all at once", "GET", f"{each.base}/parts?kind=player", headers=each.cookie)
                for each in people
            ))  # fmt: skip
            times.setdefault("resolved and everybody's page renewed", []).append(1000 * (time.perf_counter() - begun))
            if turn + 1 < turns:
                stage = (await chair.do("next", stage))["stage"]
        views = [await each.timed("view", "GET", f"{each.api}/view", headers=each.head) for each in people[:9]]
        sizes = [len(each.content) for each in views]
        for each in streams:
            each.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
    found = {
        kind: {"n": len(row), **{f"p{share}": round(float(np.percentile(row, share)), 1) for share in (50, 95, 99)}}
        for kind, row in times.items()
    }
    print(json.dumps({"times_ms": found, "events": len(heard), "view_bytes": max(sizes), "turns": turns}))


async def _busy(client, stage, number):
    """A draft some time in the first five seconds; then a submission by one of each seat, and messages of some."""
    await asyncio.sleep(SPREAD * random.random())
    orders = [
        {"action": "SUMMIT", "target": "BRAVO" if number % 3 != 1 else "ALPHA", "month": 1, "rationale": "x" * 60}
    ]
    await client.do("submit", stage, orders=orders)
    if number < MESSAGES:
        await client.do("message", to=["all"], text=f"a message of some length, number {number} " + "y" * 80)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4], int(sys.argv[4])))
