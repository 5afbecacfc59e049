"""The Mesa face: the same arrays and the same months, for those who think in agents.

    model = StrategicModel("trump_triangulation", posture="retrench", seed=7)
    model.state("PRK").decide = lambda: Order("SUMMIT", "RUS")  # or a subclass of State, see `deciders`
    model.run_model()
    model.datacollector.get_agent_vars_dataframe()

A model is one replication, equal to that of a sweep with the same seed and number. States are views
on row i of the arrays and hold nothing themselves; a step is one call of `sim.model.play.step`.
Written for what Mesa 3.3 to 3.5 share; Mesa's own chance (`model.rng`) never enters the rules.
"""

from collections.abc import Mapping

import mesa
import numpy as np

from sim.model.play import play_many, step
from sim.model.world import TALLY, Array, Record, blank_orders, blank_record
from sim.outcomes.labels import near
from sim.outcomes.outcomes import monthly
from sim.run.orders import Answers, Decision, Order, options, write, write_answers
from sim.run.plan import MOST_REPLICATIONS, MOST_SEED, check_whole
from sim.scenario import Scenario, build, load

__all__ = ["AGENT_REPORTERS", "MODEL_REPORTERS", "Answers", "Order", "State", "StrategicModel"]


def _own(field: str, meaning: str, series: bool = False) -> property:
    """A state's entry of a world array (N,), or of a series of the record."""
    if series:
        return property(lambda state: float(state.model.latest(field)[state.row]), doc=meaning)
    return property(lambda state: float(getattr(state.model.world, field)[state.row]), doc=meaning)


class State(mesa.Agent):
    """A state: a view on row `row` of the arrays of its model. Override `decide` to act for it."""

    power = _own("power", "largest at the start = 1 (E11)")
    offense = _own("offense", "reach, 0–1 (E11)")
    nuclear = _own("nuclear", "arsenal, ln(1+warheads)/ln(1+largest)")
    committed = _own("committed", "share of power tied down")
    deployable = _own("deployable", "share of power that can be sent abroad, before the posture's shift")
    stability = _own("stability", "of the regime, 0–1 (E12)")
    pipeline = _own("pipeline", "technology on its way (E11)")
    unmet = _own("unmet", "share of need that is not met (E1)", series=True)
    casualties = _own("casualties", "in the last month", series=True)

    def __init__(self, model: "StrategicModel", code: str, row: int):
        super().__init__(model)
        self.code = code
        self.row = row

    def decide(self) -> Decision:
        """What this state does in the coming month: None leaves it to the model's rule (E15).

        Else an Order (or a plain pair: action, target code), or several, one to a target and no more
        than `choice.initiatives`: the state does these and nothing else; an empty list holds still.
        Called before the month opens, if the state is present; `options()` says what is legal.
        """
        return None

    def answers(self) -> Answers:
        """How this state answers demands, calls on its duties and proposals in the coming month; see `Answers`.

        What is not named is left to the model's rule. Called as `decide`.
        """
        return Answers()

    def options(self) -> list[Order]:
        """Every legal order but holding still, as `sim.run.orders.legal_acts`."""
        model = self.model
        return options(self.row, model.world, model.setting, model.source.labels)

    @property
    def present(self) -> bool:
        """Whether the state takes part."""
        return bool(self.model.world.present[self.row])

    @property
    def threat(self) -> float:
        """Sum of the threats felt from all others (E5)."""
        return float(self.model.latest("threat")[self.row].sum())

    @property
    def acts(self) -> list[Order]:
        """What the state did in the last month, its answers in kind aside; empty if it held still."""
        done = self.model.latest("act")[self.row].astype(int)
        labels = self.model.source.labels
        return [Order(labels.actions[a], labels.codes[j]) for j, a in enumerate(done) if a >= 0]

    def alignment_with(self, code: str) -> float:
        """Warmth of the tie, −1 to 1 (E7)."""
        return self._toward(self.model.world.alignment, code)

    def hostility_of(self, code: str) -> float:
        """Belief that the other means harm, .02–.98 (E6)."""
        return self._toward(self.model.world.hostility, code)

    def threat_from(self, code: str) -> float:
        """Threat felt from the other (E5)."""
        return self._toward(self.model.latest("threat"), code)

    def credibility_of(self, code: str) -> float:
        """Belief that the other keeps its word, 0–1 (E8)."""
        return self._toward(self.model.latest("credibility"), code)

    def sanctions_on(self, code: str) -> float:
        """Stock of own sanctions on the other, 0–1 (E1c)."""
        return self._toward(self.model.world.sanction, code)

    def rung_with(self, code: str) -> int:
        """Rung of the crisis with the other: 0 calm, dispute, threat of force, use of force, 4 war (E10)."""
        return int(self._toward(self.model.world.rung, code))

    def dependence_on(self, code: str) -> float:
        """Share of need that would be lost without the other (E2)."""
        return self._toward(self.model.latest("dependence").sum(axis=-1), code)

    def leverage_over(self, code: str) -> float:
        """Net leverage: the other's dependence on this state less its own on the other (E3)."""
        return self.model.state(code).dependence_on(self.code) - self.dependence_on(code)

    def _toward(self, table: Array, code: str) -> float:
        return float(table[self.row, self.model.state(code).row])

    def __repr__(self) -> str:
        return f"<State {self.code} in {self.model.date}>"


