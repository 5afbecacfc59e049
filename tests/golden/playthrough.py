"""One replication told and explained as text: what a reader can follow month by month, and a test can hold.

`python tests/golden/playthrough.py` writes the kept texts anew, after a change of the rules that
is meant to change them; the difference is then read like any other.
"""

from pathlib import Path

from sim.model.play import play_many
from sim.model.world import TALLY, blank_record
from sim.scenario import build, load
from sim.study import Study

HERE = Path(__file__).parent
KEPT = {"triangle_lesson": (24, 195), "trump_triangulation": (12, 149)}  # scenario: months, an eventful replication
WHY = {"triangle_lesson": ("2025-07", "ALPHA"), "trump_triangulation": ("2025-07", None)}  # scenario: month, state
SEED = 7
SILENT = {"demanded", "sanctioned", "deployed", "proposed", "exited", "conceded"}  # told by the act itself


def told(name: str) -> str:
    """The history of one replication: every act, what came of it, and the ties each quarter, to three decimals."""
    scenario = load(name)
    months, replication = KEPT[name]
    case = build(scenario)
    world, labels = case.world, scenario.labels
    record = blank_record(months, len(world.power), len(world.duties.status), len(world.intensity), 1)
    play_many(world, case.setting, case.params, SEED, replication, record)
    codes = labels.codes
    pairs = [(i, j) for i in range(len(codes)) for j in range(len(codes)) if i != j]
    lines = [f"{name}, baseline, seed {SEED}, replication {replication}"]
    for month in range(1, months + 1):
        acts, tally = record.act[0, month], record.tally[0, month]
        done = [f"{codes[i]} {labels.actions[int(acts[i, j])]} {codes[j]}" for i, j in pairs if acts[i, j] >= 0]
        came = [
            f"{codes[i]} {what} {codes[j]}"
            for k, what in enumerate(TALLY)
            if what not in SILENT
            for i, j in pairs
            if tally[i, j, k]
        ]
        lines.append(f"{month:3d}  {'; '.join(done) or 'nobody acts'}{'  →  ' + '; '.join(came) if came else ''}")
        if month % 3 == 0:
            ties = [f"{codes[i]}–{codes[j]} {record.alignment[0, month, i, j]:+.3f}" for i, j in pairs if i < j]
            rungs = [f"{codes[i]}–{codes[j]} {int(record.rung[0, month, i, j])}" for i, j in pairs if i < j]
            lines.append("     ties   " + "  ".join(ties))
            lines.append("     rungs  " + ("  ".join(r for r in rungs if not r.endswith(" 0")) or "calm"))
            lines.append(
                "     power  " + "  ".join(f"{c} {p:.3f}" for c, p in zip(codes, record.power[0, month], strict=True))
            )
    return "\n".join(lines) + "\n"


def explained(name: str) -> str:
    """Why the same replication went as it did: its story, then a month of it."""
    _, replication = KEPT[name]
    result = Study.load(name).run(replications=replication + 1, seed=SEED)
    return f"{result.explain(replication)}\n\n{result.explain(replication, *WHY[name])}\n"


TEXTS = {"": told, ".why": explained}  # what stands behind a scenario's name in the file that keeps it


if __name__ == "__main__":
    for kept in KEPT:
        for ending, text in TEXTS.items():
            (HERE / f"{kept}{ending}.txt").write_text(text(kept), encoding="utf-8")
