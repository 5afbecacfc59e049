"""The load of full rooms, from a process of its own: `python -m tests.server.load ADDRESS PEOPLE TURNS NAME TOKEN …`.

PEOPLE share the seats of the sessions given, by name and facilitator's token; each keeps a stream open and does what a
page does: when it hears of a change it asks for the parts that it does not hold. In each turn all of them submit, 150
in five seconds, two thirds of them send a message, and the turn is resolved. Then the first session goes into its
debrief, and the others (or itself, if there is no other) go on while its fan is played. Prints the times of each kind
of request in ms, and sizes, as JSON.
"""

import asyncio
import json
import random
import re
import sys
import time
import uuid

import httpx
import numpy as np

SUBMIT, SPEAK, SHARES = 5.0 / 150, 2 / 3, (50, 95, 99)
HAND = 0.13  # seconds between two commands of one member: what the server takes


class Client:
    """One person: a token, what their page holds, and the times of what is asked."""

    def __init__(self, address, name, token, times):
        self.http = httpx.AsyncClient(timeout=60, verify=False)  # of one's own: a large pool searches itself for each
        self.token, self.times = token, times
        self.api, self.address, self.name = f"{address}/api/sessions/{name}", address, name
        self.head, self.cookie, self.base = {"Authorization": f"Bearer {token}"}, {}, ""
        self.digest, self.parts, self.told, self.text = "", {}, "", ""
        self.shown = asyncio.Event()  # another turn or phase than before

    async def timed(self, kind, method, url, **more):
        begun = time.perf_counter()
        answer = await self.http.request(method, url, **more)
        self.times.setdefault(kind, []).append(1000 * (time.perf_counter() - begun))
        assert answer.status_code in (200, 204), (kind, answer.status_code, answer.text[:300])
        return answer

    async def do(self, kind, stage="", what=None, **fields):
        body = {"uuid": str(uuid.uuid4()), "stage": stage, **fields}
        answer = await self.timed(what or kind, "POST", f"{self.api}/commands/{kind}", json=body, headers=self.head)
        return answer.json()

    async def view(self):
        return (await self.timed("view (JSON)", "GET", f"{self.api}/view", headers=self.head)).json()

    async def enter(self):
        head = {"Origin": self.address}
        answer = await self.http.post(f"{self.address}/enter", data={"link": f"{self.name}.{self.token}"}, headers=head)
        self.base = self.address + answer.headers["location"]
        self.cookie = {"Cookie": answer.headers["set-cookie"].partition(";")[0]}
        self._hold(await self.timed("page, whole", "GET", self.base, headers=self.cookie))

    async def follow(self):
        """What the page's script does."""
        async with self.http.stream("GET", f"{self.base}/stream", headers=self.cookie, timeout=None) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data:"):
                    self.times.setdefault("events", []).append(0.0)
                    if line.removeprefix("data:").strip() != self.digest:
                        await self.refresh()

    async def refresh(self):
        asked = {"kind": "player", "digest": self.digest, "seen": ".".join(self.parts.values())}
        self._hold(await self.timed("changed parts", "GET", f"{self.base}/parts", params=asked, headers=self.cookie))

    def _hold(self, answer):
        text = answer.text
        self.parts |= dict(re.findall(r'id="part-(\w+)" data-part data-seen="(\w+)"', text))
        self.digest = next(iter(re.findall(r'data-digest="(\w+)"', text)), self.digest)
        if answer.content:
            self.times.setdefault("bytes", []).append(len(answer.content))
        found = re.search(r'class="turn"><b>(.*?)</b>.*?class="time"><b[^>]*>(.*?)</b>', text, re.DOTALL)
        if found and found.groups() != self.told:
            self.told = found.groups()
            self.shown.set()


