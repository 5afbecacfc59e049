"""The arrays the rules work on: one world, what is fixed around it, what is asked of it, what is kept of it.

Axes: N states, K = 3 kinds of flow, A actions, M obligations, C standing conflicts, P postures,
E calendar events, T months. `X[i, j]` is i's X of, on or toward j. Every array is float64 or
int64, C order, made by `floats` or `whole`, so that each compiled entry has one signature.
"""

from typing import NamedTuple

import numpy as np

from .arrays import Array, Cube, Matrix, Tensor4, Tensor5, Vector, Whole, WholeMatrix, twin
from .held import by_reference
from .stage import stage

ECONOMY, MILITARY, POLITICAL = 0, 1, 2
KINDS = ("E", "M", "P")
FLOWS = len(KINDS)
CALM, DISPUTE, MILITARY_THREAT, FORCE, WAR = 0, 1, 2, 3, 4

DEFENCE, OFFENCE, NEUTRALITY, NONAGGRESSION, CONSULTATION, SANCTIONS, RESISTANCE, SUPPLY = range(8)
DUTIES = ("defence", "offence", "neutrality", "non-aggression", "consultation", "sanctions", "resistance", "supply")
CALLED_UPON = DUTIES[:SANCTIONS]  # by an event; the others hold all the time, through flows (E1b, E1c)
EMPTY, PROPOSED, SIGNED, IN_FORCE, DORMANT, DENOUNCED, EXPIRED = range(-1, 6)
STATUSES = ("proposed", "signed", "in force", "dormant", "denounced", "expired")
CONSULT, AID, ARMS, TROOPS = 0, 1, 2, 3  # how far help goes; a duty is honoured at its own minimum
LEVELS = ("consult", "aid", "arms", "troops")

FIGHTING, CEASEFIRE = 0, 1
NEVER = 1_000_000  # a month that does not come
OPEN = -1  # an answer, an order or a person left to the model
ANY = -1  # a scope that admits every state or region; the believer who knows all
COMMON = -2  # the believer who knows what all know

# what happens between two states in a month; the last axis of Record.tally
TALLY = (
    "demanded", "yielded", "crisis", "struck", "invaded", "invoked", "honoured", "entrapped", "abandoned",
    "sanctioned", "sanction_success", "deployed", "joined", "proposed", "signed", "exited", "restrained",
    "answered", "conceded", "war_won",
)  # fmt: skip
(
    DEMANDED, YIELDED, CRISIS, STRUCK, INVADED, INVOKED, HONOURED, ENTRAPPED, ABANDONED,
    SANCTIONED, SANCTION_SUCCESS, DEPLOYED, JOINED, PROPOSAL, SIGNATURE, EXITED, RESTRAINED,
    ANSWERED, CONCEDED, WAR_WON,
) = range(len(TALLY))  # fmt: skip


def floats(values, shape=None) -> Array:
    """A fresh float64 array in C order, of `shape` if given (scalars fill it)."""
    made = np.array(values, dtype=np.float64, order="C")
    return made if shape is None else np.ascontiguousarray(np.broadcast_to(made, shape)).copy()


def whole(values, shape=None) -> Array:
    """A fresh int64 array in C order, of `shape` if given (scalars fill it)."""
    made = np.array(values, dtype=np.int64, order="C")
    return made if shape is None else np.ascontiguousarray(np.broadcast_to(made, shape)).copy()


class Obligations(NamedTuple):
    """Every duty of every treaty, a row each (M rows; spare rows are EMPTY and serve pacts signed in the run)."""

    treaty: Whole  # M int: the treaty it belongs to; rows of one treaty stand and fall together
    promisor: Whole  # M int
    beneficiary: Whole  # M int
    duty: Whole  # M int: DEFENCE … SUPPLY
    adversary: Whole  # M int: the state it is aimed at, or ANY
    region: Whole  # M int: where it holds (Setting.region of the victim), or ANY
    least_rung: Whole  # M int: 1–4, the rung from which it binds
    least_help: Whole  # M int: CONSULT … TROOPS, what honouring takes
    clause: Vector  # M: u, probability that provocation by the beneficiary matters; 0 = unconditional
    bindingness: Vector  # M: z, 0–1
    secret: Whole  # M int: 1 if known to its parties alone
    status: Whole  # M int: EMPTY, PROPOSED … EXPIRED
    starts: Whole  # M int: month from which a signed duty is in force
    expires: Whole  # M int: month, or NEVER
    term: Whole  # M int: months a renewal adds, 0 = cannot be renewed
    notice: Whole  # M int: months between denouncing and the end
    ends: Whole  # M int: month a denounced duty ends, or NEVER


