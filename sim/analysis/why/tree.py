"""A crisis as an indented tree that reads from the top: what was demanded or done, and all that it set off."""

from sim.model.world import CALM, Obligations

from .crises import Clash, course
from .draws import Call
from .replay import History
from .words import RUNGS, Tongue, chance, drawn, percent

STEP = "  "


def tree(clash: Clash, duties: Obligations, tongue: Tongue) -> list[str]:
    """The lines of an event and of everything under it."""
    lines = [tongue.opening(clash)]
    for call in clash.forborne:
        lines += _indented(_call(call, duties, tongue))
    lines += _indented(bargain(clash, tongue))
    if clash.answered is not None and not clash.answered.outcome:
        lines += _indented([f"{tongue.code(clash.victim)} does not answer ({chance(clash.answered)})"])
    for call in clash.calls:
        lines += _indented(_call(call, duties, tongue))
    for child in clash.followed:
        lines += _indented(tree(child, duties, tongue))
    return lines


def bargain(clash: Clash, tongue: Tongue) -> list[str]:
    """What became of a demand (E10)."""
    if clash.resisted is None:
        return []
    one, other = tongue.code(clash.attacker), tongue.code(clash.victim)
    if not clash.resisted.outcome:
        return [f"{other} yields (chance to resist {percent(clash.resisted.probability)}, draw "
                f"{drawn(clash.resisted.draw)})"]  # fmt: skip
    lines = [f"{other} resists ({chance(clash.resisted)})"]
    if clash.fought is not None:
        win = f"it would win a fight with {percent(clash.fought.terms['win'])}"
        does = "threatens force" if clash.fought.outcome else "backs down before its public, and the quarrel stays open"
        lines.append(f"{one} {does} (chance to threaten {percent(clash.fought.probability)}, draw "
                     f"{drawn(clash.fought.draw)}; {win})")  # fmt: skip
    return lines


def _call(call: Call, duties: Obligations, tongue: Tongue) -> list[str]:
    """A duty called upon: what it came to, and why."""
    line = f"{tongue.owes(call, duties)}: {tongue.came_to(call)}"
    reasons = [tongue.honour(call)] if call.honour else []
    if call.clause is None:
        return [f"{line} ({reasons[0]})"]
    return [line, *(STEP + reason for reason in [tongue.clause(call.clause), *reasons])]


def went(clash: Clash, history: History, number: int, months: list[str], tongue: Tongue) -> list[str]:
    """How each quarrel in a tree went over the months, from its opening to its end."""
    lines = []
    for one, other in dict.fromkeys((min(c.attacker, c.victim), max(c.attacker, c.victim)) for c in clash.all()):
        changes = course(history, one, other, number)
        steps = [f"{RUNGS[rung]} {months[month] if month >= 0 else 'at the start'}" for month, rung in changes]
        last = ", and is still open when the run ends" if changes and changes[-1][1] != CALM else ""
        if steps:
            lines.append(f"{tongue.code(one)}–{tongue.code(other)} as months closed: {', '.join(steps)}{last}")
    return lines


def _indented(lines: list[str]) -> list[str]:
    return [STEP + line for line in lines]
