"""How the study's numbers and sides are written."""

from __future__ import annotations

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.report.numbers import DASH, significant

SIDE_NAMES = {"simulated": "simulated replies", "real": "real replies"}
ASIDE = (
    "Both policies begin as one, see the same scenarios and take the same steps; only the replies"
    " that they are held against differ. Intervals: 95 %, over seeds that hold out other"
    " scenarios, widened for what their training sets share."
)


def shown(found: Estimate | None) -> str:
    """A value and its interval; a dash where there is none."""
    if found is None or found.value is None:
        return DASH
    return f"{significant(found.value)} [{significant(found.low)}, {significant(found.high)}]"


def signed_shown(found: Estimate, *, interval: bool = True) -> str:
    """The same with signs and three decimals."""
    if found.value is None or found.low is None or found.high is None:
        return DASH
    value, low, high = (round(x, 3) + 0.0 for x in (found.value, found.low, found.high))
    told = f"{value:+.3f} [{low:+.3f}, {high:+.3f}]" if interval else f"{value:+.3f}"
    return told.replace("-", "−")


def percent_of(found: Estimate | None) -> str:
    """A ratio in percent with its interval; a dash where its denominator may be 0."""
    if found is None or found.value is None or found.low is None or found.high is None:
        return DASH
    told = f"{100 * found.value:.0f} % [{100 * found.low:.0f}, {100 * found.high:.0f}]"
    return told.replace("-", "−")