class World(NamedTuple):
    """All that changes in a run; a branch from a step restores exactly this (and the month)."""

    present: Vector  # N: 1 if the state takes part
    power: Vector  # N: largest at the start = 1
    offense: Vector  # N: reach, 0–1
    nuclear: Vector  # N: ln(1+warheads)/ln(1+largest)
    committed: Vector  # N: b, share of power tied down
    deployable: Vector  # N: share that can be sent abroad
    stability: Vector  # N: 0–1
    pipeline: Vector  # N: technology on its way
    enforcement: Vector  # N: pressure on third parties to comply with own sanctions, 0–1
    pressure: Vector  # N: pressure on a belligerent to stop, logit
    alignment: Matrix  # N,N symmetric: −1…1
    hostility: Matrix  # N,N: i's belief that j means harm, .02–.98
    kept: Matrix  # N,N: alpha, i's evidence that j keeps its word
    broken: Matrix  # N,N: beta, i's evidence that it does not
    capacity: Cube  # N,N,K: what j could supply to i, in units of i's need
    willingness: Cube  # N,N,K: the part j offers to i; 0 = no tie
    distance: Matrix  # N,N: km from i to j's borders or forward bases
    barrier: Matrix  # N,N symmetric: tariff on trade, share lost (negative: gained)
    thaw: Matrix  # N,N symmetric: declared thaw (+) or rift (−)
    goodwill: Matrix  # N,N symmetric: event benefits beyond those expected, decaying
    sanction: Matrix  # N,N: stock of i's sanctions on j, 0–1
    conceded: Matrix  # N,N: i's demands on j already won, 0–1
    deployed: Matrix  # N,N: capacity in M that j's troops at i's side add, decaying
    sunk: Matrix  # N,N: lives and effort i has put in for j
    public: Matrix  # N,N: 1 once i has published what it put in for j
    dealings: Matrix  # N,N: severity of i's acts at j, a sum over about 12 months
    rung: WholeMatrix  # N,N symmetric int: CALM … WAR
    initiator: WholeMatrix  # N,N symmetric int: who opened the crisis, −1 if calm
    intensity: Vector  # C: w, 0–1
    phase: Whole  # C int: FIGHTING, CEASEFIRE
    posture: Whole  # 1 int: the posture in force
    shift_mean: Vector  # N: running mean of the posture's credibility shift, by observer
    shift_variance: Vector  # N: running variance of it
    duties: Obligations


class Actions(NamedTuple):
    """The action table (A rows): how often, how severe, and what each moves. Actor x, target y."""

    base_rate: Vector  # A: monthly, before odds, attention and value
    severity: Vector  # A: scale of Rivera et al. 2024; moves y's belief about x
    severity_back: Vector  # A: moves x's belief about y
    alarm: Vector  # A: logit added to the hostility toward x of y's foes, in proportion to their enmity
    enemy_alarm: Vector  # A: logit added to the hostility toward x of those fighting y
    answer: Whole  # A int: the action that answers it in kind
    in_kind: Vector  # A: habitual probability of an answer in kind (level 1)
    yielding: Vector  # A: habitual probability that y concedes (level 1)
    gain: Matrix  # A,K: share of the unoffered part that x now offers y
    cut: Matrix  # A,K: share of its offer that x withdraws from y
    restore: Vector  # A: share of the way x's offer goes back to its start
    payment: Matrix  # A,K: the same as gain, from y to x
    deployment: Vector  # A: military capacity that x's troops add at y's side
    goodwill: Vector  # A: event benefit, both ways
    concession: Vector  # A: added to what y has won of x
    relief: Vector  # A: share of x's sanctions on y that is lifted
    embargo: Vector  # A: added to x's sanctions on y
    stability: Vector  # A: added to x's stability
    committed: Vector  # A: added to x's commitments
    offense: Vector  # A: added to x's reach
    casualties: Vector  # A: x's, times the intensity of y's war
    technology: Vector  # A: added to y's pipeline, times x's power
    cost: Vector  # A: value it costs to do
    bid: Vector  # A: share of the pull to win back a drifting client (M27)
    screw: Vector  # A: share of the pull to punish it
    calms: Whole  # A int: 1 if crises of y come down sooner in the month
    warmth_needed: Vector  # A: least alignment at which it is done
    at_war_only: Whole  # A int: 1 if only for a partner at war
    supply_only: Whole  # A int: 1 if only where x has some offer to change
    procedure: Whole  # A int: PLAIN … what else happens (actions.py)


class Calendar(NamedTuple):
    """Dated changes (E rows, in order of month)."""

    month: Whole  # E int
    variable: Whole  # E int: index into calendar.VARIABLES
    setting: Whole  # E int: 1 = set, 0 = add
    one: Whole  # E int: first state (or obligation, or conflict)
    two: Whole  # E int: second state, or ANY
    kind: Whole  # E int: kind of flow, or ANY
    value: Vector  # E


