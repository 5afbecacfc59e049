"""The shape of a scenario file (`format: 1`): every block, key, unit and bound, in the order of the file.

What this file can say of one value alone it says here; what ties values together (names that must
exist, sums, dates in order) is in `checks.py`. Marks and sources are taken off before
(`provenance.py`). `scenarios/README.md` is the reference for authors.
"""

from typing import Annotated, Literal

from pydantic import Field

from sim.model.world import DUTIES, KINDS, LEVELS, STATUSES

from .action_table import ActionRow
from .units import (
    ActionName,
    Amounts,
    Beliefs,
    Block,
    Code,
    Codes,
    Date,
    Distances,
    Inverse,
    KnownAction,
    Logit,
    Multiple,
    Name,
    PairShares,
    PairWarmths,
    Share,
    Shares,
    StateOrAny,
    StateOrDefault,
    Table,
    Text,
    Warmth,
    Warmths,
    form,
    within,
)

Duty = Literal[DUTIES]  # type: ignore[valid-type]
Help = Literal[LEVELS]  # type: ignore[valid-type]
Status = Literal[STATUSES]  # type: ignore[valid-type]
Kind = Literal[KINDS]  # type: ignore[valid-type]
Phase = Literal["fighting", "ceasefire"]
VALUES = ("threat", "economy", "autonomy", "stability", "goal", "image", "crisis")
OddsByTarget = dict[StateOrAny, dict[KnownAction, Multiple]]


class Weights(Block):
    """w of E14: what a state cares for; they sum to 1."""

    threat: Share
    economy: Share
    autonomy: Share
    stability: Share
    goal: Share
    image: Share
    crisis: Share


class State(Block):
    """One state at the start. What is left out is taken from `states.default`."""

    name: Text | None = None
    present: bool = True
    power: Annotated[float, within(0.0001, 1_000_000, "any scale; the largest becomes 1")] | None = None
    warheads: Annotated[float, within(0, 100_000, "warheads")] | None = None
    offense: Share | None = None
    committed: Share | None = None
    deployable: Share | None = None
    stability: Share | None = None
    enforcement: Share | None = None
    pressure: Logit | None = None
    liability: Annotated[float, within(0, 10, "logit per pariah")] | None = None
    region: Name | None = None
    need: Shares | None = None
    own: Amounts | None = None
    weights: Weights | None = None


class States(Table):
    """The states by code, in the order of all arrays; `default` says what a state leaves out."""

    __pydantic_extra__: dict[str, State] = Field(init=False)
    default: State = State()


class Flow(Block):
    """What one state could supply to another, and the part it offers, as [E, M, P]."""

    capacity: Amounts
    willingness: Shares


class Ties(Block):
    """Feelings, beliefs and stocks between states at the start."""

    alignment: Warmths
    hostility: Beliefs = Beliefs()
    trust: Beliefs = Beliefs()
    sanctions: PairShares = PairShares()
    sunk: PairShares = PairShares()


class Goals(Block):
    """What a state wishes of another: warmth (γA), dependence (γL), distress (γh)."""

    warm: PairWarmths = PairWarmths()
    hold: PairWarmths = PairWarmths()
    harm: PairWarmths = PairWarmths()


class Attention(Table):
    """Where a state looks: rows that sum to 1. `rest: equal` spreads what is missing over the states not named."""

    __pydantic_extra__: dict[str, dict[str, Share]] = Field(init=False)
    rest: Literal["equal"] | None = None


class Obligation(Block):
    """One duty of a treaty: who owes it to whom, against whom, where, from what rung, and how firmly."""

    duty: Duty
    mutual: bool = False
    by: Codes | None = None
    for_: Codes | None = Field(None, alias="for")
    against: Code | None = None
    region: Name | None = None
    from_rung: Annotated[int, Field(ge=2, le=4, description="rung, 2 to 4")] | None = None
    help: Help | None = None
    clause: Share | None = None
    bindingness: Share | None = None


class Treaty(Block):
    """Parties, dates and duties; `clause` (u) and `bindingness` (z) hold for every duty that names none."""

    title: Text | None = None
    parties: Annotated[list[Code], Field(min_length=2)]
    signed: Date | None = None
    in_force: Date | None = None
    expires: Date | None = None
    renews: Annotated[int, Field(ge=0, le=1200, description="months a renewal adds, 0 = none")] = 0
    notice: Annotated[int, Field(ge=0, le=120, description="months from denouncing to the end")] = 0
    status: Status | None = None
    secret: bool = False
    region: Name | None = None
    clause: Share | None = None
    bindingness: Share | None = None
    duties: Annotated[list[Obligation], Field(min_length=1)]


class Conflict(Block):
    """A war that stands at the start (E13)."""

    title: Text | None = None
    attacker: Code
    defender: Code
    guarantor: Code | None = None
    intensity: Share
    phase: Phase = "fighting"


