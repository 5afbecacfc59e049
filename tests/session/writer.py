"""A process that plays a session as fast as it can and says which commands were acknowledged, until it is killed.

`python writer.py FILE RANDOM` waits for a line on its standard input, opens FILE and prints a UUID a line. Four threads
send orders, messages, proposals, turns and rollbacks.
"""

import random
import sys
import threading
import time

from sim.session import Done, Session
from tests.session.room import CONSULT, KEY

SEATS = ("ALPHA", "BRAVO", "CHARLY")
SAY = threading.Lock()


def acts(chance, phase, turn, turns, proposals):
    """A command that may well be taken, and who sends it: 1 is the facilitator, 2 to 4 are the seats.

    `turns`: how many there are, after which play goes back to the first; `proposals`: keys of those that are open.
    """
    seat = chance.randrange(3)
    other = SEATS[(seat + chance.randrange(1, 3)) % 3]
    if phase == "lobby":
        return 1, {"kind": "start"}
    if phase == "review":
        return 1, {"kind": "next"} if turn < turns else {"kind": "rollback", "turn": 1}
    return chance.choice([
        (seat + 2, {"kind": "message", "to": [other], "text": f"{chance.random()}"}),
        (seat + 2, {"kind": "draft", "orders": [{"action": "AID", "rationale": f"{chance.random()}"}]}),
        (seat + 2, {"kind": "submit", "orders": [{"action": "SUMMIT", "target": other}]}),
        (seat + 2, {"kind": "propose", "terms": {
            "title": "T", "parties": [SEATS[seat], other], "duties": [CONSULT], "secret": chance.random() < 0.5}}),
        (chance.randrange(2, 5), {"kind": "accept", "proposal": chance.choice(proposals or ["none"])}),
        (1, {"kind": "resolve"} if chance.random() < 0.2 else {"kind": "extend", "seconds": 1}),
    ])  # fmt: skip


def play(session, tokens, seed):
    """Send commands for ever."""
    chance = random.Random(seed)
    while True:
        line = session.state.line
        proposals = [key for key, each in list(line.proposals.items()) if each.status == "open"]
        member, command = acts(chance, line.phase, line.turn, session.state.settings.turns, proposals)
        name = f"w-{seed}-{chance.getrandbits(64):016x}"
        asked = {**command, "uuid": name, "stage": session.state.stage}
        if isinstance(session.do(tokens[member], asked, time.time()), Done):
            with SAY:
                sys.stdout.write(f"{name}\n")
                sys.stdout.flush()


def main(path, seed):
    """Play until killed."""
    print("ready", flush=True)
    sys.stdin.readline()
    session = Session.open(path, KEY)
    tokens = {number: session.links.token(number) for number in range(1, 5)}
    for thread in range(4):
        threading.Thread(target=play, args=(session, tokens, f"{seed}-{thread}")).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
