"""Numbers on the command lines of ``usergap mix``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.annotators.validation.agreement_intervals import Estimate


def numbers(text: str, option: str) -> tuple[float, ...]:
    """``0,0.5,1`` as numbers. Raises ``InputError`` naming the option."""
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise InputError(
            f"{option}: expected numbers with commas between, found {text!r}"
        ) from None


def estimate_from(text: str, option: str) -> Estimate:
    """``0.12,0.10,0.14`` as a share with its interval. Raises ``InputError``."""
    from usergap.annotators.validation.agreement_intervals import Estimate

    values = numbers(text, option)
    if len(values) != 3 or not 0 <= values[1] <= values[0] <= values[2] <= 1:
        raise InputError(f"{option}: expected a share and its interval, found {text!r}")
    return Estimate(*values)


def errors_from(told: list[str] | None) -> dict[str, Estimate]:
    """``["sim=0.12,0.10,0.14"]`` as estimates by generator. Raises ``InputError``."""
    found = {}
    for one in told or ():
        name, equals, text = one.rpartition("=")
        if not equals or not name.strip():
            raise InputError(f"--error: expected GENERATOR=ε,LOW,HIGH, found {one!r}")
        found[name.strip()] = estimate_from(text, "--error")
    return found
