"""The cheap version: what the best of several untrained replies would gain on either side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from usergap.compare import Verdict
from usergap.dialogues import Dialogue
from usergap.train.rewards.registry import reward_named
from usergap.train.rewards.reward import Materials
from usergap.train.transfer.effort import Effort
from usergap.train.transfer.experiment import beginning, notes_on
from usergap.train.transfer.intervals import Estimate, over_seeds
from usergap.train.transfer.replies import Cuts, paired_replies
from usergap.train.transfer.runs import SIDES
from usergap.train.transfer.study import headroom_of


@dataclass(frozen=True)
class Headroom:
    """E[max of ``best_of`` replies' rewards] - E[reward] by side; ``difference``: sim - real."""

    best_of: int
    sides: Mapping[str, Estimate]
    difference: Estimate
    verdict: Verdict
    sentence: str
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        return asdict(self) | {"verdict": self.verdict.value}


def headroom(
    real: Sequence[Dialogue],
    simulated: Sequence[Dialogue],
    *,
    model: str | None = None,
    reward: str = "bertscore",
    reward_model: str | None = None,
    cuts: Cuts | None = None,
    effort: Effort | None = None,
    seed: int = 0,
) -> Headroom:
    """Best-of-n headroom on both sides, nothing trained. Raises InputError as ``transfer`` does.

    The very same replies are held against both sides' where contexts are the same.
    """
    cuts, effort = cuts or Cuts(), effort or Effort()
    pairs = paired_replies(real, simulated, cuts)
    score = reward_named(reward).make(Materials(model=reward_model))
    found = headroom_of(pairs, beginning(model, cuts), score, effort, seed=seed)
    share = max(effort.held_out, 1 - effort.held_out)
    difference = over_seeds(found[:, 0] - found[:, 1], share)
    verdict, meaning = _judged(difference)
    sides = {side: over_seeds(found[:, i], share) for i, side in enumerate(SIDES)}
    told = " and ".join(f"{_shown(each)} on {side} replies" for side, each in sides.items())
    return Headroom(
        effort.samples,
        sides,
        difference,
        verdict,
        f"The best of {effort.samples} untrained replies gains {told}: {meaning}.",
        notes_on(pairs, cuts, model),
    )


def _judged(difference: Estimate) -> tuple[Verdict, str]:
    if difference.low is not None and difference.low > 0:
        return Verdict.DIFFERS, "there is more to climb on simulated replies"
    if difference.high is not None and difference.high < 0:
        return Verdict.DIFFERS, "there is less to climb on simulated replies"
    return Verdict.CANNOT_TELL, "whether there is more to climb on either, this cannot tell"


def _shown(found: Estimate) -> str:
    return f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"
