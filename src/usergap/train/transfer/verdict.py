"""One verdict and one sentence: would progress on these simulated users carry over?"""

from __future__ import annotations

from dataclasses import dataclass

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.compare import Verdict

HARDLY = 0.5
"""A slope on real replies surely below this share of the one on simulated ones is hardly one."""
ALIKE = (2 / 3, 3 / 2)
"""Ratios of slopes that count as alike."""


@dataclass(frozen=True)
class Numbers:
    """What the verdict rests on: slopes (per 100 steps), and the simulated twin's gains."""

    simulated: Estimate
    real: Estimate
    difference: Estimate
    ratio: Estimate | None
    gain_simulated: Estimate
    gain_real: Estimate


def judge(numbers: Numbers) -> tuple[Verdict, str]:
    """differs: the reward climbs on simulated replies, and surely less on real ones.

    close: it climbs on both, and the ratio's whole interval lies within 2/3 to 3/2.
    cannot tell: it does not surely climb on simulated replies, or the difference may be 0.
    """
    shown = (
        f"{_signed(numbers.simulated)} per 100 steps on simulated replies and"
        f" {_signed(numbers.real)} on real ones"
    )
    if _low(numbers.simulated) <= 0:
        return Verdict.CANNOT_TELL, (
            f"Cannot tell: this policy does not surely climb even on simulated replies ({shown})."
        )
    if _low(numbers.difference) > 0:
        return Verdict.DIFFERS, f"The reward climbs {shown}{_of(numbers)}: {_meaning(numbers)}."
    if numbers.ratio is not None and (
        ALIKE[0] < _low(numbers.ratio) and _high(numbers.ratio) < ALIKE[1]
    ):
        return Verdict.CLOSE, (
            f"The reward climbs alike, {shown}{_of(numbers)}: nothing here says that progress"
            " measured on these simulated users would be lost on real ones."
        )
    if _high(numbers.difference) < 0:
        return Verdict.CANNOT_TELL, (
            f"Cannot tell: the reward climbs less on simulated replies than on real ones, {shown}"
            f"{_of(numbers)}; these simulated users do not flatter training."
        )
    return Verdict.CANNOT_TELL, (
        f"Cannot tell: the reward climbs {shown}, and the difference may be none"
        f" ({_signed(numbers.difference)})."
    )


def _meaning(numbers: Numbers) -> str:
    gains = (
        f"the policy trained on simulated replies gains {_signed(numbers.gain_simulated)} on"
        f" held-out simulated replies and {_signed(numbers.gain_real)} on real ones"
    )
    hardly = numbers.ratio is not None and _high(numbers.ratio) < HARDLY
    if not hardly and _low(numbers.real) > 0:
        return (
            f"progress measured on these simulated users overstates progress on real ones ({gains})"
        )
    most = "most of the " if _low(numbers.gain_real) > 0 else ""
    return f"{most}progress measured on these simulated users would not carry over ({gains})"


def _of(numbers: Numbers) -> str:
    ratio = numbers.ratio
    if ratio is None or ratio.value is None:
        return ""
    return f" (ratio {ratio.value:.2f} [{_low(ratio):.2f}, {_high(ratio):.2f}])"


def _signed(estimate: Estimate) -> str:
    value = estimate.value or 0.0
    return f"{value:+.3f} [{_low(estimate):+.3f}, {_high(estimate):+.3f}]".replace("-", "−")


def _low(estimate: Estimate) -> float:
    return float("-inf") if estimate.low is None else estimate.low


def _high(estimate: Estimate) -> float:
    return float("inf") if estimate.high is None else estimate.high