class Room:
    """One session: its chair, its people, and where play stands."""

    def __init__(self, address, name, token, times):
        self.make = lambda each: Client(address, name, each, times)
        self.chair, self.people, self.times, self.stage = self.make(token), [], times, ""
        self.streams = []

    async def fill(self, people):
        self.seats = [each["seat"] for each in (await self.chair.view())["seats"]]
        for number in range(people):
            await asyncio.sleep(HAND)
            seat = self.seats[number % len(self.seats)]
            told = await self.chair.do("invite", role="player", seat=seat, name=f"Player {number}")
            self.people.append(self.make(told["answer"]["token"]))
        await asyncio.gather(*(each.enter() for each in self.people))
        self.streams = [asyncio.create_task(each.follow()) for each in self.people]
        self.stage = (await self.chair.do("start", "0.0.lobby"))["stage"]
        self.orders = {}
        for each, seat in zip(self.people, self.seats, strict=False):
            view = await each.view()
            option = next(o for o in view["options"] if o["target"] != seat)
            self.orders[seat] = [{"action": option["action"], "target": option["target"], "rationale": "x" * 60}]

    async def turn(self, spread, last):
        speak = SPEAK * len(self.people)
        await asyncio.gather(*(self.busy(n, each, spread, n < speak) for n, each in enumerate(self.people)))
        for each in self.people:
            each.shown.clear()
        begun = time.perf_counter()
        told = await self.chair.do("resolve", self.stage)
        seen = await asyncio.gather(*(self.heard(each, begun) for each in self.people))
        self.times.setdefault("resolved, until each page has it", []).extend(seen)
        self.stage = told["stage"] if last else (await self.chair.do("next", told["stage"]))["stage"]

    async def heard(self, client, begun):
        await asyncio.wait_for(client.shown.wait(), 60)
        return 1000 * (time.perf_counter() - begun)

    async def busy(self, number, client, spread, speaks):
        """Orders some time in the first seconds, and a message of some."""
        await asyncio.sleep(spread * random.random())
        seat = self.seats[number % len(self.seats)]
        hold = random.random() < 0.3 or None
        await client.do("submit", self.stage, orders=[] if hold else self.orders[seat], hold=bool(hold))
        if speaks:
            to = ["all"] if number % 2 else [self.seats[(number + 1) % len(self.seats)]]
            await client.do("message", to=to, text=f"a message of some length, number {number} " + "y" * 80)

    async def fan(self, others):
        """Go into the debrief, and play on elsewhere until the fan is there; seconds that it took."""
        stage = (await self.chair.do("finish", self.stage))["stage"]
        await self.chair.enter()
        await self.chair.do("fan", stage)
        begun, number = time.perf_counter(), 0
        while "percentile" not in (await self.chair.http.get(self.chair.base, headers=self.chair.cookie)).text:
            for _ in range(5):
                number += 1
                client = random.choice(random.choice(others).people)
                await client.do("message", what="message, a fan being played", to=["all"], text=f"meanwhile {number}")
                await asyncio.sleep(0.02)
        return time.perf_counter() - begun


async def main(address, people, turns, *given):
    times = {}
    rooms = [Room(address, *pair, times) for pair in zip(given[::2], given[1::2], strict=True)]
    await asyncio.gather(*(room.fill(people // len(rooms)) for room in rooms))
    print("ready", flush=True)
    bytes_ = []
    for turn in range(turns):
        await asyncio.gather(*(room.turn(SUBMIT * people, turn + 1 == turns) for room in rooms))
        bytes_.append(float(np.median(times.pop("bytes"))))
    one = rooms[0].people[0]
    page = len((await one.http.get(one.base, headers=one.cookie)).content)
    view = len((await one.http.get(f"{one.api}/view", headers=one.head)).content)
    fan = await rooms[0].fan(rooms[1:] or rooms)
    streams = [each for room in rooms for each in room.streams]
    for each in streams:
        each.cancel()
    await asyncio.gather(*streams, return_exceptions=True)
    events = len(times.pop("events"))
    found = {
        kind: {"n": len(row), **{f"p{share}": round(float(np.percentile(row, share)), 1) for share in SHARES}}
        for kind, row in times.items() if kind != "bytes"
    }  # fmt: skip
    print(json.dumps({
        "times_ms": found, "events": events, "page_bytes": page, "view_bytes": view, "fan_s": round(fan, 1),
        "update_bytes": [round(each) for each in (bytes_[0], bytes_[-1])],
    }))  # fmt: skip


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]))
