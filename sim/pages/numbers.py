"""How numbers are written for readers."""

import math


def figure(value: float, error: float = math.nan, signed: bool = False) -> str:
    """A number to the digits that its error leaves, three that matter if there is none; a dash if not defined."""
    if not math.isfinite(value):
        return "–"
    told = error / 10 if error > 0 else abs(value) / 100
    digits = min(6, max(0, -math.floor(math.log10(told)))) if told else 2
    return f"{value:{'+' if signed else ''},.{digits}f}".replace("-", "−")


def count(number: float) -> str:
    """A whole number; a dash where there is none."""
    return f"{number:,.0f}" if math.isfinite(number) else "–"
