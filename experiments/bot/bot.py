"""A program that plays a seat: it courts whoever it depends on most and leaves the rest to chance.

    python bot.py 'http://127.0.0.1:8000/enter#SESSION.TOKEN'

It answers within seconds of a turn's opening. If it hangs, the session plays its seat by the policy that the
facilitator chose for seats that submit nothing.
"""

import sys
import time
from typing import Any

from client import Refused, Seat

LIKED = ("SUMMIT", "AID", "CONCEDE")  # in this order, if legal
PAUSE = 1.0  # seconds between two looks


def main(link: str) -> None:
    """Play until the debrief."""
    seat, done = Seat(link), ""
    while True:
        shown = seat.view()
        stage = shown["stage"]
        if stage["phase"] == "debrief":
            return
        if stage["phase"] == "open" and not stage["locked"] and stage["stage"] != done:
            orders = chosen(shown)
            try:
                seat.do("submit", stage["stage"], orders=orders, hold=not orders)
                print(f"turn {stage['turn']}: {[(each['action'], each['target']) for each in orders] or 'hold'}")
                done = stage["stage"]
            except Refused as refusal:
                print(refusal)
        time.sleep(PAUSE)


def chosen(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """One kind act toward the state that this seat depends on most."""
    needs = {code: row[-1] for code, row in shown["series"]["own"]["dependence"].items()}
    patron = max(needs, key=lambda code: needs[code])
    legal = {(each["action"], each["target"]) for each in shown["options"]}
    for action in LIKED:
        if (action, patron) in legal:
            why = f"{patron} supplies {needs[patron]:.2f} of what we need"
            return [{"action": action, "target": patron, "month": 1, "rationale": why}]
    return []


if __name__ == "__main__":
    main(sys.argv[1])
