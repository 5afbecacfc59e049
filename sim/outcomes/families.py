"""The standard outcomes: families of columns, each with its unit, its meaning in words and how it is read.

docs/tables.py prints them as docs/reference/outcomes.md; `outcomes.py` reckons them, by the functions of `measures.py`.
"""

from collections.abc import Callable
from typing import NamedTuple

from sim.model import world
from sim.model.world import Array, Record

from . import measures as m
from .labels import Labels, Named
from .measures import Given, Rows
from .triad import TYPES
from .vocabulary import KINDS_IN_WORDS

DETAIL = 12  # states up to which leverage is reported by kind and net
UNLIMITED = 10**6


class Measure(NamedTuple):
    """A family of columns: `name` and `meaning` are filled from each row of `over`.

    `values(record, given)` takes a record with any leading axes and returns (…, rows); `read` says how the months
    become one value: end, year (mean of the last twelve), total (acts and events summed first), ever, first.
    `equation` is its number in docs/odd.md; `written` the same as an own outcome (expression.py), where it can be.
    """

    name: str
    over: Callable[[Labels, Named], Rows]
    unit: str
    meaning: str
    values: Callable[[Record, Given], Array]
    read: str = "end"
    most: int = UNLIMITED
    equation: str = ""
    written: str = ""


