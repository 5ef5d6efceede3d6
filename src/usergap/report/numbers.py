"""How numbers are written: one rule each for distances, values, percentages and p.

"Not there" (None) and non-finite numbers are written as a dash, never as a number.
"""

from __future__ import annotations

from math import floor, isfinite, log10

DASH = "–"
DUST = 1e-6
"""Below it a number is what rounding left of a zero: no measure resolves so little."""


def _known(number: float | None) -> bool:
    return number is not None and isfinite(number)


def significant(number: float | None) -> str:
    """About three digits: 1,204, 155, 36.8, 7.04, 0.19, 0.0043; whole numbers as such."""
    if number is not None and isfinite(number) and number == int(number):
        return _minus(f"{number:,.0f}")
    return _three_digits(number)


def _three_digits(number: float | None) -> str:
    if number is None or not isfinite(number):
        return DASH
    size = abs(number)
    if size < DUST:
        return "0"
    if size < 1e-4:
        return _minus(f"{number:.1e}")
    if size >= 0.0995:
        decimals = 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    else:
        decimals = 1 - floor(log10(size))
    return _minus(f"{number:,.{decimals}f}")


def distance(number: float | None, kind: str) -> str:
    """A distance in its unit: one decimal for points of a hundred, else three digits."""
    if number is None or not isfinite(number):
        return DASH
    return _minus(f"{number:.1f}") if kind in ("tvd", "half_sum") else _three_digits(number)


def signed(number: float | None, kind: str) -> str:
    """A distance with its sign, for an excess over the floor."""
    text = distance(number, kind)
    return f"+{text}" if number is not None and isfinite(number) and number > 0 else text


def percent(share: float | None) -> str:
    """A share (0 to 1) as a percentage: one decimal below ten percent."""
    points = None if share is None else 100 * share
    if points is None or not isfinite(points):
        return DASH
    return _minus(f"{points:.0f} %" if abs(points) >= 9.95 or points == 0 else f"{points:.1f} %")


def p_value(p: float | None) -> str:
    """A p or q value: three decimals, never "0.000"."""
    if p is None or not isfinite(p):
        return DASH
    if p >= 0.9995:
        return "1"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def count(number: int | None) -> str:
    """A count with separators between thousands."""
    return DASH if number is None else f"{number:,}"


def interval(low: float | None, high: float | None, kind: str) -> str:
    """Both ends of an interval, or a dash where either is not known."""
    if not _known(low) or not _known(high):
        return DASH
    return f"{distance(low, kind)} – {distance(high, kind)}"


def _minus(text: str) -> str:
    if not text.startswith("-"):
        return text
    return "−" + text[1:] if any(digit in text for digit in "123456789") else text[1:]
