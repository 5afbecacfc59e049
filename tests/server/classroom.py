"""A classroom for tests: the real server in a process of its own, and people who use it over HTTP."""

import re
import time
import uuid
from html import unescape

import httpx

from tests.session.room import CONSULT, DEFENCE

__all__ = ["CONSULT", "DEFENCE", "Classroom", "Person"]
STARTS = 60  # seconds that a server may take to say where it is


class Person:
    """Somebody with a browser: cookies, and the page of their seat."""

    def __init__(self, room, path):
        self.room, self.path = room, path
        self.http = httpx.Client(base_url=room.address, headers={"Origin": room.address}, timeout=30)
        self.base = ""

    def close(self):
        self.http.close()

    def enter(self, link):
        """Take a seat by its link."""
        answer = self.http.post("/enter", data={"link": link.partition("#")[2]})
        assert answer.status_code == 303, answer.text
        self.base = answer.headers["location"]
        return self

    def ask(self, name, wish=""):
        """Ask for a seat with the room code."""
        data = {"room": self.room.code, "name": name, "wish": wish, "uuid": str(uuid.uuid4())}
        answer = self.http.post("/ask", data=data)
        assert answer.status_code == 303, answer.text
        self.base = answer.headers["location"]
        return self

    def page(self):
        """The page of the seat, as text."""
        answer = self.http.get(self.base)
        assert answer.status_code == 200, answer.text
        return answer.text

    def csrf(self):
        """The token of its forms."""
        return re.search(r'name="csrf" value="([^"]+)"', self.page())[1]

    def send(self, kind, origin=None, csrf=None, stage=None, headers=None, **fields):
        """Send a form; the response as it comes."""
        page = self.page()
        stages = re.findall(r'name="stage" value="([^"]+)"', page)
        data = {
            "uuid": str(uuid.uuid4()),
            "csrf": self.csrf() if csrf is None else csrf,
            "stage": (stages[0] if stages else "") if stage is None else stage,
            **fields,
        }
        asked = {"HX-Request": "true", **(headers or {})}
        if origin is not None:
            asked["Origin"] = origin
        return self.http.post(f"{self.base}/do/{kind}", data=data, headers=asked)

    def done(self, kind, **fields):
        """The same, and it must be taken."""
        answer = self.send(kind, **fields)
        assert answer.status_code == 200, unescape(re.sub(r"<[^>]*>", " ", answer.text))[-300:]
        return answer.text

    def api(self, token, kind, **fields):
        """A command over `/api`."""
        asked = {"uuid": str(uuid.uuid4()), "stage": self.room.stage(token), **fields}
        return self.http.post(self.room.api(f"commands/{kind}"), json=asked, headers=bearer(token))


def told_by(process):
    """What a server tells when it begins."""
    told, end = "", time.monotonic() + STARTS
    while "Ctrl-C" not in told:
        line = process.stdout.readline()
        assert line, f"the server ended: {process.stderr.read()}"
        told += line
        assert time.monotonic() < end, told
    return told


class Classroom:
    """A running server with one session of `triangle_lesson`."""

    def __init__(self, process, folder):
        self.process, self.folder = process, folder
        self.told = told_by(process)
        self.start = re.search(r"start\s+(\S+)", self.told)[1]
        self.chair_link = re.search(r"facilitator\s+(\S+)", self.told)[1]
        self.code = re.search(r"room code (\w+)", self.told)[1]
        self.address = self.chair_link.partition("/enter")[0]
        self.name, _, self.chair_token = self.chair_link.partition("#")[2].partition(".")
        self.people = []
        self.chair = self.person().enter(self.chair_link)

    def person(self):
        """Somebody with a browser of their own."""
        self.people.append(Person(self, ""))
        return self.people[-1]

    def invite(self, role, seat=None, name=None):
        """The token of a new member."""
        fields = {"role": role, "name": name or f"Team {seat or role}", **({"seat": seat} if seat else {})}
        answer = self.chair.api(self.chair_token, "invite", **fields)
        assert answer.status_code == 200, answer.text
        return answer.json()["answer"]["token"]

    def let_in(self, role, seat=None, name=None):
        """A new member who has taken the seat; the token is `.token`."""
        token = self.invite(role, seat, name)
        person = self.person().enter(f"{self.address}/enter#{self.name}.{token}")
        person.token = token
        return person

    def host(self):
        """Whoever started the server, at their page; `.send` posts one of its forms."""
        person = self.person().enter(self.start)
        csrf = re.search(r'name="csrf" value="([^"]+)"', person.http.get("/host").text)[1]
        person.send = lambda path, **fields: person.http.post(f"/host/{path}", data={"csrf": csrf, **fields})
        return person

    def api(self, path):
        """The path of something of this session."""
        return f"/api/sessions/{self.name}/{path}"

    def view(self, token):
        """What the holder of a token sees."""
        answer = self.chair.http.get(self.api("view"), headers=bearer(token))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def stage(self, token):
        """Where play stands."""
        return self.view(token)["stage"]["stage"]

    def close(self):
        """End the server as Ctrl-C would; what it wrote to its log."""
        for person in self.people:
            person.close()
        self.process.terminate()
        out, err = self.process.communicate(timeout=30)
        return self.told + out + err


def bearer(token):
    """The header that a program sends its token in."""
    return {"Authorization": f"Bearer {token}"}
