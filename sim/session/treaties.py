"""Treaties among people: proposed by clauses, countered, accepted by every party, left again.

Terms are a treaty of the scenario's own format, so they are checked as an author's are; once every party has accepted
they are duties of the world from the present turn on (sim/run/amend.py).
"""

from dataclasses import replace
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from sim.analysis.why.words import VERBS
from sim.model.world import NEVER, World
from sim.run.amend import denounced, signed
from sim.scenario.agreements import check_treaty
from sim.scenario.arrays import region_names
from sim.scenario.duties import obligations, treaty_rows
from sim.scenario.schema import Treaty

from . import clauses
from .commands import Command, Desk, Entry, Facts, Rejection, command, short_id, unfit
from .ledger import treaties_of
from .links import Links
from .profiles import PEOPLE
from .state import ALL, OPEN, PLAYER, Line, Member, News, Proposal, State
from .text import Title

MOST_CLAUSES, MOST_OPEN, MOST_DURATION = 12, 12, 1200
Code = Annotated[str, Field(max_length=6)]
Key = Annotated[str, Field(max_length=80)]


class Terms(BaseModel):
    """A treaty's text: who with whom, which duties (scenarios/README.md), how long (months, none = without end)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Title
    parties: Annotated[tuple[Code, ...], Field(min_length=2, max_length=32)]
    duties: Annotated[tuple[dict[str, Any], ...], Field(min_length=1, max_length=MOST_CLAUSES)]
    months: Annotated[int, Field(ge=1, le=MOST_DURATION)] | None = None
    notice: Annotated[int, Field(ge=0, le=120)] = 0
    renews: Annotated[int, Field(ge=0, le=MOST_DURATION)] = 0
    secret: bool = False

    def treaty(self) -> Treaty:
        """The same in the scenario's format. Raises ValidationError."""
        return Treaty.model_validate({
            "parties": list(self.parties), "duties": list(self.duties), "status": "in force", "notice": self.notice,
            "renews": self.renews, "secret": self.secret,
        })  # fmt: skip


@command("propose", (PLAYER,), (OPEN,))
class Propose(Command):
    """Put a treaty on the table; `counters` names the proposal that it answers, `until` the last turn it stands."""

    terms: Terms
    counters: Key | None = None
    until: Annotated[int, Field(ge=1)] | None = None

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        line, terms = state.line, self.terms
        if who.own not in terms.parties:
            return Rejection("not_party", "propose treaties that bind yourself")
        others = [code for code in terms.parties if code != who.own]
        idle = [code for code in others if line.control.get(code) != PEOPLE]
        if idle:
            offer = f"{who.own} {VERBS['PROPOSE'].format(idle[0])}"
            return Rejection("not_people", f"no people play {', '.join(idle)}; an order can ask: “{offer}”")
        if terms.secret and not state.settings.secrecy:
            return Rejection("no_secrets", "this session has no secret treaties")
        if self.until is not None and self.until < line.turn:
            return Rejection("expired", f"“{clauses.FIELD_NAMES['until']}”: that turn has passed")
        mine = [each for each in line.proposals.values() if each.by == who.own and each.status == "open"]
        if len(mine) >= MOST_OPEN:
            return Rejection("too_many", f"{MOST_OPEN} of your proposals are open; withdraw one")
        if self.counters is not None:
            refused = _open(self.counters, line, who.own)
            if refused:
                return refused
        return _faulty(terms, line) or Facts()

    def apply(self, state: State, entry: Entry) -> None:
        line, seat = state.line, state.members[entry.member].own
        if self.counters is not None:
            _settle(line, self.counters, "countered")
        key = short_id(self.uuid)
        line.proposals[key] = Proposal(
            key, seat, self.terms, line.turn, self.until or line.turn, (seat,), counters=self.counters, time=entry.time
        )

    def answer(self, entry: Entry, links: Links) -> dict[str, Any]:
        return {"proposal": short_id(self.uuid)}

    @classmethod
    def told(cls, fault: ErrorDetails) -> str:
        return clauses.told(fault)


class _OnProposal(Command):
    """A command on an open proposal of which one is a party."""

    proposal: Key

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        return _open(self.proposal, state.line, who.own) or Facts()


@command("accept", (PLAYER,), (OPEN,))
class Accept(_OnProposal):
    """Accept a proposal; when the last party does, it is a treaty and in force."""

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        line = state.line
        refused = _open(self.proposal, line, who.own)
        if refused:
            return refused
        proposal = line.proposals[self.proposal]
        if who.own in proposal.accepted:
            return Rejection("accepted", "you have accepted already")
        if _whole(proposal, who.own) and _sign(proposal, line) is None:
            return Rejection("no_room", "the world has no room for more treaties")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        line, seat = state.line, state.members[entry.member].own
        proposal = line.proposals[self.proposal]
        if not _whole(proposal, seat):
            line.proposals[self.proposal] = replace(proposal, accepted=(*proposal.accepted, seat))
            return
        made = _sign(proposal, line)
        assert made is not None
        world, rows = made
        _settle(line, self.proposal, "accepted", seat)
        names = list(line.scenario.labels.treaties)
        for row in rows:
            names[row] = proposal.terms.title
        line.scenario = replace(line.scenario, labels=line.scenario.labels._replace(treaties=tuple(names)))
        line.case = line.case._replace(world=world)
        line.treaties[self.proposal] = rows
        text = f"{_listed(proposal.terms.parties)} sign “{proposal.terms.title}”"
        line.news.append(News(line.turn, text, proposal.terms.parties if proposal.terms.secret else (ALL,)))


