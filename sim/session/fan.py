"""The fan: how the model itself goes on from a turn, and where the course that was played lies among its own."""

from typing import Any

import numpy as np

from sim.analysis.why.explanation import months_of
from sim.model.play import play_many
from sim.model.world import Array, Record, blank_record
from sim.run.branch import from_month

from .bets import measured, questions
from .state import Line

SHARES = (5, 25, 50, 75, 95)  # percentiles of a fan
PIECE = 50  # replications that are played at a time
SERIES = ("alignment", "rung", "power", "stability")


class Fan:
    """How N replications of the model go on from the start of a turn, and where the course that was played lies.

    All seats are the model's in them, on the world as the turn opened with the injects sent since; luck is drawn anew.
    `turn` is one that was resolved. `play` goes on by pieces and may be called between other work, from a thread of its
    own; `told` tells what has been played, a piece at least.
    """

    def __init__(self, line: Line, turn: int, replications: int, seed: int):
        assert 1 <= turn <= len(line.turns), "a fan begins with a turn that was resolved"
        first, last = line.turns[turn - 1], line.turns[-1]
        self.line, self.first, self.replications, self.seed = line, first.first, replications, seed
        self.months = last.first + len(last.months) - first.first
        self._world, self._setting = from_month(first.case.world, line.case.setting, first.first)
        self._params = first.case.params
        self._real = last.record
        self._turn = turn
        self._played: list[Record] = []

    @property
    def played(self) -> int:
        """Replications played so far."""
        return sum(len(record.posture) for record in self._played)

    def play(self, rows: int = PIECE) -> bool:
        """Play a piece; returns whether more are to be played."""
        rows = min(rows, self.replications - self.played)
        if rows > 0:
            world = self._world
            sizes = len(world.power), len(world.duties.status), len(world.intensity)
            record = blank_record(self.months, *sizes, rows)
            play_many(world, self._setting, self._params, self.seed, self.played, record)
            self._played.append(record)
        return self.played < self.replications

    def told(self) -> dict[str, Any]:
        """Percentiles by month of every public series, the course that was played, and its percentile at the end.

        And of each question that can be bet on, as since this turn, the share of replications in which it came again.
        """
        assert self._played, "play a piece first"
        labels = self.line.scenario.labels
        pairs = [(i, j) for i in range(len(labels.codes)) for j in range(i)]
        told: dict[str, Any] = {
            "replications": self.played,
            "months": ["start", *months_of(self.line.scenario)[self.first : self.first + self.months]],
            "shares": list(SHARES),
            "series": {},
        }
        for name in SERIES:
            spread = np.concatenate([getattr(record, name) for record in self._played])
            real = getattr(self._real, name)[0, self.first :]
            if spread.ndim == 4:
                told["series"][name] = {
                    f"{labels.codes[j]}–{labels.codes[i]}": _fan(spread[:, :, i, j], real[:, i, j]) for i, j in pairs
                }
            else:
                told["series"][name] = {code: _fan(spread[:, :, i], real[:, i]) for i, code in enumerate(labels.codes)}
        found = [measured(record, self.line) for record in self._played]
        told["questions"] = [
            {
                **each.told(),
                "again": round(float(each.again(np.concatenate([row[each.outcome] for row in found])).mean()), 4),
            }
            for each in questions(self.line, self._turn)
        ]
        return told


def _fan(spread: Array, real: Array) -> dict[str, Any]:
    """Percentiles over replications (R, T), the real course (T,), and the share of replications that end below it."""
    below, same = (spread[:, -1] < real[-1]).mean(), (spread[:, -1] == real[-1]).mean()
    return {
        "percentiles": np.percentile(spread, SHARES, axis=0).round(3).tolist(),
        "played": real.round(3).tolist(),
        "percentile": round(100 * float(below + same / 2), 1),
    }
