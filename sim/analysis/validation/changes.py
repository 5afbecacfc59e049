"""Changes of the flagship that several rows share."""

from sim.model.world import Array

from .laboratory import SETTLING, AsPlayed, Laboratory
from .variant import Dated, ended

CEASEFIRE = 1
SETTLED = range(SETTLING)  # months before expectations are taken
SHORT_WAR = AsPlayed.but(conflict__ceasefire=0.10)
LONG_WAR = AsPlayed.but(conflict__ceasefire=0.005)
AT_CEASEFIRE = AsPlayed.but(("phase", "ukraine", CEASEFIRE))
ACCORD = ("thaw", ("RUS", "PRK"), 0.3)  # a standing one between two ruling parties
NO_RUSSIA = [("capacity", ("PRK", "RUS"), 0.0, kind) for kind in "EMP"]
NO_PACT = AsPlayed.but(ended("rus_prk_2024"))
POOR_PATRON = AsPlayed.but(scenario__cap_E_PRK_RUS=0.05, scenario__cap_M_PRK_RUS=0.3)
RICH_PATRON = AsPlayed.but(scenario__cap_E_PRK_RUS=0.6, scenario__cap_M_PRK_RUS=1.5)
# China's offers to the DPRK cut by half: a client that has slipped from its patron
SLIPPED = [("willingness", ("PRK", "CHN"), value, kind, SETTLED) for value, kind in ((0.3, "E"), (0.25, "P"))]


def effect_of_ceasefire(lab: Laboratory, outcome: str, *changes: Dated) -> Array:
    """What a ceasefire in the first month does to an outcome, against a long war with the same changes (R)."""
    return lab.values(AT_CEASEFIRE.but(*changes), outcome) - lab.values(LONG_WAR.but(*changes), outcome)


def held(rung: int, opener: str, other: str, months: range) -> Dated:
    """The event by which two states are kept on a rung."""
    return ("rung", (opener, other), rung, "", months)