class Preset(Block):
    """One posture: shifts of the owner's levers, by state; or a switching among others."""

    summary: Text
    credibility: dict[StateOrDefault, Warmth] = {}
    distance: dict[StateOrDefault, Annotated[float, within(-20_000, 20_000, "km")]] = {}
    thaw: dict[StateOrDefault, Inverse] = {}
    barrier: dict[StateOrDefault, Annotated[float, within(-0.9, 0.9, "share of trade lost")]] = {}
    sanction_floor: dict[StateOrDefault, Share] = {}
    sanction_ceiling: dict[StateOrDefault, Share] = {}
    enforcement: Share = 0.0
    pressure: dict[StateOrDefault, Logit] = {}
    forces: Annotated[float, within(0, 2, "factor")] = 1.0
    odds: OddsByTarget = {}
    among: dict[Name, Annotated[float, within(0, 1_000_000, "weight")]] = {}
    switching: Share | None = None
    starts: Name | None = None


class Postures(Block):
    """Whose postures they are, and the postures; `baseline`, which shifts nothing, is always there."""

    owner: Code
    presets: dict[Name, Preset]


class Change(Block):
    """One variable added to or set by an event; which keys it takes depends on the variable."""

    add: Text | None = None
    set_: Text | None = Field(None, alias="set")
    pair: Annotated[list[Code], Field(min_length=2, max_length=2)] | None = None
    state: Code | None = None
    conflict: Name | None = None
    treaty: Name | None = None
    kind: Kind | None = None
    value: Annotated[float, within(-20_000, 20_000, "unit of the variable")] | None = None
    to: Text | None = None

    @property
    def variable(self) -> str:
        """What is changed."""
        return self.set_ or self.add or ""


class Event(Block):
    """A dated event and what it changes."""

    date: Date
    title: Text
    on: bool = True
    delay: Annotated[int, Field(ge=-120, le=120, description="months")] = 0
    changes: Annotated[list[Change], Field(min_length=1)]


class EventBlock(Block):
    """Events that are switched on or off together."""

    on: bool = True
    events: dict[Name, Event]


class Parameter(Block):
    """What of this file a user may change or draw, with its range and its prior.

    `sets` names the number that it is (or several that are equal); `toward` numbers that it moves together, from
    what the file has (0) to those given here (1).
    """

    meaning: Text
    unit: Text
    low: float
    high: float
    prior: Literal["uniform", "triangular", "dirichlet"] = "uniform"
    concentration: Annotated[float, within(0.1, 1000, "pseudo-cases, dirichlet only")] | None = None
    kind: Literal["structural", "shock"] | None = None
    sets: list[Text] = []
    toward: dict[Text, float] = {}

    @property
    def moves(self) -> list[str]:
        """The dotted paths of the numbers that change with it."""
        return [*self.sets, *self.toward]


class Ablation(Block):
    """A mechanism of this file as it is switched off: what that means, and parameters with the values that do it."""

    meaning: Text
    sets: Annotated[dict[Name, float], Field(min_length=1)]


class Outcome(Block):
    """A measure of a run: an expression over the step series."""

    expression: Text
    unit: Text
    meaning: Text


class Named(Block):
    """Clients with two patrons each, axes and triples for which outcomes are reported."""

    clients: dict[Code, Annotated[list[Code], Field(min_length=2, max_length=2)]] = {}
    axes: dict[Name, Annotated[list[Code], Field(min_length=2)]] = {}
    triples: list[Annotated[list[Code], Field(min_length=3, max_length=3)]] = []


class Seat(Block):
    """What a team is told: its brief, its goals in words, and what only it knows."""

    brief: Text
    goals: Annotated[list[Text], Field(min_length=1)]
    intelligence: list[Text] = []


class Inject(Block):
    """News the facilitator may send in a turn, to some seats or to all, and what it changes in the world."""

    turn: Annotated[int, Field(ge=1, le=1000)]
    to: Literal["all"] | Codes = "all"
    text: Text
    changes: list[Change] = []


class Play(Block):
    """What the classroom needs beside the model."""

    brief: Text
    turn_months: Annotated[int, Field(ge=1, le=120, description="months a turn takes")] = 1
    seats: dict[Code, Seat]
    injects: dict[Name, Inject] = {}


class Document(Block):
    """A scenario file."""

    format: Literal[1]
    name: Name
    title: Text
    summary: Text
    question: Text
    start: Annotated[str, form(r"^\d{4}-(0[1-9]|1[0-2])$", "month: YYYY-MM")]
    months: Annotated[int, Field(ge=1, le=1200, description="months")]
    states: States
    flows: dict[Code, dict[Code, Flow]] = {}
    ties: Ties
    distances: Distances
    reach: PairShares = PairShares()
    can_invade: dict[Code, list[Code]] = {}
    stakes: PairShares = PairShares()
    spill: PairShares = PairShares()
    goals: Goals = Goals()
    attention: Attention
    treaties: dict[Name, Treaty] = {}
    conflicts: dict[Name, Conflict] = {}
    actions: dict[ActionName, ActionRow] = {}
    odds: dict[Code, OddsByTarget] = {}
    postures: Postures | None = None
    calendar: dict[Name, EventBlock] = {}
    parameters: dict[Name, Parameter] = {}
    ablations: dict[Name, Ablation] = {}
    named: Named = Named()
    outcomes: dict[Name, Outcome] = {}
    headline: Annotated[list[Name], Field(min_length=1)]
    play: Play | None = None
