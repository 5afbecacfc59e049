"""Two turns of the small scenario as everybody sees them, as text a reader can follow and a test can hold.

`python tests/session/playthrough.py` writes the kept text anew, after a change that is meant to change it; the
difference is then read like any other.
"""

import tempfile
from pathlib import Path

from sim.analysis.why.words import percent
from tests.session.room import CONSULT, DEFENCE, Room

KEPT = Path(__file__).parent / "triangle_lesson.txt"
SEATS = ("ALPHA", "BRAVO", "CHARLY")
SEED = 11


def told() -> str:
    """The session: what is done, and after each turn the page of every seat and of the projector."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), seats=SEATS, seed=SEED, turn_months=3, turns=2, budget=2)
        room.let_in("projector", role="projector", name="Projector")
        try:
            return "\n".join(_played(room)) + "\n"
        finally:
            room.session.close()


def _played(room: Room) -> list[str]:
    lines = [f"triangle_lesson, two turns of three months, seed {SEED}", "", "THE ROOM"]
    lines += [
        f"  {seat['seat']} ({seat['name']}) is played by {seat['played_by']}" for seat in room.view("ALPHA")["seats"]
    ]
    room.done("facilitator", "start")
    lines += ["", "TURN 1 OPENS", *_choices(room, "ALPHA", "CHARLY"), *_choices(room, "BRAVO", "CHARLY")]
    room.done("CHARLY", "message", to=["BRAVO"], text="What would your word cost us?")
    key = room.propose("CHARLY", "BRAVO", title="Quiet word", secret=True, duties=[DEFENCE, CONSULT], notice=0)
    room.done("BRAVO", "accept", proposal=key)
    room.submit("ALPHA", ("DEMAND", "CHARLY", 1), ("AID", "BRAVO", 2), answers={"fight": {"CHARLY": True}})
    room.submit("BRAVO", ("SUMMIT", "CHARLY", 2))
    room.submit("CHARLY", ("ARMS", "BRAVO", 3), answers={"resist": {"ALPHA": True}})
    room.done("facilitator", "resolve")
    for who in (*SEATS, "projector"):
        lines += ["", f"AFTER TURN 1, {who} SEES", *_page(room.view(who))]
    room.done("facilitator", "next")
    drought = next(each for each in room.view("facilitator")["prepared"] if each["name"] == "drought")
    room.done("facilitator", "inject", text=drought["text"], changes=drought["changes"], prepared="drought")
    room.done("BRAVO", "denounce", treaty=key)
    room.submit("ALPHA", ("SUMMIT", "BRAVO", 1))
    room.submit("BRAVO")
    room.done("facilitator", "override", state="CHARLY", orders=[], reason="the team had to leave")
    room.done("facilitator", "resolve")
    for who in (*SEATS, "projector"):
        lines += ["", f"AFTER TURN 2, {who} SEES", *_page(room.view(who))]
    room.done("facilitator", "finish")
    shown = room.view("projector")
    lines += ["", "DEBRIEF", f"  seed {shown['session']['opened']['seed']}"]
    lines += [f"  {each['month']}  {each['event']}: {each['promised']}: {each['done']}" for each in shown["promises"]]
    lines += [f"  {treaty['title']}: {treaty['status']}{', secret' * treaty['secret']}" for treaty in shown["ledger"]]
    return lines


def _choices(room: Room, seat: str, target: str) -> list[str]:
    """What a seat may do to another, with the odds, and what it may be asked."""
    shown = room.view(seat)
    lines = [f"  {seat} may, toward {target}:"]
    for each in shown["options"]:
        if each["target"] == target:
            odds = "; ".join(f"{chance['text']} {percent(chance['chance'])}" for chance in each["odds"])
            lines.append(f"    {each['action']:<10} {odds}".rstrip())
    for each in shown["asked"]:
        said = f" (the model would with {percent(each['chance'])})" if each["chance"] is not None else ""
        lines.append(f"    {each['text']}{said}")
    return lines


def _page(shown: dict) -> list[str]:
    """The page of a seat, or of the projector."""
    turn, lines = shown["turns"][-1], []
    lines += [f"  news      {each['text']}" for each in (*shown["injects"], *shown["news"])]
    lines += [f"  {turn['months'][each['month'] % 3]}   {each['text']}" for each in turn["headlines"]]
    lines += [f"  ruling on {code}" for code in turn["ruled"]]
    for thread in shown.get("threads", []):
        lines += [f"  {thread['title']}: {each['from']}: {each['text']}" for each in thread["messages"]]
    for each in turn.get("why", []):
        lines.append(f"  why       {each['text']}{' (void)' if each['void'] else ''}: {each.get('because', '')}")
        for odds in each["odds"]:
            came = {None: "did not come up", True: "it came so", False: "it did not"}[odds["came"]]
            by = f", decided by {odds['decided']}" if odds["decided"] else ""
            lines.append(f"              {odds['text']}: {percent(odds['chance'])}, {came}{by}")
    for treaty in shown["ledger"]:
        lines.append(f"  treaty    {treaty['title']}: {treaty['status']}{', secret' * treaty['secret']}")
    edges = [
        f"{e['one']}–{e['two']} {e['alignment']:+.2f} {e['rung']}{' pact' * e['pact']}" for e in shown["graph"]["edges"]
    ]
    lines.append(f"  ties      {', '.join(edges)}")
    own = shown["series"].get("own")
    if own:
        felt = ", ".join(
            f"{name} {code} {row[-1]:.2f}" for name in ("threat", "leverage") for code, row in own[name].items()
        )
        lines.append(f"  own       {felt}")
    return lines


if __name__ == "__main__":
    KEPT.write_text(told(), encoding="utf-8")
