"""Running: one month for a caller in Python, the compiled loop over replications, the record kept.

Both call the same `advance`; Mesa, the classroom and `explain` step one month at a time, sweeps
play many replications in one compiled loop, and a contract test holds them equal.
"""

from .arrays import fill, put
from .compiled import rule
from .events import Events, no_events, quiet_month
from .held import held
from .params import Params
from .picture import current_flows, current_levers, current_security
from .stage import stage
from .step import advance
from .world import COMMON, Orders, Record, Setting, World, blank_orders, copied, fresh


@rule
def put_capped(target, offer):
    """Copy offers (N,N,K), each held to 1."""
    n, _, kinds = offer.shape
    for i in range(n):
        for j in range(n):
            for k in range(kinds):
                target[i, j, k] = min(1.0, offer[i, j, k])


@rule
def keep(record, run, month, world, flow, safe):
    """Write what a month's end looks like into the record, at [run, month]."""
    put(record.alignment[run, month], world.alignment)
    put(record.hostility[run, month], world.hostility)
    put(record.threat[run, month], safe.threat)
    put(record.credibility[run, month], safe.credibility)
    put(record.rung[run, month], world.rung)
    put(record.sanction[run, month], world.sanction)
    put(record.conceded[run, month], world.conceded)
    put(record.sunk[run, month], world.sunk)
    put(record.dependence[run, month], flow.by_kind)
    put_capped(record.offer[run, month], flow.offer)
    put(record.willingness[run, month], world.willingness)
    put(record.power[run, month], world.power)
    put(record.offense[run, month], world.offense)
    put(record.committed[run, month], world.committed)
    put(record.stability[run, month], world.stability)
    put(record.unmet[run, month], flow.unmet)
    put(record.intensity[run, month], world.intensity)
    put(record.phase[run, month], world.phase)
    record.posture[run, month] = world.posture[0]
    put(record.status[run, month], world.duties.status)


@rule
def keep_events(record, run, month, events):
    """Write a month's happenings into the record, at [run, month]."""
    put(record.casualties[run, month], events.casualties)
    put(record.act[run, month], events.act)
    put(record.tally[run, month], events.tally)
    put(record.invoked[run, month], events.invoked)
    put(record.honoured[run, month], events.honoured)


@stage
def _play(
    world: World, setting: Setting, params: Params, orders: Orders, seed: int, first: int, month: int, events: Events,
    record: Record, in_place: bool,
) -> None:  # fmt: skip
    """The one compiled loop: replications from `first` on, months from `month` to the end of the record.

    In place, the world and events given are changed, and one month is played; else each
    replication starts from a copy of the world.
    """
    states = world.power.shape[0]
    last = month + 1 if in_place else record.posture.shape[1] - 1
    for run in range(record.posture.shape[0]):
        now = world if in_place else copied(world)
        if month == 0:
            lever = current_levers(now, setting.postures)
            flow = current_flows(now, lever, setting, params, COMMON)
            keep(record, run, 0, now, flow, current_security(now, lever, setting, params, COMMON))
            fill(record.act[run, 0], -1.0)
        for t in range(month, last):
            happened = events if in_place else no_events(states, 0)
            flow, safe = advance(now, setting, params, orders, seed, first + run, t, happened)
            keep(record, run, t + 1, now, flow, safe)
            keep_events(record, run, t + 1, happened)


def play_many(world: World, setting: Setting, params: Params, seed: int, first: int, record: Record) -> None:
    """Play replications first … first+R−1 from the same start into `record` (leading axis R).

    Releases the GIL. Equal to stepping each replication by hand; the same whatever the split
    into calls, threads or machines.
    """
    states = world.power.shape[0]
    orders = blank_orders(states, world.duties.status.shape[0], int(params.choice.initiatives))
    _play(
        held(world), held(setting), held(params), held(orders), seed, first, 0, held(quiet_month(states, 0)),
        held(record), False,
    )  # fmt: skip


def step(
    world: World, setting: Setting, params: Params, orders: Orders, seed: int, replication: int, month: int,
    record: Record, rows: int = 0,
) -> tuple[World, Events]:  # fmt: skip
    """The world a month later and what happened in it; the input world is left alone.

    `month`: 0 at the start; `record`: of one run (leading axis 1), written at month + 1 (and at 0
    in the first month); `rows`: room for the log of draws. Orders leave OPEN what the model is to
    decide.
    """
    later = fresh(world)
    events = quiet_month(world.power.shape[0], rows)
    _play(
        held(later), held(setting), held(params), held(orders), seed, replication, month, held(events), held(record),
        True,
    )  # fmt: skip
    return later, events