class StrategicModel(mesa.Model):
    """One replication of a scenario, month by month.

    `scenario`: a name, a path or a checked Scenario; `posture`, `params` (by dotted path) and
    `activation` as in `sim.scenario.build`; `seed` and `replication` name the luck; `deciders` gives
    states, by code, a subclass of State. `world` holds the arrays (`sim.model.world.World`), which may
    be changed between steps; `record` the series so far, of one run; `source` the scenario; `month` how
    many months have passed. Raises ScenarioError, OverrideError, PlanError for a seed or replication
    that is no whole number in range, ValueError for an unknown decider.
    """

    def __init__(
        self,
        scenario: str | Scenario = "triangle_lesson",
        posture: str = "baseline",
        params: Mapping[str, float] | None = None,
        seed: int = 0,
        replication: int = 0,
        activation: str = "simultaneous",
        deciders: Mapping[str, type[State]] | None = None,
    ):
        check_whole("seed", seed, 0, MOST_SEED)
        check_whole("replication", replication, 0, MOST_REPLICATIONS)
        super().__init__(rng=(seed, replication))  # `scenario` and `time` are Mesa's own from 3.4 on
        self.source = scenario if isinstance(scenario, Scenario) else load(scenario)
        self.params, self.world, self.setting, _ = build(self.source, posture, params, activation)
        self.luck = seed, replication
        self.month = 0
        self.record = self._begun()
        kinds = dict(deciders or {})
        self._states = {c: kinds.pop(c, State)(self, c, i) for i, c in enumerate(self.source.codes)}
        for code in kinds:
            raise ValueError(f'deciders: there is no state "{code}"{near(code, self._states)}')
        self.datacollector = mesa.DataCollector(MODEL_REPORTERS, AGENT_REPORTERS)
        self.datacollector.collect(self)

    def state(self, code: str) -> State:
        """The agent of a state. Raises ValueError for an unknown code."""
        if code not in self._states:
            raise ValueError(f'there is no state "{code}"{near(code, self._states)}')
        return self._states[code]

    def step(self) -> None:
        """One month. Raises ValueError for an illegal order, before anything has moved, and after the last month.

        Mesa 3.5 does not go on stepping a model whose step has failed: start it again.
        """
        if self.month >= self.source.months:
            raise ValueError(f"{self.source.name} ends after {self.source.months} months; no month is left")
        world, setting, params = self.world, self.setting, self.params
        orders = blank_orders(len(self._states), len(world.duties.status), int(params.choice.initiatives))
        for state in self._states.values():
            if state.present and getattr(state.decide, "__func__", None) is not State.decide:
                write(state.decide(), state.row, world, setting, self.source.labels, orders)
            if state.present and getattr(state.answers, "__func__", None) is not State.answers:
                write_answers(state.answers(), state.row, world, self.source.labels, orders)
        self.world, _ = step(world, setting, params, orders, *self.luck, self.month, self.record)
        self.month += 1
        self.running = self.month < self.source.months
        self.datacollector.collect(self)

    @property
    def date(self) -> str:
        """The month that comes next, YYYY-MM."""
        return str(np.datetime64(self.source.start, "M") + np.timedelta64(self.month, "M"))

    @property
    def posture(self) -> str:
        """The posture in force."""
        return self.source.labels.postures[int(self.world.posture[0])]

    @property
    def highest_rung(self) -> int:
        """The highest rung on which any two states stand, 0–4."""
        return int(self.world.rung.max())

    def latest(self, field: str) -> Array:
        """A series of the record as the last month closed, at the start before the first: (N,), (N, N) or (N, N, K)."""
        return getattr(self.record, field)[0, self.month]

    def happened(self, what: str) -> int:
        """How often something happened in the last month (`sim.model.world.TALLY`), among all states."""
        return int(self.latest("tally")[..., TALLY.index(what)].sum())

    def measure(self, column: str) -> float:
        """An outcome of the codebook as of the last month (`sim.outcomes.outcomes.monthly`, its errors)."""
        now = Record(*(series[:, self.month : self.month + 1] for series in self.record))
        labels, named = self.source.labels, self.source.named
        return float(monthly(now, self.setting, self.params, labels, named, [column])[column][0, 0])

    def _begun(self) -> Record:
        """A blank record of the whole run, its start filled in."""
        world, months = self.world, self.source.months
        sizes = len(world.power), len(world.duties.status), len(world.intensity), 1
        start, record = blank_record(0, *sizes), blank_record(months, *sizes)
        play_many(world, self.setting, self.params, *self.luck, start)
        for series, first in zip(record, start, strict=True):
            series[:, :1] = first
        return record


MODEL_REPORTERS = {  # names or functions of the model: Mesa 3.4 tries any other callable without arguments
    "date": "date",
    "posture": "posture",
    "highest_rung": "highest_rung",
    **{name: lambda model, what=what: model.happened(what) for name, what in {
        "demands": "demanded", "crises": "crisis", "wars": "invaded", "sanctions": "sanctioned", "pacts": "signed",
    }.items()},
    "polarisation": lambda model: model.measure("polarisation"),
}  # fmt: skip
AGENT_REPORTERS = {
    name: name for name in ("code", "power", "stability", "committed", "unmet", "casualties", "threat", "acts")
}
