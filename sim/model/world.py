"""The arrays the rules work on: one world, what is fixed around it, what is asked of it, what is kept of it.

Axes: N states, K = 3 kinds of flow, A actions, M obligations, C standing conflicts, P postures,
E calendar events, T months. `X[i, j]` is i's X of, on or toward j. Every array is float64 or
int64, C order, made by `floats` or `whole`, so that each compiled entry has one signature.
"""

from typing import NamedTuple

import numpy as np

from .arrays import twin
from .compiled import rule
from .held import by_reference

Array = np.ndarray

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

    treaty: Array  # M int: the treaty it belongs to; rows of one treaty stand and fall together
    promisor: Array  # M int
    beneficiary: Array  # M int
    duty: Array  # M int: DEFENCE … SUPPLY
    adversary: Array  # M int: the state it is aimed at, or ANY
    region: Array  # M int: where it holds (Setting.region of the victim), or ANY
    least_rung: Array  # M int: 1–4, the rung from which it binds
    least_help: Array  # M int: CONSULT … TROOPS, what honouring takes
    clause: Array  # M: u, probability that provocation by the beneficiary matters; 0 = unconditional
    bindingness: Array  # M: z, 0–1
    secret: Array  # M int: 1 if known to its parties alone
    status: Array  # M int: EMPTY, PROPOSED … EXPIRED
    starts: Array  # M int: month from which a signed duty is in force
    expires: Array  # M int: month, or NEVER
    term: Array  # M int: months a renewal adds, 0 = cannot be renewed
    notice: Array  # M int: months between denouncing and the end
    ends: Array  # M int: month a denounced duty ends, or NEVER


class World(NamedTuple):
    """All that changes in a run; a branch from a step restores exactly this (and the month)."""

    present: Array  # N: 1 if the state takes part
    power: Array  # N: largest at the start = 1
    offense: Array  # N: reach, 0–1
    nuclear: Array  # N: ln(1+warheads)/ln(1+largest)
    committed: Array  # N: b, share of power tied down
    deployable: Array  # N: share that can be sent abroad
    stability: Array  # N: 0–1
    pipeline: Array  # N: technology on its way
    enforcement: Array  # N: pressure on third parties to comply with own sanctions, 0–1
    pressure: Array  # N: pressure on a belligerent to stop, logit
    alignment: Array  # N,N symmetric: −1…1
    hostility: Array  # N,N: i's belief that j means harm, .02–.98
    kept: Array  # N,N: alpha, i's evidence that j keeps its word
    broken: Array  # N,N: beta, i's evidence that it does not
    capacity: Array  # N,N,K: what j could supply to i, in units of i's need
    willingness: Array  # N,N,K: the part j offers to i; 0 = no tie
    distance: Array  # N,N: km from i to j's borders or forward bases
    barrier: Array  # N,N symmetric: tariff on trade, share lost (negative: gained)
    thaw: Array  # N,N symmetric: declared thaw (+) or rift (−)
    goodwill: Array  # N,N symmetric: event benefits beyond those expected, decaying
    sanction: Array  # N,N: stock of i's sanctions on j, 0–1
    conceded: Array  # N,N: i's demands on j already won, 0–1
    deployed: Array  # N,N: capacity in M that j's troops at i's side add, decaying
    sunk: Array  # N,N: lives and effort i has put in for j
    public: Array  # N,N: 1 once i has published what it put in for j
    dealings: Array  # N,N: severity of i's acts at j, a sum over about 12 months
    rung: Array  # N,N symmetric int: CALM … WAR
    initiator: Array  # N,N symmetric int: who opened the crisis, −1 if calm
    intensity: Array  # C: w, 0–1
    phase: Array  # C int: FIGHTING, CEASEFIRE
    posture: Array  # 1 int: the posture in force
    shift_mean: Array  # N: running mean of the posture's credibility shift, by observer
    shift_square: Array  # N: running variance of it
    duties: Obligations


