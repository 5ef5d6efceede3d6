"""The clause that every number downstream of a generator carries."""

from __future__ import annotations

from usergap.annotators.validation.agreement_intervals import Estimate


def conditional(generator: str, error: Estimate | None) -> str:
    """``conditional on generator X, error ε = 0.12 [0.10, 0.14]``, or that ε was not measured."""
    if error is None or error.value is None:
        return f"conditional on generator {generator}, error ε not measured"
    shown = f"{error.value:.3f}"
    if error.low is not None and error.high is not None:
        shown += f" [{error.low:.3f}, {error.high:.3f}]"
    return f"conditional on generator {generator}, error ε = {shown}"