MEASURES: tuple[Measure, ...] = (
    Measure("tilt_{0}_{1}_{2}", m.tilt_rows, "alignment, −2 to 2",
            "tilt of {0} toward {1} over {2}, mean of the last 12 months", m.tilt, "year",
            written="mean(alignment[{0},{1}] - alignment[{0},{2}], last=12)"),
    Measure("tilt_end_{0}_{1}_{2}", m.tilt_rows, "alignment, −2 to 2",
            "tilt of {0} toward {1} over {2} at the end", m.tilt,
            written="final(alignment[{0},{1}] - alignment[{0},{2}])"),
    Measure("alignment_{0}_{1}", m.pair_rows, "alignment, −1 to 1",
            "warmth of the tie between {0} and {1} at the end", m.tie,
            equation="E7", written="final(alignment[{0},{1}])"),
    Measure("leverage_{0}_{1}", m.ordered_rows, "share of need",
            "leverage of {0} over {1} at the end: what {1} would lose without {0}", m.gross(None),
            equation="E3", written="final(dependence[{1},{0}])"),
    *(
        Measure(f"leverage_{kind}_{{0}}_{{1}}", m.ordered_rows, "share of need",
                f"part of the leverage of {{0}} over {{1}} at the end that rests on {word}", m.gross(k), most=DETAIL,
                equation="E2", written=f"final(dependence.{kind}[{{1}},{{0}}])")
        for k, (kind, word) in enumerate(KINDS_IN_WORDS.items())
    ),
    Measure("net_leverage_{0}_{1}", m.pair_rows, "share of need",
            "leverage of {0} over {1} less that of {1} over {0} at the end", m.net, most=DETAIL,
            equation="E3", written="final(dependence[{1},{0}] - dependence[{0},{1}])"),
    Measure("concentration_{0}", m.state_rows, "0 to 1",
            "concentration of the outside supply of {0} at the end: 1 if all of it has one supplier (sum of squared "
            "shares); missing if there is none", m.supplier_concentration),
    Measure("client_share_{0}", m.client_rows, "share of need",
            "what {0} gains itself of the worth of its outside supply at the end (its Shapley share)", m.client_share,
            equation="E4b"),
    Measure("share_{0}_{1}", m.patron_rows, "share of need",
            "what {0} gains of the worth of outside supply to {1} at the end (its Shapley share)", m.patron_share,
            equation="E4b"),
    Measure("triad_{0}_{1}_{2}", m.triad_rows, "code",
            f"Dittmer's type of the triangle of {{0}}, {{1}}, {{2}} at the end, by which ties are warm and which cold: "
            f"{'; '.join(f'{i} {t}' for i, t in enumerate(TYPES))}", m.triad_type),
    Measure("role_{0}_in_{1}_{2}_{3}", m.role_rows, "score",
            "role of {0} in the triangle of {1}, {2}, {3} at the end: pivot 3, friend or partner 1, wing or foe −1, "
            "outcast −3; missing if a tie is neither warm nor cold", m.role),
    Measure("cohesion_{0}", m.axis_rows, "alignment, −1 to 1",
            "mean alignment of the pairs of {0} at the end", m.cohesion),
    Measure("polarisation", m.world_rows, "0 to 1",
            "enmity at the end between the two camps into which the states part with the least friction, by their "
            "power; 0 if parting eases nothing", m.polarised),
    Measure("welfare_{0}", m.state_rows, "share of need",
            "need of {0} that is met at the end", m.by_state(m.welfare),
            equation="E1", written="1 - final(unmet[{0}])"),
    Measure("stability_{0}", m.state_rows, "0 to 1",
            "stability of the regime of {0} at the end", m.by_state(lambda record: record.stability),
            equation="E12", written="final(stability[{0}])"),
    Measure("threat_{0}", m.state_rows, "threat, sum",
            "sum of the threats {0} feels from the others at the end", m.by_state(m.alarm), equation="E5"),
    Measure("credibility_{0}", m.state_rows, "0 to 1",
            "mean belief of the others that {0} keeps its word at the end", m.by_state(m.repute), equation="E8"),
    Measure("demands", m.world_rows, "count", "demands made", m.events(world.DEMANDED), "total", equation="E10"),
    Measure("demands_by_{0}", m.state_rows, "count",
            "demands made by {0}", m.events_by(world.DEMANDED), "total", equation="E10"),
    Measure("compellence", m.world_rows, "share",
            "demands yielded to, of those made; missing if none", m.ratio(world.YIELDED, world.DEMANDED), "total",
            equation="E10"),
    Measure("crises", m.world_rows, "count",
            "crises: quarrels that came to a threat of force or worse", m.events(world.CRISIS), "total",
            equation="E10"),
    Measure("crises_force", m.world_rows, "count",
            "crises that came to the use of force or worse", m.events(world.STRUCK), "total", equation="E10"),
    Measure("wars", m.world_rows, "count",
            "crises that came to war", m.events(world.INVADED), "total", equation="E10"),
    Measure("crises_by_{0}", m.state_rows, "count",
            "crises that {0} opened: a threat of force or worse", m.events_by(world.CRISIS), "total",
            equation="E10"),
    Measure("crises_force_by_{0}", m.state_rows, "count",
            "crises that {0} took to the use of force or worse", m.events_by(world.STRUCK), "total", equation="E10"),
    Measure("wars_by_{0}", m.state_rows, "count",
            "crises that {0} took to war", m.events_by(world.INVADED), "total", equation="E10"),
    Measure("crises_{0}_{1}", m.pair_rows, "count",
            "crises between {0} and {1}: a threat of force or worse",
            m.events_between(world.CRISIS), "total", equation="E10",
            written="sum(tally.crisis[{0},{1}] + tally.crisis[{1},{0}])"),
    Measure("wars_{0}_{1}", m.pair_rows, "count",
            "wars between {0} and {1}", m.events_between(world.INVADED), "total", DETAIL, equation="E10",
            written="sum(tally.invaded[{0},{1}] + tally.invaded[{1},{0}])"),
    Measure("invoked", m.world_rows, "count",
            "duties called upon and not released by their clause", m.invoked, "total", equation="E9a"),
    Measure("honoured", m.world_rows, "share",
            "duties honoured, of those called upon and not released by their clause; missing if none", m.honoured,
            "total", equation="E9b"),
    Measure("invoked_{0}", m.duty_rows, "count",
            "duties of {0} called upon and not released by their clause", m.invoked_by_type, "total", equation="E9a",
            written="sum(invoked.{0})"),
    Measure("honoured_{0}", m.duty_rows, "share",
            "duties of {0} honoured, of those called upon and not released by their clause; missing if none",
            m.honoured_by_type, "total", equation="E9b", written="sum(honoured.{0}) / sum(invoked.{0})"),
    Measure("entrapments", m.world_rows, "count",
            "times that a state sent troops for an ally against its interest, for its word",
            m.events(world.ENTRAPPED), "total", equation="E9b"),
    Measure("entrapped_{0}", m.state_rows, "count",
            "times {0} sent troops for an ally against its interest, for its word",
            m.events_by(world.ENTRAPPED), "total", equation="E9b"),
    Measure("entrapped_{0}_{1}", m.bond_rows, "count",
            "times {0} sent troops for {1} against its interest, for its word ({2})",
            m.events_under(world.ENTRAPPED), "total", equation="E9b", written="sum(tally.entrapped[{0},{1}])"),
    Measure("abandonments", m.world_rows, "count",
            "duties called upon that were left unmet", m.events(world.ABANDONED), "total", equation="E9b"),
    Measure("abandoned_by_{0}", m.state_rows, "count",
            "duties of {0} that were called upon and left unmet", m.events_by(world.ABANDONED), "total",
            equation="E9b"),
    Measure("abandoned_{0}_{1}", m.bond_rows, "count",
            "duties of {0} to {1} that were called upon and left unmet ({2})", m.events_under(world.ABANDONED), "total",
            equation="E9b", written="sum(tally.abandoned[{0},{1}])"),
    Measure("sanctions", m.world_rows, "count",
            "sanctions imposed", m.events(world.SANCTIONED), "total", equation="E1c"),
    Measure("sanction_success", m.world_rows, "share",
            "sanctions to which the target yielded, of those imposed; missing if none",
            m.ratio(world.SANCTION_SUCCESS, world.SANCTIONED), "total", equation="E1c"),
    Measure("deployments_by_{0}", m.state_rows, "count",
            "times {0} sent troops to another's side", m.events_by(world.DEPLOYED), "total", equation="E1"),
    Measure("ceasefire_{0}", m.conflict_rows, "0 or 1",
            "1 if {0} came to a ceasefire by the end", m.ceasefire, "ever", equation="E13",
            written="any(phase[{0}] == ceasefire)"),
    Measure("ceasefire_month_{0}", m.conflict_rows, "month",
            "month of the first ceasefire of {0}, 1 the first of the run; missing if none came", m.ceasefire, "first",
            equation="E13", written="first(phase[{0}] == ceasefire)"),
)  # fmt: skip