class Actions(NamedTuple):
    """The action table (A rows): how often, how severe, and what each moves. Actor x, target y."""

    base_rate: Array  # A: monthly, before odds, attention and value
    severity: Array  # A: scale of Rivera et al. 2024; moves y's belief about x
    severity_back: Array  # A: moves x's belief about y
    alarm: Array  # A: logit added to the hostility toward x of y's foes, in proportion to their enmity
    enemy_alarm: Array  # A: logit added to the hostility toward x of those fighting y
    answer: Array  # A int: the action that answers it in kind
    in_kind: Array  # A: habitual probability of an answer in kind (level 1)
    yielding: Array  # A: habitual probability that y concedes (level 1)
    gain: Array  # A,K: share of the unoffered part that x now offers y
    cut: Array  # A,K: share of its offer that x withdraws from y
    restore: Array  # A: share of the way x's offer goes back to its start
    payment: Array  # A,K: the same as gain, from y to x
    deployment: Array  # A: military capacity that x's troops add at y's side
    goodwill: Array  # A: event benefit, both ways
    concession: Array  # A: added to what y has won of x
    relief: Array  # A: share of x's sanctions on y that is lifted
    embargo: Array  # A: added to x's sanctions on y
    stability: Array  # A: added to x's stability
    committed: Array  # A: added to x's commitments
    offense: Array  # A: added to x's reach
    casualties: Array  # A: x's, times the intensity of y's war
    technology: Array  # A: added to y's pipeline, times x's power
    cost: Array  # A: value it costs to do
    bid: Array  # A: share of the pull to win back a drifting client (M27)
    screw: Array  # A: share of the pull to punish it
    calms: Array  # A int: 1 if crises of y come down sooner in the month
    warmth_needed: Array  # A: least alignment at which it is done
    at_war_only: Array  # A int: 1 if only for a partner at war
    supply_only: Array  # A int: 1 if only where x has some offer to change
    procedure: Array  # A int: PLAIN … what else happens (actions.py)


class Calendar(NamedTuple):
    """Dated changes (E rows, in order of month)."""

    month: Array  # E int
    variable: Array  # E int: index into posture.VARIABLES
    setting: Array  # E int: 1 = set, 0 = add
    one: Array  # E int: first state (or obligation, or conflict)
    two: Array  # E int: second state, or ANY
    kind: Array  # E int: kind of flow, or ANY
    value: Array  # E


class Postures(NamedTuple):
    """Named shifts of one state's levers (P rows); row 0 is the baseline and shifts nothing."""

    owner: Array  # 1 int: the state that takes postures, −1 if none
    start: Array  # 1 int: posture at the start, −1 = drawn by weight
    switching: Array  # 1: probability a month of drawing anew
    weight: Array  # P: sums to 1
    credibility: Array  # P,N: added to each observer's belief in the owner
    distance: Array  # P,N: km added between each state and the owner's forces
    thaw: Array  # P,N
    barrier: Array  # P,N
    sanction_floor: Array  # P,N: least stock of the owner's sanctions
    sanction_ceiling: Array  # P,N: largest stock
    enforcement: Array  # P: added
    pressure: Array  # P,N: added
    forces: Array  # P: factor on the owner's deployable share
    odds: Array  # P,N,A: log odds added to the owner's actions by target


class Reference(NamedTuple):
    """Month-0 values of the reference variant: what "change" is measured from."""

    alignment: Array  # N,N: A0, clipped to ±.99
    inverse: Array  # N,N: atanh A0
    hostility: Array  # N,N: H0
    willingness: Array  # N,N,K: psi0
    exchange: Array  # N,N: weighted supply, mean of both directions
    dependence: Array  # N,N: D0
    threat: Array  # N,N: mean of both directions
    balance: Array  # N,N: B0
    contagion: Array  # N,N: sum over l of A_jl+ H_il
    arms_race: Array  # N: sum over j of H F / (1 + aid/G)
    own_strength: Array  # N: G_own
    arms_by: Array  # N,N: military supply from each donor
    unmet: Array  # N
    power: Array  # N
    offense: Array  # N
    stability: Array  # N
    committed: Array  # N
    intensity: Array  # C
    kept: Array  # N,N: prior alpha
    broken: Array  # N,N: prior beta
    severity: Array  # N,N: expected monthly severity of i's acts at j
    goodwill: Array  # N,N symmetric: expected monthly event benefit