@command("reject", (PLAYER,), (OPEN,))
class Reject(_OnProposal):
    """Turn a proposal down: it is off the table."""

    def apply(self, state: State, entry: Entry) -> None:
        _settle(state.line, self.proposal, "rejected")


@command("withdraw", (PLAYER,), (OPEN,))
class Withdraw(_OnProposal):
    """Take one's own proposal back."""

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        refused = super().decide(state, who, desk)
        if isinstance(refused, Facts) and state.line.proposals[self.proposal].by != who.own:
            return Rejection("not_yours", "only its author withdraws a proposal; you may reject it")
        return refused

    def apply(self, state: State, entry: Entry) -> None:
        _settle(state.line, self.proposal, "withdrawn")


@command("denounce", (PLAYER,), (OPEN,))
class Denounce(Command):
    """Leave a treaty: its duties end after notice, and one's word is worth less to those who know of it."""

    treaty: Key

    def decide(self, state: State, who: Member, desk: Desk) -> Facts | Rejection:
        held = treaties_of(state.line).get(self.treaty)
        if held is None or who.own not in _parties(held.rows, state.line):
            return Rejection("unknown_treaty", "you are party to no such treaty")
        if _left(state.line, held.rows, who.own) is None:
            return Rejection("nothing_owed", "it binds you to nothing that you could leave")
        return Facts()

    def apply(self, state: State, entry: Entry) -> None:
        line, seat = state.line, state.members[entry.member].own
        held = treaties_of(line)[self.treaty]
        secret = bool(line.case.world.duties.secret[held.rows[0]])
        world = _left(line, held.rows, seat)
        assert world is not None
        line.case = line.case._replace(world=world)
        to = tuple(sorted(_parties(held.rows, line))) if secret else (ALL,)
        line.news.append(News(line.turn, f"{seat} denounces “{held.title}”", to))


def lapse(line: Line) -> None:
    """Take off the table what stood until the present turn."""
    for key, proposal in line.proposals.items():
        if proposal.status == "open" and proposal.until <= line.turn:
            line.proposals[key] = replace(proposal, status="expired")


def _faulty(terms: Terms, line: Line) -> Rejection | None:
    """What an author would be told of such a treaty, and who would be owed something without being a party."""
    codes, document = line.scenario.codes, line.scenario.document
    try:
        treaty = terms.treaty()
    except ValidationError as error:
        return unfit(error, clauses.told)
    path, report = ("treaties", terms.title), clauses.Told(treaty)
    check_treaty(path, treaty, document.start, codes, region_names(document, codes), report)
    for place, duty in enumerate(treaty.duties):
        for code in sorted({*(duty.for_ or [])} - {*terms.parties}):
            what = f"{duty.duty} is owed to {code}, which is no party"
            report.add((*path, "duties", place, "for"), what, "add it to the parties", rule="outsider")
    return Rejection("bad_terms", report.told[0], tuple(report.told)) if report.told else None


def _open(key: str, line: Line, seat: str) -> Rejection | None:
    """Refuse a proposal that the seat is no party to, or that is off the table; both are told alike to outsiders."""
    proposal = line.proposals.get(key)
    if proposal is None or seat not in proposal.terms.parties:
        return Rejection("unknown_proposal", "there is no such proposal to you")
    if proposal.status != "open":
        return Rejection("closed_proposal", f"it is off the table: {proposal.status}")
    return None


def _whole(proposal: Proposal, seat: str) -> bool:
    return {*proposal.accepted, seat} == set(proposal.terms.parties)


def _settle(line: Line, key: str, status: str, *accepting: str) -> None:
    proposal = line.proposals[key]
    line.proposals[key] = replace(proposal, status=status, accepted=(*proposal.accepted, *accepting))


def _sign(proposal: Proposal, line: Line) -> tuple[World, tuple[int, ...]] | None:
    """The world with the treaty in force, and its rows; None if the world has no room for it."""
    terms, document, month = proposal.terms, line.scenario.document, line.months
    codes = line.scenario.codes
    rows = obligations(
        treaty_rows(0, proposal.id, terms.treaty(), document.start, codes, region_names(document, codes))
    )
    rows.expires[:] = month + terms.months if terms.months else NEVER
    return signed(line.case.world, line.case.setting, rows, proposal.id, month, len(document.treaties))


def _left(line: Line, rows: tuple[int, ...], seat: str) -> World | None:
    """The world after a seat has left the treaty of these rows; None if nothing changes."""
    row, world = line.scenario.labels.codes.index(seat), line.case.world
    later = denounced(world, line.case.params, np.array(rows), row, line.months)
    return None if (later.duties.status == world.duties.status).all() else later


def _parties(rows: tuple[int, ...], line: Line) -> set[str]:
    duties, codes = line.case.world.duties, line.scenario.labels.codes
    return {codes[part[row]] for row in rows for part in (duties.promisor, duties.beneficiary)}


def _listed(parties: tuple[str, ...]) -> str:
    return f"{', '.join(parties[:-1])} and {parties[-1]}"
