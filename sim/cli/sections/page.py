"""The page of a report: all sections, laid out by templates, in one file that needs nothing else."""

import sim
from sim.figures.holding import Holding
from sim.pages.histories import histories
from sim.pages.layout import layouts
from sim.pages.pictures import held, pictures

from .findings import findings
from .repeat import repeat
from .scenery import scenery
from .trust import trust
from .variation import variation

WORDS = layouts(__name__.rpartition(".")[0])
GROUPS = {  # section → the kinds of figure that it shows
    "distributions": ["distribution"],
    "effects": ["forest"],
    "points": ["heat", "curve", "parallel"],
    "drivers": ["sensitivity", "boxes"],
    "endings": ["ladder", "shares"],
    "months": ["fan", "triangle", "treaties", "network"],
}


def page(holding: Holding) -> str:
    """The report of what a folder holds, as HTML."""
    scenario, plan = holding.first.scenario, holding.first.plan
    drawn = pictures(holding)
    shown = {group: [p for kind in kinds for p in drawn.kinds.get(kind, [])] for group, kinds in GROUPS.items()}
    return WORDS.get_template("report.html").render(
        version=sim.__version__,
        scenario=scenario,
        plan=plan,
        what=holding.title,
        holding=holding,
        scenery=scenery(scenario),
        variation=variation(holding),
        findings=findings(holding),
        shown=shown,
        left_out=drawn.left_out,
        histories=histories(holding),
        trust=trust(),
        repeat=repeat(holding),
        text=held("text/yaml", plan.text.encode()),
    )