class Postures(NamedTuple):
    """Named shifts of one state's levers (P rows); row 0 is the baseline and shifts nothing."""

    owner: Whole  # 1 int: the state that takes postures, −1 if none
    start: Whole  # 1 int: posture at the start, −1 = drawn by weight
    switching: Vector  # 1: probability a month of drawing anew
    weight: Vector  # P: sums to 1
    credibility: Matrix  # P,N: added to each observer's belief in the owner
    distance: Matrix  # P,N: km added between each state and the owner's forces
    thaw: Matrix  # P,N
    barrier: Matrix  # P,N
    sanction_floor: Matrix  # P,N: least stock of the owner's sanctions
    sanction_ceiling: Matrix  # P,N: largest stock
    enforcement: Vector  # P: added
    pressure: Matrix  # P,N: added
    forces: Vector  # P: factor on the owner's deployable share
    odds: Cube  # P,N,A: log odds added to the owner's actions by target


class Reference(NamedTuple):
    """Month-0 values of the reference variant: what "change" is measured from."""

    alignment: Matrix  # N,N: A0, clipped to ±.99
    inverse: Matrix  # N,N: atanh A0
    hostility: Matrix  # N,N: H0
    willingness: Cube  # N,N,K: psi0
    exchange: Matrix  # N,N: weighted supply, mean of both directions
    dependence: Matrix  # N,N: D0
    threat: Matrix  # N,N: mean of both directions
    balance: Matrix  # N,N: B0
    contagion: Matrix  # N,N: sum over l of A_jl+ H_il
    arms_race: Vector  # N: sum over j of H F / (1 + aid/G)
    own_strength: Vector  # N: G_own
    arms_by: Matrix  # N,N: military supply from each donor
    unmet: Vector  # N
    power: Vector  # N
    offense: Vector  # N
    stability: Vector  # N
    committed: Vector  # N
    intensity: Vector  # C
    kept: Matrix  # N,N: prior alpha
    broken: Matrix  # N,N: prior beta
    severity: Matrix  # N,N: expected monthly severity of i's acts at j
    goodwill: Matrix  # N,N symmetric: expected monthly event benefit


class Setting(NamedTuple):
    """All that is fixed in a run."""

    code: Whole  # N int: number made of the state's code (draws.state_number)
    need: Matrix  # N,K: omega0, rows sum to 1
    reach: Matrix  # N,N: j's standing reach of i, 0–1
    stake: Matrix  # N,N: v, i's stake in what it may demand of j; 0 where a conflict owns the fight
    spill: Matrix  # N,N: what j's unrest costs i
    invadable: WholeMatrix  # N,N int: 1 if i can put an army into j
    warm_goal: Matrix  # N,N: gammaA
    hold_goal: Matrix  # N,N: gammaL
    harm_goal: Matrix  # N,N: gammah
    attention: Matrix  # N,N: rho, rows sum to 1
    weights: Matrix  # N,7: threat, economy, autonomy, stability, goal, image, crisis; rows sum to 1
    liability: Vector  # N: k3, how far a supplier finds a pariah's tie a burden
    region: Whole  # N int
    odds: Cube  # N,N,A: log odds of each action by actor and target
    attacker: Whole  # C int
    defender: Whole  # C int
    guarantor: Whole  # C int, or −1
    activation: Whole  # 1 int: SIMULTANEOUS, RANDOM, FIXED
    spare: Whole  # 1 int: number of the first treaty that may be signed in a run
    acting: Whole  # 1 int: 0 = nobody acts (a null run)
    actions: Actions
    calendar: Calendar
    postures: Postures
    reference: Reference


class Orders(NamedTuple):
    """What seats ask for; OPEN leaves it to the model. Standing answers are part of an order."""

    action: WholeMatrix  # N,B int: up to B acts a month; Hold is the action WAIT
    target: WholeMatrix  # N,B int
    resist: WholeMatrix  # N,N int: i's answer to a demand by j: 0 yield, 1 resist
    fight: WholeMatrix  # N,N int: if j resists i's demand: 0 back down, 1 fight
    honour: Whole  # M int: 0 decline, 1 honour
    accept: WholeMatrix  # N,N int: i's answer to a proposal by j


