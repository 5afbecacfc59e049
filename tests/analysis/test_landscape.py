"""Landscape theory on files that a user brings."""

import re

import pytest

from sim.analysis.landscape import landscape

SIZES = "nation,size,note\nA,3,x\nB,2,\nC,1,\nD,1,\n"
PAIRS = "nation1,nation2,propensity\nA,B,-2\nC,A,1\nB,D,1\nC,D,-1\n"


@pytest.fixture
def files(tmp_path):
    def write(sizes=SIZES, pairs=PAIRS):
        one, two = tmp_path / "sizes.csv", tmp_path / "pairs.csv"
        one.write_text(sizes, encoding="utf-8")
        two.write_text(pairs, encoding="utf-8")
        return one, two

    return write


def test_blocs_energy_and_minima(files):
    found = landscape(*files())
    assert (found.one, found.other, found.exact) == (("A", "C"), ("B", "D"), True)
    assert found.energy == 3 * 2 * -2 + 1 * 1 * -1  # A–B and C–D stand apart
    assert found.minima["energy"].iloc[0] == found.energy
    assert found.minima["energy"].is_monotonic_increasing


def test_a_blank_line_and_a_byte_order_mark_are_no_nations(files):
    assert landscape(*files("\ufeff" + SIZES + "\n", PAIRS + "\n\n"))[:3] == landscape(*files())[:3]


def test_beyond_seventeen_it_says_that_it_is_not_exact(files):
    names = [f"N{i}" for i in range(20)]
    sizes = "nation,size\n" + "".join(f"{n},1\n" for n in names)
    pairs = "nation1,nation2,propensity\n" + "".join(
        f"{a},{b},{1 if (i < 8) == (j < 8) else -1}\n"
        for i, a in enumerate(names)
        for j, b in enumerate(names)
        if i < j
    )
    found = landscape(*files(sizes, pairs))
    assert not found.exact
    assert found.minima.empty
    assert found.one == tuple(names[:8])


@pytest.mark.parametrize(
    ("sizes", "pairs", "told"),
    [
        ("nation,sise\nA,1\nB,1\n", PAIRS, 'sizes.csv:1: no column "size"; did you mean sise?'),
        (SIZES + "A,1,\n", PAIRS, 'sizes.csv:6: "A" stands twice'),
        ("nation,size\nA,1\nB,big\n", PAIRS, 'sizes.csv:3: "big" is not a number'),
        ("nation,size\nA,1\nB,nan\n", PAIRS, 'sizes.csv:3: "nan" is not a number'),
        ("nation,size\nA,1\nB,-1\n", PAIRS, "sizes.csv:3: a size must be positive"),
        ("nation,size\nA,1\n", PAIRS, "two nations or more"),
        ("", PAIRS, "sizes.csv:1: no column"),
        (SIZES, PAIRS + "A,E,1\n", 'pairs.csv:6: unknown nation "E"'),
        (SIZES, PAIRS + "B,A,1\n", "pairs.csv:6: B–A is given twice"),
        (SIZES, PAIRS + "A,A,1\n", "pairs.csv:6: A–A is no pair"),
        (SIZES, PAIRS + "A\n", 'pairs.csv:6: unknown nation ""'),
    ],
)
def test_a_faulty_file_is_told_by_line(files, sizes, pairs, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        landscape(*files(sizes, pairs))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ValueError, match="cannot be read"):
        landscape(tmp_path / "none.csv", tmp_path / "none.csv")
