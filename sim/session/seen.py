"""The world as one seat knows it: without the secret treaties of others. Whatever a seat is shown starts here."""

import numpy as np

from sim.model.compiled import rule
from sim.model.held import held
from sim.model.picture import current_flows, current_levers, current_security
from sim.model.world import ANY, EMPTY, Array, Obligations, World
from sim.scenario import Case

FEELINGS = ("threat", "dependence", "leverage", "credibility", "hostility")


def seen(world: World, seat: int) -> World:
    """The world with every duty taken out that `seat` does not know of (ANY: none; COMMON: every secret one)."""
    if seat == ANY:
        return world
    duties = world.duties
    hidden = (duties.secret == 1) & (duties.promisor != seat) & (duties.beneficiary != seat)
    blank = {"status": EMPTY, "secret": 0, "promisor": 0, "beneficiary": 0, "bindingness": 0.0, "clause": 0.0}
    columns = {name: np.where(hidden, blank[name], column).astype(column.dtype) if name in blank else column
               for name, column in duties._asdict().items()}  # fmt: skip
    return world._replace(duties=Obligations(**columns))


def feelings(world: World, case: Case, seat: int) -> dict[str, Array]:
    """What state `seat` feels toward each state (N), by FEELINGS, reckoned from what it knows (E2, E3, E5, E6, E8)."""
    found = np.zeros((len(FEELINGS), len(world.power)))
    _feel(seat, held(seen(world, seat)), held(case.setting), held(case.params), found)
    return dict(zip(FEELINGS, found, strict=True))


@rule
def _feel(i, world, setting, params, out):
    """Fill `out` (5,N) with i's threat from, dependence on, leverage over, trust in and fear of each state."""
    lever = current_levers(world, setting.postures)
    flow = current_flows(world, lever, setting, params, ANY)
    safe = current_security(world, lever, setting, params, ANY)
    depends, threat, credibility, hostility = flow.dependence, safe.threat, safe.credibility, world.hostility
    for j in range(out.shape[1]):
        out[0, j], out[1, j], out[2, j] = threat[i, j], depends[i, j], depends[j, i] - depends[i, j]
        out[3, j], out[4, j] = credibility[i, j], hostility[i, j]