class Record(NamedTuple):
    """The series of a run: index 0 is the start, t the end of month t. In a batch a leading axis R is added."""

    alignment: Tensor4  # T+1,N,N
    hostility: Tensor4  # T+1,N,N
    threat: Tensor4  # T+1,N,N
    credibility: Tensor4  # T+1,N,N
    rung: Tensor4  # T+1,N,N
    sanction: Tensor4  # T+1,N,N
    conceded: Tensor4  # T+1,N,N
    sunk: Tensor4  # T+1,N,N
    dependence: Tensor5  # T+1,N,N,K
    offer: Tensor5  # T+1,N,N,K: effective, capped at 1
    willingness: Tensor5  # T+1,N,N,K
    power: Cube  # T+1,N
    offense: Cube  # T+1,N
    committed: Cube  # T+1,N
    stability: Cube  # T+1,N
    unmet: Cube  # T+1,N
    casualties: Cube  # T+1,N: in the month
    intensity: Cube  # T+1,C
    phase: Cube  # T+1,C
    posture: Matrix  # T+1
    status: Cube  # T+1,M
    act: Tensor4  # T+1,N,N: index of i's act at j in the month, −1 if none
    tally: Tensor5  # T+1,N,N,len(TALLY): how often in the month
    invoked: Cube  # T+1,len(DUTIES): duties live in the month, by type
    honoured: Cube  # T+1,len(DUTIES)


ObligationsRef = by_reference(Obligations)
WorldRef = by_reference(World)
ActionsRef = by_reference(Actions)
CalendarRef = by_reference(Calendar)
PosturesRef = by_reference(Postures)
ReferenceRef = by_reference(Reference)
SettingRef = by_reference(Setting)
OrdersRef = by_reference(Orders)
RecordRef = by_reference(Record)


@stage
def copied(world: World) -> World:
    """A deep copy of a world, inside the rules."""
    duties = world.duties
    return WorldRef(
        twin(world.present), twin(world.power), twin(world.offense), twin(world.nuclear), twin(world.committed),
        twin(world.deployable), twin(world.stability), twin(world.pipeline), twin(world.enforcement),
        twin(world.pressure), twin(world.alignment), twin(world.hostility), twin(world.kept),
        twin(world.broken), twin(world.capacity), twin(world.willingness), twin(world.distance),
        twin(world.barrier), twin(world.thaw), twin(world.goodwill), twin(world.sanction), twin(world.conceded),
        twin(world.deployed), twin(world.sunk), twin(world.public), twin(world.dealings), twin(world.rung),
        twin(world.initiator), twin(world.intensity), twin(world.phase), twin(world.posture),
        twin(world.shift_mean), twin(world.shift_variance),
        ObligationsRef(
            twin(duties.treaty), twin(duties.promisor), twin(duties.beneficiary), twin(duties.duty),
            twin(duties.adversary), twin(duties.region), twin(duties.least_rung), twin(duties.least_help),
            twin(duties.clause), twin(duties.bindingness), twin(duties.secret), twin(duties.status),
            twin(duties.starts), twin(duties.expires), twin(duties.term), twin(duties.notice),
            twin(duties.ends),
        ),
    )  # fmt: skip


def fresh(world: World) -> World:
    """A deep copy of a world, outside the rules."""
    arrays = {name: field.copy() for name, field in world._asdict().items() if name != "duties"}
    return World(**arrays, duties=Obligations(*(row.copy() for row in world.duties)))


def blank_orders(states: int, obligations: int, initiatives: int = 1) -> Orders:
    """Orders that leave everything to the model."""
    pair = (states, states)
    return Orders(
        action=whole(OPEN, (states, initiatives)),
        target=whole(OPEN, (states, initiatives)),
        resist=whole(OPEN, pair),
        fight=whole(OPEN, pair),
        honour=whole(OPEN, (obligations,)),
        accept=whole(OPEN, pair),
    )


def blank_record(months: int, states: int, obligations: int, conflicts: int, runs: int | None = None) -> Record:
    """A record of zeros for `months` months, with a leading axis of `runs` if given."""
    lead = (months + 1,) if runs is None else (runs, months + 1)
    n, m, c = states, obligations, conflicts
    shapes = {
        **dict.fromkeys(("alignment", "hostility", "threat", "credibility", "rung", "sanction"), (n, n)),
        **dict.fromkeys(("conceded", "sunk", "act"), (n, n)),
        **dict.fromkeys(("dependence", "offer", "willingness"), (n, n, len(KINDS))),
        **dict.fromkeys(("power", "offense", "committed", "stability", "unmet", "casualties"), (n,)),
        **dict.fromkeys(("intensity", "phase"), (c,)),
        **dict.fromkeys(("invoked", "honoured"), (len(DUTIES),)),
        "posture": (),
        "status": (m,),
        "tally": (n, n, len(TALLY)),
    }  # fmt: skip
    return Record(**{name: np.zeros(lead + shapes[name]) for name in Record._fields})
