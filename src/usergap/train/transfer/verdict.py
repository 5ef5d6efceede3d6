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


@dataclass(frozen=True)
class Judgement:
    """``claim``: what it comes to, in a few words; ``sentence``: the same with its numbers."""

    verdict: Verdict
    claim: str
    sentence: str


UNTOLD = "Whether progress on these simulated users carries over to real ones cannot be told"
LOST = "rogress measured on these simulated users would not carry over to real ones"
OVERSTATED = "Progress measured on these simulated users overstates progress on real ones"
ALIKE_CLAIM = "The reward climbs alike on these simulated users and on real ones"


def judge(numbers: Numbers) -> Judgement:
    """Whether the reward climbs on simulated replies and surely less on real ones.

    differs: it does. close: it climbs on both, and the ratio's whole interval lies within 2/3 to
    3/2. cannot tell: it does not surely climb on simulated replies, or the difference may be 0.
    """
    slopes = (
        f"the reward climbs {_signed(numbers.simulated)} per 100 steps on simulated replies and"
        f" {_signed(numbers.real)} on real ones"
    )
    gains = (
        f"and the policy trained on simulated replies gains {_signed(numbers.gain_simulated)}"
        f" on held-out simulated replies, {_signed(numbers.gain_real)} on real ones"
    )
    if _low(numbers.simulated) <= 0:
        return _untold(f"even on simulated replies it may not climb: {slopes}")
    slopes += _of(numbers)
    if _low(numbers.difference) > 0:
        claim = _claim(numbers)
        return Judgement(Verdict.DIFFERS, claim, f"{claim}: {slopes}, {gains}.")
    if numbers.ratio is not None and (
        ALIKE[0] < _low(numbers.ratio) and _high(numbers.ratio) < ALIKE[1]
    ):
        return Judgement(Verdict.CLOSE, ALIKE_CLAIM, f"{ALIKE_CLAIM}: {slopes}, {gains}.")
    if _high(numbers.difference) < 0:
        return _untold(f"these simulated users do not flatter training: {slopes}, {gains}")
    difference = _signed(numbers.difference)
    return _untold(f"{slopes}, the difference may be none ({difference}), {gains}")


def _untold(why: str) -> Judgement:
    return Judgement(Verdict.CANNOT_TELL, UNTOLD, f"{UNTOLD}: {why}.")


def _claim(numbers: Numbers) -> str:
    hardly = numbers.ratio is not None and _high(numbers.ratio) < HARDLY
    if not hardly and _low(numbers.real) > 0:
        return OVERSTATED
    return f"Most of the p{LOST}" if _low(numbers.gain_real) > 0 else f"P{LOST}"


def _of(numbers: Numbers) -> str:
    ratio = numbers.ratio
    if ratio is None or ratio.value is None:
        return ""
    return f" (ratio {ratio.value:.2f} [{_low(ratio):.2f}, {_high(ratio):.2f}])"


def _signed(estimate: Estimate) -> str:
    if estimate.value is None:
        return "–"
    value, low, high = (round(x, 3) + 0.0 for x in (estimate.value, *_ends(estimate)))
    return f"{value:+.3f} [{low:+.3f}, {high:+.3f}]".replace("-", "−")


def _ends(estimate: Estimate) -> tuple[float, float]:
    return _low(estimate), _high(estimate)


def _low(estimate: Estimate) -> float:
    return float("-inf") if estimate.low is None else estimate.low


def _high(estimate: Estimate) -> float:
    return float("inf") if estimate.high is None else estimate.high
