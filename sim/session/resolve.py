"""Resolving a turn: every seat's sealed orders, month by month through the rules."""

from dataclasses import replace

import numpy as np

from sim.analysis.why.replay import Month, logged
from sim.model.world import Orders, Record, World, blank_orders, blank_record
from sim.run.orders import place, write_answers

from .orders import HOLD, answers_of, fault, orders_in, ruled
from .profiles import DRAFT, MODEL, PEOPLE, PROFILES, swayed
from .state import Line, State
from .turn import Played, Turn


def played(state: State) -> Turn:
    """The present turn of the line in play, resolved; changes nothing."""
    line, settings = state.line, state.settings
    begun = unplayed(state)
    case, world, first = begun.case, begun.case.world, begun.first
    assert settings.turn_months is not None
    record = extended(line.turns[-1].record if line.turns else None, world, first + settings.turn_months)
    months = []
    for number in range(first, first + settings.turn_months):
        orders = orders_of(begun, line, world, number - first)
        later, events = logged(world, case, orders, state.seed, line.replication, number, record)
        months.append(Month(number, world, events))
        world = later
    return replace(begun, months=tuple(months), after=world, record=record)


def restored(state: State, kept: Played) -> Turn:
    """The present turn as the log kept it."""
    line = state.line
    before = line.turns[-1].record if line.turns else None
    series = kept.record if before is None else Record(
        *(np.concatenate(pair, axis=1) for pair in zip(before, kept.record, strict=True))
    )  # fmt: skip
    return replace(unplayed(state), months=kept.months, after=kept.after, record=series)


def extended(before: Record | None, world: World, months: int) -> Record:
    """A record of `months` months that begins with the one before."""
    record = blank_record(months, len(world.power), len(world.duties.status), len(world.intensity), 1)
    if before is not None:
        for series, early in zip(record, before, strict=True):
            series[:, : early.shape[1]] = early
    return record


def who_acts(state: State) -> dict[str, str]:
    """Who acts for each seat if the turn is resolved now: people, draft, hold or a profile."""
    line, found = state.line, {}
    for seat, by in line.control.items():
        if by == PEOPLE and seat not in line.submitted:
            by = state.settings.unsubmitted
            if by == DRAFT and not _finished(seat, state):
                by = MODEL
        found[seat] = by
    return found


def _finished(seat: str, state: State) -> bool:
    """Whether a seat has a draft that could have been submitted as it stands."""
    draft = state.line.drafts.get(seat)
    return (
        draft is not None
        and bool(draft.orders or draft.hold)
        and fault(draft.orders, draft.answers, seat, state) is None
    )


def unplayed(state: State) -> Turn:
    """The present turn before its first month is played."""
    line, acted = state.line, who_acts(state)
    setting = swayed(line.case.setting, acted, line.scenario.labels)
    sheets = {
        seat: (line.submitted if by == PEOPLE else line.drafts)[seat]
        for seat, by in acted.items()
        if by in (PEOPLE, DRAFT)
    }
    case = line.case._replace(setting=setting)
    empty = blank_record(0, 0, 0, 0, 1)
    return Turn(
        line.turn, line.months, line.replication, line.scenario, case, (), case.world, empty, dict(line.control),
        acted, sheets, tuple(line.rulings), line.rehearsal,
    )  # fmt: skip


def orders_of(turn: Turn, line: Line, world: World, month: int) -> Orders:
    """What all states are ordered in month `month` of the turn (0 is the first); the rest is the model's."""
    case, labels = turn.case, turn.scenario.labels
    orders = _blank(turn, world)
    for seat, by in turn.acted.items():
        row = labels.codes.index(seat)
        if seat in turn.sheets:
            sheet = turn.sheets[seat]
            place(orders_in(sheet, month), row, case.setting, labels, orders)
            write_answers(answers_of(sheet.answers, seat, line, world), row, world, labels, orders)
        elif by == HOLD or PROFILES[by].holds:
            place([], row, case.setting, labels, orders)
    ruled(turn, line, world, month, orders)
    return orders


def rulings_of(turn: Turn, line: Line, world: World, month: int) -> Orders:
    """What the facilitator has ruled of it."""
    orders = _blank(turn, world)
    ruled(turn, line, world, month, orders)
    return orders


def _blank(turn: Turn, world: World) -> Orders:
    return blank_orders(len(world.power), len(world.duties.status), int(turn.case.params.choice.initiatives))