class Setting(NamedTuple):
    """All that is fixed in a run."""

    code: Array  # N int: number made of the state's code (draws.state_number)
    need: Array  # N,K: omega0, rows sum to 1
    reach: Array  # N,N: j's standing reach of i, 0–1
    stake: Array  # N,N: v, i's stake in what it may demand of j; 0 where a conflict owns the fight
    spill: Array  # N,N: what j's unrest costs i
    invadable: Array  # N,N int: 1 if i can put an army into j
    warm_goal: Array  # N,N: gammaA
    hold_goal: Array  # N,N: gammaL
    harm_goal: Array  # N,N: gammah
    attention: Array  # N,N: rho, rows sum to 1
    weights: Array  # N,7: threat, economy, autonomy, stability, goal, image, crisis; rows sum to 1
    liability: Array  # N: k3, how far a supplier finds a pariah's tie a burden
    region: Array  # N int
    odds: Array  # N,N,A: log odds of each action by actor and target
    attacker: Array  # C int
    defender: Array  # C int
    guarantor: Array  # C int, or −1
    activation: Array  # 1 int: SIMULTANEOUS, RANDOM, FIXED
    spare: Array  # 1 int: number of the first treaty that may be signed in a run
    acting: Array  # 1 int: 0 = nobody acts (a null run)
    actions: Actions
    calendar: Calendar
    postures: Postures
    reference: Reference


class Orders(NamedTuple):
    """What seats ask for; OPEN leaves it to the model. Standing answers are part of an order."""

    action: Array  # N,B int: up to B acts a month; Hold is the action WAIT
    target: Array  # N,B int
    resist: Array  # N,N int: i's answer to a demand by j: 0 yield, 1 resist
    fight: Array  # N,N int: if j resists i's demand: 0 back down, 1 fight
    honour: Array  # M int: 0 decline, 1 honour
    accept: Array  # N,N int: i's answer to a proposal by j


class Record(NamedTuple):
    """The series of a run: index 0 is the start, t the end of month t. In a batch a leading axis R is added."""

    alignment: Array  # T+1,N,N
    hostility: Array  # T+1,N,N
    threat: Array  # T+1,N,N
    credibility: Array  # T+1,N,N
    rung: Array  # T+1,N,N
    sanction: Array  # T+1,N,N
    conceded: Array  # T+1,N,N
    sunk: Array  # T+1,N,N
    dependence: Array  # T+1,N,N,K
    offer: Array  # T+1,N,N,K: effective, capped at 1
    willingness: Array  # T+1,N,N,K
    power: Array  # T+1,N
    offense: Array  # T+1,N
    committed: Array  # T+1,N
    stability: Array  # T+1,N
    unmet: Array  # T+1,N
    casualties: Array  # T+1,N: in the month
    intensity: Array  # T+1,C
    phase: Array  # T+1,C
    posture: Array  # T+1
    status: Array  # T+1,M
    act: Array  # T+1,N,N: index of i's act at j in the month, −1 if none
    tally: Array  # T+1,N,N,len(TALLY): how often in the month
    invoked: Array  # T+1,len(DUTIES): duties live in the month, by type
    honoured: Array  # T+1,len(DUTIES)


ObligationsRef = by_reference(Obligations)
WorldRef = by_reference(World)
ActionsRef = by_reference(Actions)
CalendarRef = by_reference(Calendar)
PosturesRef = by_reference(Postures)
ReferenceRef = by_reference(Reference)
SettingRef = by_reference(Setting)
OrdersRef = by_reference(Orders)
RecordRef = by_reference(Record)


@rule
def copied(world):
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
        twin(world.shift_mean), twin(world.shift_square),
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
