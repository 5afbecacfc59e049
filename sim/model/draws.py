"""Chance as an input: uniforms from a counter-based generator, keyed by what they decide.

Philox 4x64-10 (Salmon et al. 2011), equal to `numpy.random.Philox` for the same key and counter.
Key: (seed, replication). Counter: (month, purpose, actor and target, item and occurrence), where
actor and target are numbers made of the states' codes: adding or reordering states leaves the
others' luck alone, variants meet the same luck, and workers or batches change nothing.
"""

from typing import NamedTuple

import numba
import numpy as np

from .compiled import leaf, rule

# what a draw decides; part of the counter, so the order is part of the rules
(
    POSTURE_START, POSTURE_SWITCH, ORDER_OF_ACTION, CHOICE, RESISTANCE, FIGHT, ANSWER, CLAUSE, MISJUDGEMENT,
    HONOUR, CALMING, WAR_END, WAR_WINNER, SANCTION, ACCEPTANCE, RENEWAL, NOISE, UNREST, CEASEFIRE_TALKS, RELAPSE,
    STAND_DOWN,
) = range(21)  # fmt: skip


class Luck(NamedTuple):
    """Where in the stream a step stands: seed, replication and month, each uint64."""

    seed: np.uint64
    replication: np.uint64
    month: np.uint64


def state_number(code: str) -> int:
    """The number of a state's code (one to six of A–Z, 0–9) in base 36: below 2**32, whatever its position."""
    return int(code, 36)


_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_M0 = np.uint64(0xD2E7470EE14C6C93)
_M1 = np.uint64(0xCA5A826395121157)
_W0 = np.uint64(0x9E3779B97F4A7C15)
_W1 = np.uint64(0xBB67AE8584CAA73B)


@leaf
def _high(a, b):
    """The upper 64 bits of the product of two uint64."""
    a0, a1, b0, b1 = a & _LOW, a >> _HALF, b & _LOW, b >> _HALF
    low = a0 * b0
    middle = a1 * b0 + (low >> _HALF)
    carry = a0 * b1 + (middle & _LOW)
    return a1 * b1 + (middle >> _HALF) + (carry >> _HALF)


@leaf
def _philox(key0, key1, c0, c1, c2, c3):
    """Ten rounds of Philox 4x64."""
    for _ in range(10):
        high0, low0 = _high(_M0, c0), _M0 * c0
        high1, low1 = _high(_M1, c2), _M1 * c2
        c0, c1, c2, c3 = high1 ^ c1 ^ key0, low1, high0 ^ c3 ^ key1, low0
        key0, key1 = key0 + _W0, key1 + _W1
    return c0, c1, c2, c3


def _philox_numpy(key0, key1, c0, c1, c2, c3):
    """The same block from NumPy's generator, which counts on before its first block."""
    counter = int(c0) | int(c1) << 64 | int(c2) << 128 | int(c3) << 192
    generator = np.random.Philox(key=int(key1) << 64 | int(key0), counter=(counter - 1) % (1 << 256))
    return tuple(np.uint64(word) for word in generator.random_raw(4))


philox = _philox_numpy if numba.config.DISABLE_JIT else _philox


@leaf
def block(luck, purpose, actor, target, item):
    """Four 64-bit words for one decision; `actor`, `target` are state numbers, `item` an index below 2**32."""
    who = np.uint64(actor) << _HALF | np.uint64(target)
    return philox(luck.replication, luck.seed, luck.month, np.uint64(purpose), who, np.uint64(item))


@leaf
def unit(word):
    """A uniform on (0, 1) from a 64-bit word."""
    return (float(word >> np.uint64(12)) + 0.5) * (1.0 / 4503599627370496.0)


@rule
def uniform(luck, purpose, actor, target, item):
    """One uniform on (0, 1)."""
    return unit(block(luck, purpose, actor, target, item)[0])


@rule
def normal(luck, purpose, actor, target, item):
    """One standard normal (Box and Muller 1958) from the first two words of a block."""
    words = block(luck, purpose, actor, target, item)
    return np.sqrt(-2.0 * np.log(unit(words[0]))) * np.cos(2.0 * np.pi * unit(words[1]))


@rule
def fill_uniforms(luck, purpose, actor, target, out):
    """Uniforms of 32 bits for the options of one decision, eight a block, into `out` (any length)."""
    for first in range(0, out.shape[0], 8):
        words = block(luck, purpose, actor, target, first)
        for k in range(min(8, out.shape[0] - first)):
            word = words[k // 2]
            bits = word & _LOW if k % 2 == 0 else word >> _HALF
            out[first + k] = (float(bits) + 0.5) * (1.0 / 4294967296.0)
