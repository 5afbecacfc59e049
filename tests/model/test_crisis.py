"""X5: E10 against a brute-force game tree, and its limits in rationality."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.validation.known import game_tree
from sim.analysis.validation.parts import off_the_perfect_path, solved
from sim.model.crisis import defender_stake, war_values, win_share
from sim.model.params import Crisis

P = Crisis()
stake = st.floats(0.05, 1)
rungs = st.sampled_from([2.0, 3.0, 4.0])


@given(win=st.floats(0, 1), v=stake, arsenal=st.floats(0, 1), leave=st.floats(0, 1), dependence=st.floats(0, 1),
       rung=rungs, rationality=st.floats(0.1, 10))  # fmt: skip
def test_the_equations_are_the_game_solved_backwards(win, v, arsenal, leave, dependence, rung, rationality):
    game = (win, v, arsenal, leave, dependence, rung, rationality)
    assert solved(*game) == pytest.approx(game_tree(*game, P), abs=1e-12)


@given(win=st.floats(0, 1), v=stake, rung=rungs)
def test_without_rationality_every_move_is_a_coin(win, v, rung):
    assert solved(win, v, 0.0, 0.5, 0.5, rung, 0.0)[:2] == (0.5, 0.5)


@given(win=st.floats(0, 1), v=stake, rung=rungs)
def test_with_boundless_rationality_the_subgame_perfect_path_is_taken(win, v, rung):
    assert off_the_perfect_path(win, v, rung, 1e6) == 0.0


def test_arsenals_deter_and_do_not_compel():
    """κ_w = 0: an arsenal on the target's side costs the challenger, one on the challenger's wins it nothing."""
    held = defender_stake(0.5, P)
    assert war_values(0.5, 0.5, held, 1.0, 3.0, P)[0] < war_values(0.5, 0.5, held, 0.0, 3.0, P)[0]
    assert win_share(1.0, 1.0, 1.0, P) == win_share(1.0, 1.0, 0.0, P) == 0.5
    assert win_share(1.0, 1.0, 1.0, P._replace(nuclear_win=0.2)) == pytest.approx(0.7)
