"""X5: E10 against a brute-force game tree, and its limits in rationality."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.crisis import (
    audience_cost,
    defender_stake,
    demand_value,
    fights,
    resists,
    war_values,
    win_share,
)  # fmt: skip
from sim.model.params import Crisis

P = Crisis()
stake = st.floats(0.05, 1)
rungs = st.sampled_from([2.0, 3.0, 4.0])


def tree(win, v, other_nuclear, exit_credibility, dependence, rung, rationality):
    """The game written out: terminal payoffs, then backwards, each move a logit of what follows."""
    held = P.defence_stake + P.defence_slope * v
    base = P.cost * (0.55 + 0.22 * rung)
    war = (
        win * v - base * (2 - win) - P.nuclear_cost * other_nuclear * (0.5 + 0.5 * rung),
        (1 - win) * held - base * (1 + win),
    )
    back_down = (-P.audience * (1 + 0.5 * rung), held)
    yielded = (v, -P.resolve + exit_credibility * dependence)
    fight = 1 / (1 + np.exp(-rationality * (war[0] - back_down[0])))
    resisted = fight * war[1] + (1 - fight) * back_down[1]
    resist = 1 / (1 + np.exp(-rationality * (resisted - yielded[1])))
    worth = (1 - resist) * yielded[0] + resist * (fight * war[0] + (1 - fight) * back_down[0])
    return fight, resist, worth


@given(win=st.floats(0, 1), v=stake, arsenal=st.floats(0, 1), leave=st.floats(0, 1), dependence=st.floats(0, 1),
       rung=rungs, rationality=st.floats(0.1, 10))  # fmt: skip
def test_the_equations_are_the_game_solved_backwards(win, v, arsenal, leave, dependence, rung, rationality):
    held = defender_stake(v, P)
    mine, theirs = war_values(win, v, held, arsenal, rung, P)
    fight = fights(mine, rung, rationality, P)
    resist = resists(fight, theirs, held, leave, dependence, rationality, P)
    worth = demand_value(resist, fight, mine, v, rung, P)
    assert (fight, resist, worth) == pytest.approx(
        tree(win, v, arsenal, leave, dependence, rung, rationality), abs=1e-12
    )


@given(win=st.floats(0, 1), v=stake, rung=rungs)
def test_without_rationality_every_move_is_a_coin(win, v, rung):
    held = defender_stake(v, P)
    mine, theirs = war_values(win, v, held, 0.0, rung, P)
    assert fights(mine, rung, 0.0, P) == 0.5
    assert resists(0.5, theirs, held, 0.5, 0.5, 0.0, P) == 0.5


@given(win=st.floats(0, 1), v=stake, rung=rungs)
def test_with_boundless_rationality_the_subgame_perfect_path_is_taken(win, v, rung):
    held = defender_stake(v, P)
    mine, theirs = war_values(win, v, held, 0.0, rung, P)
    margin = mine + audience_cost(rung, P)
    if abs(margin) > 1e-3:
        fight = fights(mine, rung, 1e6, P)
        assert fight == (1.0 if margin > 0 else 0.0)
        expected = (theirs if fight else held) + P.resolve
        if abs(expected) > 1e-3:
            assert resists(fight, theirs, held, 0.0, 0.0, 1e6, P) == (1.0 if expected > 0 else 0.0)


def test_arsenals_deter_and_do_not_compel():
    """κ_w = 0: an arsenal on the target's side costs the challenger, one on the challenger's wins it nothing."""
    held = defender_stake(0.5, P)
    assert war_values(0.5, 0.5, held, 1.0, 3.0, P)[0] < war_values(0.5, 0.5, held, 0.0, 3.0, P)[0]
    assert win_share(1.0, 1.0, 1.0, P) == win_share(1.0, 1.0, 0.0, P) == 0.5
    assert win_share(1.0, 1.0, 1.0, P._replace(nuclear_win=0.2)) == pytest.approx(0.7)
